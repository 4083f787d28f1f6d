"""Measure how much a viewer has to draw for an SVG: a few kilobytes can keep a phone busy for minutes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

# How many plain shapes take as long as one of these, which works on every pixel of an area, not on a few lines.
_WEIGHTS = (
    dict.fromkeys(("mask",), 200)
    | dict.fromkeys(
        """feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feGaussianBlur feMerge feOffset feTile
        """.split(),
        400,
    )
    | dict.fromkeys(
        "feConvolveMatrix feDiffuseLighting feDisplacementMap feMorphology feSpecularLighting feTurbulence".split(),
        4000,
    )
)
_DEFINITIONS = frozenset(
    "clipPath defs filter linearGradient marker mask pattern radialGradient symbol".split()
)  # drawn only where they are referred to
_RADIUS = 100  # times the radius of feMorphology, for which each pixel looks at its neighbours
_CSS_FILTER = re.compile(r"(?:blur|drop-shadow)\(", re.IGNORECASE)
_CSS_WEIGHT = 400
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)")
_EACH_VERTEX = re.compile(r"\bmarker(?:-mid)?\s*[:=]")
_NUMBER = re.compile(r"\d+\.?\d*|\.\d+")


def drawn(root: Element) -> int:
    """Return how much a viewer draws, in plain shapes; what is referred to is drawn again for each reference.

    Raises `ValueError` if the elements refer to each other without end.
    """
    elements_by_id = {element.get("id"): element for element in root.iter()}
    style = "".join(element.text or "" for element in root.iter("style"))
    styled, css = _REFERENCE.findall(style), _css_weight(style)
    counted: dict[Element, int] = {}

    def count(element: Element) -> int:
        if element not in counted:
            counted[element] = 0  # viewers draw nothing for a circular reference
            values = element.attrib.values()
            names = [*styled, *(name for value in values for name in _REFERENCE.findall(value))]
            used = [elements_by_id[name] for name in (*names, element.get("href", "")[1:]) if name in elements_by_id]
            inside = [child for child in element if child.tag not in _DEFINITIONS]
            counted[element] = css + _own_weight(element) + sum(map(count, [*inside, *used]))
        return counted[element]

    try:
        total = count(root)
        if _marks_vertices(root, style):
            total += max(map(count, root.iter("marker")), default=0) * sum(map(_vertices, root.iter()))
    except RecursionError as error:
        raise ValueError("its elements refer to each other without end") from error
    return total


def _own_weight(element: Element) -> int:
    weight = _WEIGHTS.get(element.tag, 1)
    if element.tag == "feMorphology":
        weight += _RADIUS * max(_numbers(element.get("radius", "")), default=0)
    return weight + _css_weight(element.get("style", "")) + _css_weight(element.get("filter", ""))


def _css_weight(css: str) -> int:
    return _CSS_WEIGHT * len(_CSS_FILTER.findall(css))


def _marks_vertices(root: Element, style: str) -> bool:
    """Whether a picture may be drawn at each vertex of a path, not at its ends alone."""
    own = (element.get("style", "") for element in root.iter())
    return any("marker-mid" in element.attrib for element in root.iter()) or any(
        _EACH_VERTEX.search(css) for css in (style, *own)
    )


def _vertices(element: Element) -> int:
    """Return the most vertices that a shape can have: each needs a number."""
    return len(_NUMBER.findall(element.get("d", "") + element.get("points", "")))


def _numbers(text: str) -> Iterable[int]:
    return [min(int(float(number)), 10**6) for number in _NUMBER.findall(text[:100])]
