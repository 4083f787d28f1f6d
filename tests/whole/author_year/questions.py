"""Questions as text: each has a token that says which question it is, and others for what an edit changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TOPICS = ("Alpha", "Beta", "Gamma")
ANSWERS = ("A", "B", "C")
UNREADABLE = "Z"  # an answer that is no option: an error in the file
_TEMPLATE = """# Question #{token}{number:02}

{id_line}**Topics:** {topics}

## Stem

Question u{token}u in version v{version}v?

## Options

- **A.** red
- **B.** green
- **C.** blue

## Answer

{answer}

## Explanation

This is because of w{reason}w.
"""
_BLOCK = re.compile(
    r"^# Question #\d+\n\n(?:\*\*ID:\*\* `(?P<id>[^`]+)`\n)?\*\*Topics:\*\* (?P<topics>.*)\n\n## Stem\n\n"
    r"Question u(?P<token>\d+)u in version v(?P<version>\d+)v\?\n\n(?:.*\n){5}\n## Answer\n\n(?P<answer>.*)\n\n"
    r"## Explanation\n\nThis is because of w(?P<reason>\d+)w\.\n",
    re.MULTILINE,
)


class Asked(NamedTuple):
    """A question in a file: what an author sees of it."""

    token: int
    id: str = ""
    version: int = 0
    answer: str = "B"
    reason: int = 0
    topics: tuple[str, ...] = ("Alpha",)

    def text(self, number: int) -> str:
        """Return the lines of the file; `number` is the question's position in it."""
        id_line = f"**ID:** `{self.id}`\n" if self.id else ""
        topics = ", ".join(f"`{topic}`" for topic in self.topics)
        return _TEMPLATE.format(**self._asdict() | {"number": number, "id_line": id_line, "topics": topics})


def read(path: Path) -> list[Asked]:
    """Return the questions in a file."""
    return [
        Asked(
            int(block["token"]),
            block["id"] or "",
            int(block["version"]),
            block["answer"],
            int(block["reason"]),
            tuple(re.findall(r"`([^`]+)`", block["topics"])),
        )
        for block in _BLOCK.finditer(path.read_text(encoding="utf-8"))
    ]


def write(path: Path, questions: Sequence[Asked]) -> None:
    """Write a file; delete it if no question is left."""
    if not questions:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(question.text(number) for number, question in enumerate(questions, 1)), encoding="utf-8")


def tokens(text: str) -> set[int]:
    """Return the tokens of the questions in a text."""
    return {int(token) for token in re.findall(r"u(\d+)u", text)}
