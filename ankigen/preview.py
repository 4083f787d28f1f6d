"""Builds in, one HTML page out: every card as Anki shows it, beside its file, its tags and its diagnostics.

The page is whole: it asks nothing of the network. Its data lie in blocks of JSON that its script reads when they are
needed, those of the cards deflated, and each card is shown in a sandboxed frame, out of which no script can reach.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from ankigen import notetypes, stats_html
from ankigen.markdown import to_text
from ankigen.mathml import formulas
from ankigen.slugs import slug
from ankigen.stats import collect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ankigen.diagnostics import Diagnostic
    from ankigen.model import Notetype, Package, Question
    from ankigen.pipeline import Build
    from ankigen.stats import Stats

_CHUNK = 50  # notes in a block of JSON; the script reads a block when it shows the first card in it
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_Record = dict[str, object]


class _Entry(NamedTuple):
    """A line of the page's list, and the note's fields where it has a card."""

    record: _Record
    fields: tuple[str, ...] | None


def page(builds: Sequence[tuple[Build, str]], *, live: bool = False) -> str:
    """Return the page for these builds, each with the path of its bank as it is shown to a person.

    A `live` page listens to `events` beside its own address, and reloads when it is told to (see `serve`).
    """
    folder = notetypes.folder("preview")
    text = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}
    entries: list[_Entry] = []
    sections = []
    for number, (built, root) in enumerate(builds):
        package = _whole(built)
        questions = _questions(built, package)
        numbers = collect(questions, built.bank.config)
        sections.append(stats_html.section(numbers, root))
        entries += _entries(number, built, package, questions, numbers)
    banks: list[_Record] = [
        {"id": built.bank.config.id, "title": built.bank.config.title, "folder": root.rstrip("/")}
        for built, root in builds
    ]
    note_types = [package.notetype if (package := _whole(built)) else None for built, _ in builds]
    blocks = _blocks(banks, entries, text["frame.html"])
    blocks |= {f"bank-{i}": _bank(_whole(built)) for i, (built, _) in enumerate(builds)}
    blocks["numbers"] = "".join(sections)
    scripts = [text["page.js"], *_SCRIPT.findall(text["frame.html"]), *_card_scripts(note_types)]
    titles = ", ".join(built.bank.config.title for built, _ in builds)
    whole = Template(text["page.html"]).substitute(
        policy=_policy(scripts, live=live),
        title=html.escape(titles),
        live="data-live" if live else "",
        css=text["page.css"],
        data="\n".join(_block(name, value) for name, value in blocks.items()),
        script=text["page.js"],
    )
    token = hashlib.sha256(whole.encode()).hexdigest()[:16] if live else ""
    return whole.replace("data-live", f'data-live="{token}"', 1) if live else whole


def _whole(built: Build) -> Package | None:
    """Return the package of all that is meant, the first one; None when there is no question."""
    return next(iter(built.packages.values()), None)


def _questions(built: Build, package: Package | None) -> list[Question]:
    """Return the question of each note of the package; the ledger says whose a GUID is."""
    questions = {question.key: question for question in built.bank.questions}
    return [questions[built.after.entries[note.guid].key] for note in (package.notes if package else ())]


def _entries(
    bank: int, built: Build, package: Package | None, questions: Sequence[Question], numbers: Stats
) -> list[_Entry]:
    """Return the bank's questions in the order of the package, each error and what belongs to no question between."""
    found = _by_question(built)
    spelt = _spellings(numbers)
    copies: dict[str, list[str]] = defaultdict(list)
    for copy, key in built.bank.copies:
        copies[key].append(f"{copy.span.path}:{copy.span.line}")
    entries = []
    for question, note in zip(questions, package.notes if package else (), strict=True):
        record = {
            "bank": bank,
            "key": question.key,
            "path": question.span.path,
            "line": question.span.line,
            "stem": to_text(question.stem),
            "options": [to_text(option.text) for option in question.options],
            "topic": [spelt["topic", slug(name)] for name in dict.fromkeys(question.topics)],
            "trap": [spelt["trap", slug(name)] for name in dict.fromkeys(question.traps)],
            "level": [spelt["level", slug(name)] for name in (question.level,) if name],
            "domain": [spelt["domain", slug(name)] for name in (question.domain,) if name],
            "source": [spelt["source", slug(name)] for name in (question.provenance,) if name],
            "deck": note.deck,
            "cards": note.cards,
            "copies": copies[question.key],
            "found": [_finding(finding) for finding in found[question.key]],
        }
        entries.append(_Entry(record, note.fields))
    lone = [
        _Entry({"bank": bank, "path": one.span.path, "line": one.span.line, "found": [_finding(one)]}, None)
        for one in found[""]
    ]
    return lone + entries


def _spellings(numbers: Stats) -> Mapping[tuple[str, str], str]:
    """Return the one spelling of each tag by its kind and slug, as the numbers have it."""
    kinds = {
        "topic": numbers.topics,
        "trap": numbers.traps,
        "level": numbers.levels,
        "domain": numbers.domains,
        "source": numbers.sources,
    }
    return {(kind, slug(count.name)): count.name for kind, counts in kinds.items() for count in counts}


def _by_question(built: Build) -> Mapping[str, list[Diagnostic]]:
    """Return the findings by the key of the question that they are about: the last one that starts above the line.

    Those of the key "" stand alone: an error has left out what it is about, and a file or bank.toml has no question.
    """
    bank = built.bank
    starts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for question, key in (*((question, question.key) for question in bank.questions), *bank.copies):
        starts[question.span.path].append((question.span.line, key))
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in filter(bank.has, bank.diagnostics):
        here = sorted(starts.get(finding.span.path, ()))
        if finding.is_error or not here:
            found[""].append(finding)
        else:
            last = bisect_right([line for line, _ in here], finding.span.line) - 1
            found[here[max(last, 0)][1]].append(finding)
    return found


def _finding(finding: Diagnostic) -> _Record:
    return {
        "code": finding.rule.code,
        "severity": finding.rule.severity,
        "message": finding.message,
        "hint": finding.hint,
        "path": finding.span.path,
        "line": finding.span.line,
    }


def _blocks(banks: Sequence[_Record], entries: Sequence[_Entry], frame: str) -> dict[str, object]:
    """Return the page's blocks of data by name: `index`, and the fields of the notes in chunks."""
    fields = [entry.fields for entry in entries if entry.fields]
    order = iter(range(len(fields)))
    records = [entry.record | {"note": next(order) if entry.fields else -1} for entry in entries]
    index = {"banks": banks, "chunk": _CHUNK, "frame": frame, "entries": records}
    chunks = {f"notes-{i // _CHUNK}": _packed(fields[i : i + _CHUNK]) for i in range(0, len(fields), _CHUNK)}
    return {"index": index, **chunks}


def _packed(value: object) -> str:
    """Return a value as JSON in zlib's format in base64: a fifth of its size, unpacked when it is needed."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode())).decode()


def _bank(package: Package | None) -> _Record:
    """Return what all cards of a bank share: fields' names, templates, style, files, and formulas as MathML."""
    if package is None:
        return {}
    notetype = package.notetype
    return {
        "fields": [field.name for field in notetype.fields],
        "templates": [
            {"name": template.name, "front": template.front, "back": template.back} for template in notetype.templates
        ],
        "css": notetype.css,
        "media": {},  # name -> data: URI
        "formulas": formulas(field for note in package.notes for field in note.fields),
    }


def _card_scripts(notetypes: Iterable[Notetype | None]) -> Iterator[str]:
    for notetype in filter(None, notetypes):
        for template in notetype.templates:
            yield from _SCRIPT.findall(template.front + template.back)


def _policy(scripts: Iterable[str], *, live: bool) -> str:
    """Return a Content-Security-Policy under which these scripts run and no other, and nothing is loaded.

    A frame with `srcdoc` inherits the policy of its page (Content Security Policy Level 3, 7.8).
    """
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests))
    connect = "connect-src 'self'; " if live else ""
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; media-src data:; "
        f"font-src data:; {connect}base-uri 'none'; form-action 'none'"
    )


def _block(name: str, value: object) -> str:
    """Return a block of JSON. No `<` stands in it, so that neither `</script>` nor `<!--` can end or change it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'
