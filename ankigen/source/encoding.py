"""Bytes to text: UTF-8 as a rule, and what older editors in Taiwan and China save."""

from __future__ import annotations

import codecs

# What tells one East Asian encoding from another: decoded wrongly, these characters all but vanish.
_COMMON = frozenset("的是在不有為这這題题選选項项答案與与用一中可以了個个和“”‘’—…，。、「」（）：")
_LEGACY = ("cp950", "gb18030")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; a `UnicodeDecodeError` tells where UTF-8 fails.

    Tried are a byte order mark, UTF-16 without one, UTF-8, and at last Big5 (code page 950) and GB18030, of which the
    one that gives more common characters wins. Bytes that are text in none of them are an error.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding), encoding.removesuffix("-sig")
    half = _utf16(data)
    if half:
        return data.decode(half), half
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        texts = [(text, name) for name in _LEGACY if (text := _decoded(data, name)) is not None]
        text, name = max(texts, key=lambda item: _score(item[0]), default=("", ""))
        if not _score(text):
            raise
        return text, name


def _utf16(data: bytes) -> str:
    """Return which UTF-16 the bytes are by where their zero bytes stand; "" for none: text has no zero bytes."""
    sample = data[:4096]
    if sample.count(0) * 5 < len(sample) or len(data) % 2:
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _score(text: str) -> int:
    return sum(character in _COMMON for character in text)
