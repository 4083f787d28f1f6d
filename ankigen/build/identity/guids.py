"""The GUIDs of questions: the numbers by which Anki knows their notes."""

from __future__ import annotations

import base64
import hashlib
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from ankigen.model import Summary


def guid_for(bank_id: str, key: str, generation: int = 0) -> str:
    """Return the GUID of a question with this key: 16 characters of URL-safe base64.

    The canonical string has the lines `ankigen`, the bank's id and the key; if the ledger has another question under
    this GUID, also a generation from 1. The GUID is the first 12 bytes of its SHA-256, in URL-safe base64.
    """
    return _guid("ankigen", bank_id, key, *([str(generation)] if generation else []))


def guid_of(bank_id: str, question: Summary, used: Container[str]) -> str:
    """Return a GUID for a question that is new to the ledger, none of those that are `used`.

    That of a question without an ID comes from its first content, so that its file and its place mean nothing; an empty
    line before the content keeps it apart from those of keys.
    """
    for generation in count():
        if question.id:
            guid = guid_for(bank_id, question.key, generation)
        else:
            guid = _guid("ankigen", bank_id, "", question.content, *([str(generation)] if generation else []))
        if guid not in used:
            return guid
    raise AssertionError


def guid_of_derived(parent: str, kind: str, content: str) -> Iterator[str]:
    """Yield GUIDs for a question that is made of the one with the GUID `parent`, from its first `content`."""
    yield _guid("ankigen", parent, kind, content)
    for generation in count(1):
        yield _guid("ankigen", parent, kind, content, str(generation))


def _guid(*lines: str) -> str:
    digest = hashlib.sha256("\n".join(lines).encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode("ascii")
