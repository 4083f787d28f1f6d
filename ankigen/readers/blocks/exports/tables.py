"""Tables that hold the options of a question, or a question in each row: each becomes lines like others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import Line, cells, table_end
from ankigen.readers import vocabulary
from ankigen.readers.marks import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBER = re.compile(r"\W*(\d{1,4})\W*")
_SIGNS = "*`_. )("
_OPTION = re.compile(r"(?:[^\W\d_]{2,12}[ ]?)?[(]?(?P<label>[A-H]|[a-h]|\d)[).:]?")
_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)


def without_tables(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with a line for each option or part of a question that a table holds."""
    new: list[Line] = []
    done = 0
    for i in [i for i, (_, text, code) in enumerate(rows) if "|" in text and not code]:
        end = table_end(rows, i) if i >= done else i
        if end > i:
            new += [*rows[done:i], *_as_lines(rows[i:end])]
            done = end
    return [*new, *rows[done:]]


def _as_lines(table: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a table, or those that it stands for."""
    header = cells(table[0].text)
    columns = _columns(header)
    if columns:
        return _as_questions(table, columns)
    return _as_options(table, header)


def _as_options(table: Sequence[Line], header: Sequence[str]) -> Sequence[Line]:
    """Return the lines of a table, as options where its first column has their labels, `| A | text |`.

    Above its labels such a table has nothing, or the name of the options or of one: any other says something of them.
    """
    if len(header) != 2 or not (
        not any(map(str.strip, header))
        or vocabulary.role(header[1]) == "options"
        or "options" in vocabulary.roles(header[0])
        or vocabulary.fold(header[0]) in vocabulary.in_any_language("answer", "option")
    ):
        return table
    body = [cells(row.text) for row in table[2:]]
    plain = [row[0].strip(_SIGNS) for row in body if row]
    if len(plain) < 2 or plain != [chr(65 + n) for n in range(len(plain))]:
        return table
    listed = [
        row._replace(text=f"{label}. {texts[1]}") for row, label, texts in zip(table[2:], plain, body, strict=True)
    ]
    return [*(row._replace(text="") for row in table[:2]), *listed]


class _Columns(NamedTuple):
    """The indexes of the columns of a table of questions; `listed` is that of all options together, -1 if none."""

    stem: int
    answer: int
    options: Sequence[int]
    listed: int


def _columns(header: Sequence[str]) -> _Columns | None:
    """Return what the columns of a table of questions are, None for any other table."""
    if len(header) < 3:
        return None
    roles = [vocabulary.roles(cell) for cell in header]
    stem = _only("stem", roles)
    answer = next((n for n, role in enumerate(roles) if "answer" in role), -1)
    listed = _only("options", roles)
    letters = {n: match["label"].upper() for n, cell in enumerate(header) if (match := _label(cell)) and n != stem}
    options = [n for n in letters if n != answer] if _is_counted([letters[n] for n in letters if n != answer]) else []
    if stem < 0 or answer < 0 or stem == answer or (len(options) < 2 and listed < 0):
        return None
    return _Columns(stem, answer, options, listed)


def _label(cell: str) -> re.Match[str] | None:
    """Return the label of options in the title of a column: `A`, `Option B`, `c)`."""
    return _OPTION.fullmatch(cell.strip("*`_ "))


def _is_counted(names: Sequence[str]) -> bool:
    """Whether labels are A, B, C and so on, or 1, 2, 3."""
    return any(list(names) == [chr(first + n) for n in range(len(names))] for first in (ord("A"), ord("1")))


def _only(role: str, roles: Sequence[Sequence[str]]) -> int:
    """Return the index of the first column that names a part, -1 for none."""
    return next((n for n, column_roles in enumerate(roles) if role in column_roles), -1)


def _as_questions(table: Sequence[Line], columns: _Columns) -> list[Line]:
    """Return a table with a question in each row as numbered questions, with what the other columns name below."""
    header = cells(table[0].text)
    lines = [row._replace(text="") for row in table[:2]]
    for count, row in enumerate(table[2:], 1):
        texts = cells(row.text)
        texts += [""] * (len(header) - len(texts))
        lines += (row._replace(text=text) for text in _parts(header, texts, columns, count))
    return lines


def _parts(header: Sequence[str], texts: Sequence[str], columns: _Columns, count: int) -> Iterator[str]:
    """Yield the lines of a question in a row of a table."""
    numbers = [match[1] for text in texts[: columns.stem] if (match := _NUMBER.fullmatch(text))]
    yield from ("", "---", "", f"{numbers[0] if numbers else count}. {texts[columns.stem]}", "")
    options = [texts[n] for n in columns.options if texts[n]]
    if columns.listed >= 0:
        options = [
            labelled.text if (labelled := labels.label(text)) else text for text in _listed(texts[columns.listed])
        ]
    yield from (f"{chr(65 + n)}. {text}" for n, text in enumerate(options))
    yield from ("", f"Answer: {texts[columns.answer]}", "")
    used = {columns.stem, columns.answer, columns.listed, *columns.options}
    for n, (name, text) in enumerate(zip(header, texts, strict=False)):
        if n not in used and text and not (n < columns.stem and _NUMBER.fullmatch(text)):
            yield from (f"{name}: {text}", "")


def _listed(cell: str) -> list[str]:
    """Return the options of a cell: each on a line of its own, or behind its label."""
    return [
        text for text in re.split(r"[ \t]*<br[ \t]*/?>[ \t]*|[;；][ \t]+|[ \t]+(?=[(]?[B-H][).][ \t])", cell) if text
    ]
