"""What only folds other lines: `<details>`, its summary, and the titles that are only there to be clicked."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.lines.fragments import CODE_SPAN
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import number_at, start_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.markdown import Line

TAG = re.compile(r"</?(?:details|summary)\b[^<>]{0,200}>", re.IGNORECASE)
_OPENER = re.compile(
    r"(?:(?:click|tap|show|reveal|see|view|expand|hide)\b.{0,40})?(?:answers?|solutions?|explanations?)?"
    r"|(?:點擊|点击|展開|展开|查看|顯示|显示).*|(?:參考|参考)?(?:正確|正确)?(?:答案|解答|正解|解析|詳解|详解)(?:[與与和及].{0,20})?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:(?:click|tap|show|reveal|see|view|expand|hide)[ ](?:(?:here|to|for|me|see|show|view|reveal|the|your)[ ])*)"
    r"|(?:點擊|点击|展開|展开|查看|顯示|显示)+",
    re.IGNORECASE,
)
_BOX = re.compile(r"[ \t]*[-*+\d.)]+[ \t]*\[[ xX]?\]")
_PARAGRAPH = re.compile(r"[ \t]*<(?P<tag>p|div)\b[^<>]*>[ \t]*(?P<text>[^<>]*)</(?P=tag)>[ \t]*", re.IGNORECASE)
_EMPTY_TAG = re.compile(r"[ \t]*+</?(?:p|br|div|blockquote)[ \t]*/?>[ \t]*+", re.IGNORECASE)
_LONGEST_BUTTON = 60  # characters of what is only clicked
_ASKS = re.compile(r"[?？؟]")
_COLON = re.compile(r"[:：]")
_MOST_WORDS_OF_BUTTON = 6  # of what is only clicked
_FOLDED = frozenset({"answer", "answer_key", "explanation"})
_ANY_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def unfolded(rows: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines without tags that only fold, and without what is only there to be clicked."""
    summary = False
    rows = tuple(rows)
    depth = 0  # of what is open
    closed = max((i for i, row in enumerate(rows) if "</" in row.text and not row.code), default=-1)
    for i, row in enumerate(map(_without_paragraph, rows)):
        if i > closed or ("[" in row.text and _BOX.match(row.text)):
            yield row
            continue
        tags = TAG.findall(CODE_SPAN.sub("", row.text)) if "<" in row.text and not row.code else []
        depth += sum(not tag.startswith("</") for tag in tags)
        if tags and not depth:  # a closing tag alone is text
            yield row
            continue
        depth -= sum(tag.startswith("</") for tag in tags)
        if tags or summary:
            pieces = (piece for piece in TAG.split(row.text) if piece.strip())
            titled = summary or any(tag.lower().startswith("<summary") for tag in tags)
            below = (other.text for other in rows[i + 1 : i + 6]) if titled else ()
            yield from (row._replace(text=piece) for piece in pieces if not is_opener(piece, below))
            summary = tags[-1].lower().startswith("<summary") if tags else summary
        elif row.code or "<" not in row.text or not _EMPTY_TAG.fullmatch(row.text):
            yield row


def _without_paragraph(row: Line) -> Line:
    """Return a line without the tags of a paragraph around a label or a number: `<p>A. text</p>`."""
    match = _PARAGRAPH.fullmatch(row.text) if "</" in row.text and not row.code else None
    if match is None:
        return row
    bare = row._replace(text=match["text"])
    is_part = label(bare.text) or number_at(0, bare) or label_and_value(bare.text)
    return bare if is_part else row


def is_opener(text: str, below: Iterable[str] = ()) -> bool:
    """Whether a text is only there to be clicked: it says so, or folds lines that begin with an answer."""
    bare = _ANY_TAG.sub("", text) if "<" in text else text
    plain = vocabulary.plain(bare) if len(bare) < 100 else "-"
    if not plain and any(map(str.isalnum, bare)):
        return False  # `(b)`
    if _OPENER.fullmatch(plain) or _opens(plain):
        return True
    if len(plain) >= _LONGEST_BUTTON or _ASKS.search(bare) or _names_question(bare):
        return False
    return _states_answer(below)


def _names_question(text: str) -> bool:
    """Whether a text is the number of a question and nothing else: its answer is folded, in an answer key."""
    start = start_in(text)
    return start is not None and not start.text


def opens_answer(title: str) -> bool:
    """Whether the title of a fold names an answer or its explanation, behind a verb or not: `Show the answer`."""
    plain = vocabulary.plain(_ANY_TAG.sub("", title)) if len(title) < _LONGEST_BUTTON else ""
    name = _VERB.sub("", plain)
    return any(map(_names_folded, (plain, name, *_together().split(name)))) or _names_with_verb(plain)


def _states_answer(rows: Iterable[str]) -> bool:
    """Whether the first line with text is an answer behind its label."""
    name, *value = _COLON.split(next((row for row in rows if row.strip()), ""), maxsplit=1)
    return bool(value) and len(name) < _LONGEST_BUTTON and "answer" in vocabulary.roles(name.lstrip("> \t"))


def _opens(plain: str) -> bool:
    """Whether a text leads to an answer in the words of some language, or names nothing but what is folded."""
    if _openers().fullmatch(plain) or _names_with_verb(plain):
        return True
    parts = [plain, *_together().split(plain)] if plain else []
    names = [_names_folded(part) for part in parts]
    return any(names[:1]) or (len(names) > 2 and all(names[1:]))


def _names_with_verb(plain: str) -> bool:
    """Whether a text names what is folded, with the verb of an opener before or behind it: `See the solutions`."""
    before, behind = _verbs()
    words = plain.split(" ")
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, min(len(words), _MOST_WORDS_OF_BUTTON))]
    return any(
        (head in before and _names_folded(tail)) or (tail in behind and _names_folded(head)) for head, tail in pairs
    )


@cache
def _verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Return what openers of all languages have before the name of what they open, and what they have behind it."""
    before: set[str] = set()
    behind: set[str] = set()
    for opener in vocabulary.in_any_language("answer", "opener"):
        words = opener.split(" ")
        for cut in range(1, len(words)):
            head, tail = " ".join(words[:cut]), " ".join(words[cut:])
            before |= {head} if _names_folded(tail) else set()
            behind |= {tail} if _names_folded(head) else set()
    return frozenset(before), frozenset(behind)


def _names_folded(text: str) -> bool:
    return not _FOLDED.isdisjoint(vocabulary.roles(text))


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"(?:{vocabulary.alternation('answer', 'opener')})(?:\W.{{0,40}})?", re.IGNORECASE)


@cache
def _together() -> re.Pattern[str]:
    """Return the pattern of what joins two names."""
    words = vocabulary.alternation("answer", "and")
    return re.compile(rf"[ ]+(?:{words}|[&+/|-])[ ]+|[、,/&+·与與和及と및와과]|[ ]+[וו](?=\w)", re.IGNORECASE)
