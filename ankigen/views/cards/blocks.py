"""What every page of cards is made of: the player, blocks of data, and a policy that allows the page's own scripts.

A page is one file that loads nothing from the network. Its data are in blocks of JSON, those of the cards deflated,
which its script reads when it needs them. Each card is shown in a sandboxed frame that no script can leave.
"""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import notetypes
from ankigen.system.processes import cores
from ankigen.views.cards.mathml import formulas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.model import Package

_PLAYER = ("dom", "data", "card", "player")  # the scripts are in this order: each needs those before it
_CHUNK = 50  # notes in a block; the script reads a block when it shows a card of it for the first time
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def page(  # noqa: PLR0913 - keyword-only, each with one meaning
    name: str,
    *,
    scripts: Sequence[str],
    index: Mapping[str, object],
    data: Mapping[str, object],
    packages: Sequence[Package | None],
    notes: Sequence[Sequence[str]],
    live: bool = False,
    **values: str,
) -> str:
    """Return the page of a folder of templates: its page.html, filled with `values` and with what follows.

    `scripts` are the names of its scripts in their order. `index` and `data` are blocks of JSON. `packages` are those
    of the banks, None for one without cards, and `notes` the fields of each note whose card the page shows.
    """
    folder = notetypes.folder(name)
    player = notetypes.folder("player")
    frame = _text(player / "frame.html")
    own = [_text(player / f"{script}.js") for script in _PLAYER]
    own += [_text(folder / "scripts" / f"{script}.js") for script in scripts]
    allowed = [*own, *_SCRIPT.findall(frame), *_card_scripts(packages)]
    whole_index = {"chunk": _CHUNK, "frame": frame, **index}
    all_data = {"index": whole_index, **_cards(packages, notes), **data}
    return Template(_text(folder / "page.html")).substitute(
        policy=policy(allowed, live=live),
        data="\n".join(_block(block, value) for block, value in all_data.items()),
        scripts="\n".join(f"<script>{script}</script>" for script in own),
        **values,
    )


def template(name: str, file: str) -> str:
    """Return the text of a file in a folder of templates."""
    return _text(notetypes.folder(name) / file)


def styles_of(name: str, styles: Iterable[str]) -> str:
    """Return the style sheets of a folder of templates, in this order."""
    return "".join(_text(notetypes.folder(name) / "styles" / f"{style}.css") for style in styles)


def _cards(packages: Sequence[Package | None], notes: Sequence[Sequence[str]]) -> dict[str, object]:
    """Return the blocks of the cards: what those of each bank share, and the fields of the notes, in chunks."""
    chunks = [notes[start : start + _CHUNK] for start in range(0, len(notes), _CHUNK)]
    with ThreadPoolExecutor(cores()) as pool:  # zlib compresses without Python's lock
        packed = list(pool.map(_packed, chunks))
    return {
        **{
            f"bank-{number}": shared_by_cards(package)._asdict() if package else {}
            for number, package in enumerate(packages)
        },
        **{f"notes-{number}": text for number, text in enumerate(packed)},
    }


def _packed(value: object) -> str:
    """Return a value as JSON, compressed with zlib, in base64: a fifth of the size; the script unpacks it on demand."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode())).decode()


class Shared(NamedTuple):
    """What all cards of a package share: its files as `data:` URIs by name, and formulas by their text, as MathML."""

    fields: tuple[str, ...]
    templates: tuple[dict[str, str], ...]
    css: str
    media: dict[str, str]
    formulas: dict[str, str]


def shared_by_cards(package: Package) -> Shared:
    """Return what all cards of a package share."""
    notetype = package.notetype
    return Shared(
        fields=tuple(field.name for field in notetype.fields),
        templates=tuple(
            {"name": template.name, "front": template.front, "back": template.back} for template in notetype.templates
        ),
        css=notetype.css,
        media={name: _data_uri(name, data) for name, data in package.media.items()},
        formulas=formulas(field for note in package.notes for field in note.fields),
    )


def _data_uri(name: str, data: bytes) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def policy(scripts: Iterable[str], *, live: bool = False) -> str:
    """Return a Content-Security-Policy that allows these scripts and no others, and loads nothing.

    A frame with `srcdoc` inherits the policy of its page (Content Security Policy Level 3, 7.8).
    """
    script_hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{script_hash}'" for script_hash in dict.fromkeys(script_hashes)) or "'none'"
    connect = "connect-src 'self'; " if live else ""
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; media-src data:; "
        f"font-src data:; {connect}base-uri 'none'; form-action 'none'"
    )


def _block(name: str, value: object) -> str:
    """Return a block of JSON; every `<` in it is escaped, so that no `</script>` or `<!--` can end or change it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _card_scripts(packages: Iterable[Package | None]) -> Iterator[str]:
    for package in filter(None, packages):
        for template in package.notetype.templates:
            yield from _SCRIPT.findall(template.front + template.back)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
