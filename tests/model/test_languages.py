"""The labels of cards in each language."""

from __future__ import annotations

from ankigen.model import LABELS


def test_every_language_has_every_label() -> None:
    first, *others = LABELS.values()
    for labels in others:
        assert labels.keys() == first.keys()
    assert all(text.strip() for labels in LABELS.values() for text in labels.values())  # type: ignore[attr-defined]
