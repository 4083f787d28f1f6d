"""Progress on standard error: shown only on a terminal and only after a second, removed when the command is done."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, TypeVar

from ankigen.cli.console import rich_console
from ankigen.system.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.progress import Progress
    from rich.status import Status

    from ankigen.system.progress import Track

_T = TypeVar("_T")
_AFTER = 1.0  # seconds; quicker work needs no bar


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Track]:
    """Yield a `Track` that shows a bar with this title, but none if `quiet` or not on a terminal.

    Ctrl-C ends it between two items.
    """
    from ankigen.cli.interrupts import ctrl_c_held_back, stoppable

    with ctrl_c_held_back():
        if quiet or not sys.stderr.isatty():
            yield stoppable(silent)
            return
        bar = _Bar(title)
        try:
            yield stoppable(bar.track)
        finally:
            bar.close()


@contextmanager
def waiting(text: str, *, quiet: bool = False) -> Iterator[None]:
    """Show a text and a spinner during work whose progress is unknown."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    shown: list[Status] = []

    def show() -> None:
        from rich.text import Text

        shown.append(rich_console(err=True).status(Text(text)))
        shown[0].start()

    timer = Timer(_AFTER, show)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for status in shown:
            status.stop()


class _Bar:
    def __init__(self, title: str) -> None:
        self._title, self._start = title, time.monotonic()
        self._shown: Progress | None = None

    def track(self, items: Sequence[_T], what: str) -> Iterable[_T]:
        task = None
        for number, item in enumerate(items):
            if self._shown is None and time.monotonic() - self._start > _AFTER:
                self._shown = _open()
            if self._shown and task is None:
                task = self._shown.add_task(f"{self._title}: {what}", total=len(items), completed=number)
            elif self._shown and task is not None:
                self._shown.update(task, completed=number)
            yield item
        if self._shown and task is not None:
            self._shown.update(task, completed=len(items))

    def close(self) -> None:
        if self._shown:
            self._shown.stop()


def _open() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    shown = Progress(*columns, console=rich_console(err=True), transient=True)
    shown.start()
    return shown
