"""Where a diagnostic points: the line and the column of the very words that it is about; and how it quotes them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ankigen.model import Span

_NEAR = 40  # lines in which a stem begins: more would take long in a file of many questions
_LONGEST_QUOTATION = 60  # characters of a quotation


class Places(NamedTuple):
    """The path and the lines of a file as it is written: what readers see of a line may be less."""

    path: str
    lines: tuple[str, ...]

    def span(self, line: int, words: str = "", label: str = "") -> Span:
        """Return where words are in a line, and in them a label; the line's first sign where they are not there.

        The words may go on in lines below: their first line counts.
        """
        written = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        first = words.strip().split("\n", 1)[0].strip()
        start = written.find(first) if first else -1
        at = max(start, 0)
        if label:
            sought = re.compile(rf"(?<![^\W_]){re.escape(label)}(?![^\W_])", re.IGNORECASE)
            match = sought.search(written, at) or sought.search(written)
            start = match.start() if match else start
        indent = len(written) - len(written.lstrip())
        return Span(path=self.path, line=line, column=(start if start >= 0 else indent if written.strip() else 0) + 1)

    def line_near(self, words: str, start: int) -> int:
        """Return the number of the first of some lines from `start` on that has the first of the words; 0 for none."""
        first = next((row for line in words.split("\n") if (row := line.strip())), "")
        rows = self.lines[start - 1 : start - 1 + _NEAR]
        return next((number for number, row in enumerate(rows, start) if first and first in row), 0)

    def line_of(self, words: str, start: int = 1) -> int:
        """Return the number of the first line from `start` on that has these words; `start` where none has them."""
        first = words.strip().split("\n", 1)[0]
        rest = enumerate(self.lines[start - 1 :], start)
        return next((number for number, line in rest if first and first in line), start)


def shortened(text: str) -> str:
    """Return a text as one line of 60 characters at most."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTATION else f"{line[: _LONGEST_QUOTATION - 3]}…"
