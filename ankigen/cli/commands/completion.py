"""`ankigen completion`."""

from __future__ import annotations

import click

from ankigen.cli.console import echo
from ankigen.cli.options import OneOf


@click.command()
@click.argument("shell", type=OneOf(["bash", "zsh", "fish", "powershell"]))
def completion(shell: str) -> None:
    """Print the shell completion script.

    It completes commands, options, paths, tags, question IDs and codes. SHELL is bash (4.4 or later), zsh, fish
    or powershell (5.1 or later).

    \b
    Install it:
      bash   echo 'eval "$(ankigen completion bash)"' >> ~/.bashrc
      zsh    echo 'eval "$(ankigen completion zsh)"' >> ~/.zshrc       after compinit
      fish   ankigen completion fish > ~/.config/fish/completions/ankigen.fish
      powershell   add to $PROFILE: ankigen completion powershell | Out-String | Invoke-Expression

    \b
    Examples:
      eval "$(ankigen completion bash)"     in this shell only

    \b
    Exit codes:
      0   printed
      2   wrong usage

    \b
    See also:
      ankigen --help
    """  # noqa: D301 - click's \b keeps the lines apart
    from click.shell_completion import get_completion_class

    from ankigen.cli import powershell

    powershell.register()
    completer = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if completer:
        echo(completer(root, {}, "ankigen", "_ANKIGEN_COMPLETE").source())
