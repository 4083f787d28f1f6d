"""Formulas of strangers: their MathML has elements of formulas and nothing else."""

from __future__ import annotations

import html
import re

import pytest
from vectors import IN_FORMULAS

from ankigen.views.cards.mathml import formulas

WHERE = (
    r"\text{%s}",
    r"\mathrm{a}\text{%s}",
    r"\mbox{%s}",
    r"\operatorname{%s}",
    "%s",
    r"\color{%s}{x}",
    r"\frac{%s}{2}",
)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("evil", IN_FORMULAS)
def test_a_formula_adds_no_element_of_another_kind(evil: str, where: str) -> None:
    text = where % evil
    for field in (rf"\({text}\)", rf"\[{text}\]"):
        shown = formulas([field, field.replace("<", "&lt;")])
        for mathml in shown.values():
            elements = set(re.findall(r"</?([^\s>/]+)", mathml))
            assert all(element.startswith("m") and element not in {"meta", "marquee"} for element in elements), mathml
            tags = " ".join(re.findall(r"<[^>]*>", mathml))
            assert not re.search(r"\b(?:href|src|style|on\w+|url)\b", tags), mathml


@pytest.mark.parametrize(
    "tex", [r"\frac{a}{b}+\sqrt[3]{x}", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\sum_{i=1}^n x_i"]
)
def test_a_formula_without_foreign_elements_is_as_it_was_made(tex: str) -> None:
    from latex2mathml.converter import convert

    (mathml,) = formulas([rf"\({tex}\)"]).values()
    assert html.unescape(mathml) == html.unescape(convert(tex))
