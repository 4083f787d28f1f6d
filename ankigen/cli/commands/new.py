"""`ankigen new bank` and `ankigen new question`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.console import as_typed, echo
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.options import ExistingPath, OneOf, paths_or_decks, value_of
from ankigen.cli.reading import read_banks
from ankigen.languages import LANGUAGES
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from ankigen.build import Place


@click.group()
def new() -> None:
    """Begin a bank, or a question in one: a file to fill in.

    Comments <!-- ankigen: fill in: … --> mark what you have to write. `ankigen check` names the first one; the
    question is left out until all are gone.

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
    help="The language of headings and labels. Default: that of most explanations.",
)
def new_bank(name: str, title: str | None, language: str | None) -> None:
    """Begin a bank: write its bank.toml.

    NAME is its folder under decks/, or a path. The file lists every setting. Existing questions are kept; nothing is
    overwritten.

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
      ankigen new question, docs/bank-toml.md
    """  # noqa: D301 - click's \b keeps the lines apart
    import shlex

    from ankigen.model import slug
    from ankigen.system import atomic
    from ankigen.system.files import SETTINGS_FILE
    from ankigen.views import scaffold

    if not name:
        raise click.UsageError("NAME is empty")
    folder = Path(name).expanduser()
    folder = folder if len(folder.parts) > 1 or folder.exists() else Path("decks") / folder
    bank_id = slug(folder.resolve().name)
    if not bank_id:
        raise click.UsageError(f"{name} has no letters or digits to name a bank by")
    atomic.create(folder / SETTINGS_FILE, scaffold.settings(bank_id, title or folder.resolve().name, language or ""))
    echo(as_typed(folder / SETTINGS_FILE))
    echo(f"its first question: ankigen new question --bank {shlex.quote(as_typed(folder))}", err=True)


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
      ankigen check, docs/authoring.md
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import known_ids, next_free
    from ankigen.system import atomic
    from ankigen.system.files import SETTINGS_FILE
    from ankigen.views import scaffold

    filled = scaffold.GivenTags(**tags)
    for text in (wanted or "", *filled.topics, *filled.traps, filled.level, filled.domain):
        if not text.isprintable() or "`" in text:
            raise click.UsageError(f"{text!r} cannot be written into a question")
    (full,) = read_banks([_place(folder)])
    bank = full.bank
    if SETTINGS_FILE in bank.faulty_paths:
        print_diagnostics(bank)
        raise SystemExit(1)
    existing, used = known_ids(bank)
    if wanted in used:
        hint = "an ID is never given to another question: learners have the old question's history"
        raise UserError(f"the ID {wanted} is taken: {used[wanted]}", hint)
    root = bank.place.folder
    question_id, path = next_free(existing, lambda name, file: name in used or (root / file).exists(), wanted or "")
    atomic.create(root / path, scaffold.question(bank.languages.cards, question_id, filled))
    echo(as_typed(root / path))


def _place(folder: Path | None) -> Place:
    """Return the bank for the new question; if it is unclear which one, raise a `click.UsageError`."""
    from ankigen.build import find_banks

    places = find_banks([folder] if folder else paths_or_decks(()))
    if len(places) != 1:
        names = ", ".join(as_typed(place.folder) for place in places) or "none"
        raise click.UsageError(f"which bank? Name one with --bank (here: {names})")
    return places[0]._replace(part=places[0].folder)
