"""What is printed: a made-up question, every part of which carries a name that nothing else has."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row")
LANGUAGES: dict[str, dict[str, Any]] = {
    code: {"code": code, **words}
    for code, words in tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")).items()
}
SPACELESS = frozenset({"zh-Hant", "zh-Hans", "ja", "th"})
CHINESE = frozenset({"zh-Hant", "zh-Hans"})
CJK = CHINESE | {"ja", "ko"}
CYRILLIC = frozenset({"ru", "uk"})


class Pick(Protocol):
    """Chooses one of several: hypothesis, or a seeded random number."""

    def __call__(self, rows: Sequence[Row], /) -> Row: ...


class Names:
    """Made-up names, no two alike and none inside another: all have eight letters, and only the first is a z."""

    CONSONANTS, VOWELS = "bdfgklmnprtv", "aeou"

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        number, name = self.count * 104_729 % 48**3, "z"
        for _ in range(3):
            number, syllable = divmod(number, 48)
            consonant, vowel = divmod(syllable, 4)
            name += self.VOWELS[vowel] + self.CONSONANTS[consonant]
        return name + "ax"[self.count % 2]


@dataclass(frozen=True)
class Item:
    """A question as its author has it in mind.

    `stem` and each of `options` are lines of markdown; `right` are places in `options`. `why` and `refuted`, by place,
    are said on the back only; `title` is a headline that is no part of the stem. `truth` is set where the options are
    true and false.
    """

    stem: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]
    why: str
    refuted: dict[int, str]
    title: str
    name: str
    topic: str
    mnemonic: str
    truth: bool | None = None
    written_answer: str = ""

    @property
    def names(self) -> frozenset[str]:
        """All made-up names of this question."""
        parts = [*self.stem, *(line for option in self.options for line in option), self.why, *self.refuted.values()]
        return frozenset(names_in(" ".join([*parts, self.title, self.name, self.topic, self.mnemonic])))


def names_in(text: str) -> set[str]:
    """The made-up names in a text."""
    return set(re.findall(r"(?<![a-z])(?:z(?:[aeou][bdfgklmnprtv]){3}[ax]|zbetween)(?![a-z])", text.lower()))


@dataclass(frozen=True)
class Maker:
    """Makes text in a language: sentences of a kind, names, code."""

    words: dict[str, Any]
    names: Names
    pick: Pick

    def __call__(self, kind: str) -> str:
        """A sentence of this kind, with a new name."""
        sentence: str = self.pick(self.words[kind])
        return sentence.replace("{}", self.names())

    def listed(self, marks: str, kind: str) -> list[str]:
        """A list of such sentences between two others."""
        items = [f"{mark} {self(kind)}" for mark in marks.split()]
        return [self("scene"), "", *items, "", self("ask")]

    def code(self) -> list[str]:
        """A fence with two lines in it."""
        return ["```js", f"let {self.names()} = 1;", f"{self.names()}(2);", "```"]

    def table(self) -> list[str]:
        """A table of two columns."""
        name = self.names
        return [f"| {name()} | {name()} |", "|---|---|", f"| {name()} | 12 |", f"| {name()} | 40 |"]

    def matching(self) -> list[str]:
        """Two lists, the members of which belong together."""
        name = self.names
        return [f"1. {name()}", f"2. {name()}", "", f"A. {self('choice')}", f"B. {self('choice')}"]


# A body is the lines of a stem; the first goes beside the question's number.
BODIES: dict[str, Callable[[Maker], list[str]]] = {
    "question": lambda make: [make("ask")],
    "statement": lambda make: [make("state")],
    "gap": lambda make: [make("gap")],
    "no question mark": lambda make: [make("begin")],
    "two lines": lambda make: [make("scene"), make("ask")],
    "paragraphs": lambda make: [make("scene"), "", make("scene"), "", make("ask")],
    "code below": lambda make: [make("ask"), "", *make.code()],
    "code between": lambda make: [make("scene"), "", *make.code(), "", make("ask")],
    "list": lambda make: make.listed("- - -", "choice"),
    "statements 1 2": lambda make: make.listed("1. 2. 3.", "state"),
    "statements I II": lambda make: make.listed("I. II.", "state"),
    "statements A B": lambda make: make.listed("A. B. C.", "state"),
    "matching": lambda make: [make("ask"), "", *make.matching()],
    "image": lambda make: [make("ask"), "", f"![{make.names()}]({make.names()}.png)"],
    "table": lambda make: [make("ask"), "", *make.table()],
    "quote": lambda make: [make("scene"), "", f"> {make('scene')}", "", make("ask")],
}

# Contents are what an option holds, as lines; the first goes beside the label. The last three are made elsewhere.
CONTENTS: dict[str, Callable[[Maker], list[str]] | None] = {
    "plain": lambda make: [make("choice")],
    "inline code": lambda make: [f"`{make.names()} --all`"],
    "code and words": lambda make: [f"`{make.names()}` {make('choice')}"],
    "two lines": lambda make: [make("choice"), make("choice")],
    "words and fence": lambda make: [make("choice"), *make.code()],
    "only a fence": lambda make: ["", *make.code()],
    "only a fence, flush": lambda make: ["", *make.code()],
    "true and false": None,
    "numbers": None,
    "pairs": None,
}


def draw_item(form: Any, names: Names, pick: Pick) -> Item:
    """A question that can be printed in this form."""
    words, truth = LANGUAGES[form.language], None
    make, content = Maker(words, names, pick), CONTENTS[form.content]
    stem = BODIES[form.body](make)
    count = pick({"one": (2, 3, 4, 4, 5), "run": (4, 5)}.get(form.right, (3, 4, 4, 5)))
    if form.content == "true and false":
        truth = pick((True, False))
        options, right = [[words["yes"]], [words["no"]]], (0 if truth else 1,)
    elif form.content == "pairs":
        options, right = [["1A, 2B"], ["1B, 2A"]], (pick((0, 1)),)
    elif form.content == "numbers":
        options, right = [[str(3 * i + 7)] for i in range(count)], (pick(range(count)),)
    else:
        options = [content(make) for _ in range(count)] if content else []
        right = _right(form.right, count, pick)
        if form.right == "two" and stem[-1] and not stem[-1].startswith(("```", "|", "!")) and pick((True, False)):
            stem[-1] += ("" if form.language in SPACELESS else " ") + words["choose"]
    wrong = [i for i in range(len(options)) if i not in right]
    return Item(
        stem=tuple(stem),
        options=tuple(map(tuple, options)),
        right=right,
        why=make("reason"),
        refuted={i: make("refuted") for i in wrong},
        title=names().capitalize(),
        name=names(),
        topic=names().capitalize(),
        mnemonic=make("reason"),
        truth=truth,
    )


def _right(how: str, count: int, pick: Pick) -> tuple[int, ...]:
    """Places of the right options: one, two, the first three, all, or all but one."""
    if how == "one":
        return (pick(range(count)),)
    if how == "two":
        first = pick(range(count - 1))
        return (first, pick(range(first + 1, count)))
    if how == "all but one":
        left_out = pick((0, count - 1))
        return tuple(i for i in range(count) if i != left_out)
    return tuple(range(count)) if how == "all" else tuple(range(3))
