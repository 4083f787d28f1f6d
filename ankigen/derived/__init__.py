"""Make more questions of what a question explains: look-ups, wrong options to refute, mnemonics with blanks.

Input: a `Question` and the settings of its bank. Output: the `Derived` questions, each of which becomes a note of its
own, and for what would make a poor card, a `Diagnostic`. `lookup` asks the rows of tables, `refute` why an option is
wrong, and `blank` the bold words of the mnemonic. Each is off unless bank.toml or the question turns it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.derived.blank import blanks
from ankigen.derived.derived import Derived, Poor, apart
from ankigen.derived.lookup import lookups
from ankigen.derived.refute import refutes
from ankigen.model import Diagnostic, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ankigen.model import DerivedKind, Question
    from ankigen.source import Config

__all__ = ["Derived", "derive"]

_MAKERS: Mapping[DerivedKind, Callable[[Question, Config], Iterable[Derived | Poor]]] = {
    "lookup": lookups,
    "refute": refutes,
    "blank": blanks,
}


def _kinds_of(question: Question, config: Config) -> tuple[DerivedKind, ...]:
    """Return the kinds of derived questions that a question has, by its own line or else by bank.toml."""
    if question.kind != "choice":
        return ()
    return tuple(kind for kind in _MAKERS if config.cards.has(kind, question.cards))


def derive(question: Question, config: Config) -> tuple[tuple[Derived, ...], tuple[Diagnostic, ...]]:
    """Return the questions that are made of a question, and a diagnostic for each that would be a poor card.

    Two that ask the same are one. All that can be made are returned; `Cards.limit` is the most that a bank builds.
    """
    derived: list[Derived] = []
    poor: list[tuple[DerivedKind, Poor]] = []
    for kind in _kinds_of(question, config):
        every = list(_MAKERS[kind](question, config))
        derived += apart(one for one in every if isinstance(one, Derived))
        poor += [(kind, one) for one in every if isinstance(one, Poor)]
    diagnostics = (
        Diagnostic(rule=Rule.POOR_CARD, span=question.span, message=f"no {kind} card: {one.reason}", hint=one.hint)
        for kind, one in poor
    )
    return tuple(derived), tuple(dict.fromkeys(diagnostics))
