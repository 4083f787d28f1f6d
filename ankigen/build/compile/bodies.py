"""The rendered fields and the records of the questions of a bank, in the files of the cache."""

from __future__ import annotations

import hashlib
from functools import cached_property
from itertools import chain, starmap
from typing import TYPE_CHECKING

from ankigen.anki import render_body
from ankigen.build.compile.groups import StoredBody
from ankigen.build.compile.records import record
from ankigen.system.cache import read_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.build.compile.groups import Group
    from ankigen.markdown import Look
    from ankigen.model import Question, Summary
    from ankigen.source import Config
    from ankigen.system.cache import OpenFile

_SEPARATOR = "\x1f"  # separates fields in Anki's database; neither a field nor JSON contains it


class Bodies:
    """The rendered fields and the record of each question; the files of the cache must stay open."""

    def __init__(self, groups: Iterable[tuple[Group, OpenFile]] = ()) -> None:
        """Take the groups, each with its open file; they are gone through when the first body is asked for."""
        self._groups = groups

    def read(self) -> Bodies:
        """Go through the groups now, so that nothing else of them need be in memory; return these bodies."""
        _ = self._stored
        return self

    @cached_property
    def _stored(self) -> dict[tuple[str, int, int], tuple[OpenFile, int, StoredBody]]:
        """The file, offset in bytes, and body of each question."""
        groups, self._groups = self._groups, ()
        return dict(chain.from_iterable(starmap(_bodies_of, groups)))

    def html(self, summary: Summary) -> Sequence[str]:
        """Return the HTML of a question's fields, in the order of `anki.BODY_FIELDS`."""
        return self._parts(summary)[:-1]

    def record(self, summary: Summary) -> str:
        """Return a question as JSON, as `records.record` does."""
        return self._parts(summary)[-1]

    def body_hash(self, summary: Summary) -> bytes:
        """Return a hash (16 bytes) of the fields of a question."""
        return self._stored[summary.path, summary.index, summary.number][-1].hash

    def files(self, summary: Summary) -> tuple[str, ...]:
        """Return the names in Anki of the pictures and sounds that a question shows."""
        return self._stored[summary.path, summary.index, summary.number][-1].files

    def _parts(self, summary: Summary) -> list[str]:
        opened, start, body = self._stored[summary.path, summary.index, summary.number]
        return read_at(opened, start, body.size).decode().split(_SEPARATOR)


def _bodies_of(
    group: Group, opened: OpenFile
) -> Iterator[tuple[tuple[str, int, int], tuple[OpenFile, int, StoredBody]]]:
    """Yield the bodies of a group, which follow it in its file, as `Bodies` has them.

    Those of a question come before those of the questions that are made of it.
    """
    start = 0
    for stored in group.files:
        every = (one for question in stored.compiled.summaries for one in (question, *question.derived))
        for summary, body in zip(every, stored.bodies, strict=True):
            yield (stored.compiled.path, summary.index, summary.number), (opened, start, body)
            start += body.size


def rendered(question: Question, look: Look, config: Config) -> tuple[StoredBody, bytes]:
    """Return the body of a question, and its bytes for the cache."""
    body = render_body(question, look, config)
    fields = _SEPARATOR.join(body.html)
    text = f"{fields}{_SEPARATOR}{record(question)}".encode()
    return StoredBody(len(text), body.files, hashlib.blake2b(fields.encode(), digest_size=16).digest()), text
