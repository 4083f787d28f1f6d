"""Fill a draft from the front matter of its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ankigen.model import Link
from ankigen.readers import vocabulary
from ankigen.readers.answers import Statement
from ankigen.readers.blocks.front import fields
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.parts.parsed import DraftOption

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.draft import Draft

_TEXTS = ("text", "option", "answer", "content", "value", "label", "choice")
_RIGHT = ("correct", "right", "is_correct", "iscorrect", "is_right", "answer")
_URL = ("http://", "https://")


def fill(draft: Draft, front: Mapping[str, Any], places: Places, first: int) -> None:
    """Put the fields of the front matter, which begins at the line `first`, where the draft has nothing."""
    found = fields(front)
    if not any(draft.stem) and isinstance(found.get("stem"), str):
        draft.stem = [found["stem"].strip()]
    if not draft.options and isinstance(found.get("options"), list):
        _take_options(draft, found["options"], places, first)
    answer = found.get("answer")
    if answer is not None and not draft.stated and not draft.answer:
        said = "\n".join(f"- {each}" for each in answer) if isinstance(answer, list) else str(answer)
        draft.stated.append(Statement(said, _line_of("answer", front, places, first)))
    if isinstance(found.get("explanation"), str):
        draft.explanation.append(found["explanation"].strip())
    _take_fields(draft, found)


def _take_fields(draft: Draft, found: Mapping[str, Any]) -> None:
    """Take the fields of one line, and the links."""
    for role in ("id", "level", "domain", "provenance"):
        if isinstance(found.get(role), (str, int)):
            draft.scalars.setdefault(role, str(found[role]))
    links = found.get("links")
    for each in links if isinstance(links, list) else [links]:
        if isinstance(each, str) and each.startswith(_URL):
            draft.links.append(Link(title=each, url=each))


def _line_of(role: str, front: Mapping[str, Any], places: Places, first: int) -> int:
    """Return the number of the line, from `first` on, at which the first field with a role begins."""
    name = next(name for name in front if role in vocabulary.roles(name.replace("_", " ")))
    begins = re.compile(rf"[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*[:=]")
    lines = enumerate(places.lines[first - 1 :], first)
    return next((number for number, line in lines if begins.match(line)), first)


def _take_options(draft: Draft, options: Sequence[Any], places: Places, first: int) -> None:
    right: list[str] = []
    line = first
    for each in options:
        label = labels_at(len(draft.options))
        text, correct = _option(each)
        if text is None:
            draft.options = []
            return
        line = places.line_of(text, line)
        draft.options.append(DraftOption(label, text, line))
        right += [label] if correct else []
    draft.answer = draft.answer or right


def _option(each: Any) -> tuple[str | None, bool]:  # noqa: ANN401 - a value of YAML
    if isinstance(each, dict):
        if len(each) == 1:
            (text, value), *_ = each.items()
            if str(text).lower() not in _TEXTS:
                return str(text), value is True
        named = {str(key).lower(): value for key, value in each.items()}
        text = next((named[name] for name in _TEXTS if isinstance(named.get(name), (str, int, float))), None)
        return None if text is None else str(text), any(named.get(name) is True for name in _RIGHT)
    return (str(each), False) if isinstance(each, (str, int, float)) else (None, False)
