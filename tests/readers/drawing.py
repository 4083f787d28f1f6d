"""How these tests draw: the same few in every run, or as many as `ANKIGEN_DRAWS` says, at random."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.items import Pick
    from hypothesis.strategies import SearchStrategy

Made = TypeVar("Made")
DRAWS = int(os.environ.get("ANKIGEN_DRAWS", "0"))


def seeds(first: int, draws: int) -> range:
    """So many seeds from one on, the same in every run; as many as `ANKIGEN_DRAWS` says, from elsewhere."""
    begin = first if not DRAWS else int(time.time())
    return range(begin, begin + (DRAWS or draws))


def budget(draws: int) -> settings:
    """So many draws in every run."""
    return settings(
        max_examples=DRAWS or draws,
        derandomize=not DRAWS,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=[*HealthCheck],
    )


def drawn(make: Callable[[Pick], Made]) -> SearchStrategy[Made]:
    """What this function makes, with hypothesis to choose."""
    return st.composite(lambda draw: make(lambda rows: draw(st.sampled_from(rows))))()
