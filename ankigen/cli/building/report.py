"""What a build prints at its end: the packages, what changed, and what to do about it in Anki."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from ankigen.cli.console import as_typed, echo, shell_quoted
from ankigen.views import counted, sized

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.build import Build
    from ankigen.model import ChangeKind


_LISTED = 8  # keys in a line


def print_report(built: Build, names: Iterable[str]) -> None:
    """Print the packages `names` of a build, what changed since the last build, and what a learner may do about it."""
    from ankigen.build.identity import ledger
    from ankigen.model import change_lines

    _print_packages(built, list(names))
    _print_held(built)
    _print_made(built)
    _print_language(built)
    changes = ledger.changes(built.before, built.after)
    for line in change_lines(_as_in_anki(changes, built)):
        echo(line)
    _print_searches(built, changes)
    _print_edited(built)
    _print_emptied(built)
    for line in _advice(built, changes):
        echo(line)
    for why, keys in built.not_retired:
        echo(f"warning: {counted(len(keys), 'question')} not read and not retired: {why}", err=True)
        echo("  hint: bring the files back, or delete the link or the inner bank.toml, and build again", err=True)
    _print_unknown(built)
    if built.before.joined:
        joined = counted(built.before.joined, "line")
        echo(f"the ledger had been merged: {joined} of two authors joined")
    if unicodedata.normalize("NFC", built.before.title) not in {"", built.bank.config.title}:
        echo(
            f"warning: the title was {built.before.title}: existing cards stay in its decks, "
            f"new ones go to {built.bank.config.title}; rename the deck in Anki, or keep the title",
            err=True,
        )


def print_unread_links(built: Build) -> None:
    """Name the links in a bank behind which there may be questions; a replay looks at them anew."""
    from ankigen.cli.reading import warn_of_links

    if built.complete and not built.bank.location.is_single:
        warn_of_links([built.bank.location.folder], [built.bank.location.folder])


def _as_in_anki(changes: Mapping[ChangeKind, Sequence[str]], built: Build) -> dict[ChangeKind, tuple[str, ...]]:
    """Return changes with the `Id` in place of the key of each question that is made of another one.

    Its key has a hash of what it asks, which an edit changes; nobody could search for it.
    """
    names = {entry.key: entry.shown[0] for entry in built.after.entries.values() if entry.parent}
    return {kind: tuple(names.get(key, key) for key in keys) for kind, keys in changes.items()}


def _print_packages(built: Build, names: Sequence[str]) -> None:
    """Print a line for each package: its path, notes, cards and size."""
    rows = [
        (
            as_typed(built.folder / name),
            counted(len(built.rows[name]), "note"),
            counted(sum(len(row.cards) for row in built.rows[name]), "card"),
            sized((built.folder / name).stat().st_size),
        )
        for name in names
    ]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(4)]
    for path, *figures in rows:
        columns = (text.rjust(width) for text, width in zip(figures, widths[1:], strict=True))
        echo("  ".join([path.ljust(widths[0]), *columns]))


def _print_held(built: Build) -> None:
    """Print how many questions no package has, and how many more would be held out if learners did not have them."""
    from ankigen.build.identity import ledger

    share, held = built.bank.config.hold_out, len(built.held)
    rows = [row for row in next(iter(built.rows.values()), ()) if not row.parent]
    if not (share or held):
        return
    release = " (released with --release-held-out)" if held else ""
    delivered = sum(ledger.is_chosen(row.guid, share) for row in rows)
    stay = f"; {delivered} more would be, but are in packages already" if delivered else ""
    echo(f"held out for mock exams: {held} of {counted(held + len(rows), 'question')}{release}{stay}")


def _print_made(built: Build) -> None:
    """Print how many notes are made of other questions, by kind, and what finds a kind in Anki."""
    kinds = Counter(row.summary.made for row in next(iter(built.rows.values()), ()) if row.parent)
    if kinds:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        echo(f"made of these questions: {counts}; to find a kind in Anki: tag:kind::{min(kinds)}")


def _print_language(built: Build) -> None:
    """Print the language of the cards, unless the author has chosen it."""
    from ankigen.languages import english_name
    from ankigen.system.files import SETTINGS_FILE

    source = built.bank.language_from
    if source == SETTINGS_FILE:
        return
    reason = f"from the {source}" if source else "no text is long enough to tell"
    echo(f"cards in {english_name(built.bank.languages.cards)} ({reason}; to change it, set language in bank.toml)")


def _print_searches(built: Build, changes: Mapping[ChangeKind, Sequence[str]]) -> None:
    from ankigen.build import packages
    from ankigen.build.identity import ledger

    if "retired" in changes:
        search = packages.retired_search(built.bank.config.id, built.after, changes["retired"])
        echo(f"  to suspend them, search in Anki's Browser: {search or 'their Ids are shown by other notes'}")
    for (old, _), names in ledger.moves(built.before, built.after).items():
        search = packages.search_for_moved(built.bank, names, old)
        echo(f"  {counted(len(names), 'card')} of {old or 'no topic'} stay in their deck; to find them: {search}")


def _print_edited(built: Build) -> None:
    """Print which questions have another text and the same note: only the author knows if one is another question."""
    from ankigen.build.identity import ledger

    keys = ledger.edited(built.before, built.after)
    if keys:
        echo(f"same note, other stem, options or answer: {', '.join(keys)}")
        echo("  if one is another question now, restore the old ankigen.lock and give the question a new ID")


def _print_emptied(built: Build) -> None:
    """Print which questions have lost their second card: Anki keeps it, with a blank front."""
    keys = built.without_recall
    if keys:
        some = ", ".join(keys[:_LISTED]) + (", …" if len(keys) > _LISTED else "")
        echo(f"without options no more (recall is off): {len(keys)} ({some})")
        echo("  after the import, these cards are blank in Anki; to delete them, and no note: Tools > Empty Cards")


def _print_unknown(built: Build) -> None:
    """Say that this clone lacks a part of git's history of the ledger, which may have later dates."""
    if not built.before.lacking:
        return
    name = as_typed(built.ledger_path)
    what = "the clone is shallow" if built.before.lacking == "commits" else "the clone is partial"
    fetch = "git fetch --unshallow" if built.before.lacking == "commits" else f"git log -p {shell_quoted(name)}"
    echo(f"warning: git does not have all earlier versions of {name}: {what}", err=True)
    echo("  a change that goes back to an older text may not reach who has the newer one", err=True)
    echo(f"  hint: to fetch them: {fetch}; or name what was released with --since", err=True)


def _advice(built: Build, changes: Mapping[ChangeKind, Sequence[str]]) -> list[str]:
    """Return what to choose in Anki's import dialogue, or what to expect of it, where that differs from the usual.

    Anki updates a note only if the package's date is later than the learner's, and an edit, a tag or a mark in Anki
    sets the learner's date. The same goes for a note type and an edit of its styling (docs/reimport.md).
    """
    advice = []
    if "answer" in changes:
        advice.append(
            "  if you edited or tagged one of these in Anki after this build, import with Update notes: Always"
        )
    if built.before.notetype not in {"", built.after.notetype}:
        advice.append(
            "the look of the cards changed\n"
            "  to import: no option to change; your own edits of styling and templates are replaced"
        )
    return advice
