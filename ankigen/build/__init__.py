"""Turn a path into packages: compile each file, link the bank, package it.

Input: a path, a `Filter`, and the time. Output: a `Build`, which `pipeline.write` puts on disk with the ledger.
`find_banks` returns the banks that a path refers to; each file is compiled by itself and cached (`compile`); `link`
joins the compiled files into a `Bank` with keys, copies and diagnostics (`RenderedBank` with the fields of its
questions); `packages` makes the `Package`s. What only a build needs (`ledgers`, `packages`, `pipeline`) is imported
with these modules, because it takes time.
"""

from ankigen.build import select
from ankigen.build.bank import Bank, Build, RenderedBank
from ankigen.build.compile import answer_keys_of, is_asked, records, summarise
from ankigen.build.identity import ExistingQuestion, Naming, next_free, number_in
from ankigen.build.link import read_bank
from ankigen.build.locate import Location, files_of, find_banks, snapshot_of, unread_links
from ankigen.build.select import Filter

__all__ = [
    "Bank",
    "Build",
    "ExistingQuestion",
    "Filter",
    "Location",
    "Naming",
    "RenderedBank",
    "answer_keys_of",
    "files_of",
    "find_banks",
    "is_asked",
    "ledgers",
    "next_free",
    "number_in",
    "packages",
    "pipeline",
    "read_bank",
    "records",
    "select",
    "snapshot_of",
    "summarise",
    "unread_links",
]
