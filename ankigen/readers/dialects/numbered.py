"""Lines that begin with a number, as questions do: `#### Q1. …`, `### 问题 2`, `**Question 3:** …`, `4. …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ankigen.markdown import Line

NO_HEADING = 7  # the level of a line that is no heading: below all headings
_WORD = r"[^\s\d.:#()\[\]{}`*_?!,;<>|/\\\"'=+&-]{1,16}"
_START = re.compile(
    r"(?P<indent>[ \t]*+)(?P<marks>#{1,6}+)?[ \t]*+(?P<bold>\*\*|__)?"
    rf"(?P<word>(?:{_WORD}(?: {_WORD})?)?)[ \t]*+[.#№]?[ \t]*+"
    r"(?P<number>\d{1,5})[題题问問]?(?:[ \t]*+(?P<end>[.:)、．：])(?!\d)|(?=[ \t]|$|\*\*|__))(?P<text>.*)$"
)
WORDS = (
    r"q|question|題目?|题目?|問題?|问题?|質問|第|pregunta|pergunta|frage|domanda|вопрос|питання|प्रश्न|câu|câu hỏi|soru"
    r"|pytanie|vraag|fråga"
)
_WORDS = re.compile(WORDS, re.IGNORECASE)


class Start(NamedTuple):
    """A numbered line: its index, its heading's level, the word before the number, the number, and the text beside."""

    row: int
    level: int
    word: str
    number: str
    text: str
    bold: bool
    indent: int

    @property
    def known(self) -> bool:
        """Whether the word means question, or is one letter: what a language's word for it begins with."""
        return len(self.word) == 1 or bool(_WORDS.fullmatch(self.word))


def start(i: int, row: Line) -> Start | None:
    """Return what the line, the `i`th one, begins with; None when it has no number, or a number as in `4 apples`."""
    match = None if row.code else _START.match(row.text)
    if not match or not (match["marks"] or match["end"] or match["bold"]):
        return None
    text = match["text"].strip()
    if match["bold"]:
        text = text.replace(match["bold"], "", 1).lstrip(".:)、．： \t").rstrip()
    if match["marks"]:
        text = re.sub(r"(?:^|[ \t])#++$", "", text).strip()
    return Start(
        row=i,
        level=len(match["marks"] or "") or NO_HEADING,
        word=match["word"].casefold(),
        number=match["number"].lstrip("0") or "0",
        text=text,
        bold=bool(match["bold"]),
        indent=len(match["indent"]),
    )
