"""Plots as HTML and SVG: intervals, the learning curve, and the calendar of reviews and due cards.

Each plot is one picture for a screen reader, with what it shows as its name; the colours are in progress.css.
"""

from __future__ import annotations

import html
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ankigen.views.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.learning import Progress

_WEEKS = 26  # of the calendar and of the curve, before today
_AHEAD = 12  # weeks of the calendar after today
_CELL = 12  # pixels of a day
_GRADES = 4  # of the calendar's colours
_WIDTH, _HEIGHT = 560, 160  # pixels of the curve
_LEFT, _TOP, _BOTTOM = 64, 20, 32  # pixels around it, for labels in the large letters of phones


def interval(low: float, rate: float, high: float, mean: float | None = None) -> str:
    """Return a bar from 0 to 100 % with an interval, the rate in it, and the learner's mean as a line."""
    line = "" if mean is None else f'<i class="mean" style="left:{mean:.1%}"></i>'
    return (
        f'<span class="interval" aria-hidden="true"><i class="band" style="left:{low:.1%};width:{high - low:.1%}"></i>'
        f'{line}<i class="rate" style="left:{rate:.1%}"></i></span>'
    )


def curve(progress: Progress) -> str:
    """Return the share of right answers in each week of study as an SVG line; "" for less than two weeks."""
    weeks: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for day in progress.days:
        monday = day.day - timedelta(days=day.day.weekday())
        reviews, right = weeks[monday]
        weeks[monday] = reviews + day.reviews, right + day.right
    points = sorted((monday, right / reviews) for monday, (reviews, right) in weeks.items())[-_WEEKS:]
    if len(points) < 2:
        return ""
    first, last = points[0][0], points[-1][0]
    span = max((last - first).days, 1)
    places = [
        (_LEFT + (monday - first).days / span * (_WIDTH - _LEFT - 8), (1 - share) * (_HEIGHT - _BOTTOM - _TOP) + _TOP)
        for monday, share in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places)
    name = f"Right answers by week: {points[0][1]:.0%} in the week of {first}, {points[-1][1]:.0%} in that of {last}"
    return (
        f'<svg class="curve" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{name}">{_grid()}'
        f'<polyline points="{line}"/>{dots}'
        f'<text x="{_LEFT}" y="{_HEIGHT - 8}">{first}</text>'
        f'<text x="{_WIDTH - 8}" y="{_HEIGHT - 8}" text-anchor="end">{last}</text></svg>'
    )


def _grid() -> str:
    """Return the lines and labels of 0, 50 and 100 %."""
    lines = []
    for share in (0, 0.5, 1):
        y = (1 - share) * (_HEIGHT - _BOTTOM - _TOP) + _TOP
        lines.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - 8}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>'
        )
    return "".join(lines)


def calendar(progress: Progress, today: date) -> str:
    """Return a square for each day: the reviews of the last half year, and the cards that fall due in twelve weeks."""
    reviews = {day.day: day.reviews for day in progress.days}
    due = {day.day: day.cards for day in progress.due}
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=_WEEKS)
    days = [first + timedelta(days=number) for number in range(7 * (_WEEKS + _AHEAD + 1))]
    squares = "".join(
        _square(
            first,
            day,
            "due" if day >= today and day in due else "done",
            due if day >= today and day in due else reviews,
        )
        for day in days
        if (day >= today and day in due) or day in reviews
    )
    empty = "".join(_frame(first, day) for day in days)
    width, height = (_WEEKS + _AHEAD + 1) * _CELL, 7 * _CELL
    shown = sum(count for day, count in reviews.items() if day >= first)
    name = f"{shown} reviews in the last {_WEEKS} weeks; {sum(due.values())} cards fall due in the next {_AHEAD}"
    return (
        f'<svg class="calendar" viewBox="0 0 {width} {height}" role="img" aria-label="{name}">{empty}{squares}'
        f'<line class="today" x1="{_column(first, today)}" x2="{_column(first, today)}" y1="0" y2="{height}"/></svg>'
    )


def _column(first: date, day: date) -> int:
    return (day - first).days // 7 * _CELL


def _frame(first: date, day: date) -> str:
    return f'<rect class="day" x="{_column(first, day) + 1}" y="{day.weekday() * _CELL + 1}" {_SIZE}/>'


def _square(first: date, day: date, kind: str, counts: Mapping[date, int]) -> str:
    count, most = counts[day], max(counts.values())
    grade = min(_GRADES - 1, (count - 1) * _GRADES // most)
    text = f"{counted(count, 'card')} due" if kind == "due" else counted(count, "review")
    return (
        f'<rect class="{kind} grade-{grade}" x="{_column(first, day) + 1}" y="{day.weekday() * _CELL + 1}" {_SIZE}>'
        f"<title>{day}: {text}</title></rect>"
    )


_SIZE = f'width="{_CELL - 2}" height="{_CELL - 2}" rx="2"'


def legend(rows: Sequence[tuple[str, str]]) -> str:
    """Return a legend: for each row, the class of a colour and what it means."""
    items = "".join(f'<li><i class="{css}"></i>{html.escape(text)}</li>' for css, text in rows)
    return f'<ul class="legend">{items}</ul>'
