"""Ask why a wrong option is wrong; its rationale is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen import languages
from ankigen.anki.card import names_a_label
from ankigen.checks import wording
from ankigen.derived.alone import points_elsewhere, points_to_options
from ankigen.derived.derived import Derived, Poor, comparable, derived_from, quoted
from ankigen.markdown import to_text
from ankigen.readers import about_others

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.model import Option, Question
    from ankigen.source import Config

_LEAST = 8  # letters of a rationale that says why; a Chinese one needs few


def refutes(question: Question, config: Config) -> Iterator[Derived | Poor]:
    """Yield a question for each wrong option with a rationale, or why there is none."""
    wrong = [option for option in question.options if option.label not in question.answer and option.rationale]
    if not wrong or question.rival_answers:  # whether it is wrong is disputed
        return
    if figure := wording.lost_figure(question.stem):
        yield Poor(f"the stem says `{figure}`, but nothing is shown", "add the picture, or say what it shows")
        return
    of_bank = _languages(question, config)
    of_others = about_others({option.label: to_text(option.text) for option in question.options}, question.stem)
    for option in wrong:
        if option.label in of_others:
            yield Poor(f"option {option.label} refers to other options", "say in words what it means")
            continue
        parts = {"stem": question.stem, "wrong": option.text, "solution": option.rationale}
        yield _fault_of_rationale(option, question, of_bank) or Derived(
            derived_from(question, kind="open", made="refute", **parts), cue=option.text, answer=option.rationale
        )


def _fault_of_rationale(option: Option, question: Question, of_bank: languages.Languages) -> Poor | None:
    """Return why the rationale of an option does not answer why that is wrong; None if it does."""
    if len(comparable(option.rationale)) < _LEAST:
        return Poor(
            f"the rationale of option {option.label} says too little: {quoted(option.rationale)}", "say what is wrong"
        )
    others = {other.label for other in question.options} - {option.label}  # its own may be meant by `A is wrong`
    if names_a_label([option.text, option.rationale, question.stem], others, of_bank):
        return Poor(
            f"the rationale of option {option.label} names another one by its letter, which a card without"
            " options does not show",
            "write what the option says in place of its letter",
        )
    if words := points_to_options(option.rationale) or points_elsewhere(option.rationale):
        return Poor(
            f"the rationale of option {option.label} says `{words}`, which its card does not show",
            "say in words what is meant",
        )
    return None


def _languages(question: Question, config: Config) -> languages.Languages:
    explained = languages.votes_of([option.rationale for option in question.options])
    return languages.languages_of(config.language, [explained], [languages.votes_of([question.stem])])
