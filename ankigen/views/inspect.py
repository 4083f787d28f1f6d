"""What is in a package, for a person who wants to know before importing it."""

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ankigen.anki.apkg import read_package
from ankigen.views.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def inspect_package(path: Path) -> Iterator[str]:
    """Yield lines of text: a package's note type, decks, tags, fields and files, with sizes in bytes.

    A file that is not a package is a `UserError`.
    """
    package = read_package(path)
    notes = package.notes
    newest = max((note.mod for note in notes), default=0)
    cards = sum(len(note.cards) for note in notes)
    changed = f"{datetime.fromtimestamp(newest, UTC):%Y-%m-%d}" if notes else "never"
    yield f"{path.name}: {counted(len(notes), 'note')}, {counted(cards, 'card')}, last changed {changed}"
    yield f"note type: {package.notetype.name} ({package.notetype.id})"
    yield "decks:"
    decks = Counter(note.deck for note in notes)
    for name in sorted({*decks, *package.descriptions}):
        yield f"  {decks[name]:6}  {name}"
    yield "tags:"
    for tag, count in sorted(Counter(tag for note in notes for tag in note.tags).items()):
        yield f"  {count:6}  {tag}"
    yield "fields (notes that have it, bytes):"
    for i, field in enumerate(package.notetype.fields):
        values = [note.fields[i].encode() for note in notes if note.fields[i]]
        yield f"  {len(values):6}  {sum(map(len, values)):9}  {field.name}"
    yield "files (bytes, bytes in the package):"
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            yield f"  {entry.file_size:9}  {entry.compress_size:9}  {entry.filename}"
