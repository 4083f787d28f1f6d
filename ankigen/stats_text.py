"""The numbers of a bank for a terminal, with rich: tables, and the heat map of topics by traps in shades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ankigen.stats_words import shade, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from ankigen.stats import Balance, Count, Cross, Gap, Stats

# From one question to the most: ink on blue, readable on light and dark terminals.
_SHADES = (
    "#1f2328 on #dfe5fb",
    "#1f2328 on #b9c6f6",
    "#1f2328 on #8ea6ff",
    "#ffffff on #5470e0",
    "#ffffff on #2f4bbf",
)
_BAR = 24  # characters


def report(stats: Stats, root: str) -> Group:
    """Return the numbers of one bank; `root` is put before every path."""
    return Group(*_sections(stats, root))


def _sections(stats: Stats, root: str) -> Iterator[RenderableType]:
    noun = "question" if stats.questions == 1 else "questions"
    yield Text.assemble((stats.title, "bold"), f"  {stats.questions} {noun}")
    kinds = (
        ("Topics", stats.topics),
        ("Traps", stats.traps),
        ("Levels", stats.levels),
        ("Domains", stats.domains),
        ("Sources", stats.sources),
    )
    for title, counts in kinds:
        if counts:
            yield from _section(title, _bars(counts, numbered=title == "Traps"))
    if stats.cross.topics and stats.cross.traps:
        yield from _section("Topics by traps (numbered as above)", _heat_map(stats.cross))
    if stats.questions:
        yield from _section("Answer letters", _letters(stats.balance))
        yield Padding(Text(told(stats.balance)), (0, 2))
    if stats.blueprint:
        yield from _section("Blueprint", _blueprint(stats))
        if stats.outside:
            yield Padding(Text(f"outside the blueprint: {stats.outside}"), (0, 2))
    for title, gaps in (
        ("Disputed answers", stats.disputed),
        ("Wrong options without a rationale", stats.no_rationale),
        ("Without a mnemonic", stats.no_mnemonic),
    ):
        yield from _section(f"{title}: {len(gaps)}", _gaps(gaps, root) if gaps else Text(""))


def _section(title: str, body: RenderableType) -> tuple[RenderableType, RenderableType]:
    return Padding(Text(title, style="bold"), (1, 0, 0, 0)), Padding(body, (0, 2))


def _grid(*justify: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for side in justify:
        table.add_column(justify=side, no_wrap=True)  # type: ignore[arg-type]
    return table


def _bars(counts: Sequence[Count], *, numbered: bool) -> Table:
    table = _grid("right", "right", "left", "left") if numbered else _grid("right", "left", "left")
    most = max(count.questions for count in counts)
    for number, count in enumerate(counts, 1):
        bar = Text("━" * max(1, round(count.questions / most * _BAR)), style="blue")
        table.add_row(*([f"{number}."] if numbered else []), str(count.questions), count.name, bar)
    return table


def _heat_map(cross: Cross) -> Table:
    table = Table.grid()
    table.add_column(no_wrap=True)
    for _ in cross.traps:
        table.add_column(justify="right", no_wrap=True, min_width=4)
    table.add_row("", *(Text(f"{number} ", style="dim") for number in range(1, len(cross.traps) + 1)))
    most = max(max(row) for row in cross.cells)
    for topic, row in zip(cross.topics, cross.cells, strict=True):
        table.add_row(f"{topic}  ", *(_cell(number, most) for number in row))
    return table


def _cell(number: int, most: int) -> Text:
    if not number:
        return Text("·  ", style="dim")
    return Text(f"{number:>3} ", style=_SHADES[shade(number, most, len(_SHADES))])


def _letters(balance: Balance) -> Table:
    table = _grid("left", "right", "right", "right")
    table.add_row(*(Text(name, style="dim") for name in ("", "right", "share", "expected")))
    every = max(sum(letter.right for letter in balance.letters), 1)
    for letter in balance.letters:
        table.add_row(letter.label, str(letter.right), f"{letter.right / every:.0%}", f"{letter.expected / every:.0%}")
    return table


def _blueprint(stats: Stats) -> Table:
    table = _grid("right", "right", "right", "right", "left")
    table.add_row(*(Text(name, style="dim") for name in ("questions", "share", "exam", "±", "domain")))
    for part in stats.blueprint:
        gap = round((part.share - part.wanted) * 100)
        style = "yellow" if gap <= -5 or not part.questions else ""
        shares = (f"{part.share:.0%}", f"{part.wanted:.0%}")
        table.add_row(str(part.questions), *shares, Text(f"{gap:+d}", style=style), part.domain)
    return table


def _gaps(gaps: Sequence[Gap], root: str) -> Table:
    table = _grid("left", "left", "left")
    for gap in gaps:
        place = f"{root.rstrip('/')}/{gap.span.path}:{gap.span.line}"
        table.add_row(gap.key, gap.what, Text(place, style="dim"))
    return table
