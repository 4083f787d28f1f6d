"""`ankigen new bank` and `ankigen new question`."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.console import as_typed, echo, shell_quoted
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.options import DECKS, ExistingPath, OneOf, banks_here, paths_or_decks, value_of
from ankigen.cli.reading import read_banks
from ankigen.languages import LANGUAGES, nearest
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from ankigen.build import Location


@click.group()
def new() -> None:
    """Begin a bank, or a question in one.

    Comments <!-- ankigen: fill in: … --> mark what you have to write. `ankigen check` names them; the question is left
    out until all are gone.

    \b
    Examples:
      ankigen new bank aws --title "AWS SAA-C03" --language en
      ankigen new question --topic S3 --trap Default-Value

    \b
    Exit codes:
      0   written
      1   the bank or question exists already
      2   wrong usage

    \b
    See also:
      ankigen check, ankigen build
    """  # noqa: D301 - click's \b keeps the lines apart


@new.command("bank")
@click.argument("name")
@click.option("--title", metavar="TEXT", help="The deck's name in Anki. Default: NAME.")
@click.option(
    "--language",
    type=OneOf(LANGUAGES),
    help="The language of headings and labels. Default: the system's for the question, that of most explanations for"
    " the cards.",
)
def new_bank(name: str, title: str | None, language: str | None) -> None:
    """Begin a bank: write its settings and a question that works.

    NAME is its folder under decks/, or a path. Writes bank.toml, which lists every setting, a .gitignore for the
    packages, and a whole question to replace with your own. Existing questions are kept; nothing is overwritten.

    \b
    Examples:
      ankigen new bank databricks
      ankigen new bank ~/notes/aws --title "AWS SAA-C03" --language en

    \b
    Exit codes:
      0   written
      1   the bank exists already
      2   wrong usage

    \b
    See also:
      ankigen new question, ankigen docs bank-toml
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.model import slug
    from ankigen.system import atomic
    from ankigen.system.files import SETTINGS_FILE, SUFFIXES, is_device, walk_names
    from ankigen.views import scaffold

    if not name:
        raise click.UsageError("NAME is empty")
    folder = Path(name).expanduser()
    if is_device(folder.name) or folder.name.endswith((".", " ")):  # before it is looked for: there it may be a device
        raise click.UsageError(f"Windows cannot have a folder named {folder.name!r}; give the bank another name")
    folder = folder if len(folder.parts) > 1 or folder.exists() else _decks() / folder
    bank_id = slug(folder.resolve().name)
    if not bank_id:
        raise click.UsageError(f"{name} has no letters or digits to name a bank by")
    texts = {SETTINGS_FILE: scaffold.settings(bank_id, title or folder.resolve().name, language or "")}
    if not (folder / ".gitignore").exists():
        texts[".gitignore"] = scaffold.IGNORED
    if not folder.exists() or not any(walk_names(str(folder), SUFFIXES)):
        texts["questions/Q-001.md"] = scaffold.worked_question(language or _system_language(), "Q-001")
    for file, text in texts.items():
        atomic.create(folder / file, text)
        echo(as_typed(folder / file))
    echo(f"next: ankigen build {shell_quoted(as_typed(folder))}", err=True)


def _decks() -> Path:
    """Return the folder of banks that one is in, or the one that is to be made here."""
    try:
        root, _ = banks_here()
    except click.UsageError:
        return Path(DECKS)
    return root if root.resolve().name == DECKS else Path(as_typed(root.resolve().parent))


def _system_language() -> str:
    """Return the language in which this system speaks to its user, one of `LANGUAGES`; English if it is none of them.

    POSIX.1-2017, 8.2, says which variables count; Windows has a language of its interface instead.
    """
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    if sys.platform == "win32":  # pragma: no cover
        import ctypes
        import locale

        names.append(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""))
    name = re.split(r"[.@]", next(filter(None, names), ""))[0]
    return (nearest(name) if name not in {"", "C", "POSIX"} else "") or "en"


@new.command("question")
@click.option(
    "--bank",
    "folder",
    type=ExistingPath(file_okay=False),
    metavar="PATH",
    help="The bank's folder. Default: the bank that you are in, or the only one under decks/.",
)
@click.option("--id", "wanted", metavar="ID", help="The question's ID. Default: the next free number.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TAG",
    help="A topic; the first one is the question's deck. Repeat for more.",
    shell_complete=value_of("topic"),
)
@click.option(
    "--trap",
    "traps",
    multiple=True,
    metavar="TAG",
    help="A trap that the question sets. Repeat for more.",
    shell_complete=value_of("trap"),
)
@click.option(
    "--level", default="", metavar="LEVEL", help="The level, such as L1-Basic.", shell_complete=value_of("level")
)
@click.option("--domain", default="", metavar="DOMAIN", help="The domain of the exam.")
def new_question(folder: Path | None, wanted: str | None, **tags: Any) -> None:  # noqa: ANN401 - click's options
    """Begin a question: write a file to fill in.

    Prints the file's path. ID and file name follow the bank's style. An ID that is or was in use (the ledger has it)
    is never given again. No file is overwritten.

    \b
    Examples:
      ankigen new question
      ankigen new question --bank decks/databricks --topic Delta-Lake --trap Syntax-Confusion
      $EDITOR "$(ankigen new question --topic Delta-Lake)"

    \b
    Exit codes:
      0   written
      1   the ID or the file is taken, or bank.toml is wrong
      2   wrong usage

    \b
    See also:
      ankigen check, ankigen docs authoring
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import ledgers, next_free
    from ankigen.system import atomic
    from ankigen.system.files import SETTINGS_FILE
    from ankigen.views import scaffold

    filled = scaffold.GivenTags(**tags)
    for text in (wanted or "", *filled.topics, *filled.traps, filled.level, filled.domain):
        if not text.isprintable() or "`" in text:
            raise click.UsageError(f"{text!r} cannot be written into a question")
    ((bank, _),) = read_banks([_location(folder)])
    if SETTINGS_FILE in bank.faulty_paths:
        print_diagnostics(bank)
        raise SystemExit(1)
    existing, used = ledgers.known_ids(bank)
    same = next((name for name in used if wanted and name.casefold() == wanted.casefold()), None)
    if same is not None:
        hint = "an ID is never given to another question: learners have the old question's history"
        raise UserError(f"the ID {same} is taken: {used[same]}", hint)
    root = bank.location.folder
    question_id, path = next_free(existing, lambda name, file: name in used or (root / file).exists(), wanted or "")
    atomic.create(root / path, scaffold.question(bank.languages.cards, question_id, filled))
    echo(as_typed(root / path))


def _location(folder: Path | None) -> Location:
    """Return the bank for the new question; if it is unclear which one, raise a `click.UsageError`."""
    from ankigen.build import find_banks

    locations = find_banks([folder] if folder else paths_or_decks(()))
    if len(locations) != 1:
        names = ", ".join(as_typed(location.folder) for location in locations) or "none"
        raise click.UsageError(f"which bank? Name one with --bank (here: {names})")
    return locations[0]._replace(part=locations[0].folder)
