"""Turn a path into packages: compile each file, link the bank, package it.

Input: a path, a `Filter`, and the time. Output: a `Build`, which `pipeline.write` puts on disk with the ledger.
`find_banks` returns the banks that a path refers to; each file is compiled by itself and cached (`compile`); `link`
joins the compiled files into a `Bank` with keys, copies and diagnostics, also with the texts of its questions
(`FullBank`); `packages` makes the `Package`s.
"""

from ankigen.build import pipeline, select
from ankigen.build.bank import Bank, FullBank
from ankigen.build.compile import answer_keys_of, is_asked, summarise
from ankigen.build.identity import ExistingQuestion, Naming, next_free, number_in
from ankigen.build.ledgers import known_ids, rebuild_ledger
from ankigen.build.link import read_bank, read_full_bank
from ankigen.build.locate import Place, files_of, find_banks
from ankigen.build.packages import retired_search, search_for_moved, whole_package
from ankigen.build.pipeline import Build
from ankigen.build.select import Filter

__all__ = [
    "Bank",
    "Build",
    "ExistingQuestion",
    "Filter",
    "FullBank",
    "Naming",
    "Place",
    "answer_keys_of",
    "files_of",
    "find_banks",
    "is_asked",
    "known_ids",
    "next_free",
    "number_in",
    "pipeline",
    "read_bank",
    "read_full_bank",
    "rebuild_ledger",
    "retired_search",
    "search_for_moved",
    "select",
    "summarise",
    "whole_package",
]
