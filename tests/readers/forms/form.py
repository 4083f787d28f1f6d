"""A form: one row of every registry. Which of them go together, and why others do not."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .answers import FOLDED, LEAKS, LINES, MARKED, WORDINGS, Place
from .items import BODIES, CONTENTS, LANGUAGES
from .options import OPTIONS, SPREADS
from .reasons import ANSWER_KEYS, WHERES, WHYS, AnswerKey
from .stems import STEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .items import Pick

PLACES = (
    LINES
    | FOLDED
    | MARKED
    | {
        f"key {name}, {where}": Place(answer_key=True, emphasis="**Q" in name)
        for where in WHERES
        for name in ANSWER_KEYS
    }
    | {"in front matter": Place(lines=True), "in front matter, true": Place(mark="in front matter")}
)
FACTS = ("none", "id and topics", "topics", "topics below", "tags below", "mnemonic below")

REGISTRIES: dict[str, Sequence[str]] = {
    "language": tuple(LANGUAGES),
    "stem": tuple(STEMS),
    "body": tuple(BODIES),
    "right": ("one", "two", "run", "all", "all but one"),
    "content": tuple(CONTENTS),
    "options": tuple(OPTIONS),
    "spread": tuple(SPREADS),
    "place": tuple(PLACES),
    "wording": tuple(WORDINGS),
    "gap": ("blank", "tight"),
    "leak": ("", *sorted(LEAKS)),
    "why": tuple(WHYS),
    "facts": FACTS,
    "word": ("0", "1", "2", "3"),
}


@dataclass(frozen=True)
class Form:
    """A row of every registry, by name; the first of the simplest kind where nothing else is said."""

    language: str = "en"
    stem: str = "1. stem"
    body: str = "question"
    right: str = "one"
    content: str = "plain"
    options: str = "A. x"
    spread: str = "blank above"
    place: str = "Answer: B"
    wording: str = "B"
    gap: str = "blank"
    leak: str = ""
    why: str = "none"
    facts: str = "none"
    word: str = "0"

    @property
    def answer_key(self) -> AnswerKey | None:
        """The layout of the answer key that the answer is in."""
        return (
            ANSWER_KEYS[self.place.removeprefix("key ").rsplit(", ", 1)[0]] if PLACES[self.place].answer_key else None
        )

    @property
    def beside(self) -> bool:
        """Whether its answer key is in another file."""
        return PLACES[self.place].answer_key and self.place.endswith("beside")


def show(form: Form) -> str:
    """Name a form on one line, by what is not as usual: to find and to try again."""
    usual = Form()
    values = [(field.name, getattr(form, field.name)) for field in fields(form)]
    return " | ".join(f"{name}={value}" for name, value in values if value != getattr(usual, name)) or "the usual"


def parse(text: str) -> Form:
    """Return the form that `show` names like this."""
    parts = [part.partition("=") for part in text.split(" | ") if "=" in part]
    return replace(Form(), **{name.strip(): value for name, _, value in parts})


class Exclusion(NamedTuple):
    """Rows that do not go together: the registries that it looks at, the reason, and the test."""

    on: tuple[str, ...]
    reason: str
    holds: Callable[[Form], bool]


def why_not(form: Form) -> str:
    """Return the reason for which the form is none; "" when it is one."""
    from .exclusions import EXCLUSIONS

    return next((e.reason for e in EXCLUSIONS if e.holds(form)), "")


ORDER = (
    "language", "stem", "body", "content", "right", "options", "spread", "place", "wording", "gap", "leak", "why",
    "facts", "word",
)  # fmt: skip


def draw_form(pick: Pick, fixed: dict[str, str] | None = None, *, answer_keys: bool = True) -> Form | None:
    """Choose a row of every registry, one after the other, among those that go with the rows before.

    None when these rows leave nothing to choose. `answer_keys`: whether the answer may be in one. Half of the forms
    are as usual in most, so that what fails is seen for itself.
    """
    form, fixed, tame = Form(), fixed or {}, pick((True, False))
    for name in ORDER:
        rows = _fitting(name, tuple(getattr(form, other) for other in _beside(name)))
        rows = [row for row in rows if row == fixed.get(name, row)]
        rows = [row for row in rows if answer_keys or name != "place" or not PLACES[row].answer_key]
        if not rows:
            return None
        usual = getattr(Form(), name)
        if not (tame and usual in rows and pick((True, True, False))):
            usual = pick(_kinds(rows, pick) if name == "place" else rows)
        form = replace(form, **{name: usual})
    return form


@cache
def _beside(name: str) -> tuple[str, ...]:
    """The registries drawn before this one that have a say in its rows."""
    from .exclusions import EXCLUSIONS

    seen = set(ORDER[: ORDER.index(name) + 1])
    return tuple(
        sorted({other for e in EXCLUSIONS if name in e.on and set(e.on) <= {*seen} for other in e.on} - {name})
    )


@cache
def _fitting(name: str, rows_beside: tuple[str, ...]) -> list[str]:
    """The rows of a registry that go with what is known of the others."""
    from .exclusions import EXCLUSIONS

    form = replace(Form(), **dict(zip(_beside(name), rows_beside, strict=True)))
    asked = [e for e in EXCLUSIONS if name in e.on and set(e.on) <= {name, *_beside(name)}]
    forms = {row: replace(form, **{name: row}) for row in REGISTRIES[name]}
    return [row for row, one in forms.items() if not any(e.holds(one) for e in asked)]


def _kinds(rows: Sequence[str], pick: Pick) -> Sequence[str]:
    """Of the many places, those of one kind: a label, a container, a mark, an answer key."""
    kinds = [[row for row in rows if row in kind] for kind in (LINES, FOLDED, MARKED)]
    kinds.append([row for row in rows if PLACES[row].answer_key or row.startswith("in front")])
    return pick([kind for kind in kinds if kind])
