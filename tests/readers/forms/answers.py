"""How an answer is worded, where it is, and where the reason is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .items import CHINESE, CJK
from .options import MARKS_OF_WRONG
from .stems import ALL, ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ONE, MANY = frozenset({"one"}), frozenset({"two", "run", "all", "all but one"})


@dataclass(frozen=True)
class RightAnswer:
    """What there is to word: right labels and texts, labels of the wrong ones, words, places from 1, and truth."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    wrong: tuple[str, ...]
    words: dict[str, Any]
    places: tuple[int, ...]
    truth: bool | None

    def joined(self, comma: str, last: str) -> str:
        """A, B and C."""
        return last.replace("{}", comma.join(self.labels[:-1]), 1).replace("{}", self.labels[-1], 1)


@dataclass(frozen=True)
class Wording:
    """A wording of answers: which right ones it can say, and what it needs.

    `labels`: it is of labels, and a reason may follow; `text`: it says texts; `lines`: it takes lines of its own;
    `names_label`: it names a label.
    """

    print: Callable[[RightAnswer], list[str]]
    right: frozenset[str] = ONE
    labels: bool = True
    text: bool = False
    lines: bool = False
    names_label: bool = True
    languages: frozenset[str] = ALL


def joined_by(pattern: str, between: str = "") -> Callable[[RightAnswer], list[str]]:
    """Print every label, or label and text, in this pattern."""
    return lambda answer: [
        between.join(
            pattern.replace("{l}", a).replace("{t}", t) for a, t in zip(answer.labels, answer.texts, strict=True)
        )
    ]


def _nothing(answer: RightAnswer) -> list[str]:
    return []


WORDINGS = {
    "B": Wording(joined_by("{l}")),
    "**B**": Wording(joined_by("**{l}**")),
    "`B`": Wording(joined_by("`{l}`")),
    "(B)": Wording(joined_by("({l})")),
    "B.": Wording(joined_by("{l}.")),
    "B)": Wording(joined_by("{l})")),
    "b": Wording(lambda answer: [answer.labels[0].swapcase()]),
    "Option B": Wording(lambda answer: [answer.words["option"].replace("{}", answer.labels[0])]),
    "B) text": Wording(joined_by("{l}) {t}"), labels=False, text=True),
    "B. text": Wording(joined_by("{l}. {t}"), labels=False, text=True),
    "B: text": Wording(joined_by("{l}: {t}"), labels=False, text=True),
    "B - text": Wording(joined_by("{l} - {t}"), labels=False, text=True),
    "**B.** text": Wording(joined_by("**{l}.** {t}"), labels=False, text=True),
    "text": Wording(joined_by("{t}"), labels=False, text=True, names_label=False),
    "number": Wording(lambda answer: [str(answer.places[0])], labels=False, names_label=False),
    "B, not A": Wording(lambda answer: [_filled(answer.words["not"], answer.labels[0], answer.wrong[0])], labels=False),
    "~~A~~ B": Wording(lambda answer: [f"~~{answer.wrong[0]}~~ {answer.labels[0]}"], labels=False),
    "A, C": Wording(joined_by("{l}", ", "), MANY),
    "A,C": Wording(joined_by("{l}", ","), MANY),
    "`A`, `C`": Wording(joined_by("`{l}`", ", "), MANY),
    "(A), (C)": Wording(joined_by("({l})", ", "), MANY),
    "A and C": Wording(lambda answer: [answer.joined(", ", answer.words["and"])], MANY),
    "A & C": Wording(lambda answer: [answer.joined(", ", "{} & {}")], MANY),
    "A+C": Wording(joined_by("{l}", "+"), MANY),
    "A + C": Wording(joined_by("{l}", " + "), MANY),
    "A/C": Wording(joined_by("{l}", "/"), MANY),
    "A、C": Wording(joined_by("{l}", "、"), MANY, languages=CJK),
    "AC": Wording(joined_by("{l}"), MANY),
    "A C": Wording(joined_by("{l}", " "), MANY),
    "- A - C": Wording(lambda answer: [f"- {label}" for label in answer.labels], MANY, labels=False, lines=True),
    "A on a line, C on the next": Wording(lambda answer: list(answer.labels), MANY, labels=False, lines=True),
    "1. A 2. C": Wording(
        lambda answer: [f"{n}. {label}" for n, label in enumerate(answer.labels, 1)],
        frozenset({"two", "all but one"}), labels=False, lines=True,
    ),
    "A. text on a line": Wording(
        lambda answer: [f"{a}. {t}" for a, t in zip(answer.labels, answer.texts, strict=True)],
        MANY, labels=False, text=True, lines=True,
    ),
    "- A. text": Wording(
        lambda answer: [f"- {a}. {t}" for a, t in zip(answer.labels, answer.texts, strict=True)],
        MANY, labels=False, text=True, lines=True,
    ),
    "- text": Wording(
        lambda answer: [f"- {t}" for t in answer.texts], MANY, labels=False, text=True, lines=True, names_label=False
    ),
    "A–C": Wording(lambda answer: [f"{answer.labels[0]}–{answer.labels[-1]}"], frozenset({"run"})),
    "A-C": Wording(lambda answer: [f"{answer.labels[0]}-{answer.labels[-1]}"], frozenset({"run"})),
    "A to C": Wording(
        lambda answer: [_filled(answer.words["to"], answer.labels[0], answer.labels[-1])],
        frozenset({"run"}), labels=False,
    ),
    "all": Wording(lambda answer: [answer.words["all"]], frozenset({"all"}), labels=False, names_label=False),
    "all except": Wording(
        lambda answer: [_filled(answer.words["except"], answer.wrong[0])], frozenset({"all but one"}), labels=False
    ),
    "True": Wording(lambda answer: [answer.words["yes" if answer.truth else "no"]], labels=False, names_label=False),
    "○ ×": Wording(lambda answer: ["○" if answer.truth else "×"], labels=False, names_label=False, languages=CJK),
    "none": Wording(_nothing, ONE | MANY, labels=False, names_label=False),
}  # fmt: skip


def _filled(pattern: str, *values: str) -> str:
    for value in values:
        pattern = pattern.replace("{}", value, 1)
    return pattern


@dataclass(frozen=True)
class PlacedAnswer:
    """What a place holds: the lines of the answer, what goes on behind, the reason, and words."""

    answer: list[str]
    more: str
    inner: list[str]
    words: dict[str, Any]
    word: int

    @property
    def label(self) -> str:
        """The word for "answer" that this bank uses."""
        return synonym(self.words["answer"], self.word)

    @property
    def summary(self) -> str:
        """What the folded answer is called."""
        return synonym(self.words["show"], self.word)

    @property
    def colon(self) -> str:
        """A colon as the language writes it."""
        return "：" if self.words["code"] in CHINESE else ":"


def synonym(words: str | Sequence[str], which: int) -> str:
    """One of the words that a language has for a thing."""
    return words if isinstance(words, str) else words[which % len(words)]


@dataclass(frozen=True)
class Place:
    """Where the answer is: `print` makes the lines below the options, `mark` is set on the right option.

    `holds`: a reason inside it ends with it; `lines`: it takes an answer of several lines; `bare`: no label says that
    it is the answer; `emphasis`: the answer is in bold there already.
    """

    print: Callable[[PlacedAnswer], list[str]] | None = None
    mark: str = ""
    holds: bool = False
    lines: bool = False
    emphasis: bool = False
    answer_key: bool = False
    languages: frozenset[str] = ALL


def line(pattern: str, **more: Any) -> Place:
    """A line with a label. In the pattern, `{w}` is the word, `{c}` the colon, `{a}` the answer, `{m}` what goes on."""

    def lines(placed: PlacedAnswer) -> list[str]:
        filled = pattern.replace("{w}", placed.label).replace("{c}", placed.colon)
        if len(placed.answer) > 1:
            return [filled.replace("{a}", "").replace("{m}", "").rstrip(), *placed.answer, *_apart(placed.inner)]
        return [filled.replace("{a}", placed.answer[0]).replace("{m}", placed.more), *_apart(placed.inner)]

    return Place(lines, **more)


def _apart(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def _sentence(placed: PlacedAnswer, pattern: str) -> list[str]:
    sentence = placed.words["is"].replace("{}", pattern.replace("{a}", placed.answer[0]))
    return [(sentence.rstrip(".。।") if placed.more else sentence) + placed.more, *_apart(placed.inner)]


def _content(placed: PlacedAnswer) -> list[str]:
    """The answer without a label."""
    return [*placed.answer[:-1], placed.answer[-1] + placed.more]


def folded(opening: str, *inside: str, close: str = "</details>") -> Place:
    """Lines with `{s}` for the summary, `{w}{c}` for the label; `{a}` is the answer, `{why}` the reason, if any."""

    def lines(placed: PlacedAnswer) -> list[str]:
        printed: list[str] = []
        for pattern in (opening, *inside, close):
            if pattern == "{answer}":
                printed += _content(placed)
            elif pattern == "{why}":
                printed += _apart(placed.inner)
            else:
                text = pattern.replace("{s}", placed.summary).replace("{w}", placed.label).replace("{c}", placed.colon)
                printed.append(
                    text.replace("{a}", placed.answer[0] if placed.answer else "").replace("{m}", placed.more)
                )
        return printed

    return Place(
        lines, holds=True, lines="{answer}" in inside, emphasis="**{a}" in "".join(inside) or "<b>" in "".join(inside)
    )


def set_in(opening: str, indent: str, *, label: bool, close: str = "") -> Place:
    """A container whose content is indented or quoted."""

    def lines(placed: PlacedAnswer) -> list[str]:
        content = _content(placed)
        if label:
            content[0] = f"**{placed.label}{placed.colon}** {content[0]}"
        content += "\n".join(_apart(placed.inner)).split("\n") if placed.inner else []
        return [
            opening.replace("{s}", placed.summary),
            *((indent + text).rstrip() for text in content),
            *([close] if close else []),
        ]

    return Place(lines, holds=True, lines=not label)


LINES = {
    "Answer: B": line("{w}{c} {a}{m}", lines=True),
    "**Answer:** B": line("**{w}{c}** {a}{m}", lines=True),
    "**Answer: B**": line("**{w}{c} {a}**{m}", emphasis=True),
    "**Answer**: B": line("**{w}**{c} {a}{m}"),
    "_Answer: B_": line("_{w}{c} {a}_{m}", emphasis=True),
    "Answer - B": line("{w} - {a}{m}"),
    "Answer – B": line("{w} – {a}{m}"),
    "Ans: B": line("Ans: {a}{m}", languages=ENGLISH),
    "Ans - B": line("Ans - {a}{m}", languages=ENGLISH),
    "Ans. B": line("Ans. {a}{m}", languages=ENGLISH),
    "A: B": line("A: {a}{m}", languages=ENGLISH),
    "ANSWER: B": line("ANSWER: {a}{m}", languages=ENGLISH),
    "Correct: B": line("Correct: {a}{m}", languages=ENGLISH),
    "【Answer】B": line("【{w}】{a}{m}", languages=CJK),
    "✅ **Answer:** B": line("✅ **{w}{c}** {a}{m}"),
    "- **Answer:** B": line("- **{w}{c}** {a}{m}"),
    "> **Answer:** B": line("> **{w}{c}** {a}{m}"),
    "#### Answer: B": line("#### {w}{c} {a}{m}"),
    "#### Answer, B below": line("#### {w}\n\n{a}{m}", lines=True),
    "#### ✅ Answer: B": line("#### ✅ {w}{c} {a}{m}"),
    "## Answer, B below": line("## {w}\n\n{a}{m}", lines=True),
    "The correct answer is B.": Place(lambda placed: _sentence(placed, "{a}")),
    "The correct answer is **B**.": Place(lambda placed: _sentence(placed, "**{a}**"), emphasis=True),
}
FOLDED = {
    "details, **Answer: B**": folded(
        "<details>", "<summary>{s}</summary>", "", "**{w}{c} {a}**{m}", "{why}", ""
    ),
    "details, Answer: B": folded("<details><summary>{s}</summary>", "", "{w}{c} {a}{m}", "{why}", ""),
    "details, **Answer:** B": folded(
        "<details>", "<summary><b>{s}</b></summary>", "", "**{w}{c}** {a}{m}", "{why}", ""
    ),
    "details, B": folded("<details>", "<summary>{s}</summary>", "", "{answer}", "{why}", ""),
    "details tight, B": folded("<details><summary>{s}</summary>", "{answer}", "{why}"),
    "details tight, <b>B</b>": folded("<details>", "<summary>{s}</summary>", "<b>{a}</b>{m}", "{why}"),
    "details, **B**": folded("<details>", "<summary>{s}</summary>", "", "**{a}**{m}", "{why}"),
    "details, #### Answer: B": folded(
        "<details><summary><b>{s}</b></summary>", "<p>", "", "#### {w}{c} {a}{m}", "{why}", "", "</p>"
    ),
    "??? question, B": set_in('??? question "{s}"', "    ", label=False),
    "??? success, **Answer:** B": set_in('??? success "{s}"', "    ", label=True),
    "!!! success, B": set_in('!!! success "{s}"', "    ", label=False),
    "> [!success]- Answer, B": set_in("> [!success]- {s}", "> ", label=False),
    "> [!answer]- , **Answer:** B": set_in("> [!tip]- {s}", "> ", label=True),
    "::: details, B": set_in("::: details {s}", "", label=False, close=":::"),
    ":::{dropdown}, **Answer:** B": set_in(":::{dropdown} {s}", "", label=True, close=":::"),
}  # fmt: skip
MARKED = {
    name: Place(mark=name)
    for name in (
        "box",
        "(Correct)",
        "✅",
        "✓",
        "✔️",
        "← correct",
        "bold line",
        "bold text",
        "star",
        "star behind",
        *MARKS_OF_WRONG,
    )
}
LEAKS = frozenset({"✅", "(Correct)", "**Most Voted**", "bold line", "bold text"})
