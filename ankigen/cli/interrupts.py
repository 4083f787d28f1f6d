"""Ctrl-C between two steps of work, never within one.

Python raises `KeyboardInterrupt` wherever it is when the person presses Ctrl-C. In a destructor or in the callback of a
weak reference it only says «Exception ignored in» and goes on, and between two lines of a library it can come out as
another error. So a build holds it back until it can end cleanly.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.system.progress import Track

_T = TypeVar("_T")
_pressed: list[int] = []  # signals since they were held back; there is one handler in a process


@contextmanager
def held() -> Iterator[None]:
    """Hold Ctrl-C back until this ends, or `check` is called; pressed a second time, it is raised at once.

    Nothing changes where it is held back already, or does not raise `KeyboardInterrupt`, as in the background.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    _pressed.clear()
    signal.signal(signal.SIGINT, _press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        check()


def check() -> None:
    """Raise `KeyboardInterrupt` if Ctrl-C was pressed since it is held back."""
    if _pressed:
        raise KeyboardInterrupt


def stoppable(track: Track) -> Track:
    """Return a way through items that ends between two of them when Ctrl-C was pressed."""

    def stopping(items: Sequence[_T], what: str) -> Iterable[_T]:
        for item in track(items, what):
            check()
            yield item

    return stopping


def _press(number: int, _: object) -> None:
    check()
    _pressed.append(number)
