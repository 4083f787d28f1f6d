"""The printer itself: whatever a question has is printed, once, and nothing of another beside it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from drawing import budget, drawn
from forms import LANGUAGES, draw_bank, parse, show, why_not
from forms.items import Item, names_in
from forms.reasons import NOBODY, WHYS
from hypothesis import assume, given

if TYPE_CHECKING:
    from forms import Bank, Form


def printed(item: Item, form: Form) -> set[str]:
    """The names that must be there."""
    says = WHYS[form.why].says
    parts = [*item.stem, *(line for option in item.options for line in option)]
    parts += [item.why] if says in ("why", "all") else []
    parts += item.refuted.values() if says in ("refuted", "all") and form.why != "feedback" else []
    parts += [item.topic] if form.facts.startswith(("id", "topics", "tags")) else []
    parts += [item.mnemonic] if form.facts.startswith("mnemonic") else []
    return names_in("\n".join(parts))


@pytest.mark.slow
@budget(300)
@given(drawn(draw_bank))
def test_every_part_is_printed_once_in_lines_of_its_question(bank: Bank | None) -> None:
    assume(bank)
    lines = [line for all_ in bank.lines.values() for line in all_]
    for place, asked in enumerate(bank.asked):
        own = Counter(name for line in lines if line.owner == place for name in names_in(line.text))
        missing = printed(asked.item, asked.form) - set(own)
        assert not missing, f"{missing} of {asked.item}\n{bank}\n" + "\n".join(bank.files.values())
        assert set(own) <= asked.item.names
        assert not asked.item.names & names_in(
            "\n".join(line.text for line in lines if line.owner not in (place, NOBODY))
        )


@pytest.mark.slow
@budget(300)
@given(drawn(draw_bank))
def test_a_form_drawn_is_one_and_can_be_named(bank: Bank | None) -> None:
    assume(bank)
    for asked in bank.asked:
        assert not why_not(asked.form)
        assert parse(show(asked.form)) == asked.form


def test_every_language_has_every_word() -> None:
    assert len(LANGUAGES) >= 22
    assert all(set(words) == set(LANGUAGES["en"]) for words in LANGUAGES.values())
