"""Front matter that holds parts of a question: fields with the words of the vocabulary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ankigen.model import Link, split_tags
from ankigen.readers import vocabulary
from ankigen.readers.grouping.options import labels_at
from ankigen.readers.parts.parsed import DraftOption
from ankigen.readers.parts.stated import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.draft import Draft

_TEXTS = ("text", "option", "answer", "content", "value", "label", "choice")
_RIGHT = ("correct", "right", "is_correct", "iscorrect", "is_right", "answer")
_URL = ("http://", "https://")


def fields(front: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are parts of a question, by role; the stem only where it is one."""
    found: dict[str, Any] = {}
    for name, value in front.items():
        role = _role(vocabulary.roles(name.replace("_", " ")), value)
        if role == "options" and not isinstance(value, list):
            role = ""
        if role == "answer" and isinstance(value, list) and value and any(isinstance(each, dict) for each in value):
            role = "options"
        if role and role not in found:
            found[role] = value
    return found


def _role(roles: Sequence[str], value: Any) -> str:  # noqa: ANN401 - a value of YAML
    """Return what a field is, of the roles that its name may have; `tags` names no group of fields here."""
    if isinstance(value, list) and {"answer", "options", "answer_key"} & {*roles}:
        return "options"
    return "tags" if "tags" in roles else next((role for role in roles if role != "group"), "")


def holds_stem(front: Mapping[str, Any]) -> bool:
    """Whether the front matter asks the question."""
    stem = fields(front).get("stem")
    return isinstance(stem, str) and bool(stem.strip())


def tags(front: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the topics that the front matter names, for all questions of the file."""
    found = fields(front)
    names: list[str] = []
    for value in (found.get("topics"), found.get("tags")):
        listed = value if isinstance(value, list) else [value]
        texts = [str(each).strip() for each in listed if each is not None and not isinstance(each, (dict, list))]
        is_written = not isinstance(value, list)  # as one text, in which commas or hashtags separate the names
        names += [name for text in texts for name in (split_tags(text) if is_written or text[:1] == "#" else [text])]
    return tuple(dict.fromkeys(filter(None, names)))


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
