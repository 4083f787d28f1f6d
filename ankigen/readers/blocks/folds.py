"""An answer key: a part of the file that says for the number of each question which letters are right, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import Line, cells, heading
from ankigen.readers import vocabulary
from ankigen.readers.marks.starts import NO_HEADING, start
from ankigen.readers.parts import fragments

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

TAG = re.compile(r"</?(?:details|summary)\b[^<>]{0,200}>", re.IGNORECASE)
_AND = r"[ \t]*+(?:[,、/&和或]|and\b|or\b)[ \t]*+"
# What stands behind a letter in lower case, which may as well be a word.
_SMALL_END = r"(?=[.)]?[*_`]*(?:[ \t]*(?:$|[,;|，；]|\d))|[.)][*_`]*[ \t]|[ \t]+[-–—][ \t])"
_SOME = (
    rf"(?:[A-H]{{2,6}}(?![A-Za-z])|[A-H](?:{_AND}[A-H](?![A-Za-z]))*"
    rf"|[a-h](?:{_AND}[a-h](?![A-Za-z]))*{_SMALL_END})"
)
# Behind the number: `B`, `**B**`, `答案：D`, `B) text`, `**c)** text`, `Answer: A, C - because`.
_ENTRY = re.compile(
    r"[-–—.:)\s]*+(?P<named>(?:(?i:(?:correct )?answers?)|答案|正解)[ \t]*+[:：]?[ \t]*+)?"
    rf"[*_`(（\[]*+(?P<some>{_SOME})(?P<closed>[*_`\])）.:：]++)?(?P<remark>[ \t]*+[(（][^()（）]*+[)）])?"
    r"(?:(?(closed)(?:[ \t]*+[-–—])?|[ \t]*+[-–—.:：)）])[ \t]++(?P<rest>\S.*)|[ \t]*+)$"
)
_PAIR = re.compile(
    r"[|\s]*+[Qq(]?(?P<number>\d{1,4})[ \t]*+[.):：|=–—-]++[ \t]*+"
    rf"[*_`(]*+(?P<some>{_SOME})[*_`)]*+(?![A-Za-z])[|,;，；\s]*+"
)
_CELL = re.compile(rf"(?P<some>{_SOME})[.)]?(?P<remark>[ \t]*+[(（][^()（）]*+[)）])?")
_SMALL = re.compile(r"(?<![A-Za-z])[a-h](?![A-Za-z])")
_TITLE = re.compile(
    r"(?:the )?(?:correct )?(?:answers?|answer keys?|keys?|solutions?)(?: (?:and|&) .*)?|(?:參考|参考)?(?:答案|解答).*"
)
_OPENER = re.compile(
    r"(?:(?:click|tap|show|reveal|see|view|expand|hide)\b.{0,40})?(?:answers?|solutions?|explanations?)?"
    r"|(?:點擊|点击|展開|展开|查看|顯示|显示).*|(?:參考|参考)?(?:正確|正确)?(?:答案|解答|正解|解析|詳解|详解)(?:[與与和及].{0,20})?",
    re.IGNORECASE,
)
CODE = re.compile(r"`[^`\n]*`")
_BOX = re.compile(r"[ \t]*[-*+\d.)]+[ \t]*\[[ xX]?\]")
_EMPTY_TAG = re.compile(r"[ \t]*+</?(?:p|br|div)[ \t]*/?>[ \t]*+", re.IGNORECASE)


class Entry(NamedTuple):
    """What a key says of one question: the index of its line, its number, the answer as written, the lines below.

    The answer is empty when it stands in the lines below, `Answer: B`, or cannot be read.
    """

    row: int
    number: str
    value: str
    rows: tuple[Line, ...] = ()


def entries(rows: Sequence[Line], first: int, numbers: Container[str]) -> list[Entry]:
    """Return the entries below the line `first` for questions of these numbers, in the order of the file."""
    found: list[tuple[Entry, int]] = []
    titled = False
    for i in range(first, len(rows)):
        row = rows[i]
        if row.code:
            continue
        titled = titled or is_title(row.text)
        numbered = start(i, row)
        entry = _ENTRY.match(numbered.text) if numbered and numbered.number in numbers else None
        if numbered and titled and not numbered.text and _says_answer(rows[i + 1 : i + 4]):
            found.append((Entry(i, numbered.number, ""), numbered.level))
        elif numbered and entry and (titled or entry["named"]):
            below = (row._replace(text=entry["rest"]),) if entry["rest"] else ()
            found.append((Entry(i, numbered.number, _value(entry), below), numbered.level))
        elif titled:
            found += [(pair, NO_HEADING) for pair in _pairs(i, row.text) if pair.number in numbers]
    return list(_with_rows(rows, sorted([*found, *_unread(rows, first, numbers, found)], key=lambda each: each[0].row)))


def _unread(
    rows: Sequence[Line], first: int, numbers: Container[str], found: Sequence[tuple[Entry, int]]
) -> Iterator[tuple[Entry, int]]:
    """Yield the key's lines for questions that nothing else in it is about: what they say must not be another's."""
    known = {entry.number for entry, _ in found}
    levels = {level for _, level in found}
    begin = (
        next((i for i in range(found[0][0].row, first - 1, -1) if is_title(rows[i].text)), len(rows)) if found else 0
    )
    for i in range(begin, len(rows) if found else 0):
        numbered = start(i, rows[i])
        if numbered and numbered.number in numbers and numbered.number not in known and numbered.level in levels:
            text = rows[i]._replace(text=numbered.text)
            yield Entry(i, numbered.number, "", (text,)), numbered.level


def _value(entry: re.Match[str]) -> str:
    return _capital(entry["some"]) + (entry["remark"] or "")


def _capital(some: str) -> str:
    """Return letters as capitals, and the words between them as they are: `A or b` names one answer and a rival."""
    return _SMALL.sub(lambda match: match[0].upper(), some)


def _says_answer(rows: Sequence[Line]) -> bool:
    named = next((fragments.label(row.text) for row in rows if row.text.strip()), None)
    return bool(named and vocabulary.role(named[0]) == "answer")


def begins(rows: Sequence[Line], entry: int) -> int:
    """Return the index at which a key whose first entry is at `entry` begins: with its title, when it has one."""
    for i in range(entry - 1, -1, -1):
        bare = TAG.sub("", rows[i].text).strip()
        if is_title(rows[i].text):
            return i
        if bare.strip("-*_ |:") and not bare.startswith("|") and not TAG.search(rows[i].text):
            return entry
    return entry


def is_title(row: str) -> bool:
    """Say whether a line is the title of a key: a heading, a summary, a line in bold."""
    found = heading(row)
    bare = found[1] if found else TAG.sub("", row).strip()
    named = found or bare.startswith(("**", "__")) or bare.endswith((":", "：")) or bare != row.strip()
    return bool(named and bare) and len(bare) < 100 and bool(_TITLE.fullmatch(vocabulary.plain(bare)))


def _pairs(i: int, row: str) -> Iterator[Entry]:
    """Yield the entries of a line that has nothing else: `1-B, 2-C`, `| 3 | A |`, `| 4 | D | because … |`."""
    found: list[Entry] = []
    at = 0
    while at < len(row) and (pair := _PAIR.match(row, at)):
        found.append(Entry(i, pair["number"].lstrip("0"), _capital(pair["some"])))
        at = pair.end()
    if at >= len(row):
        yield from found
    elif row.lstrip().startswith("|"):
        number, *others = (cell.strip("*_` ") for cell in cells(row))
        said = [match for cell in others if (match := _CELL.fullmatch(cell))]
        if said and re.fullmatch(r"[Qq]?\d{1,4}", number):
            why = " ".join(cell for cell in others if not _CELL.fullmatch(cell))
            yield Entry(i, number.lstrip("Qq0"), _value(said[0]), (Line(0, why, code=False),))


def _with_rows(rows: Sequence[Line], found: Sequence[tuple[Entry, int]]) -> Iterator[Entry]:
    """Yield the entries with the lines up to the next one, the end of the key's block, or another heading."""
    ends = [entry.row for entry, _ in found[1:]] + [len(rows)]
    for (entry, level), end in zip(found, ends, strict=False):
        below: list[Line] = []
        for row in rows[entry.row + 1 : end]:
            other = None if row.code else heading(row.text)
            if (other and other[0] <= level) or (not row.code and "</details" in row.text.lower()):
                break
            below.append(row)
        yield entry._replace(rows=(*entry.rows, *below))


def unfolded(rows: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines without tags that only fold, and without what is only there to be clicked."""
    summary = False
    rows = tuple(rows)
    depth = 0  # of what is open
    closed = max((i for i, row in enumerate(rows) if "</" in row.text and not row.code), default=-1)
    for i, row in enumerate(rows):
        if i > closed or ("[" in row.text and _BOX.match(row.text)):
            yield row
            continue
        tags = TAG.findall(CODE.sub("", row.text)) if "<" in row.text and not row.code else []
        depth += sum(not tag.startswith("</") for tag in tags)
        if tags and not depth:  # a closing tag alone is text
            yield row
            continue
        depth -= sum(tag.startswith("</") for tag in tags)
        if tags or summary:
            pieces = (piece for piece in TAG.split(row.text) if piece.strip())
            yield from (row._replace(text=piece) for piece in pieces if not is_opener(piece))
            summary = tags[-1].lower().startswith("<summary") if tags else summary
        elif row.code or "<" not in row.text or not _EMPTY_TAG.fullmatch(row.text):
            yield row


def is_opener(text: str) -> bool:
    """Return whether a text is only there to be clicked."""
    bare = _ANY_TAG.sub("", text) if "<" in text else text
    plain = vocabulary.plain(bare) if len(bare) < 100 else "-"
    return bool(_OPENER.fullmatch(plain)) or _opens(plain)


def _opens(plain: str) -> bool:
    if not _OPENERS:
        words = vocabulary.alternation("answer", "opener")
        _OPENERS.append(re.compile(rf"(?:{words})(?:\W.{{0,40}})?", re.IGNORECASE))
    return bool(_OPENERS[0].fullmatch(plain)) or bool(
        plain and {"answer", "key", "explanation"} & {*vocabulary.roles(plain)}
    )


_OPENERS: list[re.Pattern[str]] = []
_ANY_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
