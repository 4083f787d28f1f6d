"""A mock exam as a page: questions with a clock, and at the end the result, the reasons, and what to study.

The page is one file; its script keeps the answers in the browser's storage, so that it can be closed and opened again.
"""

from __future__ import annotations

import hashlib
import html
import json
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import search_around, search_name
from ankigen.build import records
from ankigen.languages import direction, exam_words_of, labels_of
from ankigen.learning import domain_of, families_of
from ankigen.model import file_slug
from ankigen.views.cards import blocks

if TYPE_CHECKING:
    from ankigen.build import Build
    from ankigen.build.identity import Row
    from ankigen.model import Note, Package, Summary

_SCRIPTS = ("words", "clock", "memory", "dialog", "keys", "score", "start", "map", "sheet", "result", "page")
_BRIEF = 120  # characters of a stem in the list of the result
_STYLES = ("exam", "result")


class Exam(NamedTuple):
    """What a mock exam is made of: the build that has its questions, those in order, and how it is taken.

    `minutes` is the time for all of it, 0 for no clock. With `practice`, each answer is shown at once; with
    `certainty`, the learner says of each answer how sure it is.
    """

    build: Build
    questions: tuple[Summary, ...]
    seed: int
    minutes: int
    practice: bool = False
    certainty: bool = False


def exam_page(exam: Exam) -> str:
    """Return the page of a mock exam, in the language of the bank's cards."""
    bank = exam.build.bank
    language = bank.languages.cards
    labels, words = labels_of(language), exam_words_of(language)
    rows = rows_of(exam)
    index = {
        "banks": [{"id": bank.config.id, "title": bank.config.title}],
        "entries": [_entry(row, exam.build, number) for number, (row, _) in enumerate(rows)],
    }
    settings = {
        "seed": exam.seed,
        "minutes": exam.minutes,
        "practice": exam.practice,
        "certainty": exam.certainty,
        "pass": bank.config.pass_mark,
        "file": f"{file_slug(bank.config.id)}-exam-{exam.seed}.json",
        "search": search_around(bank.config.id),
        "words": {**words, "right": labels["right"], "wrong": labels["wrong"]},
    }
    # Where the page keeps its answers: another exam must not find them.
    asked = [note.fields for _, note in rows]
    name = hashlib.sha256(json.dumps((index, settings, asked), sort_keys=True).encode()).hexdigest()[:16]
    return blocks.page(
        "exam",
        scripts=_SCRIPTS,
        index={**index, "exam": {**settings, "name": name}},
        data={},
        packages=[package_of(exam.build)],
        notes=asked,
        title=html.escape(bank.config.title),
        lang=language,
        dir=direction(language),
        no_script=html.escape(words["no_script"]),
        css=blocks.styles_of("player", ["base"]) + blocks.styles_of("exam", _STYLES),
        dark=blocks.styles_of("player", ["dark"]),
    )


def package_of(build: Build) -> Package:
    """Return the package of a build that has all its questions."""
    return next(iter(build.packages.values()))


def rows_of(exam: Exam) -> list[tuple[Row, Note]]:
    """Return each question of a mock exam with its note, in the order in which they are asked."""
    rows = next(iter(exam.build.rows.values()))
    by_key = {row.summary.key: (row, note) for row, note in zip(rows, package_of(exam.build).notes, strict=True)}
    return [by_key[question.key] for question in exam.questions]


def _entry(row: Row, build: Build, number: int) -> dict[str, object]:
    """Return what the page's script needs to know of a question; its texts are in the note with this number."""
    question, config = row.summary, build.bank.config
    stem, _ = records.texts_of(build.bodies.record(question))
    return {
        "bank": 0,
        "note": number,
        "guid": row.guid,
        "name": "" if question.key in build.held else search_name(row.shown),  # Anki has no note of it
        "stem": stem[:_BRIEF],
        "answer": question.answer,
        "domain": domain_of(question, config),
        "level": question.level,
        "traps": families_of(config)(question.traps),
    }
