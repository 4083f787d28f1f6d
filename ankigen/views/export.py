"""Questions as JSON, for other tools: every question of every file, including copies and those made of others."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.build import records, select
from ankigen.model import with_derived

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ankigen.build import Filter, RenderedBank


def export_records(
    rendered: RenderedBank, root: Path, wanted: Filter, guids: Mapping[str, str], held: Container[str]
) -> list[str]:
    """Return a JSON object for each question of the bank that the filter `wanted` matches, by path and position.

    Tags are those in the question's own file, without those of its copies. Paths are relative to `root`, or to its
    folder if `root` is a file. `guids` has the GUID of each key, and `held` the keys of the questions that are
    held out of all packages.
    """
    base = root if root.is_dir() else root.parent
    bank, bodies = rendered

    @cache
    def shown(folder: str) -> str:
        return os.path.relpath(bank.location.folder / folder, base)

    every = [(question, question.key, False) for question in bank.summaries]
    every += [(copy, key, True) for copy, key in bank.copies]
    every.sort(key=lambda item: (item[0].path, item[0].index))
    chosen = {(summary.path, summary.index) for summary in select.select((item[0] for item in every), wanted)}
    objects = []
    for question, own_key, copied in every:
        if not (bank.is_selected(question) and (question.path, question.index) in chosen):
            continue
        folder, _, name = question.path.rpartition("/")
        made = () if copied else [one for one in with_derived(question)[1:] if one.key in guids]
        for summary in (question, *made):
            key = summary.key if summary.made else own_key
            if not select.is_of_kind(summary, wanted):
                continue
            objects.append(
                records.filled(
                    bodies.record(summary),
                    path=Path(shown(folder), name).as_posix(),
                    key=key,
                    guid=guids[key],
                    rival_answers=summary.rival_answers,
                    copied=copied,
                    held=own_key in held,
                    made_of=own_key if summary.made else "",
                )
            )
    return objects
