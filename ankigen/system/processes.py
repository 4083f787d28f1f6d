"""Work in several processes, by fork; in this one where that does not pay. What comes out is the same."""

from __future__ import annotations

import gc
import os
import selectors
import signal
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HEAD = struct.Struct("=QQ")  # of an answer: the number of its item, and how many bytes follow
_TICKET = struct.Struct("=H")  # items to be worked on; a pipe hands out so few bytes whole (POSIX, read)
_MANY = 200  # questions that are worth processes
_MOST = 2000  # tickets: all fit into the smallest pipe (4,096 bytes)


class _Worker(NamedTuple):
    process: int
    answers: int


def cores() -> int:
    """Return how many processes can work at one time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def process_count(questions: int) -> int:
    """Return in how many processes to work on so many questions; what is done soon is not worth a fork."""
    return cores() if questions >= _MANY else 1


def spread(
    work: Callable[[int], bytes], count: int, processes: int, *, aside: bool = False
) -> Iterator[tuple[int, bytes]]:
    """Yield each number below `count` with what `work` makes of it, in any order.

    Of more than one process, each takes the next number when it has done with one, or of very many the next few. They
    begin at once, before the first result is asked for; `aside` says that there is something else to do until then, so
    that one process pays as well. What a process does not bring to an end, by an error or because it was killed, is
    done again here: so an error is raised where it can be read.
    """
    if min(processes, count) < 2 - (aside and processes > 1 and count > 0) or not hasattr(os, "fork"):
        return ((number, work(number)) for number in range(count))
    return _gathered(work, count, _forked(work, count, min(processes, count)))


def _forked(work: Callable[[int], bytes], count: int, processes: int) -> list[_Worker]:
    tickets, printer = os.pipe()
    step = -(-count // _MOST)
    shares = [range(start, min(start + step, count)) for start in range(0, count, step)]
    os.write(printer, b"".join(map(_TICKET.pack, range(len(shares)))))
    os.close(printer)
    gc.freeze()  # or the collector of each process would copy every page that it looks at
    workers: list[_Worker] = []
    try:
        for _ in range(processes):
            answers, out = os.pipe()
            process = os.fork()
            if not process:
                os.close(answers)  # a write fails then when the first process is no more: nobody works on for nobody
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
    """Work until there is no ticket left, and end this process."""
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


def _gathered(work: Callable[[int], bytes], count: int, workers: Sequence[_Worker]) -> Iterator[tuple[int, bytes]]:
    missing = set(range(count))
    try:
        for number, answer in _answers(workers):
            missing.discard(number)
            yield number, answer
        for number in sorted(missing):
            yield number, work(number)
    finally:
        for worker in workers:
            os.close(worker.answers)
            os.kill(worker.process, signal.SIGKILL)  # one that has ended waits for the next line, so the id is its own
            os.waitpid(worker.process, 0)


def _answers(workers: Sequence[_Worker]) -> Iterator[tuple[int, bytes]]:
    """Yield the answers as they come; half a one of a process that was killed is none."""
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
