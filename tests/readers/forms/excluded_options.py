"""Which rows of stems and options do not go together, and why."""

from __future__ import annotations

from .form import Exclusion, Form
from .options import OPTIONS, SPREADS, OptionForm
from .stems import STEMS

FOREIGN = "nobody writes so in this language"
ONE_LINE = {"question", "statement", "gap", "no question mark"}
CODED = {"only a fence", "only a fence, flush"}
SEVERAL_LINES = {"two lines", "words and fence", *CODED}
PLAIN_NUMBERS = {
    "1. stem",
    "1) stem",
    "1/ stem",
    "**1/ stem**",
    "1.  stem",
    "1、stem",
    "1．stem",
    "**1.** stem",
    "**1. stem**",
    "1, stem below",
}
SHORTHAND = {"Q: stem", "**Q:** stem"}
ALL_IN = "front matter, all in it"


def options(form: Form) -> OptionForm:
    """The row of the options."""
    return OPTIONS[form.options]


def _run_on(form: Form) -> bool:
    """Numbers of options continue those of questions."""
    row, (_, _, inset, _, _) = options(form), SPREADS[form.spread]
    if form.stem == "(1), stem below" and form.options == "(1) x":
        return True
    numbered = (row.kind == "digit" and row.line[:4] in ("{l}.", "{l})")) or row.line.startswith("{n}.")
    return numbered and not inset and form.stem in PLAIN_NUMBERS


OPTIONS_AND_STEMS = [
    Exclusion(
        ("body", "options", "spread"),
        "a table right below another is a part of it",
        lambda f: (
            f.body == "table" and f.options == "table A, x" and not (SPREADS[f.spread][0] or SPREADS[f.spread][4])
        ),
    ),
    Exclusion(("language", "stem"), FOREIGN, lambda f: f.language not in STEMS[f.stem].languages),
    Exclusion(("language", "options"), FOREIGN, lambda f: f.language not in options(f).languages),
    # What is asked, and what the options hold
    Exclusion(
        ("body", "content"),
        "pairs answer a matching question, and nothing else does",
        lambda f: (f.body == "matching") != (f.content == "pairs"),
    ),
    Exclusion(
        ("body", "content"),
        "a statement asks nothing but whether it is true",
        lambda f: (f.body == "statement") != (f.content == "true and false"),
    ),
    Exclusion(
        ("content", "right"),
        "one of these options is right",
        lambda f: f.content in {"true and false", "pairs", "numbers"} and f.right != "one",
    ),
    Exclusion(
        ("content", "options"),
        "an option of several lines has no room here",
        lambda f: f.content in SEVERAL_LINES and not options(f).multiline,
    ),
    Exclusion(
        ("content", "options"),
        "options can be left out only where they are true and false",
        lambda f: f.options == "none" and f.content != "true and false",
    ),
    Exclusion(
        ("stem", "body"),
        "front matter holds a line of text",
        lambda f: f.stem.startswith("front matter") and f.body not in ONE_LINE,
    ),
    # Where options begin
    Exclusion(
        ("body", "options", "spread"),
        "the stem's lists end and the options begin without a sign",
        lambda f: (
            f.body == "matching"
            and not SPREADS[f.spread][4]
            and (options(f).kind in {"upper", "wide", "digit"} or f.options == "bare lines")
        ),
    ),
    Exclusion(
        ("body", "options"),
        "bare lines are options only below a stem of one line",
        lambda f: f.options == "bare lines" and f.body not in ONE_LINE,
    ),
    Exclusion(
        ("options", "spread"),
        "bare lines with blank lines between are paragraphs",
        lambda f: f.options == "bare lines" and SPREADS[f.spread][1],
    ),
    Exclusion(
        ("options", "spread"),
        "options on one line have no lines between",
        lambda f: options(f).block is not None and SPREADS[f.spread][1],
    ),
    Exclusion(
        ("options", "spread"),
        "a heading announces options that are not there",
        lambda f: f.options == "none" and bool(SPREADS[f.spread][4]),
    ),
    Exclusion(
        ("stem", "spread"),
        "text is inside a list item only where the stem is one",
        lambda f: SPREADS[f.spread][3] > 0 and not STEMS[f.stem].indents,
    ),
    Exclusion(
        ("content", "options"),
        "a letter without a sign has a text beside it",
        lambda f: f.options in {"A   x", "- A   x", "- [ ] A x"} and f.content in CODED,
    ),
    Exclusion(("stem", "options", "spread"), "numbers of options run on from those of questions", _run_on),
    Exclusion(
        ("stem", "options"),
        "`A: x` right below `Q:` reads as its answer",
        lambda f: f.stem in SHORTHAND and f.options == "A: x",
    ),
    Exclusion(
        ("stem", "options"),
        "options and answer are in front matter where all of the question does",
        lambda f: (f.stem == ALL_IN) != (f.options == "in front matter"),
    ),
]
