"""Summaries of questions: what is promised of their hashes."""

from __future__ import annotations

from ankigen.model import text_hash


def test_the_hash_of_texts_is_the_same_forever() -> None:
    """Ledgers have it: with another one, every question that is renamed would be new."""
    assert text_hash("選 A", "b") == "82155f0528933354"
