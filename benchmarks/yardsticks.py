"""`python yardsticks.py mistune|genanki|import PATH...`: run what ankigen is compared with, in a process of its own."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path


def mistune_pass(folder: Path) -> None:
    """Parse every markdown file below a folder with mistune, with tables, on one core; render nothing."""
    import mistune

    parse = mistune.create_markdown(renderer=None, plugins=["table"])
    for path in sorted(folder.rglob("*.md")):
        parse(path.read_text(encoding="utf-8"))


def plain_genanki(package: Path, target: Path) -> None:
    """Write the notes of a package as a simple script with genanki would: with its defaults, without compression."""
    import genanki

    from ankigen.anki.apkg import read_package

    read = read_package(package)
    model = genanki.Model(
        read.notetype.id,
        read.notetype.name,
        fields=[{"name": field.name} for field in read.notetype.fields],
        templates=[{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in read.notetype.templates],
        css=read.notetype.css,
    )
    decks: dict[str, genanki.Deck] = {}
    for note in read.notes:
        deck = decks.setdefault(note.deck, genanki.Deck(2 + len(decks), note.deck))
        deck.add_note(genanki.Note(model, list(note.fields), guid=note.guid, tags=list(note.tags)))
    genanki.Package(list(decks.values())).write_to_file(target)


def anki_import(package: Path) -> None:
    """Import a package into a new collection of the real Anki, and print the seconds that the import took."""
    from anki.collection import Collection, ImportAnkiPackageRequest

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(f"{folder}/collection.anki2")
        start = time.perf_counter()
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package)))
        print(time.perf_counter() - start)
        collection.close()


if __name__ == "__main__":
    kinds = {"mistune": mistune_pass, "genanki": plain_genanki, "import": anki_import}
    kinds[sys.argv[1]](*map(Path, sys.argv[2:]))
