"""Finish a draft: fill it from repetitions, choose among claims, and give each rationale to its option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ankigen.model import Option, Question
from ankigen.readers import answers, vocabulary
from ankigen.readers.answers import Statement
from ankigen.readers.lines.repetition import are_among, repeats, words
from ankigen.readers.parts.draft import Rationale, offsets
from ankigen.readers.parts.rationale_labels import option_traps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.model import Span
    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.draft import Draft
    from ankigen.readers.parts.parsed import DraftOption

_CLAIMS = ("actual_answer", "community_answer", "source_answer")
_FIELDS = (
    "id",
    "answer_from",
    "provenance",
    "level",
    "domain",
    "source_answer",
    "community_answer",
    "technique",
    "concepts",
    "keywords",
)
_WHY_WRONG = re.compile(
    r"#*\s*\**\s*(?:為什麼|为什么)?(?:這是|这是)?(?:錯誤|错误|錯|错|不對|不对|不正確|不正确)的?\s*[?？]?\**[:：]?$"
    r"|#*\s*\**\s*why (?:is (?:it|this) )?(?:wrong|incorrect)\s*[?？]?\**[:：]?$"
    r"|的?(?:分析|解析|說明|说明)$",
    re.IGNORECASE,
)


def settle(draft: Draft) -> list[Statement]:
    """Fill what the draft lacks: from repetitions, then the answer from claims, what was found in fact first.

    Return the claims that should have given the answer and cannot be read.
    """
    fill_from_recaps(draft)
    unread: list[Statement] = []
    for claim in _CLAIMS:
        if draft.answer or claim not in draft.scalars:
            continue
        answer = _claimed(draft, claim)
        if answer:
            draft.answer = list(answer.labels)
            draft.rivals += answer.rivals
            draft.scalars["answer_from"] = claim
        else:
            unread.append(Statement(draft.scalars[claim], draft.lines.get(claim, 0)))
    return unread


def _claimed(draft: Draft, claim: str) -> answers.Answer | None:
    """Return the answer that a claim gives, None for one that names no option."""
    texts = {option.label: option.text for option in draft.options}
    answer = answers.read(draft.scalars[claim], texts, draft.written, stem="\n".join(draft.stem))
    return answer if answer and answer.labels and answer.kind == "choice" else None


def fill_from_recaps(draft: Draft) -> None:
    """Fill what the draft lacks from the parts that repeat it."""
    for recap in draft.recaps:
        fill_from_recaps(recap)
        _fill(draft, recap)


def _fill(draft: Draft, recap: Draft) -> None:
    draft.rivals += [*recap.answer, *recap.rivals] if draft.answer else recap.rivals
    known_words = set(words("\n".join([*draft.stem, *(option.text for option in draft.options)])))
    draft.answered = draft.answered if draft.answer else recap.answered
    for name in ("answer", "stem", "options"):
        setattr(draft, name, getattr(draft, name) or getattr(recap, name))
    draft.topics = recap.topics if draft.topics is None else draft.topics
    draft.traps = recap.traps if draft.traps is None else draft.traps
    for name, value in recap.scalars.items():
        draft.scalars.setdefault(name, value)
        if name in recap.lines:
            draft.lines.setdefault(name, recap.lines[name])
    for name in ("notes", "mnemonic", "tables", "links"):
        getattr(draft, name).extend(getattr(recap, name))
    draft.explanation += [
        text for text in recap.explanation if isinstance(text, Rationale) or not are_among(words(text), known_words)
    ]


def finish(draft: Draft, places: Places, span: Span, index: int) -> Question:
    """Return the question; its draft is settled and has no faults."""
    labels = {option.label for option in draft.options}
    right = set(draft.answer)
    texts_of = {option.label: option.text for option in draft.options}
    explanation, notes = _assigned(draft.explanation, texts_of, right)
    refuted = {
        label: part.wrong
        for part in draft.explanation
        if isinstance(part, Rationale) and part.wrong
        for label in part.labels
        if label in right
    }
    defended = _defended(draft, texts_of, right)
    rivals = _rivals(draft, labels - right)
    community = draft.scalars.get("community_answer", "")
    unclaimed = list(draft.notes)
    if not community and set(rivals) & set(answers.in_prose("\n".join(unclaimed))):
        draft.scalars["community_answer"] = unclaimed.pop(0).partition(":** ")[2]
    if rivals and not any(draft.scalars.get(name) for name in _CLAIMS[1:]):
        draft.scalars["source_answer"] = draft.scalars.get("alternatives", "")
    if draft.title:
        draft.scalars.setdefault("technique" if draft.scalars.get("concepts") else "concepts", draft.title)
    return Question(
        span=span,
        index=index,
        stem="\n\n".join(dict.fromkeys(filter(None, draft.stem))),
        options=tuple(_option(option, draft, notes, refuted, defended) for option in draft.options),
        answer=tuple(option.label for option in draft.options if option.label in right),
        rival_answers=rivals,
        topics=draft.topics or (),
        traps=draft.traps or (),
        explanation="\n\n".join(filter(None, [*explanation, *unclaimed])),
        mnemonic="\n\n".join(filter(None, draft.mnemonic)),
        tables=tuple(draft.tables),
        links=tuple(dict.fromkeys(draft.links)),
        recall=vocabulary.boolean(draft.scalars.get("recall", "")),
        cards=vocabulary.cards_of(draft.scalars.get("cards", "")),
        shuffle=vocabulary.boolean(draft.scalars.get("shuffle", "")),
        offsets=offsets(draft, places, span.line),
        **_scalars(draft),
    )


def _option(
    option: DraftOption,
    draft: Draft,
    notes: Mapping[str, Sequence[str]],
    refuted: Mapping[str, int],
    defended: Mapping[str, int],
) -> Option:
    """Return an option of the draft with what is said of it elsewhere."""
    rationale = "\n\n".join([*draft.feedback.get(option.label, []), *notes.get(option.label, [])])
    return Option(
        label=option.label,
        text=option.text,
        line=option.line,
        rationale=rationale,
        refuted=refuted.get(option.label, 0),
        defended=defended.get(option.label, 0),
        traps=option_traps(rationale),
    )


def _scalars(draft: Draft) -> dict[str, Any]:
    return {name: value for name in _FIELDS if (value := draft.scalars.get(name))}


def _defended(draft: Draft, texts: Mapping[str, str], right: set[str]) -> dict[str, int]:
    """Return the wrong options that a rationale's heading calls right in words that are not the option's, by line."""
    stem = "\n".join(draft.stem)
    return {
        label: part.line
        for part in draft.explanation
        if isinstance(part, Rationale)
        for label in part.labels
        if label in texts and label not in right and (called := vocabulary.called_right(part.rest, stem))
        if not set(words(called)) <= set(words(texts[label]))
    }


def _rivals(draft: Draft, others: set[str]) -> tuple[str, ...]:
    """Return the labels that anyone prefers to the answer."""
    preferred = list(draft.rivals)
    for claim in filter(draft.scalars.__contains__, _CLAIMS):
        answer = _claimed(draft, claim)
        preferred += (*answer.labels, *answer.rivals) if answer else answers.in_prose(draft.scalars[claim])
    for note in draft.notes:
        preferred += answers.in_prose(note.partition(":** ")[2])
    return tuple(label for label in dict.fromkeys(preferred) if label in others)


def _assigned(
    explanation: Iterable[str | Rationale], option_texts: Mapping[str, str], right: set[str]
) -> tuple[list[str], dict[str, list[str]]]:
    """Return the explanation, with the rationales that are about a right option only, and those of each wrong one."""
    texts: list[str] = []
    notes: dict[str, list[str]] = {}
    for part in explanation:
        if isinstance(part, str):
            texts.append(part)
            continue
        wrong = [label for label in part.labels if label in option_texts and label not in right]
        for label in wrong:
            notes.setdefault(label, []).append(_rationale(option_texts[label], part))
        if not wrong:
            texts.append("\n\n".join(filter(None, (f"#### {part.heading}", part.body))))
    return texts, notes


def _rationale(option: str, rationale: Rationale) -> str:
    """Return a rationale without what the card shows already: the option itself, and "why is it wrong?"."""
    body, rest = rationale.body, rationale.rest
    first, _, after = body.partition("\n")
    if _WHY_WRONG.match(first.strip()):
        body = after.strip("\n")
    if not rest or rest == option or _WHY_WRONG.match(rest) or repeats(rest, option):
        return body or rest
    return f"**{rest.replace('**', '')}**\n\n{body}" if body else rest
