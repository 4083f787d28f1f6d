"""Break one thing in a printed bank, and judge what became of it: what was touched may change, nothing else may."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from .compare import differences, norm, places, text_of, titles_of
from .form import PLACES
from .items import names_in
from .reasons import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .bank import Asked, Bank
    from .items import Pick
    from .printing import Line

BETWEEN = "The report of zbetween says more."
LABEL = re.compile(
    r"^([ >]*(?:[-*] )?(?:\d+\. )?(?:\[[ xX]\] )?)(\*{0,2}[\[(（]?\w{1,2}[\])）.:：、．|]+ ?\*{0,2}:?|[①-⑥]) ?"
)
# Numbers, bullets and boxes may be those of any list.
LETTER = re.compile(
    r"[ >|]*(?:[-*] )?(?:\d+\. )?(?:\[[ xX]\] )?(?:(?:Option )?\*{0,2}[\[(（]?[^\W\d][\])）.:：、．|]|[①-⑥])"
)
FENCE = re.compile(r"[ >]*(?:```|:::|</?details|</?p>|</?div|---$)")
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Broken:
    """A bank in which one thing was broken: what was done, to which question and part of it.

    `fence`: it was a line that opens or closes something that may hold what follows.
    """

    bank: Bank
    lines: dict[str, tuple[Line, ...]]
    did: str
    owner: int
    part: str
    fence: bool = False

    @property
    def files(self) -> dict[str, str]:
        """The text of each file."""
        return {path: "\n".join(line.text for line in lines) + "\n" for path, lines in self.lines.items()}

    def near(self, path: str, line: int) -> bool:
        """Whether a place is in the question that was touched, or right beside it."""
        own = [i for i, text in enumerate(self.lines.get(path, ()), 1) if text.owner == self.owner]
        stem_to_end = [i for i in own if self.lines[path][i - 1].part != "answer key"]
        first = stem_to_end[0] if stem_to_end else 0
        while first > 1 and self.lines[path][first - 2].owner == NOBODY:
            first -= 1  # a title above options without a stem may be theirs
        inside = bool(stem_to_end) and first <= line <= stem_to_end[-1]
        texts = enumerate(self.lines.get(path, ()), 1)
        answer_key = [i for i, text in texts if text.part == "answer key" and text.owner in (self.owner, NOBODY)]
        return inside or any(abs(i - line) <= 1 for i in own) or line in answer_key


def _delete_label(line: str) -> list[str]:
    return [LABEL.sub(r"\1", line)]


def _delete(line: str) -> list[str]:
    return []


def _misspell(line: str) -> list[str]:
    word = WORD.search(line)
    if word is None or names_in(word.group()):
        return [line]
    middle = word.start() + 1
    return [line[:middle] + line[middle + 1] + line[middle] + line[middle + 2 :]]


EDITS: dict[str, tuple[tuple[str, ...], Callable[[str], list[str]]]] = {
    "delete the label": (("options",), _delete_label),
    "delete the line": (("stem", "options", "answer", "answer key"), _delete),
    "double the line": (("stem", "options", "answer", "answer key"), lambda line: [line, line]),
    "text below the line": (("stem", "options", "answer"), lambda line: [line, "", BETWEEN, ""]),
    "text right below the line": (("options", "answer"), lambda line: [line, BETWEEN]),
    "misspell the label": (("answer",), _misspell),
    "blank line below": (("stem", "options", "answer"), lambda line: [line, ""]),
}
WHOLES = ("cut the answer", "cut the options", "cut the stem", "swap two lines", "delete the number")


def break_one(bank: Bank, pick: Pick) -> Broken | None:
    """Break one thing; None when there is no such thing here."""
    owner, did = pick(range(len(bank.asked))), pick((*EDITS, *WHOLES))
    parts = EDITS[did][0] if did in EDITS else _parts(did)
    spots = [
        (path, i)
        for path, lines in bank.lines.items()
        for i, line in enumerate(lines)
        if line.owner == owner and line.part in parts and line.text.strip(" >")
    ]
    if not spots:
        return None
    path, spot = pick(spots) if did in EDITS or did == "swap two lines" else spots[0]
    lines = list(bank.lines[path])
    part, fence = lines[spot].part, bool(FENCE.match(lines[spot].text))
    if did in EDITS:
        lines[spot : spot + 1] = [lines[spot]._replace(text=text) for text in EDITS[did][1](lines[spot].text)]
    elif did == "swap two lines":
        if spot + 1 >= len(lines) or lines[spot + 1].owner != owner or not lines[spot + 1].text.strip(" >"):
            return None
        lines[spot], lines[spot + 1] = lines[spot + 1], lines[spot]
    elif did == "delete the number":
        lines[spot] = lines[spot]._replace(text=re.sub(r"\d+", "", lines[spot].text, count=1))
    else:
        gone = {i for where, i in spots if where == path and lines[i].part == part}
        lines = [line for i, line in enumerate(lines) if i not in gone]
    if tuple(lines) == bank.lines[path]:
        return None
    return Broken(bank, {**bank.lines, path: tuple(lines)}, did, owner, part, fence)


def _parts(did: str) -> tuple[str, ...]:
    return {
        "cut the answer": ("answer", "answer key"),
        "cut the options": ("options",),
        "cut the stem": ("stem",),
        "swap two lines": ("stem", "options", "answer"),
        "delete the number": ("stem",),
    }[did]


def judge(broken: Broken, questions: Sequence[Any], diagnostics: Sequence[Any], before: Sequence[Any]) -> list[str]:
    """What is wrong with what was read; `before` is what was reported of the bank when it was whole."""
    earlier = {(d.rule.code, d.message) for d in before}
    reports = [
        d for d in diagnostics if (d.rule.code, d.message) not in earlier and broken.near(d.span.path, d.span.line)
    ]
    whose = [_whose(broken, question) for question in questions]
    wrong = []
    for owner, asked in enumerate(broken.bank.asked):
        own = [question for question, one in zip(questions, whose, strict=True) if one == owner]
        if owner != broken.owner:
            wrong += _untouched(broken, owner, own, reported=bool(reports))
        elif own:
            wrong += _touched(broken, asked, own, reported=bool(reports))
        elif not reports and _looks_like_one(broken):
            wrong.append("gone in silence")
    lost = _lost(broken, questions)
    silent = lost and not reports and _looks_like_one(broken)
    return [*wrong, f"lost in silence: {sorted(lost)}"] if silent else wrong


def _looks_like_one(broken: Broken) -> bool:
    """Whether what is left of the question touched looks like one: options, an answer, or a number that asks."""
    left = [
        line for lines in broken.lines.values() for line in lines if line.owner == broken.owner and line.text.strip()
    ]
    lines = [line for lines in broken.lines.values() for line in lines if line.owner == broken.owner]
    stem = " ".join(line.text for line in takewhile(lambda line: line.part == "stem" and line.text.strip(" >"), lines))
    options = sum(line.part == "options" and bool(LETTER.match(line.text)) for line in left)
    asks = bool(re.search(r"\d", stem) and re.search(r"[?？؟]|_{4}|か。|[（(]\s*[)）]", stem))
    stated = not PLACES[broken.bank.asked[broken.owner].form.place].mark  # else there are only reasons
    return asks or options > 1 or (stated and any(line.part in ("answer", "answer key") for line in left))


def _whose(broken: Broken, question: Any) -> int:
    """Which of the questions printed this one is: that with most of its names in it, or else that of its options."""
    names = names_in(text_of(question))
    shared = [len(names & asked.item.names) for asked in broken.bank.asked]
    if any(shared):
        return shared.index(max(shared))
    lines = broken.lines.get(question.span.path, ())
    return next((lines[option.line - 1].owner for option in question.options), NOBODY)


def _lost(broken: Broken, questions: Sequence[Any]) -> set[str]:
    """Names in lines of the question touched that are in no question: its title and ID may be left out."""
    item = broken.bank.asked[broken.owner].item
    lines = [line.text for texts in broken.lines.values() for line in texts if line.owner == broken.owner]
    names = {name for question in questions for name in names_in(text_of(question))}
    return names_in("\n".join(lines)) - names - names_in(f"{item.title} {item.name}")


def _untouched(broken: Broken, owner: int, own: list[Any], *, reported: bool) -> list[str]:
    """Another question must be what it was.

    If something is reported it may have got text of the one touched. The one above may also where the one touched has
    lost the number that it began with, for nothing then shows where it begins.
    """
    asked, extra = broken.bank.asked[owner], broken.bank.asked[broken.owner].item.names | {"zbetween"}
    headless = broken.part == "stem" and broken.did in ("delete the number", "delete the line", "swap two lines")
    may = ("text of others", "topics", "mnemonic") if headless else ("text of others",)
    loose = headless or not _looks_like_one(broken)  # no sign distinguishes it from the explanation above
    excused = reported or (loose and owner == broken.owner - 1)
    titles = titles_of(broken.bank, asked.path, owner)
    for question in own:
        wrong = differences(asked, question, titles)
        foreign = names_in(text_of(question)) - asked.item.names - titles
        if not wrong or (excused and foreign <= extra and all(text.startswith(may) for text in wrong)):
            return []
    if broken.fence and reported and not own:
        return []
    return [f"another question changed: {differences(asked, own[0])}" if own else "another question is gone"]


def _touched(broken: Broken, asked: Asked, own: list[Any], *, reported: bool) -> list[str]:
    """The one touched may be there more than once, but with no wrong answer and no text of others.

    A fence without its end takes in what follows: that is reported. Fields above a question that lost its number are
    as good as its own.
    """
    item, wrong = asked.item, []
    right = {norm("\n".join(item.options[place])) for place in item.right}
    other = {norm("\n".join(lines)) for lines in item.options} - right
    for question in own:
        texts = [norm(question.options[place].text) for place in places(question)]
        if any(text in other for text in texts) and not _by_place(broken, asked):
            wrong.append(f"a wrong answer: {texts}")
        foreign = names_in(text_of(question)) - item.names - {"zbetween"}
        if broken.part == "stem":
            above = broken.bank.asked[broken.owner - 1].item if broken.owner else item
            foreign -= _of_nobody(broken) | names_in(f"{above.topic} {above.mnemonic}")
        if foreign and not (broken.fence and reported):
            wrong.append(f"merged with text of others: {sorted(foreign)}")
    return wrong


def _by_place(broken: Broken, asked: Asked) -> bool:
    """Whether the answer names a place among the options, and so changes with them."""
    by_number = asked.form.wording == "number" or asked.form.options == "upper-alpha div"
    return (by_number and broken.part == "options") or asked.form.stem == "front matter, all in it"


def _of_nobody(broken: Broken) -> set[str]:
    """Names in headings around the questions: below one, options without a stem may have it for theirs."""
    return names_in("\n".join(line.text for texts in broken.lines.values() for line in texts if line.owner == NOBODY))
