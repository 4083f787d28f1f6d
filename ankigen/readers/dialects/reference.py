"""The reference dialect: a heading for every part, in Chinese or English, in any order.

One question a file, or several, each under a numbered title of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Section, below, to_lines
from ankigen.model import Question, Span
from ankigen.readers.dialects import answer_key
from ankigen.readers.parts import compose, letters, outline, words
from ankigen.readers.parts.parsed import Hints, Parsed, faults, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ankigen.model import Diagnostic
    from ankigen.readers.parts.draft import Draft
    from ankigen.source import Source

HINTS = Hints(
    stem="write it under `### 題幹` (`### Stem`)",
    options="write at least two, one a line: `- **A.** text`",
    answer="write the right labels: `**正解:** `B`` (`**Answer:** `B``)",
)
_PLACEHOLDER = re.compile(r"[\[［【<{][^\n]*[\]］】>}]|\.{3}|…*")
_NUMBERED = re.compile(r"\W*[^\W\d]{0,8} ?#?\d{1,4}\b")
_DIGITS = re.compile(r"\d+")


def read(source: Source) -> Parsed | None:
    """Parse a file that has headings for a stem or options, and holds what only a question holds."""
    root = _outlined(source)
    sections = below(root)
    roles = [words.role(section.title) for section in sections]
    named = "stem" in roles or "options" in roles or _has_options(root)
    if not named or ("options" not in roles and _has_numbered(root)):
        return None
    draft = _settled(root)
    stem, options, answer, number = _evidence(draft, zip(roles, sections, strict=True))
    return _parsed(source.path, root, roles, draft) if stem + options + answer + 2 * number > 2 else None


def parse(source: Source) -> Parsed:
    """Return the file's questions, and the diagnostics of those that are none."""
    root = _outlined(source)
    return _parsed(source.path, root, _roles(root), _settled(root))


def _outlined(source: Source) -> Section:
    rows = to_lines(source.text)
    return outline.outlined(tuple(answer_key.unfolded(rows)) if "<" in source.text else rows, source.text)


def _parsed(path: str, root: Section, roles: Sequence[str], draft: Draft) -> Parsed:
    """Return the questions of a file; `draft` holds all of it, as of one question, `roles` are its headings'."""
    parts = _split(root, roles)
    drafts = [draft] if len(parts) == 1 else map(_settled, parts)
    return gathered(
        _question(path, part, draft, index) for index, (part, draft) in enumerate(zip(parts, drafts, strict=True), 1)
    )


def _question(path: str, section: Section, draft: Draft, index: int) -> Question | tuple[Diagnostic, ...]:
    span = Span(path=path, line=(section.children or (section,))[0].line)
    found = tuple(faults(span, "".join(draft.stem), draft.options, draft.answer, HINTS))
    return found or compose.finish(draft, span, index)


def _settled(section: Section) -> Draft:
    draft = outline.gather(section)
    compose.settle(draft)
    return draft


def _evidence(draft: Draft, sections: Iterable[tuple[str, Section]]) -> tuple[bool, bool, bool, bool]:
    """Return what speaks for a question and against a template or a guide: a stem, options, an answer, a number."""
    options = [option for option in draft.options if not _is_placeholder(option.text)]
    numbered = any(role == "title" and _DIGITS.search(section.title) for role, section in sections)
    return (
        any(not _is_placeholder(stem) for stem in draft.stem),
        len(options) > 1,
        bool(draft.answer),
        numbered or bool(_DIGITS.search(draft.scalars.get("id", ""))),
    )


def _has_numbered(root: Section) -> bool:
    """Say whether there are questions below numbers, whose options have no heading: another dialect's."""
    found = (section for section in below(root) if _NUMBERED.match(section.title))
    return sum(len(letters.option_rows(section.body)[1]) > 1 for section in found) > 1


def _has_options(root: Section) -> bool:
    """Say whether options stand right below a heading such as 題目內容 or 題目, without one of their own."""
    groups = (section for section in below(root) if words.role(section.title) in {"group", "stem"})
    return any(len(letters.option_rows(section.body)[1]) > 1 for section in groups)


def _is_placeholder(text: str) -> bool:
    return len(text) < 500 and bool(_PLACEHOLDER.fullmatch(text.strip(" \t\n`~")))


def _roles(section: Section) -> list[str]:
    return [words.role(each.title) for each in below(section)]


def _split(root: Section, roles: Sequence[str]) -> list[Section]:
    """Return one tree a question: a new one begins at each title that has a stem and options below.

    An analysis before or after the question has a title as well, but no stem and options of its own, or the same number
    and stem. Headings above the questions (`# Chapter 1`) are no part of them.
    """
    parts = _parts(root) if roles.count("title") > 1 else []
    return parts if len(parts) > 1 else [root]


def _parts(section: Section) -> list[Section]:
    """Return a tree for each question below a section; what stands below several is not looked at again."""
    known: dict[str, Section] = {}  # the first question of each number
    chapters = False
    starts: list[tuple[int, list[Section]]] = []
    for i, child in enumerate(section.children):
        within = _parts(child)
        if len(within) < 2 and _is_question(child):
            within = [child]
        new = [part for part in within if _is_another(part, known.get(_number(part)))]
        chapters = chapters or len(within) > 1
        if new or (chapters and within):  # numbers may begin anew in each chapter
            starts.append((i, within))
            known |= {_number(part): part for part in new}
    ends = [*(i for i, _ in starts[1:]), len(section.children)]
    parts: list[Section] = []
    for (i, (first, *others)), end in zip(starts, ends, strict=False):
        if others:
            parts += (first, *others)
        else:
            own = (first,) if first.title else first.children
            parts.append(Section(0, "", first.line, (), (*own, *section.children[i + 1 : end])))
    return parts


def _is_another(section: Section, known: Section | None) -> bool:
    """Say whether a part asks another question than the one of the same number: its stem is another."""
    return known is None or not compose.repeats("\n".join(_settled(section).stem), "\n".join(_settled(known).stem))


def _number(section: Section) -> str:
    titled = section if section.title else section.children[0]
    return "-".join(_DIGITS.findall(titled.title))


def _is_question(section: Section) -> bool:
    roles = _roles(section)
    return words.role(section.title) == "title" and "stem" in roles and ("options" in roles or _has_options(section))
