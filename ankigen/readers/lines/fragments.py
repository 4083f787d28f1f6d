"""Lines as fragments of markdown: several lines as one text, and a line that was inside another."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ankigen.markdown import Line

# HTML that only says how words look: what is between its tags is read as if they were not there.
INLINE_TAG = r"</?(?:b|strong|i|em|u|code|mark|p|br|span|kbd|font|center|summary|small|sub|sup)\b[^<>]{0,100}>"
CODE_SPAN = re.compile(r"`[^`\n]*`")  # near enough to look past code in one line
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BLOCK = re.compile(r"(?P<mark>#{1,6}|[-+*>]|\d{1,9}(?=[.)]))(?=[.)]?(?:\s|$)|(?<=>))|\[[^\[\]]+\]:")
# Signs by the names that GitHub and MkDocs know them by; where Obsidian has the name of a block.
_SIGNS = {"white_check_mark": "✅", "heavy_check_mark": "✔", "ballot_box_with_check": "☑", "x": "❌"}
_SIGNS |= {"negative_squared_cross_mark": "❌", "heavy_multiplication_x": "✖"}
_SHORT_CODE = re.compile(rf"(?<![\w:]):({'|'.join(_SIGNS)}):(?!\w)")
_BLOCK_NAME = re.compile(r"(?<=\S)[ \t]+\^(?=\d{6}|\d*[a-zA-Z])[a-zA-Z0-9-]{3,40}$", re.MULTILINE)
_WIDE_GAP = re.compile(r"(?<!;)(?<!;[ \t])(?:&(?:nbsp|e[mn]sp);[ \t]?)++(?=[(（]?[A-Ha-h][.)）][ \t])")
_ESCAPED_LABEL = re.compile(
    r"^([ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\(?(?:[A-Za-z]|\d{1,3}))\\([.)])(?=[ \t*]|$)", re.MULTILINE
)
_ESCAPED_BOX = re.compile(r"^([ \t]*(?:[-*+][ \t]+)?)\\\[([ xX]?)\\\](?=[ \t])", re.MULTILINE)
# Before a number: where the answer is to be written; `__1.__` is a number in bold.
_LINE_TO_FILL_IN = re.compile(
    r"^[ \t]*+(?!__\d[^_\n]{0,99}__(?!_))(?:(?:\\?_){2,}|\([ \t]{0,9}\)|（[ \t\u3000]{0,9}）)[ \t]*+"
    r"(?=\d{1,3}[.)、．])",
    re.MULTILINE,
)


def text(rows: Iterable[Line]) -> str:
    """Return the lines as one markdown fragment, without blank lines and rules at either end, nor two blank ones."""
    texts: list[str] = []
    end = 0  # of the last line that is no edge
    blank = True
    for _, row, code in rows:
        line = row if code and row.strip(" \t") else row.rstrip()
        if not line and not code:
            if not blank:
                texts.append("")
                blank = True
        elif code or not (line[-1] in "-*_" and RULE.match(line)):
            texts.append(line)
            end = len(texts)
            blank = False
        elif texts:  # a rule, which is an edge if nothing else follows
            texts.append(line)
            blank = False
    joined = "\n".join(texts[:end])
    return textwrap.dedent(joined) if joined[:1] in {" ", "\t"} else joined  # else nothing is indented throughout


def inline(markdown: str) -> str:
    """Return a line that was inside a line, so that it begins no list, heading, quotation or rule of its own."""
    bare = markdown.strip()
    if RULE.match(bare):
        return f"\\{bare}"
    match = _BLOCK.match(bare)
    if not match:
        return bare
    split = match.end("mark") if match["mark"] and match["mark"].isdigit() else 0
    return f"{bare[:split]}\\{bare[split:]}"


def item_text(rows: Sequence[Line]) -> str:
    """Return an option's lines as one fragment: the first one as it was beside its letter or box."""
    if not rows:
        return ""
    first, rest = inline(rows[0].text), text(rows[1:])
    gap = "\n" if len(rows) > 1 and rows[1].text.strip() else "\n\n"
    return first + gap + rest if first and rest else first or rest


def with_signs(text: str) -> str:
    """Return a text with ticks and crosses for their names: `:white_check_mark:` and `:x:`."""
    return _SHORT_CODE.sub(lambda code: _SIGNS[code[1]], text)


def without_block_names(text: str) -> str:
    """Return a text without the names of blocks at the ends of lines, as Obsidian writes them: `Which …? ^a1b2c3`."""
    return _BLOCK_NAME.sub("", text)


def without_wide_gaps(text: str) -> str:
    """Return a text with blanks for the spaces of HTML before labels: `A) x&nbsp;&nbsp;B) y`."""
    return _WIDE_GAP.sub("  ", text)


def without_escapes(text: str) -> str:
    r"""Return a text without backslashes before the signs of labels and boxes: `A\.`, `\[x\]`."""
    return _ESCAPED_BOX.sub(r"\1[\2]", _ESCAPED_LABEL.sub(r"\1\2", text))


def without_space_to_fill_in(text: str) -> str:
    """Return a text without the space for an answer before a number: `____ 1.`, `( ) 1.`."""
    return _LINE_TO_FILL_IN.sub("", text)
