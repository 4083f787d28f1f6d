"""Ask the bold words of a mnemonic, as blanks in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.derived.alone import points_elsewhere
from ankigen.derived.derived import Derived, Poor, comparable, contains, derived_from, quoted
from ankigen.markdown import with_code_replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.model import Question
    from ankigen.source import Config

_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(?P<words>[^\n*_]{1,200}?)(?<=[^\s*_])\1")
_SENTENCE = re.compile(r"[,，、。;；!！?？:：]")  # in what is more than words: nobody can tell a sentence from a blank
_PARENTHESIS = re.compile(r"[(（][^()（）]{0,100}[)）]")
_BLANK = "`____`"
_SHORTEST, _LONGEST = 2, 40  # letters of what can be asked for: the initials of an acronym are the cue
_BESIDE = 3  # letters beside it in its line; bold text that is a line of its own is a title


def blanks(question: Question, config: Config) -> Iterator[Derived | Poor]:
    """Yield one question for a mnemonic with its bold words blanked, or why there is none."""
    mnemonic = question.mnemonic
    if not mnemonic:
        return
    if place := points_elsewhere(mnemonic):
        yield Poor(f"the mnemonic says `{place}`, which its card does not show", "write what is there")
        return
    hidden = list(_hidden(mnemonic))[: config.cards.blank_limit]
    if not hidden:
        yield Poor(
            f"the mnemonic {quoted(mnemonic)} has no bold words inside a line that can be hidden",
            "write what is to be recalled in bold, without commas and other punctuation",
        )
        return
    asked = mnemonic
    for match in reversed(hidden):
        asked = asked[: match.start()] + _BLANK + asked[match.end() :]
    words = [mnemonic[match.start("words") : match.end("words")] for match in hidden]
    repeated = next((word for word in words if contains(asked, _PARENTHESIS.sub("", word))), "")
    if repeated:
        yield Poor(f"the mnemonic repeats the bold {quoted(repeated)} elsewhere", "write it in bold each time, or once")
    else:
        yield Derived(
            derived_from(question, stem=asked, kind="open", made="blank", solution=mnemonic),
            cue="",
            answer=mnemonic,
        )


def _hidden(mnemonic: str) -> Iterator[re.Match[str]]:
    """Yield the bold words to be blanked, at most one in a line, so that the rest of the line can be gone by."""
    masked, line_end = _without_code(mnemonic), -1
    for match in _BOLD.finditer(masked):
        if match.start() < line_end:
            continue
        start, end = masked.rfind("\n", 0, match.start()) + 1, (masked + "\n").find("\n", match.end())
        words = mnemonic[match.start("words") : match.end("words")]
        if _SENTENCE.search(words):
            continue
        beside = comparable(mnemonic[start : match.start()] + mnemonic[match.end() : end])
        if _SHORTEST <= len(comparable(words)) <= _LONGEST and len(beside) >= _BESIDE:
            line_end = end
            yield match


def _without_code(markdown: str) -> str:
    """Return markdown of the same length in which code has no letters, so that what is bold in it is none."""
    return with_code_replaced(markdown, lambda code: "`" * len(code))
