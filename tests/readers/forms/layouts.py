"""What is around questions in a file and is no part of any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .stems import ALL, ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable

    from .items import Maker

    Around = Callable[[Maker], list[str]]


@dataclass(frozen=True)
class Layout:
    """Lines above the first question, between two, and below the last. `prose`: the lines above hold paragraphs."""

    above: Around | None = None
    between: Around | None = None
    below: Around | None = None
    prose: bool = False
    languages: frozenset[str] = ALL


def _preface(make: Maker) -> list[str]:
    return [f"# {make.names().capitalize()}", "", make("scene"), make("reason")]


def _exam(make: Maker) -> list[str]:
    return [
        f"# 🧪 {make.names().capitalize()} Practice Test - 50 Questions",
        "",
        f"> **Format:** multiple choice, taken from {make.names()}",
        "",
        "## Test Information",
        "",
        f"- **Exam Code**: {make.names().upper()}",
        "- **Questions**: 50",
        "- **Passing Score**: 70% (35/50 questions)",
        "",
        f"**Instructions**: Answer all questions without {make.names()}.",
        "",
        "---",
        "",
        "## 📝 Questions",
    ]


def _contents(make: Maker) -> list[str]:
    first, second = make.names(), make.names()
    return [f"# {make.names()}", "", f"1. [{first}](#{first})", f"2. [{second}](#{second})", "", "---"]


LAYOUTS = {
    "bare": Layout(),
    "title": Layout(above=lambda make: [f"# {make.names().capitalize()}"]),
    "title and preface": Layout(above=_preface, prose=True),
    "exam sheet": Layout(above=_exam, languages=ENGLISH),
    "table of contents": Layout(above=_contents),
    "front matter": Layout(above=lambda make: ["---", f"title: {make.names()}", "updated: 2024-05-01", "---"]),
    "chapters": Layout(
        above=lambda make: [f"# {make.names().capitalize()}", "", f"## {make.names().capitalize()}"],
        between=lambda make: [f"## {make.names().capitalize()}"] if make.pick((True, False)) else [],
    ),
    "chat": Layout(
        above=lambda make: [f"Sure! Here are some practice questions about {make.names()}:"],
        below=lambda make: [
            make.pick(("Let me know if you'd like more questions about ", "Good luck with ")) + f"{make.names()}!"
        ],
        prose=True,
        languages=ENGLISH,
    ),
    "exam site": Layout(
        above=lambda make: [f"https://www.{make.names()}.com/exam/dumps"],
        between=lambda make: [make.pick(("www.", "Page 3 of 20 - ", "https://www.")) + f"{make.names()}.com"],
        languages=ENGLISH,
    ),
    "links back": Layout(
        between=lambda make: [f"**[⬆ Back to Top](#{make.names()})**"],
        below=lambda make: ["---", "", f"[⬅ {make.names()}](./{make.names()}.md) | [README](../README.md)"],
        languages=ENGLISH,
    ),
    "farewell": Layout(
        below=lambda make: [
            "---", "", "## 🎉 **Congratulations!**", "", f"You did all questions of {make.names()}.", "", "- 2 of 2",
        ],
        languages=ENGLISH,
    ),
    "comments": Layout(
        above=lambda make: [f"<!-- {make.names()} -->"], between=lambda make: [f"<!-- {make.names()}: checked -->"]
    ),
}  # fmt: skip
QUIZDOWN = "quizdown fence"
LAYOUTS[QUIZDOWN] = Layout()
ARRANGEMENTS = ("one", "several in a file", "mixed in a file", "a file each")
RULES = ("no rules", "rules between")
