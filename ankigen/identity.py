"""Who is who: copies of a question become one, and each question gets its key and, without a ledger, its GUID."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.diagnostics import Diagnostic
from ankigen.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.model import Question

_MARKUP = re.compile(r"^[ \t]*(?:```|~~~).*$|\*\*|__|`|\\(?=[!-/:-@\[-`{-~])", re.MULTILINE)
_QUOTES = str.maketrans("‘’‚′“”„″‐‑‒–—", "''''\"\"\"\"-----")


class Identified(NamedTuple):
    """The questions of a bank, each with its key and once only; `copies` are the others, with the key that is kept."""

    questions: tuple[Question, ...]
    copies: tuple[tuple[Question, str], ...]
    diagnostics: tuple[Diagnostic, ...]


def guid_for(bank_id: str, key: str, generation: int = 0) -> str:
    """Return the GUID that a key has when no ledger remembers another one.

    The canonical string is `ankigen`, the bank's id and the key, one a line, and for a key that was used before
    by another question its generation. It is hashed with SHA-256; the first 12 bytes in URL-safe base64 are the GUID.
    """
    parts = ["ankigen", bank_id, key] + ([str(generation)] if generation else [])
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode("ascii")


def content_hash(question: Question) -> str:
    """Return what makes two questions the same: stem, options and answer, whatever their order, markup and letters.

    Ledgers keep it: a change here would make questions unknown that are renamed while ankigen is updated.
    """
    return _digest(_asked(question), *right_texts(question))


def _asked(question: Question) -> str:
    """Return the digest of stem and options."""
    return _digest(essence(question.stem), *sorted(essence(option.text) for option in question.options))


def right_texts(question: Question) -> list[str]:
    """Return the essences of the right options, sorted: the answer, whatever the letters."""
    return sorted(essence(option.text) for option in question.options if option.label in question.answer)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def essence(markdown: str) -> str:
    """Return a text without markup, letter case, kinds of quotes and dashes, and amounts of white space.

    All other punctuation counts: in code, `=` and `==` are two answers.
    """
    bare = _MARKUP.sub("", markdown)
    if not bare.isascii():  # which all of this leaves as it is
        bare = unicodedata.normalize("NFKC", bare).translate(_QUOTES)
    return " ".join(bare.casefold().split())


def identify(questions: Sequence[Question]) -> Identified:
    """Merge copies, leave out what has another question's ID in the same folder, and assign keys.

    Copies have the same stem and options; the richest is kept. Where their answers differ, it is disputed.
    """
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups[_asked(question)].append(question)
    kept = [_merge(group) for group in groups.values()]
    unique, clashes = _one_id_a_folder(kept)
    keyed, warnings = _assign_keys(unique)
    key_of = {question.span: question.key for question in keyed}
    copies: list[tuple[Question, str]] = []
    for group in groups.values():
        best = _richest(group)
        others = [copy for copy in group if copy.span != best.span and best.span in key_of]
        copies += [(copy, key_of[best.span]) for copy in others]
        warnings += [finding for copy in others if (finding := _compared(best, copy))]
    return Identified(tuple(keyed), tuple(copies), (*clashes, *warnings))


def _compared(best: Question, copy: Question) -> Diagnostic | None:
    """Return what is to be said of a copy beside the one that is kept; nothing when both say the same."""
    if right_texts(copy) != right_texts(best):
        return Diagnostic(
            rule=Rule.COPIES_DISAGREE,
            span=copy.span,
            message=f"the answer is {', '.join(copy.answer)} here, {', '.join(best.answer)} in the copy that is built",
            hint="find out which is right, and mend the other",
            related=(best.span,),
        )
    if _richness(copy) < _richness(best):
        return Diagnostic(
            rule=Rule.POORER_COPY,
            span=copy.span,
            message="this copy says less than another, which is built",
            hint="bring it up to date, or delete it",
            related=(best.span,),
        )
    return None


def _richest(copies: Sequence[Question]) -> Question:
    """Return the copy that says most; the first of equals."""
    return max(copies, key=_richness)


def _richness(question: Question) -> int:
    notes = sum(len(option.rationale) for option in question.options)
    cells = sum(len(cell) for table in question.tables for row in table.rows for cell in row)
    links = sum(len(link.url) for link in question.links)
    return len(question.explanation) + len(question.mnemonic) + len(question.keywords) + notes + cells + links


def _merge(copies: Sequence[Question]) -> Question:
    """Return the richest copy with the topics and traps of all, and as rivals what other copies call right."""
    best = _richest(copies)
    if len(copies) == 1:
        return best
    ordered = [best, *(copy for copy in copies if copy.span != best.span)]
    called_right = {text for copy in ordered for text in right_texts(copy)}
    rivals = {option.label for option in best.options if essence(option.text) in called_right}
    rivals = (rivals | set(best.rival_answers)) - set(best.answer)
    return best.model_copy(
        update={
            "id": next((copy.id for copy in ordered if copy.id), None),
            "topics": tuple(dict.fromkeys(topic for copy in ordered for topic in copy.topics)),
            "traps": tuple(dict.fromkeys(trap for copy in ordered for trap in copy.traps)),
            "rival_answers": tuple(sorted(rivals)),
        }
    )


def _folder(question: Question) -> str:
    return question.span.path.rpartition("/")[0]


def _one_id_a_folder(questions: Sequence[Question]) -> tuple[list[Question], list[Diagnostic]]:
    """Leave out all questions that share a folder and an ID: nobody knows which of them learners have."""
    places: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        if question.id:
            places[_folder(question), question.id].append(question)
    clashes = [
        Diagnostic(
            rule=Rule.DUPLICATE_ID,
            span=question.span,
            message=f"the ID `{question.id}` is another question's in this folder",
            hint="give the newer one an ID of its own",
            related=tuple(other.span for other in same if other is not question),
        )
        for same in places.values()
        if len(same) > 1
        for question in same
    ]
    left_out = {clash.span for clash in clashes}
    return [question for question in questions if question.span not in left_out], clashes


def _assign_keys(questions: Sequence[Question]) -> tuple[list[Question], list[Diagnostic]]:
    by_id: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if question.id:
            by_id[question.id].append(question)
    keyed: list[Question] = []
    taken: set[str] = set()
    for question in questions:
        key = _key(question, by_id)
        key = f"{question.span.path}#{question.index}" if key in taken else key  # an ID may look like another's key
        taken.add(key)
        keyed.append(question.model_copy(update={"key": key}))
    warnings = [
        Diagnostic(
            rule=Rule.QUALIFIED_ID,
            span=same[0].span,
            message=f"the ID `{name}` stands for {len(same)} different questions; the folder tells them apart",
            hint="give each an ID of its own",
            related=tuple(other.span for other in same[1:]),
        )
        for name, same in by_id.items()
        if len(same) > 1
    ]
    return keyed, warnings


def _key(question: Question, by_id: dict[str, list[Question]]) -> str:
    if not question.id:
        return f"{question.span.path}#{question.index}"
    if len(by_id[question.id]) == 1 or not _folder(question):
        return question.id
    return f"{_folder(question)}/{question.id}"
