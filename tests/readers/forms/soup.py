"""Files in which parts of questions are in any order, whole or not; and answers that say nothing certain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .answers import LINES, PlacedAnswer
from .bank import Bank, lay_out
from .form import PLACES, Form, draw_form
from .items import LANGUAGES, Maker, Names
from .options import LABELS, OPTIONS, ROMAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from .items import Item, Pick


@dataclass(frozen=True)
class Piece:
    """Lines of a soup: what kind they are, and whether they look like a part of a question."""

    kind: str
    lines: tuple[str, ...]
    looks: bool


def _run(make: Maker) -> list[str]:
    """Two to four options, with labels or boxes, none of them marked or all as they come.

    Numbers and Roman numerals are no labels here: any list of prose has them.
    """
    language = make.words["code"]
    rows = [row for row in OPTIONS.values() if row.line and not row.block and language in row.languages]
    shape = make.pick([row for row in rows if row.kind not in ("none", "digit", *ROMAN) or row.boxed])
    lines = []
    for place in range(make.pick((2, 3, 4))):
        line = shape.line.replace("{l}", LABELS[shape.kind][place]).replace("{n}", str(place + 1))
        lines.append(line.replace("{b}", make.pick((" ", " ", "x"))).replace("{t}", make("choice")))
    return lines


def _numbered(make: Maker) -> list[str]:
    return [make.pick(("1. ", "27. ", "Q3: ", "**4.** ")) + make(make.pick(("ask", "gap")))]


def _headed(make: Maker) -> list[str]:
    number = str(5 + make.names.count)  # of one number a second heading would be the analysis
    return [f"### {make.pick(make.words['numbered']).replace('{}', number)}", "", make(make.pick(("ask", "begin")))]


def _answered(make: Maker) -> list[str]:
    rows = [row for name, row in LINES.items() if make.words["code"] in row.languages and row.print and name != "A: B"]
    placed = PlacedAnswer([make.pick(("B", "A, C", "`B`", make("choice")))], "", [], make.words, make.pick((0, 1)))
    place = make.pick(rows)
    return "\n".join(place.print(placed)).split("\n")


def _rule(make: Maker) -> list[str]:
    return ["---"]


LOOKS: dict[str, Callable[[Maker], list[str]]] = {
    "options": _run,
    "numbered question": _numbered,
    "heading 'Question n'": _headed,
    "answer": _answered,
}
OTHERS: dict[str, Callable[[Maker], list[str]]] = {
    "paragraph": lambda make: [make("scene")],
    "bullets": lambda make: [f"- {make('choice')}", f"- {make('choice')}"],
    "heading": lambda make: [f"## {make.names().capitalize()}"],
    "code": lambda make: make.code(),
    "rule": _rule,
}


def draw_soup(pick: Pick) -> list[Piece]:
    """One to six pieces, at least one of which looks like a part of a question."""
    make = Maker(LANGUAGES[pick(tuple(LANGUAGES))], Names(), pick)
    kinds = [pick((*LOOKS, *LOOKS, *OTHERS)) for _ in range(pick((0, 1, 2, 3, 4, 5)))]
    kinds.insert(pick(range(len(kinds) + 1)), pick(tuple(LOOKS)))
    return [Piece(kind, tuple((LOOKS | OTHERS)[kind](make)), kind in LOOKS) for kind in kinds]


# Answers that cannot be read, or that no card can ask for. `{right}` and `{wrong}` are labels, `{text}` the text of a
# wrong option, `{prose}` a sentence, `{name}` a name.
REFUSED = {
    "not A": "not {wrong}",
    "A or B": "{right} or {wrong}",
    "none of its texts": "{prose}",
    "no such label": "G",
    "label and another's text": "{right}) {text}",
    "two labels, one of no option": "{right}, H",
    "matching": "1-C, 2-A, 3-B",
    "a number too high": "9",
    "a word": "{name}",
    "see elsewhere": "see {name}",
}
ENGLISH = {"not A", "A or B", "see elsewhere"}


def _refused(kind: str, item: Item, form: Form, make: Maker) -> str:
    labels, right = LABELS[OPTIONS[form.options].kind], item.right[0]
    wrong = right - 1 if right else 1
    filled = REFUSED[kind].replace("{right}", labels[right]).replace("{wrong}", labels[wrong])
    filled = filled.replace("{text}", item.options[wrong][0]).replace("{name}", make.names())
    return filled.replace("{prose}", make("scene").rstrip(".。"))


@dataclass(frozen=True)
class Refused:
    """A bank in one question of which the answer cannot be read: which, what is written there, and the bank without."""

    bank: Bank
    touched: int
    written: str
    whole: Bank


def draw_refused(pick: Pick) -> Refused | None:
    """A bank in one question of which the answer cannot be read."""
    fixed = {"wording": "B", "right": "one", "content": "plain", "leak": "", "why": "none"}
    form = draw_form(pick, fixed, answer_keys=False)
    if (
        form is None
        or PLACES[form.place].mark
        or "in front matter" in form.place
        or OPTIONS[form.options].kind != "upper"
    ):
        return None
    kind, touched, written = pick(tuple(REFUSED)), pick((0, 1, 2)), []
    if kind in ENGLISH:
        form = replace(form, language="en")
    make = Maker(LANGUAGES[form.language], Names(), pick)
    make.names.count = 9000

    def change(place: int, item: Any) -> Any:
        if place != touched:
            return item
        written.append(_refused(kind, item, form, make))
        return replace(item, written_answer=written[-1])

    how = ("a file each" if form.stem.startswith("front") else "several in a file", "bare", "rules between")
    picked: list[Any] = []

    def remember(rows: Any) -> Any:
        picked.append(pick(rows))
        return picked[-1]

    whole = lay_out(remember, [form] * 3, how)
    again = iter(picked)
    bank = lay_out(lambda _: next(again), [form] * 3, how, change)
    return Refused(bank, touched, written[0], whole)
