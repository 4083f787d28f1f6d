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

    from ankigen.build import Filter, FullBank
    from ankigen.model import Question, Summary, Table


def export_records(full: FullBank, root: Path, wanted: Filter, guids: Mapping[str, str]) -> list[str]:
    """Return a JSON object for each question of the bank that the filter `wanted` matches, by path and position.

    Tags are those in the question's own file, without those of its copies. Paths are relative to `root`, or to its
    folder if `root` is a file. `guids` has the GUID of each key.
    """
    base = root if root.is_dir() else root.parent
    bank, as_written = full.bank, full.questions_by_place()
    every = [(question, question.key, False) for question in bank.summaries]
    every += [(copy, key, True) for copy, key in bank.copies]
    every.sort(key=lambda item: (item[0].path, item[0].index))
    records = []
    for summary, key, copied in every:
        if bank.is_selected(summary) and select.select([summary], wanted):
            path = Path(os.path.relpath(bank.place.folder / summary.path, base)).as_posix()
            record = _record(as_written[summary.path, summary.index], summary, path, key, guids[key])
            records.append(json.dumps(record | ({"copy_of": key} if copied else {}), ensure_ascii=False))
    return records


def _record(question: Question, summary: Summary, path: str, key: str, guid: str) -> dict[str, object]:
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
