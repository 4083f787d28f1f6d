"""Ask why a wrong option is wrong; its rationale is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen import languages
from ankigen.anki.card import names_a_label
from ankigen.derived.derived import Derived, Poor, comparable, derived_from, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.model import Option, Question
    from ankigen.source import Config

_LEAST = 8  # letters of a rationale that says why; a Chinese one needs few
_QUOTE = "> "


def refutes(question: Question, config: Config) -> Iterator[Derived | Poor]:
    """Yield a question for each wrong option with a rationale, or why there is none."""
    wrong = [option for option in question.options if option.label not in question.answer and option.rationale]
    if not wrong or question.rival_answers:  # whether it is wrong is disputed
        return
    of_bank = _languages(question, config)
    for option in wrong:
        poor = _poor(option, question, of_bank)
        yield poor or Derived(
            derived_from(question, stem=_stem(question, option), kind="open", made="refute", solution=option.rationale),
            cue=option.text,
            answer=option.rationale,
        )


def _stem(question: Question, option: Option) -> str:
    lines = option.text.split("\n")
    return "\n\n".join([question.stem, "\n".join(f"{_QUOTE}{line}".rstrip() for line in lines)])


def _poor(option: Option, question: Question, of_bank: languages.Languages) -> Poor | None:
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
    return None


def _languages(question: Question, config: Config) -> languages.Languages:
    explained = languages.votes_of([option.rationale for option in question.options])
    return languages.languages_of(config.language, [explained], [languages.votes_of([question.stem])])
