"""Summarise a question: what is kept of it in memory while its bank is linked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ankigen.checks import duplicates, guessing
from ankigen.markdown import PLAIN, Look, as_seen, essence, targets, to_text
from ankigen.model import Summary, summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.derived import Derived
    from ankigen.model import Question


def summarise(question: Question, look: Look = PLAIN) -> Summary:
    """Return the summary of a question; pictures do not count yet (`summary.with_pictures`)."""
    loose = {option.label: essence(option.text) for option in question.options}
    loose_right = sorted(text for label, text in loose.items() if label in question.answer)
    loose_asked = summary.text_hash(essence(question.stem), *sorted(loose.values()))
    loose_right += [essence(question.solution)] if question.solution else []
    texts = (question.stem, *(option.text for option in question.options), question.solution)
    shown = tuple(targets(text, look) for text in texts)
    own_traps = tuple(option.traps for option in question.options)
    return summary.with_hashes(
        Summary(
            path=question.span.path,
            line=question.span.line,
            column=question.span.column,
            index=question.index,
            id=question.id,
            provenance=sys.intern(question.provenance),  # these recur in many questions, and are kept once
            level=sys.intern(question.level),
            topics=tuple(map(sys.intern, question.topics)),
            traps=tuple(map(sys.intern, question.traps)),
            domain=sys.intern(question.domain),
            option_traps=own_traps if any(own_traps) else (),
            kind=question.kind,
            stem=summary.text_hash(as_seen(question.stem, look)),
            options=tuple((option.label, summary.text_hash(as_seen(option.text, look))) for option in question.options),
            solution=summary.text_hash(as_seen(question.solution, look)) if question.solution else "",
            pictures=shown if any(shown) else (),
            answer=question.answer,
            rival_answers=question.rival_answers,
            source_answer=question.source_answer,
            community_answer=question.community_answer,
            recall=_recall_of(question),
            asked="",
            right="",
            content="",
            loose_content=summary.text_hash(loose_asked, *loose_right),
            loose_right=summary.text_hash(*loose_right),
            richness=_richness(question),
            unexplained=tuple(
                option.label
                for option in question.options
                if option.label not in question.answer and not option.rationale
            ),
            has_mnemonic=bool(question.mnemonic),
            shingles=duplicates.shingles_of(to_text(question.stem)),
            cues=guessing.cues_of(question),
            offsets=question.offsets,
        )
    )


def _recall_of(question: Question) -> bool | None:
    """Whether a question says that it has a second card, without options; None if it does not say."""
    return question.recall if question.cards is None or question.recall is not None else "recall" in question.cards


def with_derived_of(question: Summary, derived: Iterable[Derived]) -> Summary:
    """Return the summary of a question with those of the questions that are made of it."""
    return question._replace(derived=tuple(_summary_of_derived(one, number) for number, one in enumerate(derived, 1)))


def _summary_of_derived(derived: Derived, number: int) -> Summary:
    """Return the summary of a derived question: it is known by what it asks for and by what is right."""
    asked, right = summary.text_hash(derived.question.made, essence(derived.cue)), essence(derived.answer)
    return summarise(derived.question)._replace(
        made=derived.question.made,
        number=number,
        asked=asked,
        right=summary.text_hash(right),
        content=summary.text_hash(asked, right),
        loose_content=asked,
        shingles=b"",
    )


def _richness(question: Question) -> int:
    rationales = sum(len(option.rationale) for option in question.options)
    cells = sum(len(cell) for table in question.tables for row in table.rows for cell in row)
    links = sum(len(link.url) for link in question.links)
    return len(question.explanation) + len(question.mnemonic) + len(question.keywords) + rationales + cells + links
