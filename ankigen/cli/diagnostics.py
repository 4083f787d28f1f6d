"""Diagnostics for people: place, code and message, the line with its words underlined, the hint, and what is left out.

Of each code, the first few are printed and the rest are counted: hundreds of one kind would hide all others.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.cli.console import COLOURS, Piece, as_typed, echo, echo_pieces, shell_quoted, visible
from ankigen.system.files import SETTINGS_FILE, SUFFIXES
from ankigen.views import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ankigen.build import Bank
    from ankigen.model import Diagnostic, Rule, Span

MANY = 3  # diagnostics of one code that are printed, unless all are asked for
_WIDTH = 110  # columns of a line that are shown; of a longer one, what is around the fault
_BEFORE = 40  # columns of a longer line that are shown before the fault
_QUOTED = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
# A comment, a link or picture, code, or a word.
_WORD = re.compile(r"<!--.*?-->|!?\[[^\]]*\]\([^)]*\)|`[^`]+`|\S+")
_END = re.compile(r"[.,;:!?。，；：！？、]+$")  # punctuation behind a word is no part of it


class _Underlined(NamedTuple):
    """A line of a file, and where the words at fault are in it: from `start` to `end`, counted from 0."""

    text: str
    start: int
    end: int


def print_diagnostics(bank: Bank) -> int:
    """Print a bank's errors and the number of its warnings to standard error; return the number of errors."""
    diagnostics = [diagnostic for diagnostic in bank.diagnostics if bank.is_selected(diagnostic)]
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
    print_full(errors, bank.location.folder, err=True)
    warnings = len(diagnostics) - len(errors)
    if warnings:
        command = check_command(bank.location.folder)
        echo(f"{counted(warnings, 'warning')}; to see {'it' if warnings == 1 else 'them'}: {command}", err=True)
    return len(errors)


def check_command(folder: Path, *options: str) -> str:
    """Return the command that checks a bank, as one would type it here."""
    return " ".join(("ankigen check", shell_quoted(as_typed(folder)), *options))


def print_brief(diagnostics: Sequence[Diagnostic], folder: Path) -> None:
    """Print `path:line:column: severity[code] message` for each, with its related places and its hint."""
    root = as_typed(folder)
    for diagnostic in diagnostics:
        for row in _rows(diagnostic, root, folder, None):
            echo_pieces(row)


def print_full(diagnostics: Sequence[Diagnostic], folder: Path, *, every: bool = False, err: bool = False) -> None:
    """Print diagnostics with the lines that they are about; of each code the first few, or `every` one.

    The last lines say how many of which code are left out, and how to see them.
    """
    root = as_typed(folder)
    lines = _reader(folder)
    printed: Counter[Rule] = Counter()
    left_out: Counter[Rule] = Counter()
    for diagnostic in diagnostics:
        if not every and printed[diagnostic.rule] == MANY:
            left_out[diagnostic.rule] += 1
            continue
        printed[diagnostic.rule] += 1
        for row in _rows(diagnostic, root, folder, lines):
            echo_pieces(row, err=err)
    for rule, number in left_out.items():
        head = Piece(f"{number} more of {rule.severity}", bold=True)
        echo_pieces((head, _code(rule), Piece(f" {rule.title}")), err=err)
    if left_out:
        total = sum(left_out.values())
        what = "the one left out" if total == 1 else f"all {total} that are left out"
        echo_pieces((Piece("  hint: ", fg="cyan"), Piece(f"to see {what}: {check_command(folder, '--all')}")), err=err)


def _rows(
    diagnostic: Diagnostic, root: str, folder: Path, lines: Callable[[str], Sequence[str]] | None
) -> Iterator[tuple[Piece, ...]]:
    """Yield the rows of one diagnostic, with the line that it is about if `lines` reads the lines of a file."""
    rule, span = diagnostic.rule, diagnostic.span
    colour = COLOURS[rule.severity]
    link = (folder / span.path).as_uri()
    severity = Piece(rule.severity, fg=colour, bold=True)
    yield (
        Piece(_place(span, root), bold=True, link=link),
        Piece(": "),
        severity,
        _code(rule),
        Piece(f" {diagnostic.message}"),
    )
    if lines:
        yield from _quoted(diagnostic, lines(span.path), colour)
    for related in diagnostic.related:
        yield (Piece("  see ", fg="cyan"), Piece(_place(related, root), link=(folder / related.path).as_uri()))
    if diagnostic.hint:
        yield (Piece("  hint: ", fg="cyan"), Piece(diagnostic.hint))


def _code(rule: Rule) -> Piece:
    return Piece(f"[{rule.code}]", fg=COLOURS[rule.severity], bold=True)


def _place(span: Span, root: str) -> str:
    path = str(span.path_from(root))
    if root.startswith(".."):  # of a bank around the working directory: the file may be in this very folder
        path = os.path.relpath(path)
    return f"{path}:{span.line}:{span.column}"


def _reader(folder: Path) -> Callable[[str], Sequence[str]]:
    """Return a function that reads the lines of a file of the bank, as its questions were read; none if it cannot."""

    @cache
    def lines(path: str) -> Sequence[str]:
        from ankigen.source import read_file

        file = folder / path
        is_text = file.name.lower().endswith((*SUFFIXES, SETTINGS_FILE))  # a picture has no lines
        if not (is_text and file.is_file()):
            return ()
        source, _ = read_file(file, folder)
        return source.text.split("\n") if source else ()

    return lines


def _quoted(diagnostic: Diagnostic, lines: Sequence[str], colour: str) -> Iterator[tuple[Piece, ...]]:
    """Yield the line that a diagnostic is about, and a row with carets under the words; nothing for an empty line."""
    span = diagnostic.span
    if span.line > len(lines) or not lines[span.line - 1].strip():
        return
    text, start, end = _cropped(_underlined(lines[span.line - 1], span.column, diagnostic.message))
    number = str(span.line)
    shown = [visible(part).replace("\t", " ") for part in (text[:start], text[start:end], text[end:])]
    yield (Piece(f"  {number} | ", fg="blue"), Piece("".join(shown)))
    carets = "^" * max(1, _columns(shown[1]))
    yield (Piece(f"  {' ' * len(number)} | ", fg="blue"), Piece(" " * _columns(shown[0])), Piece(carets, fg=colour))


def _underlined(line: str, column: int, message: str) -> _Underlined:
    """Return which words of a line a diagnostic is about.

    They are what its message quotes, if that begins at its column; if the column is the first of the line, what the
    message quotes from anywhere in the line, or else the whole line; otherwise the word at the column.
    """
    start = min(column - 1, max(len(line) - 1, 0))
    phrases = sorted((match[2] for match in _QUOTED.finditer(message)), key=len, reverse=True)
    for phrase in phrases:
        if line.startswith(phrase, start):
            return _Underlined(line, start, start + len(phrase))
    if not line[:start].strip():
        places = ((line.find(phrase), len(phrase)) for phrase in phrases)
        first, length = next((place for place in places if place[0] >= 0), (-1, 0))
        if first >= 0:
            return _Underlined(line, first, first + length)
        first = len(line) - len(line.lstrip())
        return _Underlined(line, first, max(len(line.rstrip()), first + 1))
    word = _WORD.match(line, start)
    length = len(_END.sub("", word[0])) if word else 1
    return _Underlined(line, start, start + max(length, 1))


def _cropped(line: _Underlined) -> _Underlined:
    """Return a line that fits: of a long one, what is around the words; `…` stands for what is cut off."""
    text, start, end = line
    if _columns(text) <= _WIDTH:
        return line
    first = start
    while first and _columns(text[first - 1 : start]) <= _BEFORE:
        first -= 1
    last = start
    room = _WIDTH - _columns(text[first:start])
    while last < len(text) and _columns(text[start : last + 1]) <= room:
        last += 1
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    moved = len(head) - first
    return _Underlined(f"{head}{text[first:last]}{tail}", start + moved, min(end, last) + moved)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for each wide character (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
