"""The command line: the only package that prints and exits.

Input: arguments, the environment, and the clock. Output: messages, exit codes, and calls of the packages below. Each
command is a module in `commands`, and imports what it uses only when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from ankigen import __version__
from ankigen.cli.commands import COMMANDS
from ankigen.cli.console import did_you_mean, print_error, utf8_output, visible
from ankigen.system.errors import UserError

__all__ = ["cli", "main"]


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}  # what a file says that takes no more output


class _Commands(click.Group):
    """The commands of the table `COMMANDS`; each is imported only when it is called or its help page is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"ankigen.cli.commands.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names; a wrong name is reported with those like it."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"there is no command {args[0]!r}{did_you_mean(args[0], [*COMMANDS, 'help'])}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands on the help page."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's signature
    ) -> click.Context:
        """Return the context of the arguments; wrong usage is reported without control characters.

        `ankigen help build` is `ankigen build --help`.
        """
        if args[:1] == ["help"]:
            args = [*args[1:], "--help"]
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise _escaped(error) from error

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - click's signature
        """Run the command line, or complete it for a shell, which may be one that click does not know.

        What may not be read, and output that cannot be written, as on a full disk, is an error in one line.
        """
        if os.environ.get("_ANKIGEN_COMPLETE", "").startswith("powershell"):
            from ankigen.cli import powershell

            powershell.register()
        try:
            return super().main(*args, **extra)
        except UnicodeEncodeError as error:
            name_error = _of_a_name(error)
            if name_error is None:
                raise
            print_error(name_error)
            sys.exit(1)
        except PermissionError as error:
            print_error(UserError(f"{error.filename}: {error.strerror}"))
            sys.exit(1)
        except OSError as error:
            if error.filename is not None or error.errno not in _FULL:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left would be written when Python ends
            print_error(UserError(f"the output cannot be written: {error.strerror}"))
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a `UserError` is printed without a traceback and exits with 1.

        A command that runs until Ctrl-C may get it before it has begun.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            if not ctx.obj:
                raise
            ctx.exit(0)
        except UserError as error:
            print_error(error)
            ctx.exit(1)
        except click.UsageError as error:
            raise _escaped(error) from error


def _of_a_name(error: UnicodeEncodeError) -> UserError | None:
    """Return what to say of a name that this system cannot write, or that it could not read; None for another text."""
    system = sys.getfilesystemencoding()
    lacking = error.object[error.start : error.end]
    hint = "use a locale with UTF-8, or set PYTHONUTF8=1"
    if all("\udc80" <= character <= "\udcff" for character in lacking):  # bytes that are no text (PEP 383)
        return UserError(f"a name has {lacking}, which is no text in {system.upper()}", f"rename it; or {hint}")
    if error.encoding.replace("-", "") != system.replace("-", ""):
        return None
    return UserError(f"this system's file names are {system.upper()}, which has no {lacking}", hint)


def _escaped(error: click.UsageError) -> click.UsageError:
    """Return the error with its control characters escaped: click prints the arguments that it does not understand."""
    return click.UsageError(visible(error.format_message()), error.ctx)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn banks of exam questions written in markdown into Anki packages.

    Edit, rebuild and re-import as often as you like: review history is kept.

    \b
    Examples:
      ankigen new bank aws                 begin a bank
      ankigen init notes                   make a bank of a folder with questions
      ankigen build                        build the bank that you are in, or every bank under decks/
      ankigen build --watch                rebuild whenever a file changes
      ankigen preview --open               see the cards without Anki
      ankigen check                        report what is wrong or doubtful
      ankigen push                         hand the packages to Anki

    \b
    Exit codes:
      0   done
      1   a question was left out, nothing was built, or something could not be read or written
      2   wrong usage

    \b
    See also:
      ankigen COMMAND --help, ankigen docs
    """  # noqa: D301 - click's \b keeps the lines apart


def main(*, awaits_ctrl_c: bool = False) -> None:
    """Run the command line; `awaits_ctrl_c` is of a command that runs until Ctrl-C."""
    utf8_output()
    gc.set_threshold(20_000, 10, 10)  # a build makes many lasting objects and hardly any cycles: saves 4 % of its time
    try:
        cli(prog_name="ankigen", obj=awaits_ctrl_c)
    finally:
        gc.freeze()  # the remaining objects end with the process: no need to collect them
