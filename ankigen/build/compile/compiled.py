"""What a file compiles to, and what that depends on apart from its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ankigen.checks import Suppression
    from ankigen.languages import Languages, Votes
    from ankigen.model import Diagnostic, MediaReference, Reference, Summary
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
