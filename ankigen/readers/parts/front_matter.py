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
    by_role = fields(front)
    if not any(draft.stem) and isinstance(by_role.get("stem"), str):
        draft.stem = [by_role["stem"].strip()]
    if not draft.options and isinstance(by_role.get("options"), list):
        _take_options(draft, by_role["options"], places, first)
    answer = by_role.get("answer")
    if answer is not None and not draft.stated and not draft.answer:
        text = "\n".join(f"- {item}" for item in answer) if isinstance(answer, list) else str(answer)
        draft.stated.append(Statement(text, _line_of("answer", front, places, first)))
    if isinstance(by_role.get("explanation"), str):
        draft.explanation.append(by_role["explanation"].strip())
    _take_fields(draft, by_role)


def _take_fields(draft: Draft, by_role: Mapping[str, Any]) -> None:
    """Take the fields of one line, and the links."""
    for role in ("id", "level", "domain", "provenance"):
        if isinstance(by_role.get(role), (str, int)):
            draft.scalars.setdefault(role, str(by_role[role]))
    links = by_role.get("links")
    for link in links if isinstance(links, list) else [links]:
        if isinstance(link, str) and link.startswith(_URL):
            draft.links.append(Link(title=link, url=link))


def _line_of(role: str, front: Mapping[str, Any], places: Places, first: int) -> int:
    """Return the number of the line, from `first` on, at which the first field with a role begins."""
    name = next(name for name in front if role in vocabulary.roles(name.replace("_", " ")))
    begins = re.compile(rf"[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*[:=]")
    lines = enumerate(places.lines[first - 1 :], first)
    return next((number for number, line in lines if begins.match(line)), first)


def _take_options(draft: Draft, options: Sequence[Any], places: Places, first: int) -> None:
    right: list[str] = []
    line = first
    for option in options:
        label = labels_at(len(draft.options))
        text, correct = _option(option)
        if text is None:
            draft.options = []
            return
        line = places.line_of(text, line)
        draft.options.append(DraftOption(label, text, line))
        right += [label] if correct else []
    draft.answer = draft.answer or right


def _option(option: Any) -> tuple[str | None, bool]:  # noqa: ANN401 - a value of YAML
    if isinstance(option, dict):
        if len(option) == 1:
            (text, value), *_ = option.items()
            if str(text).lower() not in _TEXTS:
                return str(text), value is True
        by_name = {str(key).lower(): value for key, value in option.items()}
        text = next((by_name[name] for name in _TEXTS if isinstance(by_name.get(name), (str, int, float))), None)
        return None if text is None else str(text), any(by_name.get(name) is True for name in _RIGHT)
    return (str(option), False) if isinstance(option, (str, int, float)) else (None, False)
