"""Where it is said why an answer is right and the other options are wrong, and how answer keys are laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from .answers import PlacedAnswer, synonym
from .items import SPACELESS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .items import Item


class Reason(NamedTuple):
    """What there is to say: question, words, which of the words, the options' labels, the level of headings."""

    item: Item
    words: dict[str, Any]
    word: int
    labels: Sequence[str]
    level: int

    @property
    def label(self) -> str:
        """The word for "explanation" that this bank uses."""
        return synonym(self.words["why"], self.word)

    def heading(self, text: str) -> str:
        """A heading of the level."""
        return f"{'#' * self.level} {text}"


@dataclass(frozen=True)
class Why:
    """A place for the reason.

    `inside`: lines below the answer, in its container if it has one; `outside`: lines behind the container; `more`:
    what goes on behind the answer; `feedback`: a name in `options.FEEDBACK`. `says` is whether the reason, the
    refutations or both are printed. `open`: it may go on in a paragraph that looks like a stem. `labels`: it
    names options.
    """

    inside: Callable[[Reason], list[str]] | None = None
    outside: Callable[[Reason], list[str]] | None = None
    more: Callable[[Reason], str] | None = None
    feedback: str = ""
    says: str = "why"
    open: bool = False
    labels: bool = False


def _because(reason: Reason) -> str:
    pattern: str = reason.words["because"]
    return pattern.split("{}", 1)[1].replace("{}", _lower(reason.item.why))


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _refuted(reason: Reason, pattern: str) -> list[str]:
    return [pattern.replace("{l}", reason.labels[i]).replace("{t}", t) for i, t in reason.item.refuted.items()]


def _judged(reason: Reason, pattern: str) -> list[str]:
    """A line for every option, the right ones too."""
    item = reason.item
    texts = [item.refuted.get(i, item.why) for i in range(len(item.options))]
    return [pattern.replace("{l}", reason.labels[i]).replace("{t}", text) for i, text in enumerate(texts)]


WHYS = {
    "none": Why(says=""),
    "bare": Why(lambda r: [r.item.why], open=True),
    "bare, with a list": Why(lambda r: [r.item.why, "", *(f"- {t}" for t in r.item.refuted.values())], says="all"),
    "Explanation: x": Why(lambda r: [f"{r.label}: {r.item.why}"]),
    "**Explanation:** x": Why(lambda r: [f"**{r.label}:** {r.item.why}"]),
    "**Explanation**: x": Why(lambda r: [f"**{r.label}**: {r.item.why}"]),
    "**Explanation:**, x below": Why(lambda r: [f"**{r.label}:**", "", r.item.why], open=True),
    "#### Explanation, x below": Why(lambda r: [r.heading(r.label), "", r.item.why], open=True),
    "> Explanation: x": Why(lambda r: [f"> {r.label}: {r.item.why}"]),
    "> x": Why(lambda r: [f"> {r.item.why}"]),
    "own details": Why(
        outside=lambda r: ["<details>", f"<summary>{r.label}</summary>", "", r.item.why, "", "</details>"]
    ),
    "on the line, because": Why(more=_because),
    "on the line, dash": Why(more=lambda r: f" - {_lower(r.item.why)}"),
    "on the line, long dash": Why(more=lambda r: f" – {r.item.why}"),
    "on the line, stop": Why(more=lambda r: ("。" if r.words["code"] in SPACELESS - {"th"} else ". ") + r.item.why),
    "on the line, brackets": Why(more=lambda r: f" ({_lower(r.item.why).rstrip('.。')})"),
    "feedback, quote": Why(feedback="quote", says="all"),
    "feedback, quote 4 in": Why(feedback="quote 4 in", says="all"),
    "feedback, nested bullet": Why(feedback="nested bullet", says="all"),
    "by letter, - **A**: x": Why(
        lambda r: [r.heading(r.words["wrong"]), "", *_refuted(r, "- **{l}**: {t}")], says="refuted", labels=True
    ),
    "by letter, ### A": Why(
        lambda r: [
            r.heading(r.words["wrong"]), "",
            *(line for text in _refuted(r, "{l}\n\n{t}") for line in [f"#{r.heading(text)}", ""]),
        ][:-1],
        says="refuted",
        labels=True,
    ),
    "Explanation, A. x of each": Why(
        lambda r: [f"**{r.label}:**", "", *_judged(r, "{l}. {t}")], says="all", labels=True
    ),
    "Explanation, - A) x of each": Why(
        lambda r: [r.heading(r.label), "", *_judged(r, "- {l}) {t}")], says="all", labels=True
    ),
    "Explanation, - Option A: x of each": Why(
        lambda r: [f"{r.label}:", *_judged(r, f"- {r.words['option'].replace('{}', '{l}')}: {{t}}")],
        says="all", labels=True,
    ),
}  # fmt: skip


class Entry(NamedTuple):
    """A question's line in an answer key: whose it is, its number, "Question 3", the answer and its reason."""

    owner: int
    n: int
    question: str
    answer: PlacedAnswer


NumberedLines = list[tuple[int, str]]
NOBODY = -1


@dataclass(frozen=True)
class AnswerKey:
    """A layout of answer keys. `more`: reasons on the line; `inside`: reasons below; `short`: labels alone.

    `digits`: a label that is a number can be beside the number of a question.
    """

    print: Callable[[Sequence[Entry]], NumberedLines]
    more: bool = False
    inside: bool = False
    short: bool = False
    digits: bool = False


def entry_by_entry(pattern: str, **more: Any) -> AnswerKey:
    """An entry a line (or several), in this pattern."""

    def lines(entries: Sequence[Entry]) -> NumberedLines:
        printed: NumberedLines = []
        for entry in entries:
            text = pattern.replace("{n}", str(entry.n)).replace("{q}", entry.question)
            text = text.replace("{a}", entry.answer.answer[0]).replace("{m}", entry.answer.more)
            text = text.replace("{w}", entry.answer.label).replace("{c}", entry.answer.colon)
            printed += [(entry.owner, line) for line in text.split("\n")]
            if more.get("inside"):
                printed += [
                    (entry.owner, line) for line in ["", *entry.answer.inner, *([""] if entry.answer.inner else [])]
                ]
        return printed

    return AnswerKey(lines, **more)


def joined(pattern: str, between: str, *, digits: bool = False) -> AnswerKey:
    """All entries on one line."""
    return AnswerKey(
        lambda entries: [
            (NOBODY, between.join(pattern.replace("{n}", str(e.n)).replace("{a}", e.answer.answer[0]) for e in entries))
        ],
        short=True,
        digits=digits,
    )


def _table(entries: Sequence[Entry]) -> NumberedLines:
    words, word = entries[0].answer.words, entries[0].answer.word
    reasons = any(entry.answer.inner for entry in entries)
    head = ["#", entries[0].answer.label, *([synonym(words["why"], word)] if reasons else [])]
    rows = [
        [str(e.n), f"**{e.answer.answer[0]}**", *([" ".join(e.answer.inner)] if reasons else [])] for e in entries
    ]  # fmt: skip
    printed: NumberedLines = [(NOBODY, f"| {' | '.join(head)} |"), (NOBODY, "|---" * len(head) + "|")]
    return printed + [(e.owner, f"| {' | '.join(row)} |") for e, row in zip(entries, rows, strict=True)]


def _run(entries: Sequence[Entry]) -> NumberedLines:
    letters = "".join(e.answer.answer[0] for e in entries)
    numbers = f"{entries[0].n}-{entries[-1].n}" if len(entries) > 1 else f"{entries[0].n}."
    return [(NOBODY, f"{numbers} {letters}")]


def _range(between: str, comma: str) -> Callable[[Sequence[Entry]], NumberedLines]:
    """A range of numbers, and the letters."""

    def lines(entries: Sequence[Entry]) -> NumberedLines:
        letters = comma.join(e.answer.answer[0] for e in entries)
        return [(NOBODY, f"{entries[0].n}{between}{entries[-1].n}: {letters}")]

    return lines


def _pairs_a_row(entries: Sequence[Entry]) -> NumberedLines:
    """A table with two numbers and their answers in each row."""
    label = entries[0].answer.label
    cells = [(str(e.n), e.answer.answer[0]) for e in entries] + [("", "")] * (len(entries) % 2)
    rows = [(*cells[i], *cells[i + 1]) for i in range(0, len(cells), 2)]
    head = f"| # | {label} | # | {label} |"
    return [(NOBODY, text) for text in (head, "|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows))]


def _across(head: str, edge: str) -> Callable[[Sequence[Entry]], NumberedLines]:
    """A table with the numbers above and the answers below."""

    def lines(entries: Sequence[Entry]) -> NumberedLines:
        words = entries[0].answer
        first = [[head], [words.label]] if head else [[], []]
        rows = [[*first[0], *(str(e.n) for e in entries)], [*first[1], *(e.answer.answer[0] for e in entries)]]
        rows.insert(1, ["---"] * len(rows[0]))
        sides = edge or "| " * (len(rows[0]) == 1)  # a column without edges is no table
        return [(NOBODY, f"{sides}{' | '.join(row)}{sides[::-1]}") for row in rows]

    return lines


def _fenced(entries: Sequence[Entry]) -> NumberedLines:
    return [(NOBODY, "```"), *((e.owner, f"{e.n}. {e.answer.answer[0]}") for e in entries), (NOBODY, "```")]


ANSWER_KEYS = {
    "1. B": entry_by_entry("{n}. {a}{m}", more=True),
    "1) B": entry_by_entry("{n}) {a}{m}", more=True),
    "1/ B": entry_by_entry("{n}/ {a}{m}", more=True),
    "1: B": entry_by_entry("- {n}: {a}{m}", more=True),
    "**1.** B": entry_by_entry("**{n}.** {a}{m}", more=True, inside=True),
    "Q1: B": entry_by_entry("- Q{n}: {a}{m}", more=True),
    "- **Q1:** B": entry_by_entry("- **Q{n}:** {a}{m}", more=True),
    "Question 1: B": entry_by_entry("{q}: {a}{m}", more=True, inside=True),
    "**Question 1: B**": entry_by_entry("**{q}: {a}**{m}", more=True, inside=True),
    "**Question 1 : B**": entry_by_entry("**{q} : {a}**{m}", more=True, inside=True),
    "### Question 1: B": entry_by_entry("### {q}: {a}{m}", more=True, inside=True),
    "### Question 1, Answer: B": entry_by_entry("### {q}\n\n**{w}{c}** {a}{m}", more=True, inside=True),
    "1-B, 2-C": joined("{n}-{a}", ", ", digits=True),
    "1. B 2. C": joined("{n}. {a}", "  ", digits=True),
    "1. (B) 2. (C)": joined("{n}. ({a})", "  ", digits=True),
    "1B 2C": joined("{n}{a}", " "),
    "1:B; 2:C": joined("{n}:{a}", "; ", digits=True),
    "1.B 2.C": joined("{n}.{a}", " "),
    "1=B, 2=C": joined("{n}={a}", ", "),
    "(1) B (2) C": joined("({n}) {a}", " "),
    "[1] B; [2] C": joined("[{n}] {a}", "; "),
    "1 (B), 2 (C)": joined("{n} ({a})", ", "),
    "1 → B, 2 → C": joined("{n} → {a}", ", "),
    "1-5 BCADB": AnswerKey(_run, short=True),
    "1-5: BCADB": AnswerKey(_range("-", ""), short=True),
    "1–5: B, C": AnswerKey(_range("–", ", "), short=True),
    "1~5: B C": AnswerKey(_range("~", " "), short=True),
    "two pairs a row": AnswerKey(_pairs_a_row, short=True),
    "numbers above": AnswerKey(_across("#", "| "), short=True),
    "numbers above, no edges": AnswerKey(_across("", ""), short=True),
    "fence": AnswerKey(_fenced, short=True),
    "table": AnswerKey(_table, inside=True),
}
WHERES = ("at the end", "folded at the end", "beside")
