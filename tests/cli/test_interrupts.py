"""Ctrl-C while it is deferred: a real signal, sent to this process."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from ankigen.cli.interrupts import ctrl_c_held_back, raise_if_pressed, stoppable
from ankigen.system.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _ctrl_c() -> Iterator[None]:
    """Make Ctrl-C raise `KeyboardInterrupt`, as in the foreground of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_it_ends_what_it_was_pressed_in_and_nothing_after() -> None:
    done: list[str] = []

    @ctrl_c_held_back()
    def work() -> None:
        press()
        done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        work()
    raise_if_pressed()
    assert done == ["all of it"]
    with pytest.raises(KeyboardInterrupt):
        press()


def test_pressed_twice_it_waits_for_nothing() -> None:
    done: list[str] = []

    @ctrl_c_held_back()
    def work() -> None:
        press()
        press()
        done.append("more")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert not done
    with ctrl_c_held_back():
        raise_if_pressed()


def test_it_ends_between_two_items() -> None:
    done: list[str] = []

    @ctrl_c_held_back()
    def work() -> None:
        for item in stoppable(silent)(["one", "two", "three"], "items"):
            done.append(item)
            if item == "two":
                press()

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["one", "two"]


def test_within_another_it_is_held_back_to_the_end_of_the_outer_one() -> None:
    done: list[str] = []

    @ctrl_c_held_back()
    def work() -> None:
        with ctrl_c_held_back():
            press()
        done.append("the rest")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["the rest"]


def test_where_it_does_nothing_it_goes_on_doing_nothing() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with ctrl_c_held_back():
        press()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
