"""One thing broken in a file that reads well: that question changes or is reported, the others stay what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drawing import budget, by_hand, drawn
from forms import draw_bank
from forms.compare import faults
from forms.mutate import break_one, judge
from hypothesis import assume, given
from hypothesis import strategies as st
from reading import read_bank

if TYPE_CHECKING:
    from forms import Bank


@by_hand
@budget(300)
@given(drawn(draw_bank), st.data())
def test_one_thing_broken_spoils_nothing_else(bank: Bank | None, data: st.DataObject) -> None:
    assume(bank)
    questions, before = read_bank(bank.files)
    assume(not faults(bank, questions, before))
    broken = break_one(bank, lambda rows: data.draw(st.sampled_from(rows)))
    assume(broken)
    wrong = judge(broken, *read_bank(broken.files), before)
    texts = [f"--- {path}\n{text}" for path, text in broken.files.items()]
    assert not wrong, "\n".join([*wrong, "", f"{broken.did} in {broken.part} of {broken.owner}", str(bank), *texts])
