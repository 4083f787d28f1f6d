"""Spread work over several processes, or do it in this one if that would not pay; the results are the same.

Processes are forked. Where that is impossible (Windows) they are spawned, for work that can be sent to them.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HEAD = struct.Struct("=QQ")  # the head of an answer: the number of its item, and the size of the answer in bytes
_TICKET = struct.Struct("=H")  # the number of a share of items; a read from a pipe never splits so few bytes
_MANY = 200  # items; for fewer, forking takes longer than it saves
_MOST = 2000  # tickets; all of them fit into the smallest pipe (4,096 bytes)


_work: Callable[[int], bytes]  # in a spawned process: what it does


class _Worker(NamedTuple):
    process: int
    answers: int


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def process_count(items: int) -> int:
    """Return the number of processes for work on so many items; 1 if they are too few to be worth forking."""
    return cores() if items >= _MANY else 1


def spread(work: Callable[[int], bytes], count: int, processes: int) -> Iterator[tuple[int, bytes]]:
    """Yield each number below `count` with the result of `work` for it, in any order.

    Each of the processes takes the next number when it is done with one (or the next few, if there are very many). They
    start at once, before the first result is asked for. Work that a process does not finish, because of an error or
    because it was killed, is done again in this process, which raises the error. Where processes cannot be forked, work
    that cannot be pickled is all done in this process.
    """
    if min(processes, count) < 2:
        return ((number, work(number)) for number in range(count))
    if hasattr(os, "fork"):
        return _gathered(work, count, _forked(work, count, min(processes, count)))
    pickled = _pickled(work)
    answers = _spawned(pickled, count, min(processes, count)) if pickled else iter(())
    return _completed(work, count, answers)


def _forked(work: Callable[[int], bytes], count: int, processes: int) -> list[_Worker]:
    tickets, printer = os.pipe()
    step = -(-count // _MOST)
    shares = [range(start, min(start + step, count)) for start in range(0, count, step)]
    os.write(printer, b"".join(map(_TICKET.pack, range(len(shares)))))
    os.close(printer)
    gc.freeze()  # else the collector of each process would write to, and so copy, every page of memory
    workers: list[_Worker] = []
    try:
        for _ in range(processes):
            answers, out = os.pipe()
            process = os.fork()
            if not process:
                os.close(answers)  # so that a write fails, and this process ends, when the parent has ended
                _serve(work, shares, tickets, out, [worker.answers for worker in workers])
            os.close(out)
            workers.append(_Worker(process, answers))
    finally:
        gc.unfreeze()
        os.close(tickets)
    return workers


def _serve(
    work: Callable[[int], bytes], shares: Sequence[range], tickets: int, out: int, others: Sequence[int]
) -> None:
    """Work until no ticket is left, then end this process."""
    try:
        for descriptor in others:
            os.close(descriptor)
        with open(out, "wb") as answers:
            while ticket := os.read(tickets, _TICKET.size):
                for number in shares[_TICKET.unpack(ticket)[0]]:
                    answer = work(number)
                    answers.write(_HEAD.pack(number, len(answer)))
                    answers.write(answer)
                    answers.flush()
    finally:
        os._exit(0)


def _pickled(work: Callable[[int], bytes]) -> bytes:
    """Return some work as bytes for spawned processes, b"" if it cannot be sent to them."""
    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError):
        return b""


def _spawned(pickled: bytes, count: int, processes: int) -> Iterator[tuple[int, bytes]]:
    """Yield the answers of spawned processes; those that are missing when one of them has died are left out."""
    import multiprocessing  # noqa: PLC0415 - only Windows needs it
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    spawn = multiprocessing.get_context("spawn")
    with (
        suppress(BrokenProcessPool),
        ProcessPoolExecutor(processes, spawn, initializer=_take, initargs=(pickled,)) as pool,
    ):
        yield from zip(range(count), pool.map(_answer, range(count)), strict=True)


def _take(pickled: bytes) -> None:
    """Take the work of a spawned process."""
    global _work  # noqa: PLW0603 - an initializer has no other way to hand something to the tasks of its process
    _work = pickle.loads(pickled)  # noqa: S301 - from the process that spawned this one


def _answer(number: int) -> bytes:
    return _work(number)


def _gathered(work: Callable[[int], bytes], count: int, workers: Sequence[_Worker]) -> Iterator[tuple[int, bytes]]:
    try:
        yield from _completed(work, count, _answers(workers))
    finally:
        for worker in workers:
            os.close(worker.answers)
            os.kill(worker.process, signal.SIGKILL)  # safe: the id of an ended process is not reused before `waitpid`
            os.waitpid(worker.process, 0)


def _completed(
    work: Callable[[int], bytes], count: int, answers: Iterator[tuple[int, bytes]]
) -> Iterator[tuple[int, bytes]]:
    """Yield the answers, then those that are missing, for which the work is done in this process."""
    missing = set(range(count))
    for number, answer in answers:
        missing.discard(number)
        yield number, answer
    for number in sorted(missing):
        yield number, work(number)


def _answers(workers: Sequence[_Worker]) -> Iterator[tuple[int, bytes]]:
    """Yield the answers as they arrive; the incomplete answer of a killed process is dropped."""
    waiting = {worker.answers: bytearray() for worker in workers}
    with selectors.DefaultSelector() as selector:
        for descriptor in waiting:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                data = waiting[key.fd]
                some = os.read(key.fd, 1 << 20)
                if not some:
                    selector.unregister(key.fd)
                data += some
                while len(data) >= _HEAD.size and len(data) >= (end := _HEAD.size + _HEAD.unpack_from(data)[1]):
                    number, _ = _HEAD.unpack_from(data)
                    yield number, bytes(data[_HEAD.size : end])
                    del data[:end]
