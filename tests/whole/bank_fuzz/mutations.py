"""Break a bank: its files, their names, its settings, its ledger, its pictures."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from typing import TYPE_CHECKING

from bank_fuzz import text

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

_NAMES = (
    "é.md", unicodedata.normalize("NFD", "é.md"), "-x.md", " .md", ".hidden.md", "a" * 240 + ".md", "CON.md", "q#1.md",
    "new\nline.md", "esc\x1b[31m.md", "q.MD", "q.markdown", "q.md.md", "%2e.md", "[x](y).md", "q?.md", "𝔮.md",
    "ankigen.lock", "bank.toml", "sub/bank.toml", "apkg", "apkg/x.md", "README.md",
)  # fmt: skip
_VALUES = (
    "0",
    "-1",
    "1e999",
    "true",
    '""',
    '"x"',
    "[]",
    "[[]]",
    "{}",
    "[1]",
    '["Alpha"]',
    "2027-02-01",
    "nan",
    "9" * 5000,
)
_SETTINGS = (
    "id", "title", "language", "recall", "open", "shuffle", "maths", "media_limit", "topic_minimum", "hold_out",
    "ignore", "pass", "exam_date", "tags", "tags.topics", "tags.traps", "tags.aliases", "tags.families", "blueprint",
    "x",
)  # fmt: skip
_COLUMNS = (
    "",
    "x",
    "active",
    "retired",
    "held",
    "A" * 16,
    "\ud800",
    "a\nb",
    "\x1b[31m",
    "../../x",
    0,
    -1,
    2**63,
    1.5,
    None,
    [],
    {},
)


def files(folder: Path, pick: random.Random) -> None:
    """Break the text of a file of questions."""
    path = _any(folder, pick, "*.md")
    if path:
        _write(path, text.broken(_read(path), pick))


def encoding(folder: Path, pick: random.Random) -> None:
    """Write a file in another encoding, or break its bytes."""
    path = _any(folder, pick, "*")
    if path:
        data = path.read_bytes()
        place = pick.randrange(len(data) + 1)
        changes: list[Callable[[], bytes]] = [
            lambda: _read(path).encode("utf-16", "replace"),
            lambda: _read(path).encode("cp1252", "replace"),
            lambda: b"\xef\xbb\xbf" + data,
            lambda: data.replace(b"\n", b"\r\n"),
            lambda: data[:place] + pick.randbytes(3) + data[place + 3 :],
            lambda: data[:place],
            lambda: b"",
            lambda: pick.randbytes(300),
        ]
        path.write_bytes(pick.choice(changes)())


def names(folder: Path, pick: random.Random) -> None:
    """Rename or copy a file to an odd name."""
    path = _any(folder, pick, "*")
    new = folder / pick.choice(("", "q", "more")) / pick.choice(_NAMES)
    if path and not new.exists() and (new.parent.is_dir() or not new.parent.exists()):
        new.parent.mkdir(parents=True, exist_ok=True)
        pick.choice((os.rename, shutil.copy))(path, new)


def special(folder: Path, pick: random.Random) -> None:
    """Put something else into the place of a file: a folder, a link, a pipe, a device."""
    path = _any(folder, pick, "*")
    if path:
        path.unlink()
        targets = ("nowhere", path.name, ".", "..", "/dev/zero", "/dev/stdin", "/etc/passwd", "/proc/self/environ")
        how = pick.choice(("folder", "link", "link", "pipe", "nothing"))
        if how == "folder":
            path.mkdir()
        elif how == "link":
            path.symlink_to(pick.choice(targets))
        elif how == "pipe":
            os.mkfifo(path)


def settings(folder: Path, pick: random.Random) -> None:
    """Break bank.toml."""
    path = folder / "bank.toml"
    if path.is_file():
        old = _read(path)
        name = pick.choice(_SETTINGS)
        new = pick.choice(
            (
                f"{name} = {pick.choice(_VALUES)}\n{old}",
                f"{old}\n[{name}]\nx = {pick.choice(_VALUES)}\n",
                f"{name} = {'[' * 3000}",
                text.broken(old, pick),
                old.replace("Alpha", text.some(pick).replace('"', "")),
                "",
            )
        )
        _write(path, new)


def ledger(folder: Path, pick: random.Random) -> None:
    """Break the ledger."""
    path = folder / "ankigen.lock"
    if not path.is_file():
        return
    rows = path.read_text(encoding="utf-8", errors="replace").split("\n")
    number = pick.randrange(len(rows))
    how = pick.choice(("column", "column", "column", "lines", "text", "marks"))
    try:
        row = json.loads(rows[number])
    except (ValueError, RecursionError):
        row = None
    if how == "column" and isinstance(row, list) and row:
        row[pick.randrange(len(row))] = pick.choice(_COLUMNS)
        rows[number] = json.dumps(row, ensure_ascii=pick.random() < 0.5)
    elif how == "lines":
        pick.shuffle(rows)
    elif how == "marks":
        rows[number:number] = ["<<<<<<< a", rows[number], "=======", *pick.sample(rows, min(2, len(rows))), ">>>>>>> b"]
    else:
        rows[number] = text.broken(rows[number], pick)
    _write(path, "\n".join(rows))


def pictures(folder: Path, pick: random.Random) -> None:
    """Break a picture."""
    path = _any(folder / "media", pick, "*")
    if path and path.suffix == ".svg":
        _write(path, text.broken(_read(path), pick))
    elif path:
        data = bytearray(path.read_bytes())
        for _ in range(pick.choice((1, 3, 30))):
            if data:
                data[pick.randrange(len(data))] = pick.randrange(256)
        path.write_bytes(data)


ALL = (files, files, files, files, encoding, names, special, settings, ledger, ledger, pictures)


def _any(folder: Path, pick: random.Random, pattern: str) -> Path | None:
    """Return one of the regular files below a folder."""
    every = sorted(path for path in folder.rglob(pattern) if path.is_file() and not path.is_symlink())
    inside = [path for path in every if "apkg" not in path.parts]
    return pick.choice(inside) if inside else None


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _write(path: Path, content: str) -> None:
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
