"""Work in several processes, and the lock that all of them hold."""

from __future__ import annotations

import os
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest
from systems import needs_fork

from ankigen.system import atomic, cache
from ankigen.system.processes import spread

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_work_is_the_same_in_any_number_of_processes(processes: int) -> None:
    done = dict(spread(lambda number: bytes([number]) * number * 1000, 40, processes))
    assert done == {number: bytes([number]) * number * 1000 for number in range(40)}


@needs_fork
def test_more_items_than_a_pipe_has_tickets_for_are_done_all_the_same() -> None:
    done = dict(spread(lambda number: b"%d of %d" % (number, os.getpid()), 70_000, 2))
    assert sorted(done) == list(range(70_000))
    assert all(answer.startswith(b"%d of " % number) for number, answer in done.items())
    assert b"%d" % os.getpid() not in {answer.split()[-1] for answer in done.values()}


@needs_fork
def test_a_lock_ends_though_a_process_was_forked_while_it_was_held(tmp_path: Path) -> None:
    go_on, end = os.pipe()
    with atomic.locked(tmp_path, lambda: pytest.fail("nobody else builds")):
        other = os.fork()
        if not other:
            os.close(end)
            os.read(go_on, 1)
            os._exit(0)
    try:
        with atomic.locked(tmp_path, lambda: pytest.fail("nobody else builds")):
            pass
    finally:
        os.close(end)
        os.waitpid(other, 0)


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_in_any_process_fails_here(processes: int) -> None:
    def fail(_: int) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        dict(spread(fail, 2, processes))


def test_the_files_of_a_cache_are_open_until_it_is_closed(tmp_path: Path) -> None:
    here = cache.passing(tmp_path)
    here.save("a", b"first", b"second")
    opened = here.open("a")
    assert opened
    assert (opened.content, here.load("a")) == (b"first", b"first")
    assert cache.read_at(opened, 1, opened.size) == b"econd"
    here.close()
    with pytest.raises(OSError, match=r"Bad file descriptor|handle"):
        os.fstat(opened.descriptor)


@needs_fork
def test_what_a_killed_process_left_undone_is_done() -> None:
    here = os.getpid()

    def work(number: int) -> bytes:
        if number == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"%d" % number

    assert dict(spread(work, 10, 2)) == {number: b"%d" % number for number in range(10)}


def process_of(numbers: str, number: int) -> bytes:
    return b"%s %d" % (numbers[number].encode(), os.getpid())


def killed_at_three(here: int, number: int) -> bytes:
    if number == 3 and os.getpid() != here:
        os._exit(1)
    return b"%d" % number


def test_without_fork_work_is_sent_to_spawned_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    done = dict(spread(partial(process_of, "abcdef"), 6, 2))
    assert {number: answer.split()[0].decode() for number, answer in done.items()} == dict(enumerate("abcdef"))
    assert b"%d" % os.getpid() not in {answer.split()[1] for answer in done.values()}
    here = dict(spread(lambda number: process_of("abcdef", number), 6, 2))  # cannot be sent
    assert {answer.split()[1] for answer in here.values()} == {b"%d" % os.getpid()}


def test_what_a_dead_spawned_process_left_undone_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    assert dict(spread(partial(killed_at_three, os.getpid()), 10, 2)) == {
        number: b"%d" % number for number in range(10)
    }


def test_an_error_in_another_process_is_raised_here() -> None:
    def work(number: int) -> bytes:
        if number == 3:
            raise ValueError("three")
        return b""

    with pytest.raises(ValueError, match="three"):
        dict(spread(work, 10, 2))
