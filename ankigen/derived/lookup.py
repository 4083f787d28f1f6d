"""Ask the rows of a question's tables: of an endpoint its path and its method, of others their code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki.card import column_kinds
from ankigen.derived.alone import points_elsewhere
from ankigen.derived.derived import Derived, Poor, comparable, contains, derived_from, quoted
from ankigen.markdown import METHOD, PLAIN, as_seen, mostly
from ankigen.model import Option, text_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.model import Question, Table
    from ankigen.source import Config

_WORD = 4  # letters that do not occur in an answer by chance
_WRONG = 3  # options beside the right one
_LONGEST = 200  # characters of a cell that is asked for, or that asks
_ROWS = 60  # of a table that is asked: each row is compared with each, and shown on the back with all
_LABELS = "ABCDEFGH"
_EMPHASISED = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?=\S)(?P<text>[^*_]{1,500}|`[^`]{1,500}`)(?<=\S)(?P=mark)")
_BLOCK = re.compile(r"^(?P<before>\d{0,9})(?P<mark>(?<=\d)[.)]|(?<!\d)[-+*#>])(?=[ #>]|$)")
# Code, which is right or wrong to the letter; of two sentences, one who knows the subject may mean either.
_EXACT = re.compile(r"\s*`[^`]+`\s*$")
# The title of a column of what is wrong, which nobody is to recall; in Chinese, 錯誤 is also an error, as in its code.
_OF_WRONG = re.compile(
    r"^\W*(?:wrong|incorrect|invalid)\b|[✗✘❌]|陷阱|[誤误][用區区解]"
    r"|[錯错][誤误]?的?(?:[寫写用做]法|[語语]法|示[範范]|[範范例]例?|方式|指令|命令|[選选][項项擇择]|答案|[觀观]念|理解)",
    re.IGNORECASE,
)


class _Row(NamedTuple):
    """A row of a table as it is asked: the `cue`, the `answer`, and the `method` and `path` of its endpoint."""

    cue: str
    answer: str
    method: str = ""
    path: str = ""


class _Asked(NamedTuple):
    """The rows of a table with the column that is asked for, which has the title `header`.

    `role` is `path` or `method` in an endpoint table, else "". `about` is written before what each row asks with: the
    title of that column, unless it is the first one.
    """

    table: Table
    role: str
    header: str
    rows: tuple[_Row, ...]
    about: str = ""


def lookups(question: Question, _config: Config) -> Iterator[Derived | Poor]:
    """Yield a question for each row of the question's tables, or why there is none."""
    for table in map(_without_emphasis, question.tables):
        if len(table.rows) > _ROWS:
            name = quoted(table.title or table.header[0])
            yield Poor(f"the table {name} has more than {_ROWS} rows", "divide it into tables that one can learn")
            continue
        columns = [asked for asked in _asked(table) if asked.rows]
        if not columns:
            yield Poor(
                f"no column of the table {quoted(table.title or table.header[0])} is exact enough to be asked",
                "write what is to be recalled as code, in a column of its own",
            )
        for asked in columns:
            if len({_exactly(row.answer) for row in asked.rows}) < 2:
                continue
            for row in dict.fromkeys(asked.rows):
                yield _fault_of_row(row, asked) or _lookup(question, row, asked)


def _without_emphasis(table: Table) -> Table:
    """Return a table without emphasis around its cells: authors emphasise the row of the right answer."""
    return table.model_copy(update={"rows": tuple(tuple(map(_bare, row)) for row in table.rows)})


def _asked(table: Table) -> Iterator[_Asked]:
    """Yield the columns of a table that are asked for."""
    if table.kind == "endpoint":
        yield from _of_endpoints(table)
        return
    columns = [n for n, column in enumerate(zip(*table.rows, strict=True)) if mostly(column, _EXACT)]
    if columns == [0] and len(table.header) > 1:
        exact, cue = 0, 1
    elif len(set(columns) - {0}) == 1:  # of two, such as what is wrong and what is right, either could be meant
        exact, cue = columns[-1], 0
    else:
        return
    if _OF_WRONG.search(table.header[exact]):
        return
    about = "" if exact else f"{_bare(table.header[cue])}: "
    rows = [_Row(row[cue], row[exact]) for row in table.rows if _EXACT.match(row[exact])]
    yield _Asked(table, "", table.header[exact], tuple(rows), about)


def _of_endpoints(table: Table) -> Iterator[_Asked]:
    """Yield the paths, and the methods if rows differ in them."""
    kinds = column_kinds(table)
    cues = [n for n, kind in enumerate(kinds) if kind == "operation"]
    if not cues:
        return
    methods = [n for n, kind in enumerate(kinds) if kind == "method"]
    for role in ("path", "method"):
        for number in [n for n, kind in enumerate(kinds) if kind == role]:
            rows = [
                _Row(
                    " · ".join(row[n] for n in cues if row[n]),
                    row[number],
                    " ".join(row[n] for n in methods),
                    " ".join(row[n] for n, kind in enumerate(kinds) if kind == "path"),
                )
                for row in table.rows
            ]
            yield _Asked(table, role, table.header[number], tuple(row for row in rows if row.answer.strip()))


def _fault_of_row(row: _Row, asked: _Asked) -> Poor | None:
    """Return why a row cannot be asked for its answer; None if it can."""
    cue = comparable(row.cue)
    name = quoted(row.cue)
    if not any(map(str.isalpha, cue)):
        return Poor(f"the row of {quoted(row.answer)} does not say in words what it is about", "fill its first cell")
    if words := points_elsewhere(row.cue):
        return Poor(f"{name} says `{words}`, which its card does not show", "write what is there")
    if len({_exactly(other.answer) for other in asked.rows if cue in comparable(other.cue)}) > 1:
        return Poor(f"{name} fits two rows of its table", "say in each row what only this one does")
    if (
        contains(row.cue, row.answer)
        or _is_spelt_in(cue, row.answer)
        or (asked.role == "method" and METHOD.search(row.cue))
    ):
        return Poor(f"{name} gives {quoted(row.answer)} away", "write what the row is for in other words")
    if max(len(row.cue), len(row.answer)) > _LONGEST:
        return Poor(f"a cell of the row {name} is too long to be asked", "shorten it, or divide the row")
    return None


def _is_spelt_in(cue: str, answer: str) -> bool:
    """Whether an answer such as `availableNow=True` is only another spelling of its cue, such as "Available now"."""
    return len(cue) >= _WORD and cue in comparable(answer)


def _lookup(question: Question, row: _Row, asked: _Asked) -> Derived:
    right = _exactly(row.answer)
    siblings = {_exactly(other.answer): other for other in reversed(asked.rows)}
    siblings.pop(right, None)
    # By text alone, so that the order of rows changes no card.
    near = sorted(siblings.values(), key=lambda other: (other.method != row.method, text_hash(row.cue, other.answer)))
    texts = sorted([row.answer, *(other.answer for other in near[:_WRONG])], key=lambda text: text_hash(text, row.cue))
    options = [
        Option(label=label, text=text, line=question.span.line) for label, text in zip(_LABELS, texts, strict=False)
    ]
    header = f"**{_bare(asked.header)}**" if asked.header.strip() else ""
    title = [f"*{asked.table.title}*"] if asked.table.title and "*" not in asked.table.title else [asked.table.title]
    return Derived(
        derived_from(
            question,
            stem="\n\n".join(filter(None, [*title, f"{asked.about}{_as_text(row.cue)} → {header}?"])),
            options=tuple(options),
            answer=tuple(option.label for option in options if option.text == row.answer),
            tables=(asked.table,),
            made="lookup",
        ),
        cue=f"{asked.role}\n{row.cue}",
        answer=f"{row.answer}\n{row.path}" if asked.role == "method" else row.answer,
        place=f"{asked.table.title}\n{asked.header}",
    )


def _exactly(cell: str) -> str:
    """Return a cell as a reader sees it, by which `-v` and `-V` are two answers."""
    return as_seen(cell, PLAIN)


def _as_text(cell: str) -> str:
    r"""Return a cell that begins no list, heading or quotation in a line of its own: `1\. run`."""
    return _BLOCK.sub(r"\g<before>\\\g<mark>", cell, count=1)


def _bare(cell: str) -> str:
    """Return a cell without emphasis around the whole of it."""
    match = _EMPHASISED.fullmatch(cell.strip())
    return match["text"] if match else cell.strip()
