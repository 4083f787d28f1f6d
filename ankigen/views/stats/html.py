"""The numbers of a bank as HTML: a section of the preview page, or a page of its own.

The `data-` attributes of cells and rows name what they count, so that the preview can offer them as filters.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from ankigen.anki import notetypes
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
    from collections.abc import Iterable, Sequence

    from ankigen.checks import Guess
    from ankigen.views.stats.counts import Balance, Count, Cross, Gap, Stats

_FEW = 6  # columns of the heat map whose names have room beside each other
GRADES = 5  # of the heat map; stats.css has a colour for each


def stats_section(stats: Stats, root: str) -> str:
    """Return the numbers of one bank as an HTML `<section>`; `root` is put before every path."""
    noun = "question" if stats.questions == 1 else "questions"
    return (
        f'<section class="stats"><h2>{_text(stats.title)} <small>{stats.questions} {noun}</small></h2>'
        f"{f'<p>{words}</p>' if (words := made_of_them(stats)) else ''}{_heat_map(stats.cross)}"
        f'<div class="panels">{"".join(_bars(*row) for row in titled_counts(stats))}'
        f"{_letters(stats.balance)}{_guesses(stats.guesses)}{_blueprint(stats)}</div>"
        f'<div class="panels">{"".join(_gaps(title, gaps, root) for title, gaps in titled_gaps(stats))}</div></section>'
    )


def stats_page(sections: Sequence[str]) -> str:
    """Return an HTML page with these sections and without scripts, light or dark as the system is."""
    files = (("player", "base"), ("preview", "page"), ("preview", "stats"), ("player", "dark"))
    folders = ((notetypes.folder(folder) / "styles" / f"{name}.css") for folder, name in files)
    base, page, numbers, dark = (path.read_text(encoding="utf-8") for path in folders)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        'content="light dark"><title>Numbers · ankigen</title>'
        f'<style>{base}{page}{numbers}</style><style media="(prefers-color-scheme: dark)">{dark}</style></head>'
        '<body class="alone"><main id="stats"><h1 class="hidden">Numbers</h1>'
        f"{''.join(sections)}</main></body></html>\n"
    )


def _text(text: str) -> str:
    return html.escape(text)


def _panel(title: str, body: str, css: str = "") -> str:
    return f'<div class="panel {css}"><h3>{_text(title)}</h3>{body}</div>'


def _bars(kind: str, title: str, counts: Sequence[Count]) -> str:
    if not counts:
        return ""
    most = max(count.questions for count in counts)
    rows = "".join(
        f'<tr><th scope="row" data-kind="{kind}" data-name="{_text(count.name)}">{_text(count.name)}</th>'
        f'<td class="number">{count.questions}</td>'
        f'<td class="bar" aria-hidden="true"><span style="width: {count.questions / most:.0%}"></span></td></tr>'
        for count in counts
    )
    table = f"<table><tbody>{rows}</tbody></table>"
    return _panel(title, f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">{table}</div>')


def _heat_map(cross: Cross) -> str:
    if not cross.topics or not cross.traps:
        return ""
    most = max(max(row) for row in cross.cells)
    head = "".join(f'<th scope="col"><span title="{_text(trap)}">{_text(trap)}</span></th>' for trap in cross.traps)
    rows = "".join(
        f'<tr><th scope="row" title="{_text(topic)}">{_text(topic)}</th>'
        f"{_cells(topic, zip(cross.traps, row, strict=True), most)}</tr>"
        for topic, row in zip(cross.topics, cross.cells, strict=True)
    )
    css = "heat few" if len(cross.traps) <= _FEW else "heat"
    table = f'<table class="{css}"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'
    scroll = f'<div class="scroll" tabindex="0" role="region" aria-label="Topics by traps">{table}</div>'
    return _panel("Topics by traps", scroll, "wide")


def _cells(topic: str, row: Iterable[tuple[str, int]], most: int) -> str:
    return "".join(
        f'<td class="heat-{shade(number, most, GRADES)}" data-topic="{_text(topic)}" data-trap="{_text(trap)}">'
        f"{number}</td>"
        if number
        else '<td class="none">·</td>'
        for trap, number in row
    )


def _letters(balance: Balance) -> str:
    if not balance.letters:
        return ""
    every = max(sum(letter.right for letter in balance.letters), 1)
    rows = "".join(
        f'<tr><th scope="row">{letter.label}</th><td class="number">{letter.right}</td>'
        f'<td class="number">{letter.right / every:.0%}</td><td class="number">{letter.expected / every:.0%}</td></tr>'
        for letter in balance.letters
    )
    head = '<tr><td></td><th scope="col">right</th><th scope="col">share</th><th scope="col">expected</th></tr>'
    table = f'<table class="columns"><thead>{head}</thead><tbody>{rows}</tbody></table>'
    css = "skewed" if balance.verdict == "skewed" else ""
    return _panel("Answer letters", f'{table}<p class="verdict {css}">{_text(verdict_sentence(balance))}</p>')


def _guesses(guesses: Sequence[Guess]) -> str:
    if not guesses:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{_text(guess.picks)}</th><td class="number">{guess.questions}</td>'
        f'<td class="number">{guess.score:.0%}</td><td class="number">{guess.chance:.0%}</td>'
        f'<td class="number">{_text(probability(guess.p).removeprefix("p ").removeprefix("= "))}</td></tr>'
        for guess in guesses
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("questions", "right", "chance", "p"))
    table = f'<table class="columns"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'
    css = "skewed" if any(guess.p < SIGNIFICANT for guess in guesses) else ""
    return _panel(
        "What one scores who knows nothing, and picks", f'{table}<p class="verdict {css}">{_text(GUESSES_NOTE)}</p>'
    )


def _blueprint(stats: Stats) -> str:
    if not stats.blueprint:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{_text(part.domain)}</th>'
        f'<td class="number">{part.questions}</td>'
        f'<td class="number">{part.share:.0%}</td><td class="number">{part.wanted:.0%}</td></tr>'
        for part in stats.blueprint
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("questions", "share", "exam"))
    table = f'<table class="columns"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'
    outside = f"<p>{words}</p>" if (words := outside_blueprint(stats)) else ""
    return _panel("Blueprint of the exam", f"{table}{outside}")


def _gaps(title: str, gaps: Sequence[Gap], root: str) -> str:
    items = "".join(
        f'<li><b data-key="{_text(gap.key)}">{_text(gap.key)}</b> {_text(gap.what)} '
        f"<code>{_text(gap.span.place_from(root))}</code></li>"
        for gap in gaps
    )
    body = (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><ul class="gaps">{items}</ul></div>'
        if gaps
        else "<p>none</p>"
    )
    return _panel(f"{title}: {len(gaps)}", body)
