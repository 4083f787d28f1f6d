"""The only door to the terminal: every text that a command prints goes through one of the functions here.

A bank, a ledger, a package or an answer of another program may contain characters that a terminal acts on: they could
change its title, paste keys, or hide what is printed. So control characters are printed as escapes.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from ankigen.system.errors import UserError

# C0 without tab and line feed, DEL, C1; line and paragraph separators; the embeddings, overrides and isolates of bidi
# (Unicode Standard Annex 9, 2), which show a text in another order; and surrogates, which no terminal can be sent.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

COLOURS = {"error": "red", "warning": "yellow"}  # of each severity

# What terminals that make text clickable set in the environment.
_LINKING: dict[str, str | tuple[str, ...]] = {
    "TERM_PROGRAM": ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"),
    "TERM": ("xterm-kitty", "alacritty", "foot", "xterm-ghostty"),
    "WT_SESSION": "",
    "KONSOLE_VERSION": "",
    "DOMTERM": "",
}


def visible(text: str) -> str:
    r"""Return text with every control character but tab and line feed as `\uXXXX`, which JSON reads as the same."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


class Piece(NamedTuple):
    """A part of a line: its text, its colour or "", whether it is bold, and the URL that a click on it opens, or ""."""

    text: str
    fg: str = ""
    bold: bool = False
    link: str = ""


def utf8_output() -> None:
    """Write UTF-8 to pipes and files, and on a terminal an escape for each character that it does not have.

    Python would write a pipe in the code page of Windows, and end with a traceback at a character that it lacks. What
    is written to a stream that is closed goes nowhere.
    """
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _open_closed() -> None:
    """Open the null device for each standard stream that is closed: the next file would get its number, and output."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the process ends


def echo(text: str = "", *, err: bool = False, nl: bool = True, fg: str = "", bold: bool = False) -> None:
    """Print text to standard output or standard error, with its control characters escaped."""
    if fg or bold:
        echo_pieces((Piece(text, fg, bold),), err=err, nl=nl)
    else:
        click.echo(visible(text), err=err, nl=nl)


def echo_pieces(pieces: Iterable[Piece], *, err: bool = False, nl: bool = True) -> None:
    """Print the pieces of one line, with their colours and links if standard output or standard error shows them."""
    stream = sys.stderr if err else sys.stdout
    colours, links = _shows_colours(stream), _shows_links(stream)
    texts = []
    for piece in pieces:
        text = visible(piece.text).replace("\n", "\\n")  # else the name of a file could print a line of its own
        if colours and (piece.fg or piece.bold):
            text = click.style(text, fg=piece.fg or None, bold=piece.bold or None)
        if links and piece.link:
            text = f"\x1b]8;;{visible(piece.link)}\x1b\\{text}\x1b]8;;\x1b\\"
        texts.append(text)
    click.echo("".join(texts), err=err, nl=nl, color=colours or links)


def _shows_colours(stream: TextIO) -> bool:
    """Whether to print colours: as no-color.org and force-color.org say, else on a terminal that has them."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return os.environ["FORCE_COLOR"] != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _shows_links(stream: TextIO) -> bool:
    """Whether the terminal is one of those that make text clickable (OSC 8); others may print the address instead."""
    if os.environ.get("FORCE_HYPERLINK"):
        return os.environ["FORCE_HYPERLINK"] != "0"
    if not stream.isatty():
        return False
    newer_vte = int(re.sub(r"\D", "", os.environ.get("VTE_VERSION", "")) or 0) >= 5000
    return newer_vte or any(os.environ[name].startswith(_LINKING[name]) for name in _LINKING if name in os.environ)


def echo_data(text: str, *, nl: bool = True) -> None:
    """Print what another program or a file is to be given: as it is, but escaped if a terminal shows it."""
    if sys.stdout.isatty():
        echo(text, nl=nl)
    else:
        click.echo(text.encode("utf-8", "backslashreplace") + (b"\n" if nl else b""), nl=False)


def echo_again(text: str, *, err: bool = False) -> None:
    """Print what an earlier command printed: its control characters are escaped already, its colours are wanted."""
    click.echo(text, err=err, nl=False, color=True)


def printing() -> str:
    """Return all that decides how texts are printed; only where it is the same can they be printed again."""
    return repr([(_shows_colours(stream), _shows_links(stream)) for stream in (sys.stdout, sys.stderr)])


_PIPE = 1000  # columns if the output is not a terminal: each row is one line, for grep


class Recorder(io.StringIO):
    """Records what is printed to a stream, with colours and links if the stream shows them."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream.isatty()


def rich_console(*, err: bool = False) -> Console:
    """Return rich's console for standard output or standard error, which escapes the control characters of texts."""
    from rich.console import Console
    from rich.segment import Segment

    class Escaping(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(visible(segment.text), segment.style)

    console = Escaping(stderr=err, highlight=False)
    if not console.is_terminal:
        console.width = _PIPE
    return console


def print_report(console: Console, *parts: RenderableType) -> None:
    """Print what is laid out for people below each other; in a pipe, without the blanks that fill up lines."""
    if console.is_terminal:
        console.print(*parts, sep="\n")
        return
    with console.capture() as captured:
        console.print(*parts, sep="\n")
    echo("\n".join(line.rstrip() for line in captured.get().split("\n")), nl=False)


def print_markdown(text: str) -> None:
    """Print a page: laid out on a terminal, as it is to a pipe."""
    if not sys.stdout.isatty():
        echo(text, nl=False)
        return
    from rich.markdown import Markdown

    console = rich_console()
    console.print(Markdown(text), width=min(console.width, 100))


def did_you_mean(word: str, names: Iterable[str], folder: str = "") -> str:
    """Return a sentence that names what is most like a mistyped word, to be put behind another; "" if nothing is.

    `folder` is put before each name.
    """
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in names}
    near = [folder + by_folded[match] for match in get_close_matches(word.casefold(), by_folded, n=2, cutoff=0.6)]
    return f"; did you mean {' or '.join(near)}?" if near else ""


def print_error(error: UserError) -> None:
    """Print an error and its hint to standard error, each on one line; paths are relative to the working directory."""
    here = f"{Path.cwd()}{os.sep}"
    echo(str(error).replace(here, ""), err=True)
    if error.hint:
        echo(f"  hint: {error.hint.replace(here, '')}", err=True)


def print_waiting(folder: Path) -> None:
    """Print that the command waits for another build of the bank in `folder`."""
    echo(f"another build of {as_typed(folder)} is running; waiting for it", err=True)


def as_typed(path: Path) -> str:
    """Return a path as a person would type it: relative to the working directory, or absolute if that is shorter.

    It is one line, even if the name of a file has several: else it could print a message of its own.
    """
    full, here = Path(os.path.realpath(path)), Path.cwd()  # also of a link to itself, of which `resolve` may not return
    name = str(full)
    if full.is_relative_to(here):
        name = str(full.relative_to(here))
    else:
        with suppress(ValueError):  # on Windows, between two drives there is no relative path
            name = min(os.path.relpath(full, here), name, key=len)
    return name.replace("\n", "\\n")


def shell_quoted(word: str) -> str:
    """Return a word as one would type it in a shell; double quotes are those of every shell on Windows."""
    if sys.platform == "win32":  # pragma: no cover
        return f'"{word}"' if re.search(r"[\s&|<>^()%!;,]", word) else word
    return shlex.quote(word)
