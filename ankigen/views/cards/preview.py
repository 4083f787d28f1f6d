"""Builds in, one HTML page out: every card as Anki shows it, beside its file, its tags and its diagnostics.

`blocks` says what such a page is made of.
"""

from __future__ import annotations

import hashlib
import html
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build import records
from ankigen.model import TAG_KINDS, kind_of, slug, tags_of
from ankigen.views.cards import blocks
from ankigen.views.stats import collect, stats_section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.build import Build
    from ankigen.model import Diagnostic, Package, Summary
    from ankigen.views.stats import Stats

_STYLES = ("page", "cards", "stats")
_VIEWS = ("views/parts", "views/list", "views/facets", "views/numbers", "views/stage")
_PAGE = ("search", *_VIEWS, "memory", "keys", "live", "page")
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
    shown = [_shown(number, previewed) for number, previewed in enumerate(builds)]
    rows = [row for bank in shown for row in _entries(bank)]
    whole = blocks.page(
        "preview",
        scripts=_PAGE,
        index=_index(shown, rows),
        data={"numbers": "".join(stats_section(bank.numbers, bank.root) for bank in shown)},
        packages=[bank.package for bank in shown],
        notes=[row.fields for row in rows if row.fields],
        live=live,
        title=html.escape(", ".join(bank.built.bank.config.title for bank in shown)),
        marker="data-live" if live else "",
        css=blocks.styles_of("player", ["base"]) + blocks.styles_of("preview", _STYLES),
        dark=blocks.styles_of("player", ["dark"]),
    )
    token = hashlib.sha256(whole.encode()).hexdigest()[:16]
    return whole.replace("data-live", f'data-live="{token}"', 1) if live else whole


def _shown(number: int, previewed: Previewed) -> _Shown:
    """Return a bank as the page shows it: the questions of its first package, which has all the selected ones."""
    built = previewed.build
    package = next(iter(built.packages.values()), None)
    if package:  # its notes are needed twice, and are made whenever they are asked for
        package = package.model_copy(update={"notes": tuple(package.notes)})
    questions = [row.summary for row in next(iter(built.rows.values()), ())]
    asked = [question for question in questions if not question.made]
    return _Shown(number, built, previewed.root, package, questions, collect(asked or questions, built.bank.config))


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
        "kind": [kind_of(question)],
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
    for diagnostic in filter(bank.is_selected, bank.diagnostics):
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


def _index(banks: Sequence[_Shown], rows: Sequence[_Row]) -> _Record:
    """Return the page's index: its banks, and each row of its list with the number of its note, -1 for none."""
    order = iter(range(len(rows)))
    return {
        "banks": [
            {"id": shown.built.bank.config.id, "title": shown.built.bank.config.title, "folder": shown.root.rstrip("/")}
            for shown in banks
        ],
        "entries": [row.record | {"note": next(order) if row.fields else -1} for row in rows],
    }
