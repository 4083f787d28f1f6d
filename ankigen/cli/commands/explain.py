"""`ankigen explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ankigen.cli.console import COLOURS, Piece, did_you_mean, echo_pieces, print_markdown

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _codes(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the codes that begin with `incomplete`, each with its summary."""
    from click.shell_completion import CompletionItem

    from ankigen.model import BY_CODE

    return [CompletionItem(code, help=r.title) for code, r in BY_CODE.items() if code.startswith(incomplete.upper())]


@click.command()
@click.argument("code", required=False, shell_complete=_codes)
def explain(code: str | None) -> None:
    """Explain a diagnostic code.

    Prints a page on CODE: its severity, why it matters, what to do. Without CODE, lists all codes. The hundreds digit
    names what is at fault: AG0 files and settings, AG1 the parts of a question, and kinds that the bank does not ask,
    AG2 one question, AG3 the whole bank, AG4 pictures and links, AG5 what learners' reviews show.

    \b
    Examples:
      ankigen explain
      ankigen explain AG205

    \b
    Exit codes:
      0   printed
      2   there is no such code

    \b
    See also:
      ankigen check
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.model import BY_CODE, rule_page

    if code is None:
        for rule in BY_CODE.values():
            echo_pieces(
                (
                    Piece(rule.code, bold=True),
                    Piece(f"  {rule.severity:7}", COLOURS[rule.severity]),
                    Piece(f"  {rule.title}"),
                )
            )
        return
    name = code.upper() if code.upper() in BY_CODE else f"AG{code}"
    if name not in BY_CODE:
        near = did_you_mean(code.upper(), BY_CODE)
        raise click.UsageError(f"there is no code {code}{near or '; `ankigen explain` lists them all'}")
    print_markdown(rule_page(BY_CODE[name]))
