"""What a build prints at its end: the packages, what changed, and what to do about it in Anki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.cli.console import counted, echo, shown, sized

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.build import Build
    from ankigen.model import Kind


def print_summary(made: Build, names: Iterable[str]) -> None:
    """Print the packages `names` of a build, what changed since the last build, and what a learner may do about it."""
    from ankigen.build.identity import ledger
    from ankigen.model import summary_lines

    _print_packages(made, list(names))
    _print_language(made)
    changes = ledger.changes(made.before, made.after)
    for line in summary_lines(changes):
        echo(line)
    _print_searches(made, changes)
    for line in _advice(made, changes):
        echo(line)
    for why, keys in made.kept:
        echo(f"warning: {counted(len(keys), 'question')} not read and not retired: {why}", err=True)
        echo("  hint: bring the files back, or delete the link and build again", err=True)
    if made.before.joined:
        joined = counted(made.before.joined, "line")
        echo(f"the ledger had been merged: {joined} of two authors joined")
    if made.before.title not in {"", made.bank.config.title}:
        echo(
            f"warning: the title was {made.before.title}: existing cards stay in its decks, "
            f"new ones go to {made.bank.config.title}; rename the deck in Anki, or keep the title",
            err=True,
        )


def _print_packages(made: Build, names: Sequence[str]) -> None:
    """Print a line for each package: its path, notes, cards and size."""
    rows = [
        (
            shown(made.folder / name),
            counted(len(made.rows[name]), "note"),
            counted(sum(len(row.cards) for row in made.rows[name]), "card"),
            sized((made.folder / name).stat().st_size),
        )
        for name in names
    ]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(4)]
    for path, *figures in rows:
        columns = (text.rjust(width) for text, width in zip(figures, widths[1:], strict=True))
        echo("  ".join([path.ljust(widths[0]), *columns]))


def _print_language(made: Build) -> None:
    """Print the language of the cards, unless the author has chosen it."""
    from ankigen.languages import english_name
    from ankigen.system.files import SETTINGS_FILE

    source = made.bank.language_from
    if source == SETTINGS_FILE:
        return
    reason = f"from the {source}" if source else "no text is long enough to tell"
    echo(f"cards in {english_name(made.bank.languages.cards)} ({reason}; to change it, set language in bank.toml)")


def _print_searches(made: Build, changes: Mapping[Kind, Sequence[str]]) -> None:
    from ankigen.build import retired_search, search_for_moved
    from ankigen.build.identity import ledger

    if "retired" in changes:
        search = retired_search(made.bank.config.id, made.after, changes["retired"])
        echo(f"  to suspend them, search in Anki's Browser: {search or 'their Ids are shown by other notes'}")
    for (old, _), names in ledger.moves(made.before, made.after).items():
        search = search_for_moved(made.bank, names, old)
        echo(f"  {counted(len(names), 'card')} of {old or 'no topic'} stay in their deck; to find them: {search}")


def _advice(made: Build, changes: Mapping[Kind, Sequence[str]]) -> list[str]:
    """Return what to choose in Anki's import dialogue, or what to expect of it, where that differs from the usual.

    Anki updates a note only if the package's date is later than the learner's, and an edit, a tag or a mark in Anki
    sets the learner's date. The same goes for a note type and an edit of its styling (docs/reimport.md).
    """
    advice = []
    if "answer" in changes:
        advice.append(
            "  if you edited or tagged one of these in Anki after this build, import with Update notes: Always"
        )
    if made.before.notetype not in {"", made.after.notetype}:
        advice.append(
            "the look of the cards changed\n"
            "  to import: no option to change; your own edits of styling and templates are replaced"
        )
    return advice
