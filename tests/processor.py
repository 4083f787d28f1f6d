"""How long something takes the processor, whatever else the machine and the tests do."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(work: Callable[[], object], limit: float = 0) -> float:
    """Return the least seconds of the processor that a work took in up to five runs, the first within the limit if any.

    The collector rests meanwhile: it goes through all that the tests hold, whenever it likes.
    """
    least = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            start = time.process_time()
            work()
            least = min(least, time.process_time() - start)
            if least < limit:
                break
    finally:
        gc.enable()
    return least
