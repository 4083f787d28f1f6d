"""A mock exam on paper: the questions, then the answers with their reasons. The page has no script."""

from __future__ import annotations

import html
import re
from string import Template
from typing import TYPE_CHECKING

from ankigen.languages import direction, exam_words_of
from ankigen.views.cards import blocks
from ankigen.views.cards.exam import package_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ankigen.model import Note
    from ankigen.views.cards.exam import Exam

_FRONT = ("Stem", "Options")
_KEY = ("Answer", "Mnemonic", "Endpoints", "Rationale", "Explanation", "Reference", "Links")  # as on the card's back
_PICTURE = re.compile(r'(<img\b[^>]*? src=")(?!data:|https?:)([^"]*)')
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_CODE = re.compile(r"<(pre|code)\b.*?</\1>|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)  # where formulas are none, or formulas


def exam_paper(exam: Exam) -> str:
    """Return a mock exam as a page to print, in the language of the bank's cards.

    Options are in the order of the source, with their labels, because reasons may name them.
    """
    bank = exam.build.bank
    shared = blocks.shared_by_cards(package_of(exam.build))
    words = exam_words_of(bank.languages.cards)
    notes = [dict(zip(shared.fields, _on_paper(note, shared), strict=True)) for _, note in rows_of(exam)]
    answers = [row.summary.answer for row, _ in rows_of(exam)]
    facts = [f"{words['questions']}: {len(notes)}", f"#{exam.seed}"]
    if exam.minutes:
        facts.insert(1, f"{words['time']}: {words['minutes'].format(n=exam.minutes)}")
    return Template(blocks.template("exam", "paper.html")).substitute(
        policy=blocks.policy(()),
        lang=bank.languages.cards,
        dir=direction(bank.languages.cards),
        title=html.escape(bank.config.title),
        css=shared.css + blocks.styles_of("exam", ["paper"]),
        facts=html.escape(" · ".join(facts)),
        questions="\n".join(_article(number, fields, _FRONT) for number, fields in enumerate(notes, 1)),
        answers_title=html.escape(words["answers"]),
        answers="\n".join(
            _article(number, fields, _KEY, ", ".join(labels))
            for number, (fields, labels) in enumerate(zip(notes, answers, strict=True), 1)
        ),
    )


def _article(number: int, fields: Mapping[str, str], names: tuple[str, ...], labels: str = "") -> str:
    """Return one question, or its answer with the right labels, as the card shows it."""
    title = f"{number}{f': {html.escape(labels)}' if labels else ''}"
    parts = "".join(f'<section class="{name.lower()}">{fields[name]}</section>' for name in names if fields[name])
    side = "back" if labels else "front"
    return f'<article><h3>{title}</h3><div class="ankigen {side}">{parts}</div></article>'


def _on_paper(note: Note, shared: blocks.Shared) -> list[str]:
    """Return the fields of a note with its pictures and formulas in place, and what a card folds open."""

    def typeset(part: re.Match[str]) -> str:
        return shared.formulas.get(part[0], part[0])

    opened = (field.replace("<details>", "<details open>") for field in note.fields)
    with_names = (_SOUND.sub(r"♪ \1", field) for field in opened)
    with_formulas = (_CODE.sub(typeset, field) for field in with_names)
    return [
        _PICTURE.sub(lambda picture: picture[1] + shared.media.get(picture[2], "data:,"), field)
        for field in with_formulas
    ]
