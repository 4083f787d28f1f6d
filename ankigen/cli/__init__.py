"""The command line: alone prints, exits, and reads the environment and the clock.

A command imports what it uses when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import click

from ankigen import __version__
from ankigen.cli import build, check, export, packages, preview, repair, stats
from ankigen.cli.printing import print_problem
from ankigen.problem import Problem


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
    epilog="Exit codes: 0 done, 1 a question was left out or nothing was built, 2 wrong usage.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Turn banks of exam questions written in markdown into Anki packages.

    \b
    Examples:
      ankigen build                        every bank under decks/
      ankigen build --trap Syntax-Confusion
      ankigen export decks/databricks --format jsonl
    """  # noqa: D301 - click's \b keeps the lines apart


for command in (
    build.build,
    preview.preview,
    stats.stats,
    export.export,
    check.check,
    check.explain,
    repair.repair,
    packages.diff,
    packages.inspect,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    cli(prog_name="ankigen")
