"""Questions as JSON, for other tools: every question of every file, including copies.

Texts are as a reader sees them: without markup, and code without its fences.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.build import select
from ankigen.markdown import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ankigen.build import Bank, Filter
    from ankigen.model import Summary, Table


def export_records(bank: Bank, root: Path, wanted: Filter, guids: Mapping[str, str]) -> list[str]:
    """Return a JSON object for each question of the bank that the filter `wanted` matches, by path and position.

    Tags are those in the question's own file, without those of its copies. Paths are relative to `root`, or to its
    folder if `root` is a file. `guids` has the GUID of each key.
    """
    base = root if root.is_dir() else root.parent
    every = [(question, question.key, False) for question in bank.summaries]
    every += [(copy, key, True) for copy, key in bank.copies]
    every.sort(key=lambda item: (item[0].path, item[0].index))
    return [
        json.dumps(
            _record(bank, base, question, key, guids[key]) | ({"copy_of": key} if copied else {}),
            ensure_ascii=False,
        )
        for question, key, copied in every
        if bank.has(question) and select.select([question], wanted)
    ]


def _record(bank: Bank, base: Path, summary: Summary, key: str, guid: str) -> dict[str, object]:
    question = bank.own[summary.path, summary.index]
    path = Path(os.path.relpath(bank.place.folder / question.span.path, base)).as_posix()
    return {
        "source": {"path": path, "line": question.span.line, "index": question.index},
        "id": question.id,
        "key": key,
        "guid": guid,
        "kind": question.kind,
        "stem": to_text(question.stem),
        "options": [
            {
                "label": option.label,
                "text": to_text(option.text),
                "correct": option.label in question.answer,
                "rationale": to_text(option.rationale),
            }
            for option in question.options
        ],
        "answer": question.answer,
        "solution": to_text(question.solution),
        "rival_answers": summary.rival_answers,
        "topics": question.topics,
        "traps": question.traps,
        "level": question.level,
        "domain": question.domain,
        "provenance": question.provenance,
        "explanation": to_text(question.explanation),
        "mnemonic": to_text(question.mnemonic),
        "tables": [_table(table) for table in question.tables],
        "links": [{"title": to_text(link.title), "url": link.url} for link in question.links],
    }


def _table(table: Table) -> dict[str, object]:
    return {
        "title": to_text(table.title),
        "header": [to_text(cell) for cell in table.header],
        "rows": [[to_text(cell) for cell in row] for row in table.rows],
        "kind": table.kind,
    }
