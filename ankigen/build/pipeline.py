"""Build a bank, step by step: read it, select questions, render, date and package them, and write the files.

`build` reads and decides; only `write` changes files.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from ankigen.anki import home_of, homes, notetypes
from ankigen.anki.apkg import BATCH, reuse, write_package
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
    cards_by_hashes,
    divide,
    first_id,
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
    from ankigen.model import Package, Summary
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
    ledger_path, ledger_in_file = lockfile.read(bank.location, bank.config.id, folder)
    paths = deliveries.DeliveryPaths(ledger_path, folder / bank_file(bank.config), tuple(since))
    contents = frozenset(question.content for question in bank.summaries)
    stems = rendered.with_stems if since else ()
    with_deliveries = deliveries.up_to_date(ledger_in_file, paths, stems, contents, cache)
    chosen = _chosen(bank, wanted)
    complete = location.whole and not wanted.name
    unseen = bank.unseen(with_deliveries)
    sound = complete and not bank.faulty_paths
    guids = assign_guids(with_deliveries, bank.summaries, bank.config.id, bank.copies, unseen)
    if sound:
        with_deliveries, guids = ledger.settle_rivals(with_deliveries, bank.summaries, guids)
    made = made_of_each(bank, guids, with_deliveries)
    present = {*guids.values(), *(one.guid for of_one in made.values() for one in of_one)}
    held_back = waiting(with_deliveries, bank.summaries, guids, unseen)
    if not (with_deliveries.entries or location.has_settings):
        by_guid = {guids[question.key]: question.content for question in bank.summaries}
        check_name(bank.config.id, by_guid, location)
    with_restored = settle_restored(with_deliveries, present, now, complete=sound)
    before = ledger.upgrade(with_restored, {guids[question.key]: question for question in bank.summaries})
    chosen = tuple(question for question in chosen if question.key not in held_back)
    had_cards = cards_by_hashes(cache)
    rows = _rows_with_hashes(rendered, chosen, wanted, Guids(guids, made), before, cache, track)
    absent = missing(before, present, location.folder, may_be_many=retire) if sound else Missing()
    held = frozenset[str]() if release else held_out(before, guids.values(), bank.config.hold_out)
    held |= {row.guid for row in rows if row.parent in held}
    with_rows = ledger.record(before, rows, now, gone=absent.gone, held=held)
    with_notetype = ledger.date_notetype(with_rows, notetypes.load(), now)
    after = with_notetype._replace(bank=bank.config.id, title=bank.config.title)
    to_pack = rows if with_held else _released(bank, wanted, rows, held)
    packed = divide(bank, wanted, to_pack) if rows else {}
    return Build(
        bank=bank._replace(diagnostics=in_order([*bank.diagnostics, *held_back.values()])),
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


def write(built: Build, cache: Cache, track: Track = silent) -> frozenset[Path]:
    """Write the ledger and the packages, each whole or not at all; return the paths of those that changed.

    The ledger is written first: if the build is killed in between, the next one must not give other texts the same
    date. Packages of topics that are gone are deleted; packages of filters stay. A package is not made again if the
    `cache` shows that it would be the same. `track` counts the files: the ledger, then the packages. Raises `UserError`
    if another bank has the file of a new question.
    """
    entries, earlier = built.after.entries, built.before.entries
    check_files((entry.path for guid, entry in entries.items() if guid not in earlier), built.bank.location)
    batch_hashes = _batch_hashes(built)
    contents = {
        built.folder / name: _package_hash(package, batch_hashes[name]) for name, package in built.packages.items()
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


def _batch_hashes(built: Build) -> dict[str, list[bytes]]:
    """Return, for each package, a hash of each batch of its notes: of their entries in the ledger, and their order."""
    config, notetype = built.bank.config, notetypes.load()
    fields = [field.name for field in notetype.fields]
    shared = (config.id, config.title, notetype.id, fields, first_id(built.bank, built.after))
    rows_by_guid = {row.guid: row for rows in built.rows.values() for row in rows}
    entries = {
        guid: (*built.after.entries[guid], row.summary.path, row.due, row.cards) for guid, row in rows_by_guid.items()
    }

    def batch_hashes(rows: Sequence[Row]) -> list[bytes]:
        batches = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
        return [reuse.bytes_hash(caches.plain((shared, [entries[row.guid] for row in batch]))) for batch in batches]

    return {name: batch_hashes(rows) for name, rows in built.rows.items()}


def _package_hash(package: Package, batch_hashes: Sequence[bytes]) -> str:
    """Return the hash of all that a package holds."""
    package_hash = hashlib.sha256(package.notetype.model_dump_json().encode())
    package_hash.update(repr((package.descriptions, sorted(package.media), batch_hashes)).encode())
    return package_hash.hexdigest()


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
    guids: Guids,
    before: Ledger,
    cache: Cache,
    track: Track,
) -> list[Row]:
    """Return the rows of the questions and of those made of them that are `wanted`, with the hashes of their notes.

    A note with an `Id` of an older ledger gets a new one only if its card changes for another reason.
    """
    bank = rendered.bank
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
