"""A rationale names the trap of its own option."""

from __future__ import annotations

import pytest
from reading import read_bank

SECTIONS = """\
# Question 1

**Traps:** `Syntax-Confusion`

## Question

Which command lists jobs?

## Options

- **A.** `jobs ls`
- **B.** `jobs list`
- **C.** `jobs get`
- **D.** `jobs all`

## Answer

B

## Why the others are wrong

### A

The verb is spelled out: it is not a shell.

**Trap:** Syntax-Confusion

### C

It shows one job only. **{label}:** `Similar-Function`, Scope

### D

There is no such verb (Trap: Made-Up).
"""
LIST = """\
**1.** Which command removes a job?

A. `jobs rm`
B. `jobs delete`
C. `jobs stop`

**Answer:** B

**Why the others are wrong:**

- **A:** a shell's word. **{label}:** Syntax-Confusion
- **C:** it only ends a run. ({label}: Similar-Function)
"""


def traps_by_option(text: str) -> dict[str, tuple[str, ...]]:
    ((question,), diagnostics) = read_bank({"q.md": text})
    assert not diagnostics
    return {option.label: option.traps for option in question.options}


@pytest.mark.parametrize("label", ["Trap", "Traps", "陷阱", "Falle", "Piège", "الفخ"])
def test_a_label_in_a_rationale_names_the_trap_of_its_option(label: str) -> None:
    sections = traps_by_option(SECTIONS.replace("{label}", label))
    assert sections == {"A": ("Syntax-Confusion",), "B": (), "C": ("Similar-Function", "Scope"), "D": ("Made-Up",)}
    assert traps_by_option(LIST.replace("{label}", label)) == {
        "A": ("Syntax-Confusion",),
        "B": (),
        "C": ("Similar-Function",),
    }


def test_the_question_keeps_its_own_traps_and_the_card_the_words() -> None:
    (question,), _ = read_bank({"q.md": SECTIONS.replace("{label}", "Trap")})
    assert question.traps == ("Syntax-Confusion",)
    assert "Trap:** Syntax-Confusion" in question.options[0].rationale


@pytest.mark.parametrize("text", ["A trap: it looks alike.", "See note: x", "`trap: y`", "Trap\n\nx"])
def test_other_words_name_no_trap(text: str) -> None:
    rows = LIST.replace("({label}: Similar-Function)", text).replace("**{label}:** Syntax-Confusion", "")
    assert traps_by_option(rows) == {"A": (), "B": (), "C": ()}
