"""What LiaScript and site generators write in brackets: boxes of options, and the lines that only wrap markdown."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOX = re.compile(r"[ \t]*+(?:[-*+][ \t]+)?\[(?:\((?P<one>[ xX])\)|\[(?P<many>[ xX])\])\][ \t]+(?P<text>\S.*)")
_FENCE = re.compile(r"[ \t]*+(?:```|~~~)")
_ASTERISKS = re.compile(r"[ \t]*+\*{4,}[ \t]*")
_FEWEST_OPTIONS = 2
_LONGEST_REMARK = 100  # lines between asterisks
# `{{< quiz >}}`, `{{% /notice %}}`, alone on a line.
_SHORTCODE = re.compile(
    r"^[ \t>]*+\{\{[<%][ \t]*(?P<end>/)?[ \t]*(?P<name>[A-Za-z][\w/-]*)"
    r"(?P<settings>[^{}\n]{0,200}?)[ \t]*[%>]\}\}[ \t]*$",
    re.MULTILINE,
)
_TITLE = re.compile(r"(?:\b(?:title|summary|label|header)=|^[ \t]*(?:\w+[ \t]+)?)([\"'])(?P<title>(?:(?!\1).)+)\1")


def with_boxes(text: str) -> str:
    """Return a text with boxes for options of LiaScript, `[(X)] text` and `[[ ]] text`, where two or more are a list.

    The remark below such a list is between lines of asterisks, which are no rules.
    """
    rows = text.split("\n")
    for run in _runs(rows):
        if len(run) < _FEWEST_OPTIONS:
            continue
        for i in run:
            box = _BOX.fullmatch(rows[i])
            rows[i] = f"- [{(box['one'] or box['many']).lower()}] {box['text']}" if box else rows[i]
        first = next((i for i in range(run[-1] + 1, len(rows)) if rows[i].strip()), len(rows) - 1)
        below = range(first + 1, min(first + _LONGEST_REMARK, len(rows)))
        last = next((i for i in below if _ASTERISKS.fullmatch(rows[i])), -1)
        if last >= 0 and _ASTERISKS.fullmatch(rows[first]):
            rows[first : last + 1] = ["", *textwrap.dedent("\n".join(rows[first + 1 : last])).split("\n"), ""]
    return "\n".join(rows)


def _runs(rows: Sequence[str]) -> Iterator[list[int]]:
    """Yield the indexes of boxes that follow each other, with nothing but empty lines between, and in no fence."""
    run: list[int] = []
    fenced = False
    for i, row in enumerate(rows):
        fenced ^= bool(_FENCE.match(row))
        if not fenced and _BOX.fullmatch(row):
            run.append(i)
        elif row.strip() and run:
            yield run
            run = []
    yield run


def without_shortcodes(text: str) -> str:
    """Return a text without lines that only begin or end what a shortcode wraps; its title is a line in bold."""
    wrapping = {match["name"] for match in _SHORTCODE.finditer(text) if match["end"]}
    return _SHORTCODE.sub(lambda match: _plain(match) if match["name"] in wrapping else match[0], text)


def _plain(shortcode: re.Match[str]) -> str:
    title = _TITLE.search(shortcode["settings"])
    return f"**{title['title']}**" if title else ""
