"""Questions with headings for their stem and their options: what their options are."""

from __future__ import annotations

import pytest
from reading import read_bank

from ankigen.model import Rule

HEADED = "# Q-1\n\n## Question\n\n### Stem\n\nWhich one?\n\n### Options\n\n{options}\n\n**Answer:** {answer}\n"


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (["- **A.** one", "- **B.** two", "- **C.** three", "- **D.** four"], "C"),
        (["A) one", "B) two", "C) three", "D) four"], "C"),
        (["A. one", "B. two", "C. three", "d. four"], "C"),  # a slip: the last one is no part of the third
        (["1. one", "2. two", "3. three", "4. four"], "3"),
        (["① one", "② two", "③ three", "④ four"], "③"),
        (["- [ ] A. one", "- [ ] B. two", "- [ ] C. three", "- [ ] D. four"], "C"),
    ],
)
def test_options_have_the_labels_that_the_answer_means(options: list[str], answer: str) -> None:
    [question], _ = read_bank({"a.md": HEADED.format(options="\n".join(options), answer=answer)})
    assert [option.text for option in question.options] == ["one", "two", "three", "four"]
    assert question.answer == ("C",)


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        # No option has another label than the file gives it: the answer would be another one.
        (
            ["- **A.** one", "- **D.** two", "- **C.** three", "- **B.** four", "", "---", "E. five"],
            Rule.LABELS_OUT_OF_ORDER,
        ),
        (["- **A.** one", "- **B.** two", "- **D.** four"], Rule.LABELS_OUT_OF_ORDER),
        (["- **A.** one", "- **B.** two", "- **a.** three", "- **D.** four"], Rule.DUPLICATE_LABEL),
        (["- **A.** one", "- **B.** two", "", "A. three"], Rule.DUPLICATE_LABEL),
        (["- **A.** one", "- **A.** two"], Rule.DUPLICATE_LABEL),
    ],
)
def test_labels_that_are_out_of_order_or_there_twice_are_reported(options: list[str], rule: Rule) -> None:
    questions, diagnostics = read_bank({"a.md": HEADED.format(options="\n".join(options), answer="B")})
    assert not questions
    assert rule in {diagnostic.rule for diagnostic in diagnostics}
