"""Builds in, one HTML page out: every card as Anki shows it, beside its file, its tags and its diagnostics.

The page is self-contained: it loads nothing from the network. Its data are in blocks of JSON, those of the cards
deflated, which its script reads when it needs them. Each card is shown in a sandboxed frame that no script can leave.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import mimetypes
import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import notetypes
from ankigen.build import records
from ankigen.model import TAG_KINDS, slug, tags_of
from ankigen.system.processes import cores
from ankigen.views.cards.mathml import formulas
from ankigen.views.stats import collect, stats_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.build import Build
    from ankigen.model import Diagnostic, Package, Summary
    from ankigen.views.stats import Stats

_CHUNK = 50  # notes in a block of JSON; the script reads a block when it shows a card of it for the first time
_STYLES = ("page", "cards", "stats")
_PLAYER = ("card", "player")  # the scripts are in this order: each needs those before it
_VIEWS = ("views/parts", "views/list", "views/facets", "views/numbers", "views/stage")
_PAGE = ("data", "search", *_VIEWS, "memory", "keys", "live", "page")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_Record = dict[str, object]


class _Shown(NamedTuple):
    """One bank on the page; `package` has all its selected questions, and is None if no question could be read."""

    number: int
    built: Build
    root: str
    package: Package | None
    questions: Sequence[Summary]  # of the package's notes
    numbers: Stats


class _Row(NamedTuple):
    """A row of the page's list, with the note's fields if it has a card."""

    record: _Record
    fields: tuple[str, ...] | None


class Previewed(NamedTuple):
    """A build, and the path of its bank as a person would type it."""

    build: Build
    root: str


def preview_page(builds: Sequence[Previewed], *, live: bool = False) -> str:
    """Return the page for these builds.

    A `live` page listens to the events of its `Server` and reloads when the page there is a newer one.
    """
    player, page = notetypes.folder("player"), notetypes.folder("preview")
    frame = _text(player / "frame.html")
    shown = [_shown(number, previewed) for number, previewed in enumerate(builds)]
    own = [_text(player / f"{name}.js") for name in _PLAYER] + [
        _text(page / "scripts" / f"{name}.js") for name in _PAGE
    ]
    scripts = [*own, *_SCRIPT.findall(frame), *_card_scripts(shown)]
    blocks = _blocks(shown, frame)
    whole = Template(_text(page / "page.html")).substitute(
        policy=_policy(scripts, live=live),
        title=html.escape(", ".join(previewed.build.bank.config.title for previewed in builds)),
        live="data-live" if live else "",
        css="".join(_text(page / "styles" / f"{name}.css") for name in _STYLES),
        dark=_text(page / "styles" / "dark.css"),
        data="\n".join(_block(name, value) for name, value in blocks.items()),
        scripts="\n".join(f"<script>{script}</script>" for script in own),
    )
    token = hashlib.sha256(whole.encode()).hexdigest()[:16]
    return whole.replace("data-live", f'data-live="{token}"', 1) if live else whole


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _shown(number: int, previewed: Previewed) -> _Shown:
    """Return a bank as the page shows it: the questions of its first package, which has all the selected ones."""
    built = previewed.build
    package = next(iter(built.packages.values()), None)
    if package:  # its notes are needed twice, and are made whenever they are asked for
        package = package.model_copy(update={"notes": tuple(package.notes)})
    questions = [row.summary for row in next(iter(built.rows.values()), ())]
    return _Shown(number, built, previewed.root, package, questions, collect(questions, built.bank.config))


def _entries(shown: _Shown) -> list[_Row]:
    """Return the diagnostics that belong to no question, then the bank's questions in the order of the package."""
    diagnostics = _by_question(shown.built)
    spelt = _spellings(shown.numbers)
    copies: dict[str, list[str]] = defaultdict(list)
    for copy, key in shown.built.bank.copies:
        copies[key].append(f"{copy.path}:{copy.line}")
    entries = [
        _Row({"bank": shown.number, "path": one.span.path, "line": one.span.line, "found": [_diagnostic(one)]}, None)
        for one in diagnostics[""]
    ]
    for question, note in zip(shown.questions, shown.package.notes if shown.package else (), strict=True):
        record = _about(question, shown.built.bodies.record(question), spelt) | {
            "bank": shown.number,
            "deck": note.deck,
            "cards": note.cards,
            "copies": copies[question.key],
            "found": [_diagnostic(diagnostic) for diagnostic in diagnostics[question.key]],
        }
        entries.append(_Row(record, note.fields))
    return entries


def _about(question: Summary, question_record: str, spelt: Mapping[tuple[str, str], str]) -> _Record:
    """Return what the page searches and filters a question by."""
    spellings = {
        kind: [spelt[kind, slug(name)] for name in dict.fromkeys(tags_of(question, kind))] for kind in TAG_KINDS
    }
    stem, options = records.texts_of(question_record)
    return {
        "key": question.key,
        "id": question.id,
        "path": question.path,
        "line": question.line,
        "stem": stem,
        "options": options,
        **spellings,
    }


def _spellings(numbers: Stats) -> Mapping[tuple[str, str], str]:
    """Return the spelling of each tag in the statistics, by its kind and slug."""
    return {(kind, slug(count.name)): count.name for kind, counts in numbers.counts.items() for count in counts}


def _by_question(built: Build) -> Mapping[str, list[Diagnostic]]:
    """Return the diagnostics by the key of their question: the last one that starts at or above their line.

    The key "" has all errors, because most leave their question out, and what is about a file without a question.
    """
    bank = built.bank
    starts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for question, key in (*((question, question.key) for question in bank.summaries), *bank.copies):
        starts[question.path].append((question.line, key))
    for here in starts.values():
        here.sort()
    diagnostics: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in filter(bank.is_selected, bank.diagnostics.wait()):
        here = starts.get(diagnostic.span.path, [])
        if diagnostic.is_error or not here:
            diagnostics[""].append(diagnostic)
        else:
            last = bisect_right([line for line, _ in here], diagnostic.span.line) - 1
            diagnostics[here[max(last, 0)][1]].append(diagnostic)
    return diagnostics


def _diagnostic(diagnostic: Diagnostic) -> _Record:
    return {
        "code": diagnostic.rule.code,
        "severity": diagnostic.rule.severity,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": diagnostic.span.path,
        "line": diagnostic.span.line,
    }


def _blocks(banks: Sequence[_Shown], frame: str) -> dict[str, object]:
    """Return the page's blocks of data by name: index, what the cards of each bank share, notes' fields, statistics."""
    entries = [entry for shown in banks for entry in _entries(shown)]
    fields = [entry.fields for entry in entries if entry.fields]
    order = iter(range(len(fields)))
    index = {
        "banks": [
            {"id": shown.built.bank.config.id, "title": shown.built.bank.config.title, "folder": shown.root.rstrip("/")}
            for shown in banks
        ],
        "chunk": _CHUNK,
        "frame": frame,
        "entries": [entry.record | {"note": next(order) if entry.fields else -1} for entry in entries],
    }
    chunks = [fields[start : start + _CHUNK] for start in range(0, len(fields), _CHUNK)]
    with ThreadPoolExecutor(cores()) as pool:  # zlib compresses without Python's lock
        packed = list(pool.map(_packed, chunks))
    return {
        "index": index,
        **{f"bank-{shown.number}": _bank(shown.package) for shown in banks},
        **{f"notes-{number}": text for number, text in enumerate(packed)},
        "numbers": "".join(stats_section(shown.numbers, shown.root) for shown in banks),
    }


def _packed(value: object) -> str:
    """Return a value as JSON, compressed with zlib, in base64: a fifth of the size; the script unpacks it on demand."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode())).decode()


def _bank(package: Package | None) -> _Record:
    """Return what all cards of a bank share: field names, templates, styling, files, and formulas as MathML."""
    if package is None:
        return {}
    notetype = package.notetype
    return {
        "fields": [field.name for field in notetype.fields],
        "templates": [
            {"name": template.name, "front": template.front, "back": template.back} for template in notetype.templates
        ],
        "css": notetype.css,
        "media": {name: _data_uri(name, data) for name, data in package.media.items()},
        "formulas": formulas(field for note in package.notes for field in note.fields),
    }


def _data_uri(name: str, data: bytes) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _card_scripts(banks: Iterable[_Shown]) -> Iterator[str]:
    for package in filter(None, (shown.package for shown in banks)):
        for template in package.notetype.templates:
            yield from _SCRIPT.findall(template.front + template.back)


def _policy(scripts: Iterable[str], *, live: bool) -> str:
    """Return a Content-Security-Policy that allows these scripts and no others, and loads nothing.

    A frame with `srcdoc` inherits the policy of its page (Content Security Policy Level 3, 7.8).
    """
    script_hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{script_hash}'" for script_hash in dict.fromkeys(script_hashes))
    connect = "connect-src 'self'; " if live else ""
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; media-src data:; "
        f"font-src data:; {connect}base-uri 'none'; form-action 'none'"
    )


def _block(name: str, value: object) -> str:
    """Return a block of JSON; every `<` in it is escaped, so that no `</script>` or `<!--` can end or change it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'
