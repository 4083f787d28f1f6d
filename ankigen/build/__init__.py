"""A path becomes packages: compile each file, link the bank, package it.

Comes in: a path, a `Filter`, and the time. `find_banks` says which banks a path means; each file is compiled by
itself and kept (`compile`, `store`); `link` joins the files to a `Bank` with keys, copies and diagnostics; `packages`
makes the `Package`s. Goes out: a `Build`, which `pipeline.write` puts on disk with the ledger.
"""

from ankigen.build import pipeline, select
from ankigen.build.link import Bank, read_bank
from ankigen.build.locate import Place, find_banks
from ankigen.build.packages import retired_search, search_for_moved
from ankigen.build.pipeline import Build
from ankigen.build.select import Filter

__all__ = [
    "Bank",
    "Build",
    "Filter",
    "Place",
    "find_banks",
    "pipeline",
    "read_bank",
    "retired_search",
    "search_for_moved",
    "select",
]
