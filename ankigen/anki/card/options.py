"""The options of a card, why each wrong one is wrong, and whether letters are needed to speak of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.anki.card.elements import run, titled
from ankigen.languages import attributes, direction, fold, words
from ankigen.markdown import fenced, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.languages import Labels, Languages
    from ankigen.markdown import Look
    from ankigen.model import Question

_LATIN = "A-Za-zÀ-ɏЀ-ӿ0-9_"
_LABEL = re.compile(rf"(?<![{_LATIN}'’.-])([A-H])(?![{_LATIN}'’+#-])")
_CODED = re.compile(r"`([A-H])`")
_CODE = re.compile(r"`+[^`\n]+`+")
_WORD = re.compile(rf" ([{_LATIN}]+)")


def options(question: Question, labels: Labels, look: Look, *, fixed: bool) -> str:
    """Return the HTML of the options, below how many to pick; `fixed` is whether they keep their order.

    `data-letters` says where they are shown with their letters: on both sides if the options keep their order and speak
    of each other by letters, on the back if its texts do.
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
    letters = _letters(question, look, fixed=fixed)
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


def _letters(question: Question, look: Look, *, fixed: bool) -> str:
    """Return on which sides letters are needed: `both`, `back`, or "" for neither."""
    asked = (question.stem, *(option.text for option in question.options))
    if fixed and _any_names_a_label(asked, question, look):
        return "both"
    prose = (
        *(option.rationale for option in question.options),
        *(question.explanation, question.mnemonic, question.technique, question.concepts, question.keywords),
        *("\n".join(cell for row in table.rows for cell in row) for table in question.tables),
    )
    return "back" if question.rival_answers or _any_names_a_label(prose, question, look) else ""


def _any_names_a_label(texts: Iterable[str], question: Question, look: Look) -> bool:
    """Whether a text names an option by its letter, as far as letters can tell: in doubt it does."""
    labels = {option.label for option in question.options}
    usual = _usual_words(look.languages)
    return any(
        match[1] in labels and not _is_a_word(match, usual) for text in texts for match in _LABEL.finditer(_prose(text))
    )


def _prose(markdown: str) -> str:
    """Return markdown without code, except for a label that is written as code."""
    if "```" in markdown or "~~~" in markdown:
        markdown = "\n".join(line.text for line in fenced(markdown) if not line.code)
    return _CODE.sub("`", _CODED.sub(r"\1", markdown)) if "`" in markdown else markdown


@cache
def _usual_words(languages: Languages) -> frozenset[str]:
    """Return the most usual words of the languages of a bank, folded."""
    return frozenset(fold(word) for language in languages for word in words(language, "profile")["words"])


def _is_a_word(label: re.Match[str], usual: frozenset[str]) -> bool:
    """Whether a letter is the first word of a sentence, such as the English article, before a word with a meaning.

    No noun follows a label: the next word is one of the most usual ones, such as a verb (`A is wrong`), or a sign.
    """
    after = _WORD.match(label.string, label.end())
    return after is not None and after[1][:1].islower() and fold(after[1]) not in usual
