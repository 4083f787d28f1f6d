"""Completion in PowerShell, which click does not have."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, ClassVar

from click.shell_completion import ShellComplete, add_completion_class

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# about_Functions_Argument_Completion: `-Native` gives the word, the line and the position of the cursor; where nothing
# is returned, PowerShell completes paths.
_SOURCE = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $line, $cursor)
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    $env:%(complete_var)s = 'powershell_complete'
    $env:COMP_WORDS = $line.ToString()
    $env:COMP_CWORD = $word
    try {
        & %(prog_name)s | ForEach-Object {
            $kind, $value, $help = $_ -split "`t", 3
            if ($kind -eq 'plain') {
                [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
            }
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD
        [Console]::OutputEncoding = $encoding
    }
}
"""


class _PowerShell(ShellComplete):
    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _SOURCE

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is completed, and that one."""
        words, incomplete = _words(os.environ["COMP_WORDS"])[1:], os.environ["COMP_CWORD"].strip("'\"")
        return (words[:-1] if incomplete and words and words[-1] == incomplete else words), incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion as the script reads it: its kind, its text, and what it means."""
        return f"{item.type}\t{item.value}\t{' '.join((item.help or item.value).split())}"


def _words(line: str) -> list[str]:
    """Return the words of a line; the last one may be incomplete. A backtick escapes, and a backslash is itself."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", "`"
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:  # a quote that is open
        words.append(lexer.token)
    return words


def register() -> None:
    """Make PowerShell one of the shells that click knows."""
    add_completion_class(_PowerShell)
