"""Turn names into slugs, as in tags, searches and file names, and split written lists of tags into names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from ankigen.model.summary import text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVEL_SEPARATOR = re.compile(r":{2,}")  # between the levels of a tag, and of a deck
_OTHER = re.compile(r"[^\w.+#]+")
# Letters that have no combining marks, and no `&`.
_SIMPLE = re.compile(r"[\x00-%'-\x7f\xc0-\u02af\u3040-\u3096\u30a1-\u30fa\u4e00-\u9fff]*+")
_JOINERS = "\u200c\u200d"  # inside words of Persian and of Indic languages, and between the parts of an emoji
_VARIANTS = "\ufe0e\ufe0f"  # of an emoji: the same sign as text or as a picture
_RECOMPOSED = (("\u0e4d\u0e32", "\u0e33"), ("\u0ecd\u0eb2", "\u0eb3"))  # Thai and Lao AM, which NFKC takes apart
_ITEM = re.compile(r"(?:`[^`\n]*+`|[^`,，、;；\n]|`)++")
_QUOTED = re.compile(r"`([^`\n]+)`")  # beside it, in the same item, may be a remark
_BULLET = re.compile(r"^[ \t]*+(?:[-*+•][ \t]++|[-*+•]$)", re.MULTILINE)
_HASHTAG = re.compile(r"#(?=\S*[^\W\d_]|\S*[^\x00-\x7f])[^\s#,;]+#*")
_QUOTES = "\"'"
_NO_TAGS = {"", "-", "–", "—", "none", "n/a", "無", "无", "なし", "없음"}
# Of a file name: Linux has 255; Windows has 259 characters for the whole path, while it is written as well.
_BYTES = 150


@lru_cache(maxsize=4096)  # a bank has few tags, each on many questions
def slug(name: str) -> str:
    """Return a name in lower case, with `-` in place of every run of characters that do not belong to words.

    Letters and digits of every script with their combining marks, `_ . + #`, and a `&` inside a word belong to words. A
    name of nothing but symbols, such as emoji, keeps them. Levels, separated by `::`, are kept.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    for apart, composed in _RECOMPOSED:
        folded = folded.replace(apart, composed)
    return "::".join(filter(None, map(_words, LEVEL_SEPARATOR.split(unicodedata.normalize("NFC", folded)))))


def pattern_slug(pattern: str) -> str:
    """Return a pattern as a slug that keeps the wildcards of `fnmatch`, to be matched with slugs `without_levels`."""
    folded = unicodedata.normalize("NFC", pattern.casefold())
    return re.sub(r"-{2,}", "-", _joined(folded, "*?![]")).strip("-")


def without_levels(slug_of_name: str) -> str:
    """Return a slug with its levels joined by `-`."""
    return slug_of_name.replace("::", "-")


def file_slug(name: str) -> str:
    """Return a name as part of a file name, without characters that are special in file systems or shells."""
    return without_levels(slug(name)).replace("&", "-and-")


def file_slugs(names: Iterable[str]) -> dict[str, str]:
    """Return, for each name, a part of a file name; names with different slugs have different ones."""
    slugs = {name: slug(name) for name in names}
    slugs_by_part: dict[str, set[str]] = {}
    for name, own in slugs.items():
        slugs_by_part.setdefault(file_slug(name), set()).add(own)
    return {
        name: plain if own == plain or len(slugs_by_part[plain]) == 1 else f"{plain}~{_short_hash(own)}"
        for name, own in slugs.items()
        for plain in [file_slug(name)]
    }


def shortened_file_name(name: str) -> str:
    """Return the name of a file; if it is longer than file systems allow, its end is replaced by a hash."""
    data = name.encode()
    return name if len(data) <= _BYTES else f"{data[: _BYTES - 9].decode(errors='ignore')}~{_short_hash(name)}"


def part_above(name: str, parts: Iterable[str]) -> str:
    """Return which of the parts a name is in, as one of its levels or the whole of it; "" for none.

    Of several, it is the one with the most levels: `Data / Storage` is in `Data / Storage` rather than in `Data`.
    """
    levels = hierarchy(name)
    around = (part for part in parts if (own := hierarchy(part)) and levels[: len(own)] == own)
    return max(around, key=lambda part: len(hierarchy(part)), default="")


@lru_cache(maxsize=4096)  # as for `slug`
def hierarchy(name: str) -> tuple[str, ...]:
    """Return the levels of a name as slugs: `Data Engineering / Operations` is `("data-engineering", "operations")`."""
    return tuple(filter(None, map(slug, re.split(r"[/／>]|::", name))))


def _short_hash(name: str) -> str:
    return text_hash(name)[:8]


def _words(level: str) -> str:
    """Return the slug of one level of a name; `level` is normalised and in lower case."""
    simple = _SIMPLE.fullmatch(level)
    return (_OTHER.sub("-", level) if simple else _joined(level)).strip("-") or _symbols(level)


def _joined(text: str, more: str = "") -> str:
    """Return text with `-` in place of every run of characters that neither belong to words nor are in `more`."""
    made: list[str] = []
    for i, character in enumerate(text):
        before = made[-1] if made else "-"
        if _is_word(character) or character in more or _is_inside_word(before, text[i : i + 2]):
            made.append(character)
        elif before != "-":
            made.append("-")
    return "".join(made)


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "_.+#"


def _is_inside_word(before: str, text: str) -> bool:
    """Whether the first character of a text, a combining mark, a joiner or a `&`, belongs to the word around it."""
    character, after = text[0], text[1:]
    is_mark = unicodedata.category(before)[0] == "M"
    if unicodedata.category(character)[0] == "M":
        return character not in _VARIANTS and (before.isalnum() or is_mark)
    if character == "&":
        return before.isalnum() and after.isalnum()
    return character in _JOINERS and after.isalpha() and (before.isalpha() or is_mark)


def _symbols(level: str) -> str:
    """Return the symbols outside ASCII in a level without words, with the joiners between them."""
    symbols = (c for c in level if c in _JOINERS or (c > "\x7f" and unicodedata.category(c)[0] == "S"))
    return "".join(symbols).strip(_JOINERS)


def split_tags(text: str) -> tuple[str, ...]:
    """Return the names in a written list of tags, each once, as they are written.

    Names are separated by commas, semicolons or line ends, or are in backticks, or are hashtags. Obsidian's
    `#s3/buckets` has the name `s3::buckets`; the `#` of `#AK::Cardio` belongs to the name. `(無)` and `n/a` mean none.
    """
    inner = text.strip()
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1]
    names: dict[str, str] = {}
    for item in _ITEM.findall(_BULLET.sub("\n", inner)):
        for name in _QUOTED.findall(item) or _hashtags(item.strip()):
            bare = _unquoted(name.strip(" *"))
            if bare.strip("()（）[] ").casefold() not in _NO_TAGS:
                names.setdefault(slug(bare) or bare, bare)
    return tuple(names.values())


def _unquoted(name: str) -> str:
    is_quoted = len(name) > 1 and name[0] == name[-1] and name[0] in _QUOTES
    return name[1:-1].strip() if is_quoted else name


def _hashtags(item: str) -> list[str]:
    """Return the names of hashtags separated by nothing but spaces; any other text is one name."""
    parts = item.split()
    if not parts or not all(map(_HASHTAG.fullmatch, parts)):
        return [item]
    return [part if "::" in part else "::".join(filter(None, part[1:].split("/"))) for part in parts]
