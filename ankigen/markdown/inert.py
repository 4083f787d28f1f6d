"""HTML that is safe in a browser to HTML that is safe in Anki, which acts on some sequences in a field's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Anki's backend and reviewers act on, wherever it stands in a field.
TRIGGER = re.compile(r"\[(?=sound:|/?latex\]|/?\$\$?\]|/?anki:|\[type:)", re.IGNORECASE)
TAG_OF_MATHS = '<span class="maths'  # how a formula is marked until the text around it is inert
_MATHS = re.compile(r"\\(?=[(\[)\]])")
_NODE = re.compile(r"(<[^>]*>)")
_SHOWN_MATHS = re.compile(r'<span class="maths (inline|display)">([^<]*)</span>')
_SHOWN_SOUND = re.compile(r'<audio src="([^"]*)"></audio>')
_FILE = re.compile(r'<img src="([^"]+)"|\[sound:([^\]]+)\]')


def inert_attribute(text: str) -> str:
    """Return a text for an attribute, where no element could break a sequence: full-width characters do."""
    return _MATHS.sub("＼", TRIGGER.sub("［", text))


def files_in(safe: str) -> Iterator[str]:
    """Yield the names in Anki's media folder of the pictures and sounds in a field."""
    if "<img" in safe or "[sound:" in safe:
        yield from (match[1] or match[2] for match in _FILE.finditer(safe))


def inert(safe: str) -> str:
    r"""Return HTML in which `[sound:`, `\(` and the like are the text that the author wrote.

    The first character of a sequence is put into a `<span>` of its own: unlike an entity it survives an edit in
    Anki's editor. MathJax passes over `pre` and `code`, so maths there needs nothing. Only what the renderer marked as
    maths or sound becomes Anki's.
    """
    if not _may_act(safe):
        return safe
    code = 0
    nodes = _NODE.split(safe)
    for i, node in enumerate(nodes):
        if node.startswith("<"):
            code += _depth(node)
        elif i and nodes[i - 1].startswith(TAG_OF_MATHS):
            continue
        else:
            text = TRIGGER.sub("<span>[</span>", node)
            nodes[i] = text if code else _MATHS.sub(r"<span>\\</span>", text)
    shown = _SHOWN_SOUND.sub(r"[sound:\1]", "".join(nodes))
    return _SHOWN_MATHS.sub(_delimited, shown)


def _may_act(safe: str) -> bool:
    """Say whether there is anything to do: for most fields there is not, and cutting them into nodes takes long."""
    return (
        ("[" in safe and bool(TRIGGER.search(safe)))
        or ("\\" in safe and bool(_MATHS.search(safe)))
        or TAG_OF_MATHS in safe
        or "<audio" in safe
    )


def _delimited(match: re.Match[str]) -> str:
    return rf"\[{match[2]}\]" if match[1] == "display" else rf"\({match[2]}\)"


def _depth(tag: str) -> int:
    if re.match(r"<(?:pre|code)\b", tag):
        return 1
    return -1 if re.match(r"</(?:pre|code)>", tag) else 0
