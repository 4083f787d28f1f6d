"""The command line: the only package that prints, exits, and reads the environment and the clock.

Comes in: arguments. Goes out: messages, exit codes, and calls of the packages below. There is one module for each
command in `commands`; a command imports what it uses when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import gc

import click

from ankigen import __version__
from ankigen.cli.commands import (
    build,
    check,
    completion,
    diff,
    explain,
    export,
    inspect,
    new,
    preview,
    push,
    repair,
    stats,
)
from ankigen.cli.console import print_problem
from ankigen.system.errors import Problem

__all__ = ["cli", "main"]


class _Group(click.Group):
    """Tells a person what the world did to us in one message, never in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            print_problem(problem)
            ctx.exit(1)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Turn banks of exam questions written in markdown into Anki packages.

    Build again after every edit and import again: nobody's reviews are lost.

    \b
    Examples:
      ankigen new bank aws                 begin a bank
      ankigen build                        build every bank under decks/
      ankigen build --watch                and again whenever a file changes
      ankigen preview --open               see the cards without Anki
      ankigen check                        what is wrong or doubtful
      ankigen push                         hand the packages to Anki

    \b
    Exit codes:
      0   done
      1   a question was left out, nothing was built, or something could not be read or written
      2   wrong usage

    \b
    See also:
      ankigen COMMAND --help, docs/README.md
    """  # noqa: D301 - click's \b keeps the lines apart


for command in (
    new.new,
    build.build,
    preview.preview,
    push.push,
    check.check,
    explain.explain,
    stats.stats,
    export.export,
    diff.diff,
    inspect.inspect,
    repair.repair,
    completion.completion,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    gc.set_threshold(20_000, 10, 10)  # a build makes many objects that stay, and next to no cycles: 4 % of its time
    try:
        cli(prog_name="ankigen")
    finally:
        gc.freeze()  # what is left goes with the process, and need not be looked through once more
