"""Tables that hold the options of a question, or a question in each row: each becomes lines like others.

They may have commas, semicolons or tabs between the columns (CSV).
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import Line, cells, table_end
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import labels
from ankigen.readers.marks.starts import is_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBER = re.compile(r"\W*(\d{1,4})\W*")
_SIGNS = "*`_. )("
_OPTION = re.compile(r"(?:[^\W\d_]{2,12}[ ]?)?[(]?(?P<label>[A-H]|[a-h]|\d)[).:]?")
_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)

# A line of short cells without blanks behind the separators, or one that is the first in a fence.
MAY_BE_SEPARATED = re.compile(
    r"\n[ \t]*+\"?[^\W\d_][^\n\",;\t]{0,24}\"?(?:[,;\t]\"?[^\s\",;][^\n\",;\t]{0,24}\"?){1,30}(?=\n)"
    r"|\n[ \t]*+[`~]{3,}+[^\n]*+\n[^\n,;\t]{1,30}[,;\t]"
)
# A delimiter row, or a line that asks, with a bar behind that and two more.
MAY_HAVE_TABLES = re.compile(r"\n[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+\||[?？؟:：_…][ \t*_]{0,9}\|[^\n|]++\|[^\n|]++\|")
_NUMBERED = re.compile(r"[ \t]*+(?:[-*+][ \t]++)?(?P<number>\d{1,4})[.)][ \t]++(?=\S)")
_FEWEST_CELLS = 4  # a question, two options and the answer
_HEADER = re.compile(r"[ \t]*+\"?[^\n\",;\t]{1,30}\"?(?:[,;\t][ ]?\"?[^\n\",;\t]{0,30}\"?){1,30}")
_FENCE = re.compile(r"[ \t]*+(?:`{3,}|~{3,})[\w \t]*+")
_SEPARATORS = ",;\t"
_LONGEST_HEADER = 500  # characters


def without_tables(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with a line for each option or part of a question that a table or a row alone holds."""
    new: list[Line] = []
    done = 0
    for i in [i for i, (_, text, code) in enumerate(rows) if "|" in text and not code]:
        end = table_end(rows, i) if i >= done else i
        if end > i:
            new += [*rows[done:i], *_as_lines(rows[i:end])]
            done = end
    return _without_bars([*new, *rows[done:]])


def _as_lines(table: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a table, or those that it stands for."""
    header = cells(table[0].text)
    columns = _columns_of(header)
    if columns:
        above = [row._replace(text="") for row in table[:2]]
        return [*above, *_as_questions(header, [(row, cells(row.text)) for row in table[2:]], columns)]
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


def _columns_of(header: Sequence[str], *, with_options: bool = True) -> _Columns | None:
    """Return what the columns of a table of questions are, None for any other table.

    Without `with_options`, it may have no columns for them.
    """
    if len(header) < 2 + with_options:
        return None
    roles = [vocabulary.roles(cell) for cell in header]
    stem = _only("stem", roles)
    answer = next((n for n, role in enumerate(roles) if "answer" in role), -1)
    listed = _only("options", roles)
    letters = {n: match["label"].upper() for n, cell in enumerate(header) if (match := _label(cell)) and n != stem}
    options = [n for n in letters if n != answer] if _is_counted([letters[n] for n in letters if n != answer]) else []
    if stem < 0 or answer < 0 or stem == answer or (with_options and len(options) < 2 and listed < 0):
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


def _as_questions(header: Sequence[str], body: Sequence[tuple[Line, Sequence[str]]], columns: _Columns) -> list[Line]:
    """Return rows with a question in each as numbered questions, with what the other columns name below.

    `body` has the line and the cells of each row.
    """
    lines: list[Line] = []
    for count, (row, cells_of_row) in enumerate(body, 1):
        texts = [*cells_of_row, *[""] * (len(header) - len(cells_of_row))]
        lines += (row._replace(text=text, code=False) for text in _parts(header, texts, columns, count))
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


def without_separated(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with lines like others for each row of a table of questions, which may be in a fence."""
    new: list[Line] = []
    done = 0
    for i, row in enumerate(rows):
        if i < done:
            continue
        end = _separated_end(rows, i) if _HEADER.fullmatch(row.text) else i
        table = _separated_as_questions(rows[i:end]) if end > i + 1 else []
        if not table:
            new.append(row)
            continue
        if row.code and new and _FENCE.fullmatch(new[-1].text):
            new[-1] = new[-1]._replace(text="", code=False)
            end += end < len(rows) and bool(_FENCE.fullmatch(rows[end].text))
        new += table
        done = end
    return new


def _separated_end(rows: Sequence[Line], begin: int) -> int:
    """Return the index after the lines of a table: up to an empty line, or the end of its fence."""
    is_end = (
        i
        for i in range(begin, len(rows))
        if not rows[i].text.strip() or rows[i].code != rows[begin].code or _FENCE.fullmatch(rows[i].text)
    )
    return next(is_end, len(rows))


def _separated_as_questions(rows: Sequence[Line]) -> list[Line]:
    """Return the lines of the questions of a table; none where its first line names no question and no answer."""
    header = rows[0].text.strip()
    separator = next((sign for sign in _SEPARATORS if sign in header), "")
    if not separator or len(header) > _LONGEST_HEADER:
        return []
    [names] = csv.reader([header], delimiter=separator, skipinitialspace=True)
    columns = _columns_of(names, with_options=False)
    if columns is None:
        return []
    reader = csv.reader((f"{row.text.strip()}\n" for row in rows[1:]), delimiter=separator, skipinitialspace=True)
    body = []
    first = 1
    for texts in reader:
        body.append((rows[first], [" ".join(text.split()) for text in texts]))
        first = reader.line_num + 1
    return _as_questions(names, body, columns)


def _without_bars(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with lines like others for each that has a question, its options and its answer between bars.

    A table has a head, which says what its columns are; without one, the last cell must name one of those before it.
    """
    new: list[Line] = []
    table = count = 0
    for i, row in enumerate(rows):
        table = table_end(rows, i) if i >= table and "|" in row.text else table
        asked = parted_by_bars(row) if i >= table else []
        right = _right(asked) if asked else ""
        count += bool(right)
        new += [row._replace(text=text) for text in _between_bars(asked, right, count)] if right else [row]
    return new


def parted_by_bars(row: Line) -> list[str]:
    """Return the cells of a line that begins with a question and goes on with three or more cells; [] for any other."""
    texts = cells(row.text) if row.text.count("|") >= _FEWEST_CELLS - 1 and not row.code else []
    return texts if len(texts) >= _FEWEST_CELLS and all(texts) and is_question(texts[0]) else []


def _right(asked: Sequence[str]) -> str:
    """Return the label of the option that the last cell names by its letter or its text; "" where it names none."""
    options = [vocabulary.fold(text) for text in _options_of(asked)]
    labelled = label_and_value(asked[-1])
    last = labelled[1] if labelled and "answer" in vocabulary.roles(labelled[0]) else asked[-1]
    same = [n for n, text in enumerate(options) if text == vocabulary.fold(last)]
    letter = last.strip(_SIGNS).upper()
    if not same and len(letter) == 1 and 0 <= ord(letter) - ord("A") < len(options):
        return letter
    return chr(ord("A") + same[0]) if len(same) == 1 else ""


def _options_of(asked: Sequence[str]) -> list[str]:
    return [labelled.text if (labelled := labels.label(text)) else text for text in asked[1:-1]]


def _between_bars(asked: Sequence[str], right: str, count: int) -> Iterator[str]:
    """Yield the lines of a question whose parts are between bars."""
    number = _NUMBERED.match(asked[0])
    stem = asked[0][number.end() :] if number else asked[0]
    yield from ("", "---", "", f"{number['number'] if number else count}. {stem}", "")
    yield from (f"{chr(65 + n)}. {text}" for n, text in enumerate(_options_of(asked)))
    yield from ("", f"Answer: {right}", "")
