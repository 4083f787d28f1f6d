"""What is read is what was printed, in every form, exactly.

`ANKIGEN_DRAWS=2000` draws so many banks at random instead of the few that are always the same; the command
`python tests/readers/forms --draws 100000` also prints which forms fail.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

import forms
import pytest
from drawing import seeds
from forms import REGISTRIES, Form
from forms.compare import faults
from reading import read_bank

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = TypeVar("Row")
FIRST = 437  # of the seeds


def reads_well(bank: forms.Bank) -> str:
    """What went wrong, with the forms and the text; "" when nothing did."""
    wrong = faults(bank, *read_bank(bank.files))
    texts = [f"--- {path}\n{text}" for path, text in bank.files.items()]
    return "\n".join([*wrong, "", str(bank), *texts]) if wrong else ""


def as_usual(rows: Sequence[Row]) -> Row:
    """Of several rows the usual one."""
    usual = list(vars(Form()).values())
    return next((row for row in rows if row in usual), rows[0])


def nearest(name: str, row: str) -> Form:
    """The form with this row that is otherwise as usual, or differs in one more row where it must."""
    others = [{}, *({other: value} for other in REGISTRIES for value in REGISTRIES[other])]
    drawn = (
        forms.draw_form(as_usual, {**far, **other, name: row}) for far in ({}, {"language": "ja"}) for other in others
    )
    return next(form for form in drawn if form)


@pytest.mark.parametrize("form", [pytest.param((n, r), id=f"{n}={r}") for n in REGISTRIES for r in REGISTRIES[n]])
def test_each_row_with_all_else_as_usual(form: tuple[str, str]) -> None:
    one = nearest(*form)
    bank = forms.lay_out(Random(7).choice, [one, one], ("several in a file", "bare", "no rules"))
    assert not (wrong := reads_well(bank)), wrong


TOGETHER = [
    # An answer that repeats options, labels and all
    "right=all but one | wording=- A. text",
    "right=all but one | options=- 1: x | stem=**Q:** stem | wording=- A - C",
    # A label or heading above the options of a question that has no number
    "stem=**stem** | spread=label right above",
    "stem=stem | spread=label above",
    "stem=### stem | spread=heading above",
    # Options without letters below others, and emphasis that marks them
    "body=statements A B | options=* x | wording=text",
    "body=statements A B | options=1. x | spread=options 3 in",
    "body=statements A B | options=* x | place=✔️ | wording=none",
    "body=matching | content=pairs | options=* x | wording=text",
    "options=* x | spread=label right above | place=bold text | wording=none",
    "options=(1) x | place=bold line | wording=none",
    # Sentences and ranges of other languages; letters in lower case with a word of one letter between
    "language=ar | place=The correct answer is **B**.",
    "language=ja | place=The correct answer is B.",
    "language=ko | place=The correct answer is **B**.",
    "language=hi | place=The correct answer is **B**.",
    "language=ar | right=run | wording=A to C",
    "language=it | right=run | wording=A to C",
    "language=cs | right=all but one | wording=A and C",
    "language=ru | right=run | options=- a) x | wording=A and C",
    "language=tr | wording=B, not A",
    # Remarks on options by labels that are no letters, and with the word for "option"
    "options=1. x | spread=options 3 in | why=by letter, - **A**: x",
    "options=① x | why=by letter, ### A",
    "options=- 1: x | why=Explanation, - Option A: x of each",
    "language=vi | why=Explanation, - Option A: x of each",
    "language=he | options=א. x | why=by letter, - **A**: x",
    "language=hi | why=by letter, ### A",
    # A list below a label that is further in; a number that is an item of a stem
    "right=all but one | spread=all 3 in | wording=- text",
    "stem=Q: stem | body=matching | content=pairs | spread=heading above",
    "stem=### stem | content=numbers | spread=label above",
    "language=zh-Hans | stem=Question 1: stem",
    "options=1) x | spread=options 3 in | why=by letter, ### A",
    "language=zh-Hant | stem=**Question 1** : stem",
    "stem=# Question #1, ## Stem | spread=heading above | place=> **Answer:** B",
    "body=statement | content=true and false | options=none | place=details, **B** | wording=True",
    "options=bare lines | spread=label right above | wording=text",
    # Statements with Roman numerals above lists without letters
    "body=statements I II | options=(1) x",
    "body=statements I II | options=* x | wording=number",
    # A folded answer key of options without letters
    "options=- x | place=key Q1: B, folded at the end | wording=text",
    "options=- 1: x | place=key 1-B, 2-C, folded at the end",
    "options=(1) x | place=key table, folded at the end",
    "options=* x | place=key table, folded at the end | wording=text",
    "options=upper-alpha div | place=key ### Question 1: B, folded at the end",
    "options=upper-alpha div | place=details tight, <b>B</b>",
    # A folded answer key that says why, of questions with marks; statements with numbers, and an answer key
    "leak=✅ | why=on the line, dash | place=key 1: B, folded at the end",
    "leak=(Correct) | why=Explanation: x | place=key table, folded at the end",
    "stem=### Question 1, stem below | body=statements 1 2 | place=key 1: B, at the end",
    "stem=### Question 1: stem | body=statements 1 2 | content=only a fence | place=key 1: B, folded at the end",
    # Options with boxes and letters, repeated as the answer; round boxes that are all filled
    "right=all | options=- [ ] A. x | wording=A. text on a line",
    "right=all | options=( ) x | place=box | wording=none",
    "language=th | right=two | place=#### Answer, B below | wording=- text | word=1",
    # Roman numerals
    "right=all | options=I. x | wording=A, C",
    "options=- ii) x | place=key 1: B, beside",
    "options=(i) x | leak=bold line",
    # Letters without a sign, with code or a quotation below
    "options=A   x | content=words and fence | place=✅ | wording=none | why=feedback, quote",
    "options=A   x | content=words and fence | right=two | leak=(Correct)",
    # Signs before items below a picture, code or a table
    "stem=1, stem below | options=- 1: x | body=image | place=✓ x, ✗ y | wording=none | why=feedback, quote 4 in",
    "options=- x | body=table | place=✅ x, ❌ y | wording=none",
    # A Thai scene in which nobody was told, which is no question
    "language=th | body=statements A B",
    # An answer in a sentence, with an option that begins with "only"
    "place=The correct answer is B. | wording=text",
    # An explanation below headings that name the parts above it
    "stem=# title, ## Stem | spread=heading above | place=bold text | wording=none | why=Explanation: x",
    # The name of options above the first sign; true and false with another mark behind them
    "options=* x | spread=label right above | place=✅ x, ❌ y | wording=none",
    "body=statement | content=true and false | options=A - x | leak=**Most Voted**",
    # Front matter with the question, above a list of which signs mark the right items
    "stem=front matter | options=* x | place=✓ | wording=none",
    # Statements with letters above named options, and remarks below a heading
    "stem=**stem** | body=matching | content=pairs | spread=label right above | place=✅ x, ❌ y | wording=none",
    "stem=### stem | body=statements I II | place=details, **Answer: B** | why=Explanation, - A) x of each",
    # Pairs with signs before them; remarks and a mnemonic below the heading of an explanation
    "body=matching | content=pairs | options=(1) x | spread=heading above | place=✓ x, ✗ y | wording=none",
    "stem=## Stem | spread=heading above | why=Explanation, - A) x of each | facts=mnemonic below",
    "stem=## Stem | spread=heading above | language=id | why=Explanation, - Option A: x of each",
    "stem=## Stem | spread=heading above | options=- [ ] **A.** x | content=only a fence | place=box | wording=none",
    # Statements below a heading that is a sentence; labels in a list below a word for one answer and for several
    "stem=### stem | body=statements A B | language=vi | facts=topics | place=✓ x, ✗ y | wording=none",
    "language=vi | right=all but one | options=(a) x | wording=1. A 2. C | leak=bold text",
    "body=no question mark | right=two | wording=1. A 2. C",
    # A number below the heading of an answer that is no question's
    "language=tr | stem=[1], stem below | place=#### Answer, B below | wording=number | why=Explanation, A. x of each",
    # Options that are lines, right below their name, and right above a fold
    "content=numbers | options=bare lines | spread=label right above | leak=(Correct) | wording=text",
    "stem=### stem | options=bare lines | place=details tight, <b>B</b> | wording=text | leak=bold text",
    "body=statement | content=true and false | options=A/ x | place=(Correct) | wording=none | spread=heading above | "
    "why=Explanation, - Option A: x of each",
    # Answers that repeat pairs, and lists without letters that have a mnemonic below them, with an answer key
    "body=matching | content=pairs | place=key ### Question 1: B, folded at the end | wording=B - text",
    "options=- 1: x | place=key 1:B; 2:C, folded at the end | facts=mnemonic below",
]


@pytest.mark.parametrize("together", TOGETHER)
def test_rows_that_could_be_taken_for_others(together: str) -> None:
    one = forms.parse(together)
    several = not one.stem.startswith(("# ", "front"))
    bank = forms.lay_out(
        Random(1).choice, [one, one], ("several in a file" if several else "a file each", "bare", "no rules")
    )
    assert not (wrong := reads_well(bank)), wrong


@pytest.mark.parametrize(
    "lists", ["options=* x | wording=text", "options=- 1: x", "options=1) x | spread=options 3 in"]
)
def test_lists_below_options_with_letters(lists: str) -> None:
    bank = forms.lay_out(Random(7).choice, [Form(), forms.parse(lists)], ("mixed in a file", "bare", "no rules"))
    assert not (wrong := reads_well(bank)), wrong


@pytest.mark.parametrize(("layout", "stem"), [("title", "## Stem"), ("chapters", "Q: stem"), ("exam sheet", "1. stem")])
def test_a_heading_above_several_questions_is_in_none(layout: str, stem: str) -> None:
    one = Form(stem=stem)
    bank = forms.lay_out(Random(7).choice, [one, one], ("several in a file", layout, "no rules"))
    assert not (wrong := reads_well(bank)), wrong


# Forms from the whole product. These are all read; `python tests/readers/forms --draws 1000` lists what is misread.
@pytest.mark.parametrize("seed", seeds(FIRST, 80))
def test_whatever_goes_together(seed: int) -> None:
    bank = forms.draw_bank(Random(seed).choice)
    assert bank is None or not (wrong := reads_well(bank)), wrong
