"""Undo a wrong decoding: UTF-8 that was read in a single-byte code page, which lost some of its bytes.

`restore` returns the restored text and the name of the code page, and counts the characters that were decoded without
loss and those that a language model chose. Only bytes for which the code page has no visible character are lost. A
damaged character keeps its lead byte, so it is always known where characters begin.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ankigen.source.mojibake.model import HAN, LOST, Cell, load_model, read_line, seen_words

CODECS = {"windows-1252": "cp1252", "windows-1254": "cp1254", "latin-1": "latin-1"}

# Below, "raw" text is text in which every character of the code page is replaced by its byte (as U+0080 to U+00FF).
_BYTE = re.compile("[\x80-\xff]")
_OTHER = re.compile("[\u0100-\ufefe\uff00-\ufffc\U00010000-\U0010ffff]")  # no byte; a BOM says nothing
_SEQUENCE = re.compile(
    "(?P<whole>[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
    "|(?P<part>[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})"
    "|(?P<lone>[\xc2-\xf4])|(?P<stray>[\x80-\xff])|(?P<sound>[^\x80-\xff]+)"
)
_LONG = "(?:\xe2[\x80-\xae][\x80-\xbf]|[\xe3-\xed\xef][\x80-\xbf]{2}|\xf0\x9f[\x80-\xbf]{2})"
_PROOF = re.compile(f"(?<![A-Za-z]){_LONG}|{_LONG}(?=[\xc2-\xf4])")  # does not match the French "pensé »"
_LATIN_PROOF = re.compile("[\xc2\xc3][\x80-\xbf]")
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)  # may quote such damage


@dataclass(frozen=True, slots=True)
class Repair:
    """A text after the repair.

    `encoding` is the code page in which it had been read, None if the text was sound. `certain`, `inferred` and `lost`
    are numbers of characters, `places` the indexes of the inferred ones in `text`.
    """

    text: str
    encoding: str | None = None
    certain: int = 0
    inferred: int = 0
    lost: int = 0
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code page: the table that makes text raw (for `str.translate`), and the bytes without a character."""

    name: str
    table: Mapping[int, int | None]
    undefined: bytes


class Signs(NamedTuple):
    """What a text shows if it was read in a code page.

    `fit` is how many more of its UTF-8 sequences are whole than not, `missing` how many are incomplete; `proof` counts
    sequences that prove damage, `plain` those that speak against it.
    """

    fit: int
    missing: int
    proof: float
    plain: int


@cache
def _pages() -> tuple[CodePage, ...]:
    return tuple(_page(name, codec) for name, codec in CODECS.items())


def _page(name: str, codec: str) -> CodePage:
    """Return the code page of a Python codec. Bytes that it leaves undefined become C1 controls."""
    defined = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0x100)}
    chars = {ord(char or chr(byte)): byte for byte, char in defined.items()}
    others = {byte: 0xE000 + byte for byte in defined}  # characters below U+0100 that are not in the page
    return CodePage(name, others | chars | {ord(LOST): None}, bytes(b for b, char in defined.items() if not char))


@cache
def _hint() -> re.Pattern[str]:
    """Return a pattern that every damaged text contains: the characters of a lead and of a continuation byte."""
    bytes_of = [(chr(code), byte or 0) for page in _pages() for code, byte in page.table.items()]
    leads = re.escape("".join({char for char, byte in bytes_of if 0xC2 <= byte <= 0xF4}))
    others = re.escape("".join({char for char, byte in bytes_of if 0x80 <= byte <= 0xBF}))
    return re.compile(f"[{leads}][{others}]")


def _kinds(raw: str) -> Counter[str]:
    """Return the number of sequences of each kind (whole, part, lone, stray, sound) in raw text."""
    return Counter(match.lastgroup or "" for match in _SEQUENCE.finditer(raw))


def _signs(text: str, page: CodePage) -> Signs:
    """Return the signs of damage by a page in the lines of a text; only lines without other characters prove it."""
    kinds, proof, plain = Counter[str](), 0.0, 0
    whole_raw = text.translate(page.table)
    if not (_PROOF.search(whole_raw) or _LATIN_PROOF.search(whole_raw)):
        return Signs(-len(text), 0, 0.0, 0)
    for raw in whole_raw.split("\n"):
        if not _BYTE.search(raw):
            continue
        line = _kinds(raw)
        kinds += line
        if _OTHER.search(raw):
            continue
        if line["whole"] and line["whole"] >= line["stray"] + line["lone"]:
            proof += len(_PROOF.findall(raw)) + len(_LATIN_PROOF.findall(raw)) / 2
        else:
            plain += line["lone"]
    missing = kinds["part"] + kinds["lone"]
    return Signs(kinds["whole"] - missing - kinds["stray"], missing, proof, plain)


def _wrong_page(text: str) -> CodePage | None:
    """Return the code page in which the text was wrongly read, judged by its prose; None if the text is sound."""
    if not _hint().search(text):
        return None
    prose = _CODE.sub("", text)
    readings = [(page, _signs(prose, page)) for page in _pages()]
    fitting = [reading for reading in readings if reading[1].fit == max(signs.fit for _, signs in readings)]
    page, signs = fitting[0]
    if signs.missing and not re.search("[ŽžÐðÝýÞþ\x8e\x9e]", text):  # windows-1254 loses 8E and 9E, 1252 does not
        page, signs = next((reading for reading in fitting if reading[0].name == "windows-1254"), fitting[0])
    least = 2 if _OTHER.search(prose.translate(page.table)) else 1
    return page if signs.proof >= max(least, signs.plain) else None


def _is_hurt(raw: str, pure: bool) -> bool:
    """Whether a line of a damaged text is damaged; `pure`: every character of the text may come from the code page."""
    kinds = _kinds(raw)
    whole, against = kinds["whole"], kinds["lone"] + kinds["stray"]
    if pure:
        return bool(_BYTE.search(raw)) and whole >= kinds["stray"]
    if _OTHER.search(raw):
        return whole >= 2 and whole > against
    return whole > kinds["stray"] or (kinds["part"] > against and not re.search("[A-Za-z][\xc2-\xf4]", raw))


def _cells(line: str, raw: str, pure: bool) -> Iterator[Cell]:
    """Yield the characters of a damaged line; `line` is the line as it was received, without U+FFFD."""
    for match in _SEQUENCE.finditer(raw):
        kind, surface = match.lastgroup, match.group()
        latin = kind == "lone" and not pure and re.fullmatch("[A-Za-z]", raw[max(0, match.start() - 1) : match.start()])
        char = surface.encode("latin-1").decode("utf-8", "ignore") if kind == "whole" else None
        if kind in ("sound", "stray") or latin or char == "":
            received = line[match.start() : match.end()]
            yield from (Cell(c.encode("utf-8", "surrogatepass"), c, False) for c in received)
        else:
            yield Cell(surface.encode("latin-1"), char, True)


def _rows(text: str, page: CodePage) -> list[str | list[Cell]]:
    """Return the lines of a damaged text: sound lines as they are, damaged ones as cells."""
    pure = not _OTHER.search(text.translate(page.table))
    rows: list[str | list[Cell]] = []
    for line in text.split("\n"):
        bare = line.replace(LOST, "")  # some programs write it in place of a byte
        raw = bare.translate(page.table)
        rows.append(list(_cells(bare, raw, pure)) if _is_hurt(raw, pure) else line)
    return rows


def _reader(text: str, page: CodePage, rows: Sequence[str | list[Cell]]) -> Callable[[Sequence[Cell]], str]:
    """Return a function that reads lines with lost bytes; this loads the language data."""
    raw = text.translate(page.table)
    gaps = b"" if any(chr(byte) in raw for byte in page.undefined) else page.undefined
    gaps += b"" if "\xad" in raw else b"\xad"
    certain = "".join(cell.char or "" for row in rows if isinstance(row, list) for cell in row)
    sample = "".join(HAN.findall(certain + text))
    simplified = len(sample.encode("gb2312", "ignore")) > len(sample.encode("big5", "ignore"))
    model, seen = load_model(gaps, simplified), seen_words(text, gaps)
    return lambda cells: read_line(cells, model, seen)


def restore(text: str) -> Repair:
    """Return any text with its wrongly decoded lines restored; a sound text as it is."""
    page = _wrong_page(text)
    if page is None:
        return Repair(text)
    rows = _rows(text, page)
    lossy = any(cell.char is None for row in rows if isinstance(row, list) for cell in row)
    read = _reader(text, page, rows) if lossy else None
    done, places = list[str](), list[int]()
    start = certain = lost = 0
    for row in rows:
        missing = [n for n, cell in enumerate(row) if isinstance(cell, Cell) and cell.char is None]
        line = row if isinstance(row, str) else "".join(cell.char or LOST for cell in row)
        if isinstance(row, list):
            line = read(row) if read and missing else line
            certain += sum(cell.restored for cell in row) - len(missing)
        places += [start + n for n in missing if line[n] != LOST]
        lost += sum(line[n] == LOST for n in missing)
        done.append(line)
        start += len(line) + 1
    return Repair("\n".join(done), page.name, certain, len(places), lost, tuple(places))
