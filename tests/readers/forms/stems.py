"""How a question begins: its number, and where its stem is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .items import CHINESE, CJK, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = frozenset(LANGUAGES)
ENGLISH = frozenset({"en"})


@dataclass(frozen=True)
class Head:
    """What a stem form has at hand: number, lines of the stem, words, a title, and metadata lines."""

    n: int
    lines: tuple[str, ...]
    words: dict[str, Any]
    title: str
    facts: tuple[str, ...] = ()
    word: int = 0

    @property
    def question(self) -> str:
        """The words "Question 3" in the language."""
        label: str = self.words["numbered"][self.word % len(self.words["numbered"])]
        return label.replace("{}", str(self.n))

    def filled(self, pattern: str) -> str:
        """The pattern with the number `{n}`, "Question 3" `{q}`, the title `{t}` and the word for stem `{s}`."""
        stems = self.words["stem"]
        pattern = pattern.replace("{n}", str(self.n)).replace("{q}", self.question).replace("{t}", self.title)
        return pattern.replace("{s}", stems[self.word % len(stems)])


@dataclass(frozen=True)
class Stem:
    """A form of stems. `print` makes its lines.

    `numbered`: an answer key can name it. `anchored`: its beginning is seen without a look at what is above.
    `heading`: its first line is one, of this level (0: none). `indents`: what follows may be indented as a part of the
    list item.
    `facts`: metadata can be below its first line. `wraps`: all of it, or stem and options, are in a callout.
    """

    print: Callable[[Head], list[str]]
    numbered: bool = True
    anchored: bool = True
    heading: int = 0
    indents: bool = False
    facts: bool = False
    wraps: str = ""
    languages: frozenset[str] = ALL


def beside(mark: str, end: str = "", **more: Any) -> Stem:
    """The first line of the stem is on the line of the number."""

    def lines(head: Head) -> list[str]:
        first = [head.filled(mark) + head.lines[0] + end]
        rest = list(head.lines[1:])
        if more.get("heading") and rest and rest[0]:
            rest.insert(0, "")
        return first + ([*head.facts, ""] if head.facts else []) + rest

    return Stem(lines, **more)


def above(mark: str, *, blank: bool = False, bold: bool = False, **more: Any) -> Stem:
    """The stem is below the line of the number, with or without a blank line, in bold or not."""

    def lines(head: Head) -> list[str]:
        first = f"**{head.lines[0]}**" if bold else head.lines[0]
        facts = ["", *head.facts, ""] if head.facts else [""] * blank
        return [head.filled(mark), *facts, first, *head.lines[1:]]

    return Stem(lines, **more)


def _sections(top: str) -> Callable[[Head], list[str]]:
    def lines(head: Head) -> list[str]:
        first = [head.filled(top), ""] if top else []
        facts = [*head.facts, ""] if head.facts else []
        return [*first, *facts, head.filled("## {s}"), "", *head.lines]

    return lines


def _front_matter(head: Head) -> list[str]:
    text = head.lines[0].replace('"', "'")
    return ["---", f'question: "{text}"', *head.facts, "---"]


NUMBERED = {
    "1. stem": beside("{n}. ", indents=True),
    "1) stem": beside("{n}) ", indents=True),
    "1.  stem": beside("{n}.  ", indents=True),
    "1/ stem": beside("{n}/ "),
    "**1/ stem**": beside("**{n}/ ", "**"),
    "1、stem": beside("{n}、", languages=CHINESE | {"ja"}),
    "1．stem": beside("{n}．", languages=CHINESE | {"ja"}),
    "**1.** stem": beside("**{n}.** "),
    "**1. stem**": beside("**{n}. ", "**"),
    "Q1: stem": beside("Q{n}: "),
    "Q1. stem": beside("Q{n}. "),
    "Q1) stem": beside("Q{n}) "),
    "**Q1:** stem": beside("**Q{n}:** "),
    "**Q1.** stem": beside("**Q{n}.** "),
    "**Q1. stem**": beside("**Q{n}. ", "**"),
    "Question 1: stem": beside("{q}: "),
    "Question 1. stem": beside("{q}. "),
    "**Question 1:** stem": beside("**{q}:** ", facts=True),
    "**Question 1.** stem": beside("**{q}.** "),
    "**Question 1** : stem": beside("**{q}** : "),
    "**Question 1**, stem below": above("**{q}**"),
    "**Question 1:**, stem below": above("**{q}:**", blank=True),
    "Question 1, stem below": above("{q}"),
    "Question 1 of 60, stem below": above("Question {n} of 60", blank=True, languages=ENGLISH),
    "QUESTION 1, stem below": above("QUESTION {n}", languages=ENGLISH),
    "QUESTION NO: 1, stem below": above("QUESTION NO: {n}", languages=ENGLISH),
    "NEW QUESTION 1, stem below": above("NEW QUESTION {n}", blank=True, languages=ENGLISH),
    "Task 1, stem below": above("Task {n}", languages=ENGLISH),
    "[1], stem below": above("[{n}]"),
    "(1), stem below": above("({n})"),
    "1, stem below": above("{n}", blank=True),
    "【1】stem": beside("【{n}】", languages=CJK),
}

HEADED = {
    "### Question 1, stem below": above("### {q}", blank=True, heading=3, facts=True),
    "### Question 1, stem right below": above("### {q}", heading=3, facts=True),
    "### Question 1, bold stem below": above("### {q}", bold=True, heading=3),
    "## Question #1, stem below": above("## Question #{n}", blank=True, heading=2, facts=True, languages=ENGLISH),
    "### Question 1: stem": beside("### {q}: ", heading=3, facts=True),
    "### Question 1 of 60, stem below": above("### Question {n} of 60", blank=True, heading=3, languages=ENGLISH),
    "### Q1: stem": beside("### Q{n}: ", heading=3),
    "#### Q1. stem": beside("#### Q{n}. ", heading=4),
    "### 1. stem": beside("### {n}. ", heading=3),
    "### **1. stem**": beside("### **{n}. ", "**", heading=3),
    "###### <a name=x></a>1. stem": beside("###### <a name=q{n}></a>{n}. ", heading=6),
    "### 1, stem below": above("### {n}", blank=True, heading=3),
    "### Q1 : title, stem below": above("### Q{n} : {t}", heading=3, facts=True),
    "### ❓ Question 1 - title, stem below": above("### ❓ {q} - {t}", blank=True, heading=3, facts=True),
    "## 1. title, **Question:**, stem below": above("## {n}. {t}\n\n**{s}:**", blank=True, heading=2),
    "# Question #1, ## Stem": Stem(_sections("# {q}"), heading=2, facts=True),
}

UNNUMBERED = {
    "Q: stem": beside("Q: ", numbered=False),
    "**Q:** stem": beside("**Q:** ", numbered=False),
    "### stem": beside("### ", numbered=False, heading=3, facts=True),
    "**stem**": beside("**", "**", numbered=False),
    "stem": beside("", numbered=False, anchored=False),
    "# title, ## Stem": Stem(_sections("# {t}"), numbered=False, heading=2, facts=True),
    "## Stem": Stem(_sections(""), numbered=False, heading=2, facts=True),
    "> [!question] stem": beside("[!question] ", numbered=False, wraps="all"),
    "> [!question] Question 1, stem below": above("[!question] {q}", wraps="all"),
    "> [!question] stem, answer outside": beside("[!question] ", numbered=False, wraps="question"),
    "front matter": Stem(_front_matter, numbered=False, facts=True),
    "front matter, all in it": Stem(_front_matter, numbered=False, facts=True),
}

STEMS = NUMBERED | HEADED | UNNUMBERED
