"""The labels of cards in each language."""

from __future__ import annotations

import re
from typing import get_type_hints

import pytest

from ankigen.model import LABELS, Labels

PLACES = {"pick": ["n"], "diagram": ["name"]}  # what is filled in


@pytest.mark.parametrize("language", LABELS)
def test_a_language_has_every_label(language: str) -> None:
    labels: dict[str, str] = dict(LABELS[language])  # type: ignore[arg-type]
    assert labels.keys() == get_type_hints(Labels).keys()
    for name, text in labels.items():
        assert text == text.strip() != "", name
        assert re.findall(r"{(.*?)}", text) == PLACES.get(name, []), name
