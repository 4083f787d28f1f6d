"""What only folds other lines: `<details>`, its summary, and the titles that are only there to be clicked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, heading
from ankigen.readers import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAG = re.compile(r"</?(?:details|summary)\b[^<>]{0,200}>", re.IGNORECASE)
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


def is_title(row: str) -> bool:
    """Say whether a line is the title of a key: a heading, a summary, a line in bold."""
    found = heading(row)
    bare = found[1] if found else (TAG.sub("", row) if "<" in row else row).strip()
    named = found or bare[:2] in {"**", "__"} or bare[-1:] in {":", "："} or ("<" in row and bare != row.strip())
    return bool(named and bare) and len(bare) < 100 and bool(_TITLE.fullmatch(vocabulary.plain(bare)))


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
