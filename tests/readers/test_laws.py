"""The three laws of reading: nothing is lost in silence, nothing is guessed, nothing is given away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import forms
import pytest
from drawing import budget, drawn
from forms.answers import LEAKS, LINES
from forms.compare import differences, faults, given_away, text_of
from forms.form import PLACES
from forms.items import names_in
from forms.reasons import WHYS
from forms.soup import Piece, Refused, draw_refused, draw_soup
from hypothesis import assume, given
from reading import read_bank

from ankigen.readers import parse
from ankigen.source import Source

if TYPE_CHECKING:
    from forms.items import Pick

    from ankigen.model import Diagnostic


@budget(100)
@given(drawn(draw_soup))
def test_nothing_is_lost_in_silence(pieces: list[Piece]) -> None:
    lines: list[str] = []
    spans = []
    for piece in pieces:
        spans.append((len(lines) + 1, len(lines) + len(piece.lines)))
        lines += [*piece.lines, ""]
    text = "\n".join(lines)
    questions, diagnostics = read_bank({"notes.md": text})
    assert questions or diagnostics, f"neither a question nor a diagnostic\n\n{text}"
    read = {name for question in questions for name in names_in(text_of(question))}
    reported_lines = [span.line for diagnostic in diagnostics for span in (diagnostic.span, *diagnostic.related)]
    asked = questions_of(pieces)
    for place, piece in enumerate(pieces):
        beside = [*asked[place], max(place - 1, 0), min(place + 1, len(pieces) - 1)]
        first, last = spans[min(beside)][0], spans[max(beside)][1]
        reported = any(first <= line <= last for line in reported_lines)
        lost = names_in("\n".join(piece.lines)) - read
        assert not (piece.looks and lost) or reported, f"{piece.kind}: lost in silence: {sorted(lost)}\n\n{text}"


def questions_of(pieces: list[Piece]) -> list[range]:
    """Return, for each piece, those of the same question: one begins at each number."""
    starts = [0]
    for place, piece in enumerate(pieces):
        if place and piece.kind in ("numbered question", "heading 'Question n'"):
            starts.append(place)
    ends = [*starts[1:], len(pieces)]
    return [range(start, end) for start, end in zip(starts, ends, strict=True) for _ in range(start, end)]


@pytest.mark.slow
@budget(100)
@given(drawn(draw_refused))
def test_nothing_is_guessed(refused: Refused | None) -> None:
    assume(refused)
    assume(not faults(refused.whole, *read_bank(refused.whole.files)))
    bank, touched, written = refused.bank, refused.touched, refused.written
    questions, diagnostics = read_bank(bank.files)
    texts = f"{written!r}\n{bank}\n" + "\n".join(bank.files.values())
    for place, asked in enumerate(bank.asked):
        own = [question for question in questions if names_in(text_of(question)) & names_in("\n".join(asked.item.stem))]
        if place == touched:
            assert not own, f"guessed {own[0].answer}: {texts}"
            lines = {
                (path, i) for path, all_ in bank.lines.items() for i, line in enumerate(all_, 1) if line.owner == place
            }
            reports = [d for d in diagnostics if (d.span.path, d.span.line) in lines]
            assert reports, f"not reported: {texts}"
            if asked.form.place in LINES:
                assert any(quotes(d, bank, written) for d in reports), f"not quoted in {reports[0].message!r}: {texts}"
        else:
            assert own, f"another question is gone: {texts}"
            assert not differences(asked, own[0]), f"another question changed: {differences(asked, own[0])} {texts}"


def quotes(diagnostic: Diagnostic, bank: forms.Bank, written: str) -> bool:
    """Whether a diagnostic is at what is written as the answer, or at a label in it, and quotes that."""
    span = diagnostic.span
    shown = bank.lines[span.path][span.line - 1].text[span.column - 1 :]
    quoted = re.findall(r"`([^`]+)`", diagnostic.message.replace("…", ""))
    return any(shown.startswith(words) and (words in written or written[:25] in words) for words in quoted[:1])


def draw_marked(pick: Pick) -> forms.Bank | None:
    """A bank of which something marks the right option, or remarks on it below."""
    form = forms.draw_form(pick)
    if form is None or not (form.leak in LEAKS or PLACES[form.place].mark or WHYS[form.why].feedback):
        return None
    arrangement = "a file each" if form.stem.startswith("front matter") else "several in a file"
    return forms.lay_out(pick, [form, form], (arrangement, "bare", "no rules"))


@budget(100)
@given(drawn(draw_marked))
def test_nothing_is_given_away(bank: forms.Bank | None) -> None:
    assume(bank)
    questions, _ = read_bank(bank.files)
    for question in questions:
        for asked in bank.asked:
            if names_in(text_of(question)) & names_in("\n".join(asked.item.stem)):
                wrong = given_away(asked, question)
                assert not wrong, "\n".join([*wrong, str(bank), *bank.files.values()])


TRUE_OR_FALSE = "A. True\nB. False\n\nAnswer: "


@pytest.mark.parametrize("between", ["", "**ID:** `Q-2`\n\n"])
@pytest.mark.parametrize("second", ["1. Is TCP reliable?", "2. Is TCP reliable?", "### Is TCP reliable?"])
def test_questions_with_the_same_options_stay_apart(second: str, between: str) -> None:
    first = second.replace("TCP", "UDP").replace("2.", "1.")
    parsed = parse(Source("q.md", f"{first}\n\n{TRUE_OR_FALSE}B\n\n{second}\n\n{between}{TRUE_OR_FALSE}A\n"))
    assert [(question.stem, question.answer) for question in parsed.questions] == [
        ("Is UDP reliable?", ("B",)),
        ("Is TCP reliable?", ("A",)),
    ]
