"""Front matter that holds parts of a question: fields with the words of the vocabulary."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ankigen.model import split_tags
from ankigen.readers import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BRACKET = re.compile(r"[\[\]{}]")
_DEEPEST = 100  # brackets in brackets


def fields(front: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are parts of a question, by role; the stem only where it is one."""
    by_role: dict[str, Any] = {}
    for name, value in front.items():
        roles = vocabulary.roles(name.replace("_", " "))
        role = _role(roles, value)
        if role == "options" and not isinstance(value, list):
            role = ""
        elif role == "options" and "options" in by_role and "answer" in roles:
            role = "answer"  # a list of answers below one of options
        if role == "answer" and isinstance(value, list) and value and any(isinstance(item, dict) for item in value):
            role = "options"
        if role and role not in by_role:
            by_role[role] = value
    return by_role


def _role(roles: Sequence[str], value: Any) -> str:  # noqa: ANN401 - a value of YAML
    """Return what a field is, of the roles that its name may have; `tags` names no group of fields here."""
    if isinstance(value, list) and {"answer", "options", "answer_key"} & {*roles}:
        return "options"
    return "tags" if "tags" in roles else next((role for role in roles if role != "group"), "")


def is_too_deep(text: str) -> bool:
    """Whether YAML or TOML has so many brackets in brackets that it would take long to load; people write a few."""
    return max(accumulate(1 if bracket[0] in "[{" else -1 for bracket in _BRACKET.finditer(text)), default=0) > _DEEPEST


def parts(front: Mapping[str, Any]) -> frozenset[str]:
    """Return which of the stem and the answer of a question the front matter holds."""
    by_role = fields(front)
    return frozenset(role for role in ("stem", "answer") if str(by_role.get(role) or "").strip())


def tags(front: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the topics that the front matter names, for all questions of the file."""
    by_role = fields(front)
    names: list[str] = []
    for value in (by_role.get("topics"), by_role.get("tags")):
        listed = value if isinstance(value, list) else [value]
        texts = [str(item).strip() for item in listed if item is not None and not isinstance(item, (dict, list))]
        is_written = not isinstance(value, list)  # as one text, in which commas or hashtags separate the names
        names += [name for text in texts for name in (split_tags(text) if is_written or text[:1] == "#" else [text])]
    return tuple(dict.fromkeys(filter(None, names)))
