"""What a file compiles to, and what that depends on apart from its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen import languages
from ankigen.markdown import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ankigen.checks import Suppression
    from ankigen.languages import Languages, Votes
    from ankigen.model import Diagnostic, MediaReference, Question, Reference, Summary
    from ankigen.source import Config


class CompiledFile(NamedTuple):
    """What one file compiles to, without the texts of its questions.

    `path` is relative to the bank's folder. `diagnostics` are about the file as a whole; `question_diagnostics` has
    one tuple for each question, in the order of `summaries`. `media_references` are the pictures and sounds that the
    file names, `references` all its pictures, sounds and links, and `definitions` the name and the lines of each link
    and footnote that it defines. `explanation_languages` and `stem_languages` are the languages of its explanations and
    of its stems, with the number of questions in each.
    """

    path: str
    summaries: tuple[Summary, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    question_diagnostics: tuple[tuple[Diagnostic, ...], ...] = ()
    references: tuple[Reference, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    media_references: tuple[MediaReference, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    explanation_languages: Votes = ()
    stem_languages: Votes = ()
    answer_key: str = ""  # the path of the file that holds its answers, relative to the bank's folder

    @property
    def all_references(self) -> Iterator[Reference | MediaReference]:
        """Every link, picture and sound that the file names."""
        yield from self.references
        yield from self.media_references


class ReadSettings(NamedTuple):
    """How the files of a bank are read: its folder and settings, and the paths of answer keys by those of their files.

    `languages` are those of the bank, None if they are not known yet: only rendering depends on them.
    """

    folder: Path
    config: Config
    answer_keys: Mapping[str, str] = {}
    languages: Languages | None = None


def is_asked(question: Question, config: Config) -> bool:
    """Whether the bank asks a question: a choice always, others where bank.toml has `open = true`."""
    return config.open or question.kind == "choice"


def look_of(compiled: CompiledFile, read_settings: ReadSettings, names: Mapping[str, str]) -> Look:
    """Return the `Look` of a file's fragments; `names` map the targets of its pictures and sounds to names in Anki."""
    return Look(read_settings.languages or languages.ENGLISH, read_settings.config.maths, names, compiled.definitions)


def languages_of(files: Iterable[CompiledFile], config: Config) -> Languages:
    """Return the languages of a bank with these files."""
    votes = [(compiled.explanation_languages, compiled.stem_languages) for compiled in files]
    return languages.languages_of(config.language, (of for of, _ in votes), (of for _, of in votes))
