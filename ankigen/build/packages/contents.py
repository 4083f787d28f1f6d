"""Make packages, and the searches for Anki's Browser that their descriptions and the report of a build name."""

from __future__ import annotations

import html
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ankigen.anki import deck_name, notetypes, search_for, search_for_any, search_for_deck
from ankigen.build.packages.notes import Notes
from ankigen.model import Package

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.build.bank import Bank, RenderedBank
    from ankigen.build.identity import Ledger, Row


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
