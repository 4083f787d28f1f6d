"""Build a bank, step by step: read it, select questions, render, date and package them, and write the files.

`build` reads and decides; only `write` changes files.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import home_of, homes, notetypes
from ankigen.anki.apkg import reuse, write_package
from ankigen.build import select
from ankigen.build.bank import Build
from ankigen.build.identity import (
    Guids,
    Ledger,
    Missing,
    Row,
    assign_guids,
    check_files,
    check_name,
    deliveries,
    held_out,
    ledger,
    lockfile,
    missing,
    settle_restored,
    shown_ids,
    shown_of_derived,
    waiting,
)
from ankigen.build.link import read_bank
from ankigen.build.packages import (
    bank_file,
    batch_hashes_of,
    cards_by_hashes,
    divide,
    package_hash,
    to_packages,
    topic_files,
    with_note_hashes,
    without_recall,
)
from ankigen.model import in_order, with_derived
from ankigen.system import atomic
from ankigen.system import cache as caches
from ankigen.system.errors import NoMatchError, UserError
from ankigen.system.files import OUTPUT_FOLDER
from ankigen.system.processes import process_count
from ankigen.system.progress import silent

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from ankigen.build.bank import Bank, RenderedBank
    from ankigen.build.identity import Made
    from ankigen.build.locate import Location
    from ankigen.build.select import Filter
    from ankigen.model import Diagnostic, Summary
    from ankigen.system.cache import Cache
    from ankigen.system.progress import Track
    from ankigen.system.stamp import Snapshot


def build(  # noqa: PLR0913 - keyword-only, each with one meaning
    location: Location,
    wanted: Filter,
    *,
    now: int,
    folder: Path | None = None,
    cache: Cache,
    track: Track = silent,
    snapshot: Snapshot | None = None,
    since: Sequence[Path] = (),
    retire: bool = False,
    release: bool = False,
    with_held: bool = False,
) -> Build:
    """Return the build of a bank at `now` (epoch seconds) into `folder` (default: `apkg` in the bank's folder).

    Raises `UserError` if the filter matches nothing, or only questions that are held out, if the ledger is damaged or
    another bank's, or if more than a tenth of the bank is gone; with `retire`, it may be. With `release`, no question
    of the build is held out any more; `with_held` gives packages of all questions, to look at and not for learners.
    `track` counts the files, then the questions. The `cache` must be open until the build is written. `snapshot` is
    that of the bank if the caller has taken it already. `since` are packages that learners may have: what differs from
    them gets a later date.
    """
    rendered = read_bank(location, cache, track, snapshot)
    bank = rendered.bank
    folder = folder or location.folder / OUTPUT_FOLDER
    complete = location.whole and not wanted.name
    sound = complete and not bank.faulty_paths  # then a question that was not read is gone
    ledger_path, delivered = _delivered(rendered, folder, since, cache)
    chosen = _chosen(bank, wanted)
    identities = _identified(bank, delivered, now, sound=sound)
    before = identities.before
    had_cards = cards_by_hashes(cache)
    chosen = tuple(question for question in chosen if question.key not in identities.waiting)
    rows = _rows_with_hashes(rendered, chosen, wanted, identities, cache, track)
    absent = missing(before, identities.present, location.folder, may_be_many=retire) if sound else Missing()
    held = (
        frozenset[str]() if release else held_out(before, identities.guids.of_questions.values(), bank.config.hold_out)
    )
    held |= {row.guid for row in rows if row.parent in held}
    after = ledger.record(before, rows, now, gone=absent.gone, held=held)
    after = ledger.date_notetype(after, notetypes.load(), now)
    after = after._replace(bank=bank.config.id, title=bank.config.title)
    to_pack = rows if with_held else _released(bank, wanted, rows, held)
    packed = divide(bank, wanted, to_pack) if rows else {}
    return Build(
        bank=bank._replace(diagnostics=in_order([*bank.diagnostics, *identities.waiting.values()])),
        bodies=rendered.bodies,
        folder=folder,
        ledger_path=ledger_path,
        before=before,
        after=after,
        packages=to_packages(rendered, packed, after) if rows else {},
        rows=packed,
        complete=complete,
        held=tuple(row.summary.key for row in rows if row.guid in held and not row.parent),
        not_retired=absent.not_retired,
        without_recall=without_recall(rendered, rows, before, had_cards),
    )


def _delivered(rendered: RenderedBank, folder: Path, since: Sequence[Path], cache: Cache) -> tuple[Path, Ledger]:
    """Return the path of the ledger, and the ledger with all that learners may have been given."""
    bank = rendered.bank
    ledger_path, ledger_in_file = lockfile.read(bank.location, bank.config.id, folder)
    paths = deliveries.DeliveryPaths(ledger_path, folder / bank_file(bank.config), tuple(since))
    contents = frozenset(question.content for question in bank.summaries)
    stems = rendered.with_stems if since else ()
    return ledger_path, deliveries.up_to_date(ledger_in_file, paths, stems, contents, cache)


class _Identities(NamedTuple):
    """Which note each question of a bank is: the ledger as it was `before`, and the GUIDs.

    `present` are the GUIDs of all questions that were read; `waiting` has, by key, the questions that have to wait.
    """

    before: Ledger
    guids: Guids
    present: frozenset[str]
    waiting: Mapping[str, Diagnostic]


def _identified(bank: Bank, delivered: Ledger, now: int, *, sound: bool) -> _Identities:
    """Return which note each question of a bank is; `sound` is whether all of the bank's questions were read.

    Raises `UserError` if the bank has no bank.toml, and another bank has its name.
    """
    unseen = bank.unseen(delivered)
    guids = assign_guids(delivered, bank.summaries, bank.config.id, bank.copies, unseen)
    if sound:
        delivered, guids = ledger.settle_rivals(delivered, bank.summaries, guids)
    made = made_of_each(bank, guids, delivered)
    present = {*guids.values(), *(one.guid for of_one in made.values() for one in of_one)}
    held_back = waiting(delivered, bank.summaries, guids, unseen)
    if not (delivered.entries or bank.location.has_settings):
        by_guid = {guids[question.key]: question.content for question in bank.summaries}
        check_name(bank.config.id, by_guid, bank.location)
    with_restored = settle_restored(delivered, present, now, complete=sound)
    before = ledger.upgrade(with_restored, {guids[question.key]: question for question in bank.summaries})
    return _Identities(before, Guids(guids, made), frozenset(present), held_back)


def write(built: Build, cache: Cache, track: Track = silent) -> frozenset[Path]:
    """Write the ledger and the packages, each whole or not at all; return the paths of those that changed.

    The ledger is written first: if the build is killed in between, the next one must not give other texts the same
    date. Packages of topics that are gone are deleted; packages of filters stay. A package is not made again if the
    `cache` shows that it would be the same. `track` counts the files: the ledger, then the packages. Raises `UserError`
    if another bank has the file of a new question.
    """
    entries, earlier = built.after.entries, built.before.entries
    check_files((entry.path for guid, entry in entries.items() if guid not in earlier), built.bank.location)
    batch_hashes = batch_hashes_of(built)
    contents = {
        built.folder / name: package_hash(package, batch_hashes[name]) for name, package in built.packages.items()
    }
    current = caches.current(cache, contents)
    stale = [name for name in built.packages if built.folder / name not in current]

    def write_named(name: str, path: Path) -> None:
        target = built.folder / name
        with reuse.opened(cache, target) as reusable:
            record = write_package(built.packages[name], path, batch_hashes[name], reusable)
        reuse.keep(cache, target, record)

    ledger_text = lockfile.dump(built.after)
    ledgers = {built.ledger_path: atomic.content(ledger_text.encode())}
    if atomic.read_regular(built.ledger_path) == ledger_text:  # the bank may be read-only
        ledgers = {}
    writers = ledgers | {built.folder / name: partial(write_named, name) for name in stale}
    changed = atomic.replace(writers, process_count(len(built.bank.summaries)), track, "packages")
    atomic.clean({built.ledger_path, *current} - {*writers})
    atomic.remove(gone_packages(built))
    caches.remember(cache, contents)
    if not built.before.restored:
        deliveries.remember(ledger_text, built.ledger_path, built.bank.location.folder, cache)
    return changed


def remember_file(built: Build) -> None:
    """Record where the ledger of a single file is, so that a second bank of its folder is noticed; it has no cache."""
    location = built.bank.location
    own = caches.made(location.part) if location.is_single else None
    if own:
        deliveries.remember(lockfile.dump(built.after), built.ledger_path, location.folder, own)


def gone_packages(built: Build) -> list[Path]:
    """Return the paths of packages of topics that are gone, for deletion; none for a build of a part."""
    if not built.complete:
        return []
    once = set(topic_files(built.bank.config, {entry.home for entry in built.before.entries.values()}).values())
    return [built.folder / name for name in sorted(once - set(built.packages))]


def _chosen(bank: Bank, wanted: Filter) -> tuple[Summary, ...]:
    chosen = select.select(bank.selected, wanted)
    if not chosen and bank.selected and wanted.name:
        hint = select.suggestion(bank.selected, wanted)
        raise NoMatchError(f"no question of {bank.config.title} matches the filter", hint)
    return chosen


def _released(bank: Bank, wanted: Filter, rows: Sequence[Row], held: Container[str]) -> list[Row]:
    """Return the rows of the questions that learners get: without those of the GUIDs `held`.

    Raises `UserError` if there is none left.
    """
    released = [row for row in rows if row.guid not in held]
    if rows and not released:
        error = NoMatchError if wanted.name else UserError
        raise error(
            f"{bank.config.title}: no package, because each question of it is held out for mock exams",
            "to put all that are held out into the packages, for good: ankigen build --release-held-out",
        )
    return released


def _rows_with_hashes(  # noqa: PLR0913, PLR0917 - what `build` has
    rendered: RenderedBank,
    chosen: Sequence[Summary],
    wanted: Filter,
    identities: _Identities,
    cache: Cache,
    track: Track,
) -> list[Row]:
    """Return the rows of the questions and of those made of them that are `wanted`, with the hashes of their notes.

    A note with an `Id` of an older ledger gets a new one only if its card changes for another reason.
    """
    bank, before, guids = rendered.bank, identities.before, identities.guids
    homes_before = [entry.home for entry in sorted(before.entries.values()) if not entry.retired]
    spellings = homes(bank.summaries, homes_before)
    due = guids.positions(bank.summaries)
    shown = shown_ids(before, bank.summaries, guids.of_questions, bank.copies)
    rows: list[Row] = []
    for question in chosen:
        guid, home = guids.of_questions[question.key], home_of(question, spellings)
        made = guids.made.get(guid, ())
        rows.append(Row(question, guid, home, due[guid], shown[question.key][0]))
        names = shown_of_derived(before, made, shown[question.key][1])
        rows += [Row(one.summary, one.guid, home, due[one.guid], names[one.guid], parent=guid) for one in made]
    rows = [row for row in rows if select.is_of_kind(row.summary, wanted)]
    rows = with_note_hashes(rendered, rows, cache, track)
    renamed = {
        number: row._replace(shown=shown[row.summary.key][1])
        for number, row in enumerate(rows)
        if not row.parent and row.shown != shown[row.summary.key][1] and ledger.has_changed(before, row)
    }
    again = with_note_hashes(rendered, list(renamed.values()), cache, track) if renamed else []
    by_number = dict(zip(renamed, again, strict=True))
    return [by_number.get(number, row) for number, row in enumerate(rows)]


def made_of_each(bank: Bank, guids: Mapping[str, str], before: Ledger) -> dict[str, tuple[Made, ...]]:
    """Return the questions that are made of each question, by its GUID; `guids` are by key."""
    groups = ((guids[question.key], with_derived(question)[1:]) for question in bank.summaries if question.derived)
    return ledger.assign(before, groups, bank.config.cards.limit)


def ledger_is_current(built: Build) -> bool:
    """Whether the ledger on disk is what the build would write."""
    return (atomic.read_regular(built.ledger_path) or "").replace("\r\n", "\n") == lockfile.dump(built.after)
