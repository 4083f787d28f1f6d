"""Several options in one line: `A. x  B. y  C. z`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers.marks.labels import FULL_WIDTH, INDEX, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.markdown import Line

_INLINE = re.compile(
    r"(?:(?<=[ \t\xa0;；|])|(?<=\*\*))(?P<open>[(（\[])?(?P<label>[B-HＢ-Ｈb-h②-⑧Б-Ж])"
    r"(?P<close>[.)）\]、．:：]|(?<=[②-⑧]))(?=[ \t\xa0]*\S)"
)
# What every such label has; it is looked for faster, as it begins with a character of few.
_SIGN = re.compile(r"[ \t\xa0;；|*][(（\[]?(?:[②-⑧]|[B-HＢ-Ｈb-hБ-Ж][.)）\]、．:：])")
_SHORTEST = 8  # characters of a line with several options
_FIRST_INLINE = re.compile(r"(?<=[ \t\xa0\u3000])[(（\[]?(?P<label>[AaＡ①А])(?:[.)）\]、．:：]|(?<=①))(?=[ \t\xa0]*\S)")


def split_options(rows: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines; one that holds several options, `A. x  B. y  C. z`, becomes a line for each."""
    split: list[Line] = []
    for row in rows:
        pieces = _pieces(row.text) if not row.code and _SIGN.search(row.text) else None
        split += [row] if pieces is None else [row._replace(text=piece) for piece in pieces]
    return tuple(split)


def _pieces(text: str) -> list[str] | None:
    """Return a line's text before its options and each of them, None where it does not hold several."""
    if len(text) < _SHORTEST or not _INLINE.search(text):
        return None
    found = label(text)
    if found and found.family == "box":
        return None
    if found:
        cuts, wide = _cuts(text, found.family, found.position + 1, 0)
        if not cuts or (len(cuts) < 2 and not wide):
            return None
        return _options(_cut(text, [0, *cuts]), 0)
    first = _FIRST_INLINE.search(text)
    at = INDEX.get(FULL_WIDTH.get(first["label"], first["label"])) if first else None
    if not first or not at or at[1]:
        return None
    cuts, wide = _cuts(text, at[0], 1, first.end())
    asked = text[: first.start()].rstrip().endswith(("?", "？", ":", "：", "）", ")", "_"))
    return _options(_cut(text, [0, first.start(), *cuts]), 1) if len(cuts) > 1 and (wide or asked) else None


def _options(pieces: list[str], first: int) -> list[str] | None:
    """Return the pieces; None where labels but the last have no text, as in `Answer: (A), (B), (C)`."""
    bare = any(sum(map(str.isalnum, piece)) < 2 for piece in pieces[first:-1])
    return None if bare else pieces


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
    """Return the pieces of a line that begin at these places, without what divides them."""
    ends = [*starts[1:], len(text)]
    strip = " \t;；|\u3000"
    return [text[a:b].strip(strip) if a else text[a:b].rstrip(strip) for a, b in zip(starts, ends, strict=True)]
