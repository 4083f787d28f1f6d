"""`ankigen picks`."""

from __future__ import annotations

import click

from ankigen.cli.console import echo, echo_data

_WHERE = """\
Paste it into Anki on the desktop: a deck's options, Advanced, Custom scheduling.
The box is one for the whole collection. If something is in it already, paste this below.
It records the options that you pick on cards of ankigen's, changes no interval, and leaves other cards alone.
`ankigen progress` then shows which wrong options you pick. AnkiDroid and AnkiMobile record nothing."""


@click.command()
def picks() -> None:
    """Print a snippet for Anki that records the options you pick.

    The snippet goes to standard output, and how to use it to standard error. Anki keeps the picks in the card's custom
    data, which it syncs: one character a review, of the last 80.

    \b
    Examples:
      ankigen picks
      ankigen picks | pbcopy      copies it on a Mac; on Windows: | clip; on Linux: | wl-copy

    \b
    Exit codes:
      0   printed

    \b
    See also:
      ankigen progress
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.anki import notetypes

    echo_data((notetypes.folder("picks") / "picks.js").read_text(encoding="utf-8"), nl=False)
    echo(_WHERE, err=True)
