"""Clean an SVG picture: only what is on a list of shapes, text and paint stays; no scripts, no links to other files.

defusedxml parses it, so that entities can neither expand without end nor read files; the output is written from the
parsed tree.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree as ET  # only for writing: defusedxml does all the parsing

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ankigen.anki.media.drawing import drawn

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
# The graphics of SVG 1.1 and their definitions; not script, a, foreignObject, image, feImage or animation.
_ELEMENTS = frozenset(
    """svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath marker
    linearGradient radialGradient stop pattern clipPath mask style filter feBlend feColorMatrix feComponentTransfer
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight
    feTile feTurbulence""".split()
)
_UNWRAPPED = frozenset({"a", "switch"})  # removed, but their content stays
_UNSEEN = frozenset({"", "metadata"})  # comments and notes of drawing programs: removed without a warning
_ATTRIBUTES = frozenset(
    """accumulate alignment-baseline amplitude azimuth baseFrequency baseline-shift baseProfile bias class clip-path
    clip-rule clipPathUnits color color-interpolation color-interpolation-filters cx cy d diffuseConstant direction
    display divisor dominant-baseline dx dy edgeMode elevation exponent fill fill-opacity fill-rule filter filterUnits
    flood-color flood-opacity font-family font-size font-size-adjust font-stretch font-style font-variant font-weight fr
    fx fy gradientTransform gradientUnits height href id in in2 intercept k1 k2 k3 k4 kernelMatrix lang lengthAdjust
    letter-spacing lighting-color limitingConeAngle marker-end marker-mid marker-start markerHeight markerUnits
    markerWidth mask mask-type maskContentUnits maskUnits method mode numOctaves offset opacity operator order orient
    overflow paint-order patternContentUnits patternTransform patternUnits pathLength points preserveAspectRatio
    primitiveUnits r radius refX refY result rotate rx ry scale seed shape-rendering side slope spacing specularConstant
    specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style surfaceScale
    systemLanguage tableValues targetX targetY text-anchor text-decoration text-rendering textLength transform
    transform-origin type unicode-bidi values vector-effect version viewBox visibility width word-spacing writing-mode x
    x1 x2 xChannelSelector y y1 y2 yChannelSelector z""".split()
)
_FOREIGN = re.compile(
    r"url\((?!\s*['\"]?#)|src\(|image(?:-set)?\(|cross-fade|//|@import|@font-face|@namespace|\\|expression|javascript:",
    re.IGNORECASE,
)
_DEEPEST = 200  # levels of nested elements; no drawing program has a tenth of them
_MOST = 100_000  # plain shapes, or as much work as these: more would freeze a phone
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Clean(NamedTuple):
    """A picture that is safe to show (UTF-8 XML), and the names of the elements and attributes removed from it."""

    data: bytes
    removed: tuple[str, ...]


def clean(data: bytes) -> Clean:
    """Return an SVG with only what is on the list.

    Raises `ValueError` if the bytes are not an SVG, declare entities, nest too deep or take too long to draw.
    """
    try:
        root = fromstring(data)
    except (ET.ParseError, DefusedXmlException, LookupError, RecursionError) as error:
        raise ValueError(f"{error}" if isinstance(error, ET.ParseError) else "it declares entities") from error
    if root.tag not in {f"{{{_SVG}}}svg", "svg"}:
        raise ValueError("its root is not <svg>")
    removed: dict[str, None] = {}
    made = ET.Element("svg", {"xmlns": _SVG})
    _copy(root, made, removed, 0)
    if drawn(made) > _MOST:
        raise ValueError(f"it draws more than {_MOST} elements, or as much work as they are")
    return Clean(ET.tostring(made, encoding="utf-8"), tuple(removed))


def _copy(source: ET.Element, made: ET.Element, removed: dict[str, None], depth: int) -> None:
    """Copy what is on the list from an element into a new one, and add the names of what is not to `removed`."""
    if depth > _DEEPEST:
        raise ValueError(f"its elements are more than {_DEEPEST} deep")
    for name, value in source.attrib.items():
        safe_value = _attribute(name, value, removed)
        if safe_value:
            made.set(safe_value, value)
    made.text = source.text
    for child in source:
        name = _local(child)
        # An element in a style would split a word that is whole for the viewer, which joins the texts around it.
        foreign = name == "style" and (len(child) > 0 or _is_foreign(child.text or ""))
        if name not in _ELEMENTS | _UNSEEN or foreign:
            removed[name] = None
        if name in _ELEMENTS | _UNWRAPPED and not foreign:
            _copy(child, ET.SubElement(made, "g" if name in _UNWRAPPED else name), removed, depth + 1)
        _append(made, child.tail or "")


def _append(made: ET.Element, tail: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + tail
    else:
        made.text = (made.text or "") + tail


def _local(element: ET.Element) -> str:
    """Return an element's name in SVG; "" for a comment, an instruction, or an element of another XML vocabulary."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    return name if space in {"", f"{{{_SVG}"} else ""


def _attribute(name: str, value: str, removed: dict[str, None]) -> str:
    """Return an attribute's name without its namespace; "" if the attribute is removed."""
    space, _, local = name.rpartition("}")
    if space not in {"", f"{{{_XLINK}"} or local not in _ATTRIBUTES:
        if local.lower().startswith("on"):
            removed[local] = None
        return ""
    if (local == "href" and not value.strip().startswith("#")) or _is_foreign(value):
        removed[local] = None
        return ""
    return local


def _is_foreign(css: str) -> bool:
    """Whether CSS, or an attribute's value that may contain CSS, refers to anything outside the picture.

    It is looked at with and without comments: what looks like one may be part of a string.
    """
    return bool(_FOREIGN.search(css) or _FOREIGN.search(_COMMENT.sub("", css)))
