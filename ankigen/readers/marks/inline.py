"""Several options in one line, `A. x  B. y  C. z`, and one option in two lines, `A. x` and `*A. x in other words*`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import has_answer_label
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import is_question
from ankigen.readers.vocabulary import CLOSED, FULL_WIDTH, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.labels import Label

_FIRSTS, _OTHERS = (
    "".join(char for char in (*INDEX, *FULL_WIDTH) if (INDEX[FULL_WIDTH.get(char, char)][1] in range(low, high)))
    for low, high in ((0, 1), (1, 8))
)
_BARE = "アイウエオカキク甲乙丙丁戊己"  # need no sign, but a blank behind
_CLOSE = rf"(?:(?:[.)）\]、．:：]|(?<=[{CLOSED}]))(?=[ \t\xa0]*\S)|(?<=[{_BARE}])(?=[ \t\u3000]+\S))"
_INLINE = re.compile(rf"(?:(?<=[ \t\xa0\u3000;；|])|(?<=\*\*))[(（\[]?(?P<label>[{_OTHERS}]){_CLOSE}")
_FIRST_INLINE = re.compile(rf"(?<=[ \t\xa0\u3000。？])[(（\[]?(?P<label>[{_FIRSTS}]){_CLOSE}")
# What may part options in a line: the same sign behind each but the last.
_PARTING = frozenset("·•—–-/,،、|;；")
_REPEATED = re.compile(
    r"[ \t]*(?P<mark>[*_])(?![*_])(?P<text>[(（]?(?P<label>[^\W\d_])[.)）:、．][ \t]*(?P<rest>\S.*\S))(?P=mark)[ \t]*"
)
# What every such label has; it is looked for faster, as what is behind a label is rarer than letters.
_BEFORE = r"[ \t\xa0\u3000;；|*(（\[]"
_SIGN = re.compile(
    rf"[.)）\]、．:：{CLOSED}{_BARE}]"
    rf"(?:(?<={_BEFORE}[{_OTHERS}][.)）\]、．:：])|(?<={_BEFORE}[{CLOSED}])|(?<={_BEFORE}[{_BARE}])(?=[ \t\u3000]))"
)
_FIRST_NUMBER = re.compile(r"[ \t]*[(（]1[)）][ \t]*[^\s(（]")
_NEXT_NUMBER = re.compile(r"(?<=[ \t\xa0\u3000])[(（](?P<number>\d)[)）]")
_FEWEST_NUMBERED = 3  # items
_SHORTEST_LINE = 8  # characters of a line with several options
_WORD_STARTS = re.compile(r"(?<=[\s(\[*_.。])[*_(\[]{0,3}[^\W\d_]")
_STATED = re.compile(
    r"(?:[:：]|\.(?=[ \t*_]*\())[*_]{0,3}[ \t]*[*_(]{0,3}[^\W\d_](?:[ \t]*[,&+/、][ \t]*[^\W\d_])*[)*_.。]{0,4}[ \t]*$"
)
_MOST_WORDS_OF_LABEL = 4  # words
_BETWEEN_LABELS = " \t,，、;；&+/.。*_)）"  # signs that may be between labels of an answer


_BEFORE_OPTIONS = re.compile(
    r"[ \t]*(?:\*\*)?(?:【(?P<in_brackets>[^【】]{1,20})】|(?P<name>[^\W\d_][^:：\n]{0,30})[:：])(?:\*\*)?[ \t]*"
    r"(?=[(（\[]?[AaＡ①])"
)


def split_options(rows: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines; one that holds several options, `A. x  B. y  C. z`, becomes a line for each.

    A line in italics that repeats the label above it says the option again, in another language: it loses its label.
    """
    rows = tuple(rows)
    split: list[Line] = []
    above = asked = ""  # the line directly above, and the nearest with text
    for i, row in enumerate(rows):
        _, text, code = row
        if not text:
            above = ""
            split.append(row)
            continue
        pieces = None if code else _pieces(text)
        if not code and _FIRST_NUMBER.match(text) and is_question(asked) and _is_answered(rows, i):
            pieces = pieces or _numbered(text)
        if above and text[-1:] in {"*", "_"} and (again := _REPEATED.fullmatch(text)) and _repeats(above, again):
            pieces = [f"{again['mark']}{again['rest']}{again['mark']}"]
        above = text
        asked = text if text.strip() else asked
        if pieces is None:
            split.append(row)
        else:
            split += [row._replace(text=piece) for piece in pieces]
    return tuple(split)


def _is_answered(rows: Sequence[Line], i: int) -> bool:
    """Whether the next line with text below a line is named as an answer."""
    below = next((rows[n].text for n in range(i + 1, len(rows)) if rows[n].text.strip()), "")
    return has_answer_label(below)


def _numbered(text: str) -> Sequence[str] | None:
    """Return the items of a line that begins with `(1)`; None if it does not go on with `(2)` and `(3)`."""
    cuts = [0]
    for match in _NEXT_NUMBER.finditer(text):
        if int(match["number"]) == len(cuts) + 1:
            cuts.append(match.start())
    indent = text[: len(text) - len(text.lstrip())]
    pieces = [indent + piece.lstrip() for piece in _cut(text, cuts)]
    return pieces if len(pieces) >= _FEWEST_NUMBERED and not any(map(_is_bare, pieces)) else None


def _repeats(above: str, again: re.Match[str]) -> bool:
    """Whether the label in italics is that of the line above."""
    before = label(above)
    return before is not None and label(again["text"]) is not None and before.written == again["label"].casefold()


@remembered
def _pieces(text: str) -> Sequence[str] | None:
    """Return a line's text before its options and each of them, None where it does not hold several."""
    if len(text) < _SHORTEST_LINE or not _SIGN.search(text) or not _INLINE.search(text):
        return None
    option = label(text)
    name = _BEFORE_OPTIONS.match(text) if option is None else None
    if name and vocabulary.role(name["in_brackets"] or name["name"]) == "options":
        pieces = _pieces(text[name.end() :])
        return [f"{name['in_brackets'] or name['name']}:", *pieces] if pieces else None
    return None if option and option.family == "box" else _pieces_of(text, option)


def _pieces_of(text: str, option: Label | None) -> Sequence[str] | None:
    """Return the pieces of a line that begins with a label, or with text."""
    if option:
        cuts, wide = _cuts(text, option.family, option.position + 1, 0)
        if not cuts or (len(cuts) < 2 and not wide):
            return None
        return _options(_cut(text, [0, *cuts]), 0)
    first = _FIRST_INLINE.search(text)
    at = INDEX.get(FULL_WIDTH.get(first["label"], first["label"])) if first else None
    if not first or not at or at[1]:
        return None
    cuts, wide = _cuts(text, at[0], 1, first.end())
    asked = text[: first.start()].rstrip().endswith(("?", "？", ":", "：", "）", ")", "_"))
    pieces = _options(_cut(text, [0, first.start(), *cuts]), 1) if len(cuts) > 1 else None
    return pieces if pieces and (wide or asked or len(pieces) > len(cuts) + 2) else None


def _options(pieces: list[str], first: int) -> list[str] | None:
    """Return the pieces; None where labels but the last have no text, as in `Answer: (A), (B), (C)`."""
    return None if any(map(_is_bare, pieces[first:-1])) else pieces


def _is_bare(piece: str) -> bool:
    """Whether a piece is a label without a text."""
    option = label(piece)
    # A label without a text is none to `label`, and a circled number is alphanumeric to Python.
    return not option.text.strip(_BETWEEN_LABELS) if option else sum(map(str.isalnum, piece)) < 2


def _cuts(text: str, family: str, wanted: int, start: int) -> tuple[list[int], bool]:
    """Return where the next labels of a family begin in a line, and whether each has a wide gap before.

    One that is out of order is a label only behind a wide gap: it is to be reported, and not to be text of an option.
    """
    cuts: list[int] = []
    wide = True
    for match in _INLINE.finditer(text, start):
        at = INDEX.get(FULL_WIDTH.get(match["label"], match["label"]))
        if not at or at[0] != family or at[1] < wanted:
            continue
        cut = match.start() - (2 if text[: match.start()].endswith("**") else 0)
        gap = text[:cut].endswith(("  ", "\t", "\xa0", "\u3000"))
        if at[1] > wanted and not (gap and cuts and wide):
            continue
        wide = wide and (gap or text[:cut].rstrip()[-1:] in ";；|,，.。")
        cuts.append(cut)
        wanted = at[1] + 1
    return cuts, wide


def _cut(text: str, starts: list[int]) -> list[str]:
    """Return the pieces of a line that begin at these places, without what divides them, and the answer behind them."""
    ends = [*starts[1:], len(text)]
    strip = " \t;；|\u3000"
    pieces = [text[a:b].strip(strip) if a else text[a:b].rstrip(strip) for a, b in zip(starts, ends, strict=True)]
    first = 0 if label(pieces[0]) else 1
    signs = {piece[-1:] for piece in pieces[first:-1]}
    if len(signs) == 1 and signs <= _PARTING:
        pieces[first:-1] = [piece[:-1].rstrip(strip) for piece in pieces[first:-1]]
    at = _answer_at(pieces[-1])
    return [*pieces[:-1], pieces[-1][:at].rstrip(), pieces[-1][at:].lstrip()] if at else pieces


def _answer_at(text: str) -> int:
    """Return where the answer begins that is stated behind a line's last option, `D) x. Answer: B`; 0 for none."""
    stated = _STATED.search(text)
    if not stated:
        return 0
    places = [match.start() for match in _WORD_STARTS.finditer(text, 1, stated.start())][-_MOST_WORDS_OF_LABEL:]
    return next((at for at in places if "answer" in vocabulary.roles(text[at : stated.start()])), 0)
