"""A learner's progress as HTML: a section for each bank, and the page around them. It has no script."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from ankigen.anki import notetypes
from ankigen.views.numbers import counted
from ankigen.views.progress import plots, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ankigen.learning import Progress, Weakness
    from ankigen.model import Diagnostic


def progress_section(progress: Progress, search: str, diagnostics: Sequence[Diagnostic], root: str, today: date) -> str:
    """Return the progress in one bank as an HTML `<section>`; `root` is put before every path."""
    return (
        f"<section><h2>{_text(progress.title)} <small>{words.headline(progress)}</small></h2>"
        f'<div class="panels">{_standing(progress)}{_plan(progress)}{_domains(progress)}</div>'
        f'<div class="panels">{"".join(map(_weakness, progress.weaknesses))}</div>'
        f'<div class="panels">{_kinds(progress)}{_curve(progress)}{_calendar(progress, today)}</div>'
        f"{_next(progress, search)}{_picked(progress)}{_mend(diagnostics, root)}</section>"
    )


def progress_page(sections: Iterable[str]) -> str:
    """Return an HTML page with these sections, light or dark as the system is; it loads nothing."""
    css = (notetypes.folder("progress") / "progress.css").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        'content="light dark"><title>Progress · ankigen</title>'
        f"<style>{css}</style></head><body><main><h1>Progress</h1>{''.join(sections)}</main></body></html>\n"
    )


def _text(text: str) -> str:
    return html.escape(text)


def _panel(title: str, body: str, css: str = "") -> str:
    return f'<div class="panel {css}"><h3>{_text(title)}</h3>{body}</div>' if body else ""


def _standing(progress: Progress) -> str:
    rows = "".join(
        f"<div><dt>{_text(name)}</dt><dd><b>{_text(number)}</b> <span>{_text(meaning)}</span></dd></div>"
        for name, number, meaning in words.standing_rows(progress.standing)
    )
    return _panel("Where you stand", f"<dl>{rows}</dl>")


def _plan(progress: Progress) -> str:
    rows = "".join(
        f"<div><dt>{_text(name)}</dt><dd><b>{_text(number)}</b></dd></div>"
        for name, number in words.plan_rows(progress)
    )
    return _panel("Until the exam", f"<dl>{rows}</dl>" if rows else "")


def _domains(progress: Progress) -> str:
    standing = progress.standing
    if standing.score is None:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{_text(domain.domain or "none")}</th>'
        f'<td class="number">{words.percent(domain.weight)}</td>'
        f'<td class="number">{domain.right} of {domain.seen}</td>'
        f'<td class="number">{words.percent(domain.rate)}</td>'
        f"<td>{plots.interval(domain.low, domain.rate, domain.high, standing.pass_mark)}"
        f'<span class="hidden">{words.interval(domain.low, domain.high)}</span></td></tr>'
        for domain in standing.domains
    )
    mark = "The line is the pass mark." if standing.pass_mark is not None else ""
    heads = ("domain", "exam", "right", "expected", "90 % interval")
    return _table_panel("Domains of the exam", heads, rows, mark)


def _weakness(weakness: Weakness) -> str:
    groups = words.shown_groups(weakness)
    rows = "".join(
        f'<tr class="{"alarm" if group.alarm else ""}"><th scope="row">{_text(group.name)}</th>'
        f'<td class="number">{group.wrong} of {group.reviews}</td>'
        f'<td class="number">{words.percent(group.rate)}</td>'
        f"<td>{plots.interval(group.low, group.rate, group.high, weakness.mean)}"
        f'<span class="hidden">{words.interval(group.low, group.high)}</span>'
        f"<em>{words.verdict(group)}</em></td></tr>"
        for group in groups
    )
    title = f"What goes wrong: {words.TITLES[weakness.kind].lower()}"
    return _table_panel(
        title,
        ("name", "wrong", "rate", "90 % interval"),
        rows,
        f"The line is your mean, {words.percent(weakness.mean)}.",
    )


def _table_panel(title: str, heads: Sequence[str], rows: str, caption: str = "") -> str:
    if not rows:
        return ""
    legend = f"<caption>{_text(caption)}</caption>" if caption else ""
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in heads)
    return _panel(
        title,
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_text(title)}">'
        f"<table>{legend}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>",
    )


def _kinds(progress: Progress) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_text(kind)}</th><td class="number">{studied}</td><td class="number">{right}</td>'
        f'<td class="number">{chance}</td></tr>'
        for kind, studied, right, chance in words.kind_rows(progress)
    )
    return _table_panel("Cards by kind", words.KIND_HEADS, rows)


def _curve(progress: Progress) -> str:
    return _panel("Right answers by week", plots.curve(progress))


def _calendar(progress: Progress, today: date) -> str:
    if not progress.days:
        return ""
    legend = plots.legend((("done", "reviews"), ("due", "cards that fall due")))
    return _panel("Calendar", f"{plots.calendar(progress, today)}{legend}")


def _next(progress: Progress, search: str) -> str:
    if not search:
        return ""
    keys = ", ".join(progress.focus)
    return _panel(
        f"Study next: {counted(len(progress.focus), 'question')}",
        f"<p>Paste this search into Anki's Browser, or into a filtered deck:</p><pre>{_text(search)}</pre>"
        f'<p class="soft">{_text(keys)}</p>',
        "wide",
    )


def _picked(progress: Progress) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_text(question)}</th><td>{_text(wrong)}</td><td class="number">{recorded}</td></tr>'
        for question, wrong, recorded in words.picked_rows(progress)
    )
    traps = "".join(
        f'<tr><th scope="row">{_text(trap.name)}</th><td class="number">{trap.picks}</td></tr>'
        for trap in progress.picked_traps
    )
    heads = ("question", "option and picks", "reviews recorded")
    panels = _table_panel("Wrong options that you picked", heads, rows, words.more_picked(progress))
    panels += _table_panel("Traps of the wrong options that you picked", ("trap", "picks"), traps)
    return f'<div class="panels">{panels}</div>' if panels else ""


def _mend(diagnostics: Sequence[Diagnostic], root: str) -> str:
    rows = "".join(
        f"<li><code>{_text(one.span.place_from(root))}</code> {one.rule.code}: {_text(one.message)}. "
        f'<span class="soft">{_text(one.hint)}</span></li>'
        for one in diagnostics
    )
    return _panel(f"Questions to look at: {len(diagnostics)}", f"<ul>{rows}</ul>" if rows else "", "wide")
