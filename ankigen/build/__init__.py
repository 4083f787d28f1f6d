"""Turn a path into packages: compile each file, link the bank, package it.

Input: a path, a `Filter`, and the time. Output: a `Build`, which `pipeline.write` puts on disk with the ledger.
`find_banks` returns the banks that a path refers to; each file is compiled by itself and cached (`compile`); `link`
joins the compiled files into a `Bank` with keys, copies and diagnostics (`RenderedBank` with the fields of its
questions); `packages` makes the `Package`s.
"""

from ankigen.build import pipeline, select
from ankigen.build.bank import Bank, RenderedBank
from ankigen.build.compile import answer_keys_of, is_asked, records, summarise
from ankigen.build.identity import ExistingQuestion, Naming, next_free, number_in
from ankigen.build.ledgers import known_ids, rebuild_ledger
from ankigen.build.link import read_bank
from ankigen.build.locate import Place, files_of, find_banks
from ankigen.build.packages import retired_search, search_for_moved, whole_package
from ankigen.build.pipeline import Build
from ankigen.build.select import Filter

__all__ = [
    "Bank",
    "Build",
    "ExistingQuestion",
    "Filter",
    "Naming",
    "Place",
    "RenderedBank",
    "answer_keys_of",
    "files_of",
    "find_banks",
    "is_asked",
    "known_ids",
    "next_free",
    "number_in",
    "pipeline",
    "read_bank",
    "rebuild_ledger",
    "records",
    "retired_search",
    "search_for_moved",
    "select",
    "summarise",
    "whole_package",
]
