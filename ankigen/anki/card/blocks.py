"""The blocks of a text's HTML: which there are, and which of them only announce what follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>')
_VOID = frozenset({"br", "hr", "img"})
_COLON = (":", "：")


def blocks(html: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each element that is in no other one. Every tag is closed, as `to_html` does."""
    depth, start = 0, 0
    for tag in _TAG.finditer(html):
        closes, name = tag.groups()
        if name in _VOID:
            if depth == 0:
                yield name, tag[0]
            continue
        if closes:
            depth -= 1
            if depth == 0:
                yield name, html[start : tag.end()]
        else:
            if depth == 0:
                start = tag.start()
            depth += 1


def inside(element: str) -> str:
    """Return the HTML between the tags of an element."""
    return element[element.index(">") + 1 : element.rindex("<")].strip()


def is_title(name: str, block: str) -> bool:
    """Whether a block is a heading, or a paragraph that is one: it ends with a colon, or is bold and short."""
    if name != "p":
        return name == "h4"
    text = text_of(block)
    if "[" in text or "\\" in text:  # a formula or a sound
        return False
    bold = block.startswith("<p><strong>") and block.endswith("</strong></p>")
    return text.endswith(_COLON) or (bold and block.count("<strong>") == 1 and len(text) <= 40)
