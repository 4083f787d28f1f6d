"""Callouts, admonitions and directives: what they hold is markdown like any other, and what they fold is remembered."""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from ankigen.markdown import FENCE
from ankigen.readers import vocabulary
from ankigen.readers.blocks import folds
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import pairs
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TRIGGER = re.compile(
    r"^[ \t]*(?:>[ \t>]*\[!|\?\?\?|!!!|===[!+]?[ \t]+[\"“]|:::|(?:```|~~~)+[ \t]*(?:\{[a-z]|quiz))"
    r"|</?(?:div|quiz|question)\b|%%",
    re.IGNORECASE | re.MULTILINE,
)
# One of these is in what the trigger finds; they are looked for thirty times as fast, as each begins with a sign.
_SIGNS = [
    re.compile(sign, re.IGNORECASE)
    for sign in (
        *(r"\[!", r"\?\?\?", "!!!", ":::", "%%", r"===[ \t!+]"),
        *(r"```[ \t]*(?:\{|quiz)", r"~~~[ \t]*(?:\{|quiz)", "</?(?:div|quiz|question)"),
    )
]
_FENCE = re.compile(rf"(?P<indent>[ \t]*)(?P<mark>{FENCE}|:{{3,}})[ \t]*(?P<info>.*)$")
_DIRECTIVE = re.compile(r"\{(?P<name>[a-z][\w:-]*)\}[ \t]*(?P<title>.*)$|(?P<plain>quizdown|quiz)\b.*$", re.IGNORECASE)
# Their content is no markdown.
_CODE_DIRECTIVES = frozenset(
    "code code-block code-cell sourcecode math mermaid figure image raw literalinclude eval-rst table csv-table"
    " list-table toctree bibliography python r julia bash sql".split()
)
_CALLOUT = re.compile(r"[ \t]*>[ \t]?\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<title>.*)$")
_ADMONITION = re.compile(
    r"(?P<indent>[ \t]*)(?:\?\?\?\+?|!!!)[ \t]+(?P<kind>[\w-]+(?:[ \t]+[\w-]+)*)"
    r"(?:[ \t]+[\"“](?P<title>.*)[\"”])?[ \t]*$"
)
_TAB = re.compile(r"(?P<indent>[ \t]*)===[!+]?[ \t]+[\"“](?P<title>.*)[\"”][ \t]*$")  # of MkDocs Material
_COLONS = re.compile(
    r":{3,}[ \t]*(?:\{[^}]*\}[ \t]*)?(?P<kind>[A-Za-z][\w-]*)?"
    r"(?:\[(?P<bracket>[^\]]*)\]|[ \t]+(?P<title>[^{].*))?(?:\{.*\})?$"
)
_QUESTION_KINDS = frozenset("question quiz exercise faq help problem test".split())
_ANSWER_KINDS = frozenset("answer solution success check done reveal".split())
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_ONLY_DIV = re.compile(r"[ \t]*</?(?:div|quiz|question)\b[^<>]*>[ \t]*$", re.IGNORECASE)
_QUESTION_TAG = re.compile(r"[ \t]*</?(?:quiz|question)\b", re.IGNORECASE)
_REMARK = re.compile(r"%%(?:[^%]|%(?!%))*%%")
# Text that is hidden until it is clicked, on a line of its own or behind a label: `||B||`, `>!B!<`.
_HIDDEN = re.compile(
    r"^(?P<label>[ \t]*+(?:[-*+>][ \t]+)?(?:[^|:：\n]{1,40}[:：][ \t*_]*)?)"
    r"(?:\|\|[ \t]*(?P<bars>[^\s|](?:[^|\n]*[^\s|])?)[ \t]*\|\||>![ \t]?(?P<signs>[^\n]*?)!<)[ \t]*$",
    re.MULTILINE,
)
# A comment of HTML or Obsidian at the end of a line, or alone.
_COMMENT = re.compile(
    r"(?:<!--(?P<html>(?:(?!-->)[^\n]){0,200})-->|%%(?P<own>(?:[^%\n]|%(?!%)){0,200})%%)[ \t]*$", re.MULTILINE
)
_MOST_FENCES = 1000  # in a directive; each that is never closed is looked through so far
_OPTION_OF_DIRECTIVE = re.compile(r"[ \t]*:[a-z-]+:")


class Wrapped:
    """What was seen while wrapping was taken off: numbers of lines."""

    def __init__(self) -> None:
        self.asked: set[int] = set()
        self.folded: set[int] = set()


def revealed(text: str) -> str:
    """Return a text with what is hidden until it is clicked, and with the answers in comments to authors."""
    if "||" in text or ">!" in text:
        text = _HIDDEN.sub(lambda match: f"{match['label']}{match['bars'] or match['signs'] or ''}", text)
    return _COMMENT.sub(_revealed, text) if "-->" in text or "%%" in text else text


def _revealed(comment: re.Match[str]) -> str:
    """Return what a comment says where that is an answer alone on its line, or that the text before it is right."""
    bare = (comment["html"] or comment["own"] or "").strip()
    before = comment.string[comment.string.rfind("\n", 0, comment.start()) + 1 : comment.start()]
    if before.strip(" \t>"):
        is_mark = vocabulary.fold(bare) in vocabulary.in_any_language("answer", "right")
        return f"({bare})" if is_mark else comment[0]
    labelled = label_and_value(bare)
    states = bool(labelled and labelled[1] and vocabulary.role(labelled[0]) in ANSWER_ROLES)
    return bare if states or pairs.is_labels(bare) else comment[0]


def wraps(text: str) -> bool:
    """Whether a text has anything that wraps other markdown."""
    return any(sign.search(text) for sign in _SIGNS) and bool(_TRIGGER.search(text))


def unwrapped(rows: Sequence[str], first: int, seen: Wrapped, depth: int) -> Iterator[str]:
    """Yield as many lines as there are, the content of what wraps in place of it; `first` is the first one's number."""
    fences = _Fences(rows)
    i = 0
    while i < len(rows):
        wrapping = _wrapping(rows, i, first, seen, fences) if depth else None
        if wrapping is None:
            end = _code_end(fences, i)
            yield from (_plain(row) if end == i + 1 else row for row in rows[i:end])
            i = end
            continue
        title, content = wrapping
        yield title
        yield from unwrapped(content, first + i + 1, seen, depth - 1)
        i += 1 + len(content)


def _plain(row: str) -> str:
    """Return a line without remarks to authors; a tag alone is empty, or a rule where it is that of a question."""
    if "<" in row and _ONLY_DIV.match(row):
        return "---" if _QUESTION_TAG.match(row) else ""
    return _REMARK.sub("", row) if "%%" in row else row


class _Fences:
    """The lines with the mark of a fence, by index; and the marks that are known to be closed by none below."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.at = {i: match for i, row in enumerate(rows) if (match := _FENCE.match(row))}
        self.unclosed: set[str] = set()
        self._rows = list(self.at)

    def below(self, i: int) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield the lines below one."""
        for n in range(bisect_right(self._rows, i), len(self._rows)):
            yield self._rows[n], self.at[self._rows[n]]


def _code_end(fences: _Fences, start: int) -> int:
    """Return the index after the code that begins at `start`, or after this line when none does."""
    match = fences.at.get(start)
    if not match or match["mark"][0] == ":" or (match["mark"][0] == "`" and "`" in match["info"]):
        return start + 1
    mark = match["mark"]
    if not any(mark.startswith(other) for other in fences.unclosed):
        for i, closing in fences.below(start):
            if closing["mark"].startswith(mark) and not closing["info"].strip():
                return i + 1
        fences.unclosed.add(mark)
    return start + 1  # never closed: it is mended later


def _wrapping(rows: Sequence[str], i: int, first: int, seen: Wrapped, fences: _Fences) -> tuple[str, list[str]] | None:
    """Return the line in place of the one that opens a wrapping, and its content; None where none opens."""
    row = rows[i]
    if callout := _CALLOUT.match(row):
        end = _end(rows, i + 1, lambda text: bool(_QUOTE.match(text)) and not _CALLOUT.match(text))
        content = [_QUOTE.sub("", text, count=1) for text in rows[i + 1 : end]]
        return _titled(callout["kind"], callout["title"], content, first + i, seen), content
    if admonition := _ADMONITION.match(row) or _TAB.match(row):
        width = len(admonition["indent"].expandtabs(4)) + 4
        end = _end(rows, i + 1, lambda text: not text.strip() or text.expandtabs(4).startswith(" " * width))
        content = [text.expandtabs(4)[width:] for text in rows[i + 1 : end]]
        return _titled(
            admonition.groupdict().get("kind", ""), admonition["title"] or "", content, first + i, seen
        ), content
    return _directive(rows, i, first, seen, fences)


def _end(rows: Sequence[str], start: int, inside: Callable[[str], bool]) -> int:
    """Return the index of the first line from `start` on that is not inside."""
    return next((i for i in range(start, len(rows)) if not inside(rows[i])), len(rows))


def _titled(kind: str, title: str, content: Sequence[str], number: int, seen: Wrapped) -> str:
    """Return the line for the title, which is line `number`, of what wraps lines; "" for one that is only clicked."""
    words = set(kind.lower().replace("-", " ").split())
    bare = title.strip()
    if (bare and folds.is_opener(bare, content)) or (not bare and words & _ANSWER_KINDS):
        seen.folded |= set(range(number, number + 1 + len(content)))
        return ""
    if words & _QUESTION_KINDS:
        seen.asked.add(number)
        return bare
    return f"**{bare}**" if bare and not bare.startswith(("*", "#")) else bare


def _directive(rows: Sequence[str], i: int, first: int, seen: Wrapped, fences: _Fences) -> tuple[str, list[str]] | None:
    """Return the line in place of one such as `:::{tip} Title`, and its content; None where none begins."""
    opening = fences.at.get(i)
    if not opening:
        return None
    directive = _DIRECTIVE.match(opening["info"])
    if opening["mark"][0] == ":":
        return _colons(rows, i, first, seen)
    if not directive or (directive["name"] or "").lower() in _CODE_DIRECTIVES:
        return None
    end = _directive_end(fences, i, opening)
    if end is None:
        return None
    content = (
        textwrap.dedent("\n".join(row.expandtabs(4) for row in rows[i + 1 : end])).split("\n") if end > i + 1 else []
    )
    kind = (directive["name"] or directive["plain"] or "").lower()
    content = [*_without_settings(content), ""]
    return _titled(kind, directive["title"] or "", content, first + i, seen), content


def _colons(rows: Sequence[str], i: int, first: int, seen: Wrapped) -> tuple[str, list[str]] | None:
    """Return the line in place of `:::tip Answer`, and its content up to `:::`."""
    opening = _FENCE.match(rows[i])
    directive = _DIRECTIVE.match(opening["info"]) if opening else None
    colons = _COLONS.match(rows[i].strip())
    if not directive and not colons:
        return None
    title = (directive and directive["title"]) or (colons and (colons["bracket"] or colons["title"])) or ""
    kind = (directive and directive["name"]) or (colons and colons["kind"]) or ""
    if not kind and not title and not rows[i].strip(": \t"):
        return "", []  # the end of one that was never opened
    depth, end = 1, len(rows)
    for j in range(i + 1, len(rows)):
        text = rows[j].strip()
        if not text.startswith(":::"):
            continue
        depth += 1 if text.strip(":") else -1
        if not depth:
            end = j
            break
    content = [*_without_settings(rows[i + 1 : end]), *([""] if end < len(rows) else [])]
    return _titled(kind, title, content, first + i, seen), content


def _directive_end(fences: _Fences, start: int, opening: re.Match[str]) -> int | None:
    """Return the index of the line that closes a directive: a mark as long, no further in, of no inner fence."""
    width = len(opening["indent"].expandtabs(4))
    inner = ""
    for i, match in islice(fences.below(start), _MOST_FENCES):
        if match["mark"][0] != opening["mark"][0]:
            continue
        if inner:
            inner = "" if match["mark"].startswith(inner) and not match["info"].strip() else inner
        elif match["info"].strip() or len(match["indent"].expandtabs(4)) > width:
            inner = match["mark"]
        elif len(match["mark"]) >= len(opening["mark"]):
            return i
    return None


def _without_settings(content: Sequence[str]) -> list[str]:
    """Return a directive's lines with empty ones for its settings: `:name: value`, or YAML between two rules."""
    rows = list(content)
    at = next((i for i, row in enumerate(rows) if row.strip()), len(rows))
    if at < len(rows) and rows[at].strip() == "---":
        end = next((i for i in range(at + 1, len(rows)) if rows[i].strip() == "---"), at)
        rows[at : end + 1] = [""] * (end + 1 - at)
    while at < len(rows) and _OPTION_OF_DIRECTIVE.match(rows[at]):
        rows[at] = ""
        at += 1
    return rows
