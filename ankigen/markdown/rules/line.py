"""A line of a file: what the readers, and the rules for comments and tables, look at."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line: its number from 1, its text without the line end, and whether it is in or part of a code fence."""

    number: int
    text: str
    code: bool
