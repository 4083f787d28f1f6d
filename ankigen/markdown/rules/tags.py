"""Prepare sibling tokens for rendering: mark pairs of harmless HTML tags, and remove attribute lists of pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_Token = dict[str, Any]

# Tags without attributes that show text as it should look, and do nothing else.
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>sub|sup|kbd|ruby|rt|rp|mark|u)\s*>", re.IGNORECASE)
_INSIDE_RUBY = ("rt", "rp")
_DEEPEST = 16
_PICTURES = {"image", "embed"}
# Of pandoc, Quarto and kramdown: `{.class #id width=50%}`; of Logseq: `{:height 200, :width 300}`.
_ATTRIBUTES = re.compile(
    r"""\{(?::?[ \t]*+(?:(?:[#.][\w:-]++|[\w:-]++=(?:"[^"\n]*+"|'[^'\n]*+'|[^\s"'{}]++))[ \t]*+)++"""
    r"""|(?::[\w-]++[ ]++[\w.%]++,?[ ]*+)++)\}"""
)


def settled(tokens: Sequence[_Token]) -> Sequence[_Token]:
    """Return tokens with pairs of harmless tags marked as `tag`, and without the attribute lists of pictures."""
    kinds = {token["type"] for token in tokens}
    if "inline_html" in kinds:
        tokens = _paired(tokens)
    return tokens if kinds.isdisjoint(_PICTURES) else _without_attributes(tokens)


class _Pair(NamedTuple):
    """A pair of tags, given by the indexes of their tokens; an `implied` end tag goes before the token at `end`."""

    name: str
    start: int
    end: int
    implied: bool
    ruby: int  # the index of the `<ruby>` around it, -1 for none


def _paired(tokens: Sequence[_Token]) -> list[_Token]:
    """Return tokens in which each tag of a pair has the type `tag`; one without its other half stays as it is."""
    pairs = _pairs(tokens)
    starts = {pair.start for pair in pairs}
    tags: dict[int, str] = {}
    implied: dict[int, str] = {}
    for pair in pairs:
        if pair.name in _INSIDE_RUBY and pair.ruby not in starts:
            continue
        tags[pair.start] = f"<{pair.name}>"
        (implied if pair.implied else tags)[pair.end] = f"</{pair.name}>"
    made: list[_Token] = []
    for i, token in enumerate(tokens):
        if i in implied:
            made.append({"type": "tag", "raw": implied[i]})
        made.append({"type": "tag", "raw": tags[i]} if i in tags else token)
    return made


def _pairs(tokens: Sequence[_Token]) -> list[_Pair]:
    """Return the pairs of harmless tags.

    An `<rt>` or `<rp>` ends where the next one begins, or with its `<ruby>` (HTML, 13.1.2.4).
    """
    pairs: list[_Pair] = []
    open_tags: list[tuple[str, int]] = []
    for i, token in enumerate(tokens):
        match = _TAG.fullmatch(token["raw"]) if token["type"] == "inline_html" else None
        if not match:
            continue
        name, begins = match["name"].lower(), not match["slash"]
        if open_tags and open_tags[-1][0] in _INSIDE_RUBY and name in (_INSIDE_RUBY if begins else ("ruby",)):
            pairs.append(_pair(open_tags, len(open_tags) - 1, i, implied=True))
        names = [one for one, _ in open_tags]
        if begins and len(names) < _DEEPEST:
            open_tags.append((name, i))
        elif not begins and name in names:
            pairs.append(_pair(open_tags, len(names) - 1 - names[::-1].index(name), i, implied=False))
    return pairs


def _pair(open_tags: list[tuple[str, int]], at: int, end: int, *, implied: bool) -> _Pair:
    """Close the open tag at index `at`, and drop those inside it, which have no end tag; return the pair."""
    name, start = open_tags[at]
    del open_tags[at:]
    around = open_tags[-1] if open_tags else ("", -1)
    return _Pair(name, start, end, implied, around[1] if around[0] == "ruby" else -1)


def _without_attributes(tokens: Sequence[_Token]) -> list[_Token]:
    """Return tokens without the attribute lists that directly follow pictures."""
    without: list[_Token] = []
    for token in tokens:
        if token["type"] == "text" and without and without[-1]["type"] in _PICTURES:
            match = _ATTRIBUTES.match(token["raw"])
            without.append({**token, "raw": token["raw"][match.end() :]} if match else token)
        else:
            without.append(token)
    return without
