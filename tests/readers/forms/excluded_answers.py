"""Which rows of places and wordings of answers, and of reasons, do not go with others, and why."""

from __future__ import annotations

from .answers import WORDINGS
from .excluded_options import ALL_IN, CODED, FOREIGN, SEVERAL_LINES, SHORTHAND, options
from .form import PLACES, Exclusion, Form
from .options import LETTERS, MARKS_OF_WRONG, ROMAN, SPREADS
from .reasons import ANSWER_KEYS, WHYS
from .stems import STEMS

CODE = {"inline code", "code and words"}
BOLD = {"bold line", "bold text"}
BOXES = "who has boxes ticks them: nobody sets box and all in bold"
SEEN_BOLD = "bold of one is seen only where the others are not bold, and all of it is"
UNLABELLED = "options without labels are not called by any"
STOPS = "two full stops"
LATIN = {"A. x", "A) x", "(A) x", "a. x", "a) x", "(a) x", "[A] x", "- A. x", "- A) x", "* A) x", "- a) x", "- (A) x"}


def _no_room_for_bold(form: Form) -> bool:
    return (
        "**" in options(form).line
        or form.options in {"table A, x", "A   x", "- A   x"}
        or form.content in {*CODED, "two lines"}
    )


def _answer_key_reason(form: Form) -> bool:
    if form.answer_key is None or form.why == "none":
        return False
    if WHYS[form.why].more:
        return not form.answer_key.more
    if form.answer_key is ANSWER_KEYS["table"]:
        return form.why != "bare"
    return not form.answer_key.inside or form.why not in {"bare", "Explanation: x", "**Explanation:** x"}


def _kind_of_wording(form: Form) -> bool:
    kind, wording = options(form).kind, form.wording
    if wording == "b":
        return kind not in {"upper", "lower", "cyrillic", "cyrillic lower"}
    if wording in {"AC", "A C"}:
        return kind not in {"upper", "wide", "circled"}
    if wording in {"A,C", "A/C"}:
        return kind == "digit"
    if wording == "1. A 2. C":
        return kind == "digit" or form.body in {"statements 1 2", "table"}  # as pairs are written
    if wording in {"B)", "B) text", "B. text", "B: text", "B - text", "**B.** text", "- A. text", "A. text on a line"}:
        return kind not in LETTERS | {"digit"}
    return False


# What front matter has that holds all of a question.
FRONT_MATTER = {
    "spread": {"blank above"},
    "gap": {"blank"},
    "leak": {""},
    "why": {"none", "Explanation: x"},
    "facts": {"none", "topics", "id and topics"},
}
ANSWERS = [
    *(
        Exclusion(
            ("stem", name),
            "front matter that holds all of a question has no such thing",
            lambda f, name=name, rows=rows: f.stem == ALL_IN and getattr(f, name) not in rows,
        )
        for name, rows in FRONT_MATTER.items()
    ),
    Exclusion(("language", "place"), FOREIGN, lambda f: f.language not in PLACES[f.place].languages),
    Exclusion(("language", "wording"), FOREIGN, lambda f: f.language not in WORDINGS[f.wording].languages),
    Exclusion(
        ("stem", "place"),
        "options and answer are in front matter where all of the question does",
        lambda f: (f.stem == ALL_IN) != f.place.startswith("in front matter"),
    ),
    # Where the answer is
    Exclusion(
        ("options", "place"),
        "only boxes can be ticked",
        lambda f: PLACES[f.place].mark == "box" and not options(f).boxed,
    ),
    Exclusion(
        ("options", "place"),
        "options that are left out carry no mark",
        lambda f: f.options == "none" and bool(PLACES[f.place].mark),
    ),
    Exclusion(
        ("options", "place", "content"),
        SEEN_BOLD,
        lambda f: PLACES[f.place].mark in BOLD and _no_room_for_bold(f),
    ),
    Exclusion(
        ("stem", "body", "options", "place"),
        "an item in bold is marked only below a number, a callout or a name, and a question: other lists may be notes",
        lambda f: (
            PLACES[f.place].mark in BOLD
            and options(f).kind in {"none", "digit"}
            and not options(f).boxed
            and (f.stem in {"stem", "**stem**", "### stem"} or f.body == "no question mark")
        ),
    ),
    Exclusion(
        ("place", "right"),
        "bold of all options marks none",
        lambda f: PLACES[f.place].mark in BOLD and f.right == "all",
    ),
    Exclusion(
        ("options", "place"),
        "an asterisk before a bullet, box or bold label is markdown",
        lambda f: (
            f.place == "star"
            and (
                "   " in options(f).line
                or options(f).block is not None
                or options(f).kind == "none"
                or (options(f).line[0] in "*-1{" and options(f).line[:3] != "{l}")
            )
        ),
    ),
    Exclusion(
        ("options", "place", "content", "right"),
        "an asterisk behind a text marks one of several that have labels or bullets, where it is no sign of markdown",
        lambda f: (
            f.place == "star behind"
            and (
                f.content in CODED | CODE
                or f.right != "one"
                or options(f).boxed
                or options(f).kind in ROMAN
                or f.options == "bare lines"
            )
        ),
    ),
    Exclusion(
        ("options", "place", "content", "right"),
        "signs on right and wrong options are beside a text, and some are right and some are wrong",
        lambda f: (
            PLACES[f.place].mark in MARKS_OF_WRONG
            and (
                f.right == "all"
                or f.content in CODED
                or options(f).boxed
                or options(f).block is not None
                or f.options in {"bare lines", "none", "in front matter"}
            )
        ),
    ),
    Exclusion(
        ("options", "place"),
        "a sign before a label is before a label, and before a letter a letter",
        lambda f: (
            (PLACES[f.place].mark == "✓ A. x, ✗ B. y" and (options(f).kind not in LETTERS or "**" in options(f).line))
            or (PLACES[f.place].mark == "v A. x, x B. y" and f.options not in LATIN)
            or (PLACES[f.place].mark == "[x] x, [ ] y" and (options(f).kind not in LETTERS))
        ),
    ),
    Exclusion(
        ("stem", "place"),
        "an answer key names questions by number",
        lambda f: f.answer_key is not None and not STEMS[f.stem].numbered,
    ),
    Exclusion(
        ("stem", "place"),
        "`A:` means 'answer' beside `Q:` only",
        lambda f: f.place == "A: B" and f.stem not in SHORTHAND,
    ),
    Exclusion(
        ("stem", "place"),
        "a heading of level 2 closes what is below deeper ones",
        lambda f: f.place == "## Answer, B below" and STEMS[f.stem].heading != 2,
    ),
    Exclusion(
        ("stem", "place"),
        "HTML and other containers do not fold inside a callout",
        lambda f: STEMS[f.stem].wraps == "all" and f.place.startswith(("details", "???", "!!!", ":::")),
    ),
    Exclusion(
        ("options", "place"),
        "a round box without a bullet is a gap where none of a list is filled, and bold fills none",
        lambda f: f.options == "( ) x" and PLACES[f.place].mark in BOLD,
    ),
    Exclusion(
        ("options", "place"),
        BOXES,
        lambda f: f.place == "bold line" and options(f).boxed,
    ),
    Exclusion(
        ("options", "place"),
        "Roman numerals are labels where an answer names them, or a mark is at the end of one",
        lambda f: (
            options(f).kind in ROMAN
            and (f.place == "star" or PLACES[f.place].mark in BOLD or PLACES[f.place].mark in MARKS_OF_WRONG)
        ),
    ),
    Exclusion(
        ("options", "why"),
        "remarks with Roman numerals may be on statements: they stay in the explanation",
        lambda f: options(f).kind in ROMAN and WHYS[f.why].labels,
    ),
    Exclusion(
        ("content", "options"),
        "a Roman numeral is a label beside a text that pairs nothing",
        lambda f: options(f).kind in ROMAN and (f.content in CODED or f.content == "pairs"),
    ),
    # How the answer is worded
    Exclusion(
        ("place", "wording"), "a mark needs no words", lambda f: bool(PLACES[f.place].mark) != (f.wording == "none")
    ),
    Exclusion(
        ("right", "wording"),
        "the wording is for another number of answers",
        lambda f: f.right not in WORDINGS[f.wording].right,
    ),
    Exclusion(
        ("options", "wording"),
        UNLABELLED,
        lambda f: options(f).kind == "none" and WORDINGS[f.wording].names_label,
    ),
    Exclusion(("options", "wording"), "nobody puts such labels so", _kind_of_wording),
    Exclusion(
        ("content", "wording"),
        "a text of several lines is not repeated",
        lambda f: WORDINGS[f.wording].text and f.content in SEVERAL_LINES,
    ),
    Exclusion(
        ("content", "wording"),
        "a truth answers a statement only",
        lambda f: f.wording in {"True", "○ ×"} and f.content != "true and false",
    ),
    Exclusion(
        ("options", "wording"),
        "what is not printed has no place or text to name",
        lambda f: f.options == "none" and f.wording not in {"True", "○ ×"},
    ),
    Exclusion(
        ("content", "options", "wording"),
        "a number could be a label, a place or an option's text",
        lambda f: (
            f.content == "numbers" and (f.wording == "number" or (f.wording == "text" and options(f).kind == "digit"))
        ),
    ),
    Exclusion(
        ("options", "wording"),
        "a number below bare lines may be what is asked for, and the lines a part of the stem",
        lambda f: f.options == "bare lines" and f.wording == "number",
    ),
    Exclusion(
        ("body", "options", "wording"),
        "below no question nothing says which bare lines are all",
        lambda f: f.options == "bare lines" and f.wording == "all" and f.body not in {"question", "gap"},
    ),
    Exclusion(
        ("wording", "why"),
        "a sentence behind a slash and a label may be about this label only",
        lambda f: f.wording == "A/C" and f.why == "on the line, brackets",
    ),
    Exclusion(
        ("place", "wording"),
        "lines of their own need a place for lines",
        lambda f: WORDINGS[f.wording].lines and not PLACES[f.place].lines,
    ),
    Exclusion(
        ("place", "wording"),
        "bold does not nest",
        lambda f: "**" in f.wording and (PLACES[f.place].emphasis or "table" in f.place),
    ),
    Exclusion(("place", "wording"), STOPS, lambda f: f.wording == "B." and f.place.startswith("The correct")),
    Exclusion(
        ("options", "place", "wording"),
        "an answer key on one line holds letters, one for each question",
        lambda f: (
            f.answer_key is not None
            and f.answer_key.short
            and (f.wording != "B" or options(f).kind not in LETTERS | ({"digit"} if f.answer_key.digits else set()))
        ),
    ),
    Exclusion(
        ("options", "place", "wording"),
        "two numbers with a slash between are both labels, or a fraction",
        lambda f: f.place.startswith("key 1/ B") and (options(f).kind == "digit" or f.wording == "number"),
    ),
    Exclusion(
        ("options", "place", "wording"),
        "in an answer key a number beside a number is no place, and two labels are too many",
        lambda f: (
            f.answer_key is not None
            and (
                (options(f).kind == "digit" and WORDINGS[f.wording].text)
                or (f.wording == "number" and options(f).kind != "none")
            )
        ),
    ),
    Exclusion(
        ("place", "gap"),
        "only below the options can it be close",
        lambda f: f.gap == "tight" and (bool(PLACES[f.place].mark) or f.answer_key is not None),
    ),
    Exclusion(
        ("options", "gap"),
        "a line right below a table is a row of it",
        lambda f: f.gap == "tight" and f.options == "table A, x",
    ),
    Exclusion(
        ("stem", "gap"),
        "a line right below a callout is part of it",
        lambda f: f.gap == "tight" and STEMS[f.stem].wraps == "question",
    ),
    Exclusion(
        ("options", "place", "gap"),
        "below a statement without options there is a blank line",
        lambda f: f.gap == "tight" and f.options == "none" and f.place.startswith("- "),
    ),
    Exclusion(("place", "leak"), "one mark is enough", lambda f: bool(f.leak) and bool(PLACES[f.place].mark)),
    Exclusion(
        ("leak", "options", "content", "right"),
        SEEN_BOLD,
        lambda f: f.leak in BOLD and (_no_room_for_bold(f) or f.right == "all"),
    ),
    Exclusion(
        ("leak", "options"),
        BOXES,
        lambda f: f.leak == "bold line" and options(f).boxed,
    ),
    Exclusion(("leak", "options"), "there is no option to mark", lambda f: bool(f.leak) and f.options == "none"),
    Exclusion(
        ("leak", "language", "right"),
        "the site that says 'Most Voted' is English, and marks one",
        lambda f: f.leak == "**Most Voted**" and (f.language != "en" or f.right != "one"),
    ),
    # Where the reason is
    Exclusion(("place", "why"), "an answer key holds its reasons itself", _answer_key_reason),
    Exclusion(
        ("place", "why"),
        "there is nothing behind which to go on",
        lambda f: WHYS[f.why].more is not None and bool(PLACES[f.place].mark),
    ),
    Exclusion(
        ("wording", "why"),
        "where an option's text ends and the reason begins would be a guess",
        lambda f: (
            WHYS[f.why].more is not None
            and not WORDINGS[f.wording].labels
            and not (f.wording in {"B) text", "B. text", "B: text"} and f.why.endswith(("dash", "brackets")))
        ),
    ),
    Exclusion(
        ("wording", "why"),
        STOPS,
        lambda f: f.wording in {"B.", "B)"} and WHYS[f.why].more is not None,
    ),
    Exclusion(
        ("options", "why"),
        "feedback is below an option that has a line of its own",
        lambda f: (
            bool(WHYS[f.why].feedback)
            and (not options(f).multiline or (f.why != "feedback, quote" and not options(f).bullet))
        ),
    ),
    Exclusion(
        ("why", "gap"),
        "a line right below a quote goes on in it",
        lambda f: "quote" in WHYS[f.why].feedback and f.gap == "tight",
    ),
    Exclusion(
        ("options", "why"),
        "nobody puts such labels so",
        lambda f: f.why.endswith("x of each") and options(f).kind == "circled",
    ),
    Exclusion(
        ("options", "why"),
        UNLABELLED,
        lambda f: WHYS[f.why].labels and options(f).kind == "none",
    ),
    Exclusion(
        ("options", "spread", "place", "why"),
        "a paragraph below the last option, with no word between, may be the option's",
        lambda f: (
            bool(PLACES[f.place].mark)
            and f.why.startswith("bare")
            and (SPREADS[f.spread][1] or f.options == "bare lines")
        ),
    ),
    Exclusion(
        ("stem", "why"),
        "HTML does not fold inside a callout",
        lambda f: f.why == "own details" and STEMS[f.stem].wraps == "all",
    ),
    Exclusion(
        ("right", "why"),
        "where all are right, nobody says why the others are wrong",
        lambda f: f.right == "all" and WHYS[f.why].says == "refuted",
    ),
    Exclusion(
        ("stem", "facts"),
        "metadata are below a heading of the question",
        lambda f: f.facts in {"id and topics", "topics"} and not STEMS[f.stem].facts,
    ),
    Exclusion(
        ("language", "why"),
        "nobody ends a clause so in this language",
        lambda f: f.why == "on the line, stop" and f.language == "th",
    ),
]
