"""The numbers of a bank for a terminal, with rich: tables, and a heat map of topics by traps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ankigen.views.stats.words import (
    GUESSES_NOTE,
    SIGNIFICANT,
    made_of_them,
    outside_blueprint,
    probability,
    shade,
    titled_counts,
    titled_gaps,
    verdict_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from ankigen.checks import Guess
    from ankigen.views.stats.counts import Balance, Count, Gap, Stats

# From one question to the largest number: text on blue, readable on light and dark terminals.
_SHADES = (
    "#1f2328 on #dfe5fb",
    "#1f2328 on #b9c6f6",
    "#1f2328 on #8ea6ff",
    "#ffffff on #5470e0",
    "#ffffff on #2f4bbf",
)
_BAR = 24  # columns of the longest bar; fewer in a narrow terminal
_SHORT_BAR = 8
_CELL = 4  # columns
_MANY = 20  # tags; if there are more, those with one question share a line


def stats_report(stats: Stats, root: str, width: int) -> Group:
    """Return the numbers of one bank for `width` columns; `root` is put before every path."""
    return Group(*_sections(stats, root, width))


def _sections(stats: Stats, root: str, width: int) -> Iterator[RenderableType]:
    noun = "question" if stats.questions == 1 else "questions"
    yield Text.assemble((stats.title, "bold"), f"  {stats.questions} {noun}")
    yield from map(Text, filter(None, [made_of_them(stats)]))
    for kind, title, counts in titled_counts(stats):
        if counts:
            large, single = _split(counts)
            yield from _section(title, _bars(large, width - 2, numbered=kind == "trap"))
            if single:
                yield _indented(Text(f"one question each: {', '.join(count.name for count in single)}"))
    if stats.topics and stats.traps:
        yield from _section("Topics by traps (numbered as above)", *_heat_map(stats, width - 2))
    if stats.questions:
        yield from _section("Answer letters", _letters(stats.balance), Text(verdict_sentence(stats.balance)))
        yield from _section("What one scores who knows nothing, and picks", _guesses(stats.guesses), Text(GUESSES_NOTE))
    if stats.blueprint:
        outside = map(Text, filter(None, [outside_blueprint(stats)]))
        yield from _section("Blueprint of the exam", _blueprint(stats), *outside)
    for title, gaps in titled_gaps(stats):
        yield from _section(f"{title}: {len(gaps)}", *([_gaps(gaps, root)] if gaps else []))


def _section(title: str, *bodies: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", style="bold")
    yield from map(_indented, bodies)


def _indented(body: RenderableType) -> Padding:
    return Padding(body, (0, 0, 0, 2), expand=False)


def _split(counts: Sequence[Count]) -> tuple[Sequence[Count], Sequence[Count]]:
    """Return the counts that get a row each, and those that share one: in a long list, those of one question."""
    rows = sum(count.questions > 1 for count in counts)
    return (counts[:rows], counts[rows:]) if len(counts) > _MANY and rows else (counts, ())


def _grid(*justify: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for side in justify:
        table.add_column(justify=side, overflow="fold")  # type: ignore[arg-type]
    return table


def _bars(counts: Sequence[Count], width: int, *, numbered: bool) -> Table:
    table = _grid("right", "right", "left", "left") if numbered else _grid("right", "left", "left")
    most = max(count.questions for count in counts)
    names = max(cell_len(count.name) for count in counts)
    longest = min(_BAR, max(_SHORT_BAR, width - names - len(f"{len(counts)}.  " * numbered + f"{most}    ")))
    table.columns[-1].min_width = longest  # names are folded, bars are not
    for number, count in enumerate(counts, 1):
        bar = Text("━" * max(1, round(count.questions / most * longest)), style="blue")
        table.add_row(*([f"{number}."] if numbered else []), str(count.questions), count.name, bar)
    return table


def _heat_map(stats: Stats, width: int) -> Iterator[Table]:
    """Yield tables of topics by traps, each with as many traps side by side as there is room for.

    Topics and traps that share a line in the lists above get no row and no column.
    """
    topics, traps = len(_split(stats.topics)[0]), len(_split(stats.traps)[0])
    rows = list(zip(stats.cross.topics, stats.cross.cells, strict=True))[:topics]
    most = max(max(cells) for _, cells in rows)
    names = max(cell_len(topic) for topic, _ in rows) + 1
    step = max(1, (width - names) // _CELL)
    for first in range(0, traps, step):
        here = range(first, min(first + step, traps))
        table = Table.grid()
        for _ in range(len(here) + 1):
            table.add_column(justify="left", no_wrap=True)
        table.add_row("", *(Text(f"{trap + 1:>3} ", style="dim") for trap in here))
        for topic, cells in rows:
            table.add_row(f"{topic} ", *(_cell(cells[trap], most) for trap in here))
        yield table


def _cell(number: int, most: int) -> Text:
    if not number:
        return Text("  · ", style="dim")
    return Text(f"{number:>3} ", style=_SHADES[shade(number, most, len(_SHADES))])


def _letters(balance: Balance) -> Table:
    table = _grid("left", "right", "right", "right")
    table.add_row(*(Text(name, style="dim") for name in ("", "right", "share", "expected")))
    every = max(sum(letter.right for letter in balance.letters), 1)
    for letter in balance.letters:
        table.add_row(letter.label, str(letter.right), f"{letter.right / every:.0%}", f"{letter.expected / every:.0%}")
    return table


def _guesses(guesses: Sequence[Guess]) -> Table:
    table = _grid("right", "right", "right", "left", "left")
    table.add_row(*(Text(name, style="dim") for name in ("questions", "right", "chance", "", "picks")))
    for guess in guesses:
        gives_away = guess.p < SIGNIFICANT
        shares = (Text(f"{guess.score:.0%}", style="yellow" if gives_away else ""), f"{guess.chance:.0%}")
        table.add_row(str(guess.questions), *shares, probability(guess.p), guess.picks)
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
        table.add_row(gap.key, gap.what, Text(gap.span.place_from(root), style="dim"))
    return table
