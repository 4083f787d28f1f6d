"""A linked bank as a value, alone or with the rendered fields of its questions, and the build of a bank.

A linked bank is kept in the cache: until a file that it depends on changes, it is not linked again.
"""

from __future__ import annotations

import pickle
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import BODY_FIELDS
from ankigen.anki.media import Media
from ankigen.build.identity import Unseen
from ankigen.languages import ENGLISH
from ankigen.model import Rule, Summary, with_derived
from ankigen.system import cache as caches
from ankigen.system.files import LEDGER_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ankigen.build.compile import Bodies
    from ankigen.build.identity import Ledger, Row
    from ankigen.build.locate import Location
    from ankigen.languages import Languages
    from ankigen.model import Diagnostic, Package, Span
    from ankigen.source import Config
    from ankigen.system.cache import Cache, State
    from ankigen.system.stamp import Snapshot

_NAME = "linked"  # in the cache


class Bank(NamedTuple):
    """A linked bank: the summary of each of its questions, with its key, in the order of the files.

    `language_from` says where the language of the cards is from: `bank.toml`, `explanations`, `stems`, or "" if no text
    is long enough to tell. Of several copies of a question, one is in `summaries`, with the tags of all; `copies` are
    the others, each with the key of that one. `diagnostics` are all that are not suppressed, sorted by place. `errors`
    are the places of errors, where something was left out, and `empty` the paths of the files without a question.
    `media` are the pictures and sounds that the files name, `named_paths` the paths of all files that they name,
    whether they exist or not. `answer_keys` has the path of the answer key of each file that has one. Paths of files in
    the bank are relative to its folder.
    """

    location: Location
    config: Config
    languages: Languages = ENGLISH
    language_from: str = ""
    summaries: tuple[Summary, ...] = ()
    copies: tuple[tuple[Summary, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    errors: tuple[Span, ...] = ()
    empty: tuple[str, ...] = ()
    media: Media = Media()
    named_paths: frozenset[Path] = frozenset()
    answer_keys: Mapping[str, str] = {}

    @property
    def sought_paths(self) -> frozenset[Path]:
        """The `named_paths`, each with its name in both Unicode forms: a file system may store either."""
        folder = self.location.folder  # whose own name is as it is
        names = {str(path.relative_to(folder)) for path in self.named_paths if path.is_relative_to(folder)}
        forms = {unicodedata.normalize(form, name) for name in names for form in ("NFC", "NFD")}
        return self.named_paths.union(folder / name for name in forms)

    @property
    def faulty_paths(self) -> frozenset[str]:
        """The paths of the files from which something was left out."""
        return frozenset(span.path for span in self.errors)

    @property
    def selected(self) -> tuple[Summary, ...]:
        """The questions in the part of the bank that was asked for, or of which it has a copy."""
        if self.location.whole:
            return self.summaries
        keys = {question.key for question in self.summaries if self.is_selected(question)}
        keys |= {key for copy, key in self.copies if self.is_selected(copy)}
        return tuple(question for question in self.summaries if question.key in keys)

    def unseen(self, ledger: Ledger) -> Unseen:
        """Return what of the questions in the bank's ledger cannot be seen in what was read."""
        return Unseen(self.errors, self.location.unread(entry.path for entry in ledger.entries.values()))

    def is_selected(self, item: Summary | Diagnostic) -> bool:
        """Whether a question or diagnostic is in the part of the bank that was asked for."""
        return self.is_selected_path(item.path if isinstance(item, Summary) else item.span.path)

    def is_selected_path(self, path: str) -> bool:
        """Whether a file, by its path relative to the bank's folder, is in the part of the bank that was asked for."""
        if self.location.whole:
            return True
        part = unicodedata.normalize("NFC", self.location.part.relative_to(self.location.folder).as_posix())
        files = (file for file, answer_key in self.answer_keys.items() if answer_key == path)  # it belongs to them
        return any(file == part or file.startswith(f"{part}/") for file in (path, *files))


class RenderedBank(NamedTuple):
    """A linked bank with the rendered fields of its questions, which can be read while the cache is open."""

    bank: Bank
    bodies: Bodies

    @property
    def with_stems(self) -> list[tuple[Summary, str]]:
        """The questions and those made of them, each with the HTML of its stem."""
        stem = BODY_FIELDS.index("Stem")
        every = (one for question in self.bank.summaries for one in with_derived(question))
        return [(question, self.bodies.html(question)[stem]) for question in every]


class Build(NamedTuple):
    """What a build would write to `folder`: packages by file name, and the ledger, as it was `before` and is `after`.

    `bodies` are the fields of the bank's questions, `rows` the questions of each package. `complete` is whether the
    build is of the whole bank, without a filter: only then are missing questions retired. `held` are the keys of the
    questions that the packages would have if they were not held out. `not_retired` has the keys of questions that were
    not read and yet are not retired, each with the reason; `without_recall` those of questions that had a second card
    before.
    """

    bank: Bank
    bodies: Bodies
    folder: Path
    ledger_path: Path
    before: Ledger
    after: Ledger
    packages: Mapping[str, Package]
    rows: Mapping[str, Sequence[Row]]
    complete: bool
    held: tuple[str, ...]
    not_retired: tuple[tuple[str, tuple[str, ...]], ...] = ()
    without_recall: tuple[str, ...] = ()


def load_linked(location: Location, config: Config, cache: Cache, snapshot: Snapshot) -> Bank | None:
    """Return the bank as `keep_linked` saved it, for any part of it; None if a file has changed since then."""
    data = cache.load(_NAME)
    if data is None:
        return None
    files, pickled = pickle.loads(data)  # noqa: S301 - this user wrote it
    if files != (_tree_of(snapshot), snapshot.links):
        return None
    bank: Bank = pickle.loads(pickled)  # noqa: S301 - as above
    return bank._replace(location=location, config=config)


def keep_linked(bank: Bank, cache: Cache, snapshot: Snapshot) -> None:
    """Save a bank that was linked from the files of a snapshot, with their states, apart from that of the ledger.

    It is not saved if it depends on anything else: if it names a file that is not there, or is in a folder that a
    snapshot leaves out. Nor is it if a file is so young that a later change might not show, or cannot be read: perhaps
    it can be the next time.
    """
    tree = _tree_of(snapshot)
    if any(str(path) not in tree for path in bank.named_paths):
        return
    if any(was and caches.young(was, snapshot.time) for was in tree.values()):
        return
    if any(diagnostic.rule is Rule.UNREADABLE for diagnostic in bank.diagnostics):
        return
    pickled = pickle.dumps(bank, pickle.HIGHEST_PROTOCOL)
    cache.save(_NAME, pickle.dumps(((tree, snapshot.links), pickled), pickle.HIGHEST_PROTOCOL))


def _tree_of(snapshot: Snapshot) -> dict[str, State | None]:
    return {path: was for path, was in snapshot.tree.items() if not path.endswith(LEDGER_FILE)}
