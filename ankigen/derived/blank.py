"""Ask the bold words of a mnemonic, as blanks in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.derived.derived import Derived, Poor, comparable, contains, derived_from, quoted
from ankigen.markdown import with_code_replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.model import Question
    from ankigen.source import Config

_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(?P<words>[^\n*_]{1,200}?)(?<=[^\s*_])\1")
_BLANK = "`____`"
_LEAST = 2  # letters of a word that can be asked for: the initials of an acronym are the cue
_REST = 6  # letters that are left to go by


def blanks(question: Question, config: Config) -> Iterator[Derived | Poor]:
    """Yield one question for a mnemonic with its bold words blanked, or why there is none."""
    mnemonic = question.mnemonic
    if not mnemonic:
        return
    bold = [match for match in _BOLD.finditer(_without_code(mnemonic)) if len(comparable(match["words"])) >= _LEAST]
    hidden = bold[: config.cards.blank_limit]
    if not hidden:
        yield Poor(f"the mnemonic {quoted(mnemonic)} has no bold words", "write what is to be remembered in bold")
        return
    asked = mnemonic
    for match in reversed(hidden):
        asked = asked[: match.start()] + _BLANK + asked[match.end() :]
    words = [mnemonic[match.start("words") : match.end("words")] for match in hidden]
    repeated = next((word for word in words if contains(asked, word)), "")
    if len(comparable(asked)) < _REST:
        yield Poor(
            f"without its bold words, the mnemonic {quoted(mnemonic)} says nothing", "write in bold only what to recall"
        )
    elif repeated:
        yield Poor(f"the mnemonic repeats the bold {quoted(repeated)} elsewhere", "write it in bold each time, or once")
    else:
        yield Derived(
            derived_from(question, stem=asked, kind="open", made="blank", solution=mnemonic),
            cue="",
            answer=mnemonic,
        )


def _without_code(markdown: str) -> str:
    """Return markdown of the same length in which code has no letters, so that what is bold in it is none."""
    return with_code_replaced(markdown, lambda code: "`" * len(code))
