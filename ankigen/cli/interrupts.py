"""Hold Ctrl-C back until the current step of work is done.

Python raises `KeyboardInterrupt` wherever it is when Ctrl-C is pressed. In a destructor, or in the callback of a weak
reference, it only prints "Exception ignored in" and goes on; inside a library, the interrupt can turn into another
error. So a build holds Ctrl-C back until it can end cleanly.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.system.progress import Track

_T = TypeVar("_T")
_pressed: list[int] = []  # signals since Ctrl-C was held back; global, because a process has one handler


@contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Hold Ctrl-C back until this context ends or `raise_if_pressed` is called; a second Ctrl-C is raised at once.

    Nothing happens if Ctrl-C is held back already, or does not raise `KeyboardInterrupt`, as in a background process.
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
        was_pressed = bool(_pressed)
        _pressed.clear()
        if was_pressed:
            raise KeyboardInterrupt


def raise_if_pressed() -> None:
    """Raise `KeyboardInterrupt` if Ctrl-C was pressed while it was held back."""
    if _pressed:
        raise KeyboardInterrupt


def stoppable(track: Track) -> Track:
    """Return a `Track` like this one that calls `raise_if_pressed` before each item."""

    def stopping(items: Sequence[_T], what: str) -> Iterable[_T]:
        for item in track(items, what):
            raise_if_pressed()
            yield item

    return stopping


def _press(number: int, _: object) -> None:
    raise_if_pressed()
    _pressed.append(number)
