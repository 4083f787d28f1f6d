"""Make packages of a bank's questions. Notes are made as they are written: all of them would not fit into memory."""

from __future__ import annotations

import hashlib
import html
import marshal
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, overload

from ankigen.anki import deck_name, notetypes, search_for, search_for_any, search_for_deck, to_note
from ankigen.anki.apkg import package_file
from ankigen.build import select
from ankigen.build.identity import Row, ledger
from ankigen.model import Package, file_slug, file_slugs, shortened_file_name, summary
from ankigen.source import load_config
from ankigen.system import cache as caches
from ankigen.system.files import OUTPUT_FOLDER
from ankigen.system.processes import process_count, spread
from ankigen.system.progress import paced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ankigen.build.bank import Bank, RenderedBank
    from ankigen.build.identity import Ledger
    from ankigen.build.locate import Location
    from ankigen.build.select import Filter
    from ankigen.model import Note
    from ankigen.source import Config
    from ankigen.system.cache import Cache
    from ankigen.system.progress import Track

_PART = 500  # notes that one process hashes at a time
_HASHES = "hashes"  # in the cache
_HASH_SIZE = 16  # bytes
_SUFFIX = ".apkg"


class Notes(Sequence["Note"]):
    """The notes of a package as a sequence that makes each note when it is asked for, and keeps none in memory."""

    def __init__(self, rendered: RenderedBank, rows: Sequence[Row], after: Ledger, first: int) -> None:
        """Take `rows` in the order of `due`, their dates in `after`, and an id (epoch ms) below all of theirs."""
        self._rendered, self._rows, self._after, self._first = rendered, rows, after, first

    def __len__(self) -> int:
        """Return the number of notes."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Note: ...
    @overload
    def __getitem__(self, index: slice) -> Notes: ...
    def __getitem__(self, index: int | slice) -> Note | Notes:
        """Make the note at an index, with its id and date; for a slice, return the `Notes` of these rows."""
        if isinstance(index, slice):
            return Notes(self._rendered, self._rows[index], self._after, self._first)
        row = self._rows[index]
        return _note(self._rendered, row, self._first + 10 * row.due, self._after.entries[row.guid].changed)


def with_note_hashes(rendered: RenderedBank, rows: Sequence[Row], cache: Cache, track: Track) -> list[Row]:
    """Return the rows with the hashes of their notes, and the cards that these have.

    Only notes whose hashes are not in the `cache` are made; `track` counts these.
    """
    hashes_by_input: dict[bytes, tuple[str, str, tuple[int, ...]]] = caches.values(cache, _HASHES)
    input_hashes = _input_hashes(rendered, rows)
    new = [number for number, input_hash in enumerate(input_hashes) if input_hash not in hashes_by_input]
    parts = [new[start : start + _PART] for start in range(0, len(new), _PART)]

    def hash_part(part: int) -> bytes:
        notes = (_note(rendered, rows[number]) for number in parts[part])
        return marshal.dumps([(*ledger.note_hashes(note), note.cards) for note in notes])

    done = spread(hash_part, len(parts), process_count(len(new)))
    for part, answer in paced(track(new, "questions"), [len(part) for part in parts], done):
        hashes_by_input |= zip([input_hashes[number] for number in parts[part]], marshal.loads(answer), strict=True)  # noqa: S302 - ours
    if new:
        # A build of a part, or of some kinds, keeps the hashes of the other questions.
        every = rendered.bank.summaries
        all_kinds = any(row.parent for row in rows) or not any(question.derived for question in every)
        whole = all_kinds and sum(not row.parent for row in rows) == len(every)
        caches.keep(
            cache,
            _HASHES,
            {input_hash: hashes_by_input[input_hash] for input_hash in input_hashes} if whole else hashes_by_input,
        )
    return [
        Row(row.summary, row.guid, row.home, row.due, row.shown, *hashes_by_input[input_hash], row.parent)
        for row, input_hash in zip(rows, input_hashes, strict=True)
    ]


def cards_by_hashes(cache: Cache) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the cards of the notes that the last build here has hashed, by the hashes of their fields and tags."""
    return {(fields, tags): cards for fields, tags, cards in caches.values(cache, _HASHES).values()}


def without_recall(
    rendered: RenderedBank,
    rows: Iterable[Row],
    before: Ledger,
    earlier: Mapping[tuple[str, str], tuple[int, ...]],
) -> tuple[str, ...]:
    """Return the keys of the questions that had a second card when the ledger was as `before`, and have none now.

    `earlier` has the cards of notes as the last build here made them. Of one that another machine has built, it is seen
    if nothing else on its cards has changed.
    """
    templates = enumerate(notetypes.load().templates)
    recall = next((i for i, template in templates if template.when == notetypes.RECALL), None)
    if recall is None:  # the author has changed when there is a second card
        return ()
    bank = rendered.bank._replace(config=rendered.bank.config.model_copy(update={"recall": True}))
    with_recall = rendered._replace(bank=bank)

    def has_lost_it(row: Row) -> bool:
        old = before.entries.get(row.guid)
        if row.parent or recall in row.cards or old is None or old.held or not ledger.has_changed(before, row):
            return False
        cards = earlier.get((old.fields, old.tags))
        if cards is not None:
            return recall in cards
        again = _note(with_recall, row._replace(summary=row.summary._replace(recall=None), shown=old.shown[0]))
        return ledger.note_hashes(again)[0] == old.fields

    return tuple(row.summary.key for row in rows if has_lost_it(row))


def _input_hashes(rendered: RenderedBank, rows: Sequence[Row]) -> list[bytes]:
    """Return, for each row, a hash of all that its note's hashes depend on: not of its file, key, position or dates."""
    bank, bodies = rendered
    notetype = notetypes.load()
    shape = ([field.name for field in notetype.fields], [template.when for template in notetype.templates])
    shared = hashlib.blake2b(
        f"{bank.config.model_dump_json()}\n{bank.languages}\n{shape}".encode(), digest_size=_HASH_SIZE
    ).digest()
    return [
        hashlib.blake2b(
            caches.plain((summary.without_place(row.summary), row.shown, row.home, bodies.body_hash(row.summary))),
            digest_size=_HASH_SIZE,
            key=shared,
        ).digest()
        for row in rows
    ]


def _note(rendered: RenderedBank, row: Row, number: int = 0, mod: int = 0) -> Note:
    return to_note(
        row.summary,
        rendered.bodies.html(row.summary),
        guid=row.guid,
        shown_id=row.shown,
        home=row.home,
        due=row.due,
        config=rendered.bank.config,
        languages=rendered.bank.languages,
        number=number,
        mod=mod,
    )


def bank_file(config: Config) -> str:
    """Return the file name of the package of a whole bank."""
    return package_file(_base_name(config))


def _base_name(config: Config) -> str:
    """Return the beginning of the file names of a bank's packages."""
    return shortened_file_name(file_slug(config.id)) or "bank"


def package_path(location: Location, wanted: Filter, folder: Path | None = None) -> Path:
    """Return the path of the package of a bank, or of a part of it, that a build with a filter writes into `folder`.

    With a filter that takes every question, it is the one of the whole bank or part.
    """
    config, _ = load_config(location.folder)
    return (folder or location.folder / OUTPUT_FOLDER) / _file(f"{_base_name(config)}{_selection(location, wanted)}")


def partial_packages(location: Location) -> list[Path]:
    """Return the packages of filters and of parts of a bank that earlier builds wrote into its output folder.

    Without a bank.toml, the package of a part is that of a file, which is a bank of its own, and is left out.
    """
    config, _ = load_config(location.folder)
    heads = (*select.name_beginnings(), *(["--path-"] if location.has_settings else []))
    names = tuple(package_file(f"{_base_name(config)}{head}").removesuffix(_SUFFIX) for head in heads)
    folder = location.folder / OUTPUT_FOLDER
    return [path for path in sorted(folder.glob(f"*{_SUFFIX}")) if path.name.startswith(names)]


def _selection(location: Location, wanted: Filter) -> str:
    """Return what the file name of a package says of the part of a bank and the filter that it was made of."""
    if location.whole:
        return wanted.name
    inside = location.part.relative_to(location.folder).as_posix()
    return f"--path-{file_slug(inside.removesuffix(location.part.suffix))}{wanted.name}"


def topic_files(config: Config, homes: Iterable[str]) -> dict[str, str]:
    """Return the file name of each home topic's package; no slug contains `~`, so no topic can be named `~no-topic`."""
    base = _base_name(config)
    return {home: _file(f"{base}-{name or '~no-topic'}") for home, name in file_slugs(homes).items()}


def _file(name: str) -> str:
    return package_file(shortened_file_name(name))


def divide(bank: Bank, wanted: Filter, rows: Sequence[Row]) -> dict[str, Sequence[Row]]:
    """Return the rows of each package, by file name.

    A build of the whole bank makes one package of all questions, one for each home topic that has at least
    `topic_minimum` questions, and one of the questions without a topic, unless that is all of them. A build of a part,
    or with a filter, makes a single package, named after the part and the filter.
    """
    selection = _selection(bank.location, wanted)
    if selection:
        return {_file(f"{_base_name(bank.config)}{selection}"): rows}
    files = topic_files(bank.config, {row.home: None for row in rows})
    by_file: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_file[files[row.home]].append(row)
    if files.keys() == {""}:  # the package of those without a topic would be that of the bank once more
        return {bank_file(bank.config): rows}
    topicless = files.get("")
    questions = {name: sum(not row.parent for row in inside) for name, inside in by_file.items()}
    thin = [name for name, count in questions.items() if count < bank.config.topic_minimum and name != topicless]
    return {bank_file(bank.config): rows} | {name: inside for name, inside in by_file.items() if name not in thin}


def first_id(bank: Bank, after: Ledger) -> int:
    """Return an id (epoch milliseconds) below those of all notes, which are earlier than the first date in the ledger.

    Notes have the ids 10, 20, 30 … above it, in the order of the bank.
    """
    dates = (entry.changed for entry in after.entries.values() if not entry.held)
    count = sum(1 + len(question.derived) for question in bank.summaries)
    return min(dates, default=after.changed) * 1000 - 10 * count


def to_packages(rendered: RenderedBank, packed: Mapping[str, Sequence[Row]], after: Ledger) -> dict[str, Package]:
    """Return the packages by file name, from the rows of each (`packed`); their notes are made as they are written."""
    bank, bodies = rendered
    title, text = bank.config.title, _description(bank, after)
    first = first_id(bank, after)
    notetype = notetypes.load().model_copy(update={"mod": after.notetype_changed})

    def package(rows: Sequence[Row]) -> Package:
        homes = ("", *dict.fromkeys(row.home for row in rows))
        names = {name for row in rows for name in bodies.files(row.summary)} if bank.media.files else ()
        return Package(
            notetype=notetype,
            notes=Notes(rendered, rows, after, first),
            descriptions={deck_name(title, home): text for home in homes},
            media=bank.media.files.only(sorted(names)),
        )

    return {name: package(rows) for name, rows in packed.items()}


def _description(bank: Bank, after: Ledger) -> str:
    """Return the description of every deck, as HTML. Every import replaces it in Anki, so it is never out of date."""
    changed = datetime.fromtimestamp(after.released.changed, UTC).date().isoformat()
    parts = [f"{html.escape(bank.config.title)} · ankigen · {changed}"]
    retired = retired_search(bank.config.id, after)
    if retired:
        parts.append(f"Retired questions, to suspend in the Browser: <code>{html.escape(retired)}</code>")
    return "<br>".join(parts)


def retired_search(bank_id: str, after: Ledger, only: Sequence[str] = ()) -> str:
    """Return the search for Anki's Browser that finds the retired questions; "" if there are none that learners have.

    `only` limits it to some keys. It finds a note by whatever the note has ever shown, because a learner may not have
    imported every package. If an active note shows or has shown the same, it asks for the retired question's file, too.
    """
    entries = after.released.entries.values()
    active = {(name, entry.path) for entry in entries if not entry.retired for name in entry.shown}
    names_of_active = {name for name, _ in active}
    names_by_path: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.retired and (not only or entry.key in only):
            for name in entry.shown:
                if (name, entry.path) not in active:
                    names_by_path[entry.path if name in names_of_active else ""].add(name)
    return search_for_any([search_for(bank_id, sorted(names), path) for path, names in sorted(names_by_path.items())])


def search_for_moved(bank: Bank, names: Sequence[str], old: str) -> str:
    """Return the search for Anki's Browser that finds the cards with these `Id`s that are still in an `old` deck.

    `old` is the former home topic: Anki's importer leaves existing cards in the deck where they are.
    """
    return f"{search_for(bank.config.id, names)} {search_for_deck(deck_name(bank.config.title, old))}"
