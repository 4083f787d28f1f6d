"""A question as JSON for `ankigen export`, with holes for what is known only when its bank is linked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ankigen.markdown import to_text

if TYPE_CHECKING:
    from ankigen.model import Question, Table

_HOLE = "\x1e"  # JSON has no control character but in its escaped form


def record(question: Question) -> str:
    """Return a question as a JSON object, with a hole each for its path, its key, its GUID and its rival answers.

    Texts are as a reader sees them: without markup, and code without its fences.
    """
    place = f'"source": {{"path": {_HOLE}, "line": {question.span.line}, "index": {question.index}}}'
    names = f'"id": {_json(question.id)}, "key": {_HOLE}, "guid": {_HOLE}'
    return f'{{{place}, {names}, {_members(_asked(question))}, "rival_answers": {_HOLE}, {_members(_about(question))}}}'


def filled(  # noqa: PLR0913 - keyword-only, each with one meaning
    question_record: str,
    *,
    path: str,
    key: str,
    guid: str,
    rival_answers: tuple[str, ...],
    copied: bool,
    held: bool,
    made_of: str,
) -> str:
    """Return the JSON object of a record, with what its holes are for.

    `copied` is whether it is not built, `held` whether the question is held out of all packages.
    `made_of` is the key of the question of which it is made, "" for most.
    """
    head, place, name, middle, tail = question_record.split(_HOLE)
    key_json = _json(key)
    parts = (head, _json(path), place, key_json, name, _json(guid), middle, _json(rival_answers), tail)
    more = [*([f'"copy_of": {key_json}'] if copied else []), *(['"held_out": true'] if held else [])]
    more += [f'"made_of": {_json(made_of)}'] if made_of else []
    return ", ".join(["".join(parts)[:-1], *more]) + "}"


def texts_of(question_record: str) -> tuple[str, list[str]]:
    """Return the stem and the options of a record."""
    values = json.loads(question_record.replace(_HOLE, "null"))
    return values["stem"], [option["text"] for option in values["options"]]


def _asked(question: Question) -> dict[str, object]:
    return {
        "kind": question.made or question.kind,
        "stem": to_text(question.front),
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
    }


def _about(question: Question) -> dict[str, object]:
    return {
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


def _members(values: dict[str, object]) -> str:
    """Return the members of a JSON object, without its braces."""
    return _json(values)[1:-1]


_json = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes an encoder for each value
