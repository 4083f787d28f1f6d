"""Compile a file to a `CompiledFile`: all that a build needs to know of it, except for the texts of its questions.

Those texts become HTML (`store`) and are not kept in memory.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

from ankigen import languages, readers
from ankigen.build.compile import answer_keys
from ankigen.build.compile.compiled import CompiledFile, ReadSettings, is_asked, look_of
from ankigen.build.compile.summaries import summarise, with_derived_of
from ankigen.checks import at_its_words, check_question, find_suppressions
from ankigen.derived import derive
from ankigen.markdown import (
    Look,
    definitions_in,
    is_too_deep,
    media_in,
    references_in,
)
from ankigen.model import Diagnostic, MediaReference, Rule, Span, slug
from ankigen.source import find_conflict, find_placeholder, read_file, without_conflict_markers
from ankigen.system.files import relative_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.model import Question
    from ankigen.readers import Parsed
    from ankigen.source import Config, Source


def compile_file(
    path: Path, read_settings: ReadSettings, data: bytes | None = None
) -> tuple[CompiledFile, tuple[Question, ...]]:
    """Return the compiled file and its questions, each before those that are made of it; `data` are its bytes, if read.

    A file that cannot be read or decoded, or that holds a merge conflict or a placeholder, has no questions, and a
    diagnostic that says why; neither has one that nests so deep that its form cannot be read.
    """
    try:
        return _compiled(path, read_settings, data)
    except RecursionError:
        name = unicodedata.normalize("NFC", relative_path(path, read_settings.folder))
        return CompiledFile(name, diagnostics=(_too_deep(Span(path=name, line=1), "the file"),)), ()


def _compiled(path: Path, read_settings: ReadSettings, data: bytes | None) -> tuple[CompiledFile, tuple[Question, ...]]:
    source, encoding_diagnostics = read_file(path, read_settings.folder, data)
    if source is None:
        return CompiledFile(encoding_diagnostics[0].span.path, diagnostics=encoding_diagnostics), ()
    conflict = find_conflict(source)
    if conflict:
        asks = any(_asked(readers.parse(without_conflict_markers(source)), read_settings.config))
        return CompiledFile(source.path, diagnostics=(*encoding_diagnostics, conflict) if asks else ()), ()
    placeholder = find_placeholder(source)
    if placeholder:
        return CompiledFile(source.path, diagnostics=(*encoding_diagnostics, placeholder)), ()
    answer_key = answer_keys.answer_key_of(source.path, read_settings, source.text)
    answers = read_file(answer_key, read_settings.folder)[0] if answer_key else None
    parsed = readers.parse(source, answers)
    asked, diagnostics = _asked(parsed, read_settings.config)
    if not asked and source.path in read_settings.answer_keys.values():
        return CompiledFile(source.path), ()
    diagnostics = diagnostics if asked else diagnostics or readers.answer_key_without_questions(source)
    if not asked and not diagnostics:
        return CompiledFile(source.path), ()
    deep = [(question, text) for question in asked if (text := next(filter(is_too_deep, _texts(question)), ""))]
    if deep:
        asked = tuple(question for question in asked if question not in [one for one, _ in deep])
        spans = (_place_of_text(source, question.span, text) for question, text in deep)
        diagnostics = (*diagnostics, *(_too_deep(span, "a text of the question") for span in spans))
    questions = tuple(_with_tags(question, read_settings.config.tags.aliases) for question in asked)
    derived = [derive(question, read_settings.config) for question in questions]
    references = tuple(references_in(source.text, source.path))
    definitions = definitions_in(source.text)
    exact = Look(languages.ENGLISH, definitions=definitions)  # neither language nor `maths` is content
    compiled = CompiledFile(
        path=source.path,
        summaries=tuple(
            with_derived_of(summarise(question, exact), made)
            for question, (made, _) in zip(questions, derived, strict=True)
        ),
        diagnostics=(*encoding_diagnostics, *diagnostics),
        question_diagnostics=_checked(questions, [poor for _, poor in derived], parsed.questions, source),
        references=references,
        suppressions=tuple(find_suppressions(source, [question.span.line for question in parsed.questions])),
        definitions=definitions,
        explanation_languages=languages.votes_of(list(map(_explained, questions))),
        stem_languages=languages.votes_of([question.stem for question in questions]),
        answer_key=answers.path if answers else "",
    )
    look = look_of(compiled, read_settings, {})
    media = [
        reference for question in questions for reference in media_in(_texts(question), look, references, question.span)
    ]
    media += [MediaReference(reference.target, reference.span) for reference in references if reference.shown]
    every: list[Question] = []
    for question, (made, _) in zip(questions, derived, strict=True):
        every += [question, *(one.question for one in made)]
    return compiled._replace(media_references=tuple(media)), tuple(every)


def _checked(
    questions: Sequence[Question],
    poor: Sequence[Sequence[Diagnostic]],
    in_file: Sequence[Question],
    source: Source,
) -> tuple[tuple[Diagnostic, ...], ...]:
    """Return the diagnostics of each of the questions, which are some of those in the file.

    `poor` has those of the cards that are not made of each.
    """
    begins = sorted(question.span.line for question in in_file)
    rows: Sequence[str] = ()
    checked: list[tuple[Diagnostic, ...]] = []
    for question, of_cards in zip(questions, poor, strict=True):
        diagnostics = (*check_question(question), *of_cards)
        if diagnostics:
            rows = rows or source.text.split("\n")
            after = bisect_right(begins, question.span.line)
            end = begins[after] if after < len(begins) else len(rows) + 1
            diagnostics = tuple(at_its_words(diagnostic, rows, end) for diagnostic in diagnostics)
        checked.append(diagnostics)
    return tuple(checked)


def _texts(question: Question) -> Iterator[str]:
    """Yield the texts of a question that become HTML."""
    yield from (question.stem, question.solution, question.explanation, question.mnemonic)
    yield from (question.technique, question.concepts, question.keywords)
    for option in question.options:
        yield from (option.text, option.rationale)
    for table in question.tables:
        yield from (table.title, *table.header, *(cell for row in table.rows for cell in row))
    yield from (link.title for link in question.links)


def _place_of_text(source: Source, span: Span, text: str) -> Span:
    """Return where a text of the question at `span` begins in its file; `span` if it is not written as it is read."""
    begin = next(filter(None, map(str.strip, text.split("\n"))), "")
    for number, row in enumerate(source.text.split("\n")[span.line - 1 :], span.line):
        if begin in row:
            return Span(path=span.path, line=number, column=row.index(begin) + 1)
    return span


def _too_deep(span: Span, what: str) -> Diagnostic:
    message = f"{what} nests lists, quotations or emphasis too deep"
    return Diagnostic(rule=Rule.TOO_DEEP, span=span, message=message, hint="take the repeated marks away")


def _asked(parsed: Parsed, config: Config) -> tuple[tuple[Question, ...], tuple[Diagnostic, ...]]:
    """Return the questions that the bank asks, and the diagnostics of the file."""
    questions = tuple(question for question in parsed.questions if is_asked(question, config))
    return questions, parsed.diagnostics if config.open else parsed.if_choices


def _explained(question: Question) -> str:
    """Return what explains a question: the explanation or, if it has none, the rationales and the mnemonic."""
    return question.explanation or "\n".join([*(option.rationale for option in question.options), question.mnemonic])


def _with_tags(question: Question, aliases: Mapping[str, str]) -> Question:
    """Return the question with each tag in the bank's spelling; `aliases` map other spellings to it."""
    if not aliases:
        return question
    names = {slug(alias): name for alias, name in aliases.items()}

    def own(tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(slug(tag), tag) for tag in tags))

    options = tuple(
        option.model_copy(update={"traps": own(option.traps)}) if option.traps else option
        for option in question.options
    )
    return question.model_copy(
        update={"topics": own(question.topics), "traps": own(question.traps), "options": options}
    )
