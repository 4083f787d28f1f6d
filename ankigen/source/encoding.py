"""Decode bytes: UTF-8 for almost all files, and the encodings that older editors in Taiwan and China save."""

from __future__ import annotations

import codecs

# Common characters, to distinguish East Asian encodings: text that is decoded wrongly contains hardly any of them.
_COMMON = frozenset("的是在不有為这這題题選选項项答案與与用一中可以了個个和“”‘’—…，。、「」（）：")
_LEGACY = ("cp950", "gb18030")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    In this order: a byte order mark decides; else UTF-16 without one; else UTF-8; else Big5 (code page 950) or GB18030,
    whichever gives more common characters. If none of them fits, raises the `UnicodeDecodeError` of UTF-8.
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
    """Return the codec of UTF-16 without a byte order mark, from the positions of its zero bytes.

    Return "" if fewer than a fifth of the bytes are zero: no other encoding of text has any.
    """
    sample = data[:4096]
    if not sample or sample.count(0) * 5 < len(sample) or len(data) % 2:
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _score(text: str) -> int:
    return sum(character in _COMMON for character in text)
