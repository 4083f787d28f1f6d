"""The options of a card, and why each wrong one is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.anki.card.elements import run, titled
from ankigen.languages import attributes, direction
from ankigen.markdown import to_text

if TYPE_CHECKING:
    from ankigen.languages import Labels
    from ankigen.markdown import Look
    from ankigen.model import Question


def options(question: Question, labels: Labels, look: Look, *, fixed: bool, letters: str) -> str:
    """Return the HTML of the options, below how many to pick; `fixed` is whether they keep their order.

    `letters` says where they are shown with their letters, as `sides_with_letters` does.
    """
    if not question.options:
        return ""
    count = len(question.answer)
    pick = labels["pick_one"] if count == 1 else labels["pick"].format(n=count)
    stems = look.languages.stems
    items = "".join(
        f'<li class="option" data-label="{option.label}"><span class="letter">{option.label}</span>'
        f"{run(option.text, look, 'text', stems)}</li>"
        for option in question.options
    )
    order = ' data-order="fixed"' if fixed else ""
    where = f' data-letters="{letters}"' if letters else ""
    listed = f'<ol class="options" data-pick="{count}"{order}{where} dir="{direction(stems)}">{items}</ol>'
    return f'<p class="pick"{attributes(look.languages.cards)}>{pick}</p>{listed}'


def rationales(question: Question, labels: Labels, look: Look) -> str:
    """Return the HTML of why each wrong option is wrong; "" if the question does not say."""
    items = "".join(
        f'<li class="why" data-label="{option.label}"><span class="letter">{option.label}</span>'
        f"{run(option.rationale, look, 'text')}</li>"
        for option in question.options
        if option.rationale and option.label not in question.answer
    )
    return titled(labels["rationale"], look.languages.cards, f"<ul>{items}</ul>" if items else "")


def is_fixed(question: Question, *, shuffle: bool) -> bool:
    """Whether the options keep their order: by a setting, or because one of them refers to others."""
    if not (shuffle if question.shuffle is None else question.shuffle):
        return True
    from ankigen.readers import keeps_order  # noqa: PLC0415 - a build in which no file changed does not need them

    return keeps_order({option.label: to_text(option.text) for option in question.options}, question.stem)
