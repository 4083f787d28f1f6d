"""A learner's progress for a terminal, with rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group as Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ankigen.views.numbers import counted
from ankigen.views.progress import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from ankigen.learning import Progress, Weakness


def progress_report(progress: Progress, search: str) -> Lines:
    """Return the progress in one bank; `search` finds what to study next."""
    return Lines(*_sections(progress, search))


def _sections(progress: Progress, search: str) -> Iterator[RenderableType]:
    yield Text.assemble((progress.title, "bold"), f"  {words.headline(progress)}")
    yield from _section("Where you stand", _standing(progress))
    if progress.standing.domains and progress.standing.score:
        yield from _section("Domains of the exam", _domains(progress))
    for weakness in progress.weaknesses:
        if weakness.groups:
            yield from _section(f"What goes wrong: {words.TITLES[weakness.kind].lower()}", _groups(weakness))
    if len(progress.kinds) > 1:
        yield from _section("Cards by kind", _table(words.kind_rows(progress), *words.KIND_HEADS))
    yield from _picks(progress)
    if progress.plan:
        yield from _section("Until the exam", _table(words.plan_rows(progress)))
    if search:
        yield from _section(
            f"Study next: {counted(len(progress.focus), 'question')}, in Anki's Browser or a filtered deck"
        )
        yield Text(search, no_wrap=True, overflow="ignore")  # not indented or wrapped: it is copied


def _picks(progress: Progress) -> Iterator[RenderableType]:
    rows = [
        (question, wrong, f"{recorded} reviews recorded") for question, wrong, recorded in words.picked_rows(progress)
    ]
    if rows:
        more = words.more_picked(progress)
        yield from _section("Wrong options that you picked", _table(rows), *([Text(more, style="dim")] if more else []))
    if progress.picked_traps:
        traps = ((trap.name, str(trap.picks)) for trap in progress.picked_traps)
        yield from _section("Traps of the wrong options that you picked", _table(traps))


def _section(title: str, *bodies: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", style="bold")
    for body in bodies:
        yield Padding(body, (0, 0, 0, 2))


def _table(rows: Iterable[tuple[str, ...]], *heads: str) -> Table:
    """Return a table of which only the first and the last column are wrapped."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    for _ in heads[1:-1]:
        table.add_column(no_wrap=True)
    if heads:
        table.add_row(*(Text(head, style="dim") for head in heads))
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _standing(progress: Progress) -> Table:
    return _table(words.standing_rows(progress.standing))


def _domains(progress: Progress) -> Table:
    rows = (
        (
            domain.domain or "none",
            words.percent(domain.weight),
            f"{domain.right} of {domain.seen}",
            words.percent(domain.rate),
            words.interval(domain.low, domain.high),
        )
        for domain in progress.standing.domains
    )
    return _table(rows, "domain", "exam", "right", "expected", "90 %")


def _groups(weakness: Weakness) -> Table:
    table = _table(iter(()), "", "wrong", "rate", "90 %", "")
    for group in words.shown_groups(weakness):
        table.add_row(
            Text(group.name),
            Text(f"{group.wrong} of {group.reviews}"),
            Text(words.percent(group.rate)),
            Text(words.interval(group.low, group.high)),
            Text(words.verdict(group), style="bold red" if group.alarm else "dim"),
        )
    return table
