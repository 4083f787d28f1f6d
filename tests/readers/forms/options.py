"""How options are written: their labels, how they are spaced, and how the right one is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .items import CJK, CYRILLIC
from .stems import ALL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LABELS: dict[str, Sequence[str]] = {
    "upper": "ABCDEF",
    "lower": "abcdef",
    "wide": "ＡＢＣＤＥＦ",
    "digit": "123456",
    "circled": "①②③④⑤⑥",
    "kana": "アイウエオカ",
    "hangul": "가나다라마바",
    "cyrillic": "АБВГДЕ",
    "cyrillic lower": "абвгде",
    "thai": "กขคงจฉ",
    "hindi": "कखगघङच",
    "arabic": "أبجدهو",
    "hebrew": "אבגדהו",
    "roman": ("I", "II", "III", "IV", "V", "VI"),
    "roman lower": ("i", "ii", "iii", "iv", "v", "vi"),
    "none": "      ",
}
ROMAN = frozenset({"roman", "roman lower"})
LETTERS = frozenset(LABELS) - {"digit", "circled", "none"} - ROMAN


@dataclass(frozen=True)
class OptionForm:
    """A form of options: which labels, and a line with `{l}` the label, `{b}` the box, `{t}` the text.

    `block` prints all options at once where they do not have a line each.
    """

    kind: str
    line: str
    languages: frozenset[str] = ALL
    block: Callable[[Sequence[str]], list[str]] | None = None

    @property
    def boxed(self) -> bool:
        """Whether it has boxes to tick."""
        return "{b}" in self.line

    @property
    def bullet(self) -> int:
        """How far the text of a list item is indented, 0 for no list."""
        head = self.line.split(" ")[0]
        return len(head) + 1 if head in ("-", "*", "+", "1.", "{l}.") and self.kind in ("digit", "none") else (
            2 if head in ("-", "*") else 0
        )  # fmt: skip

    @property
    def multiline(self) -> bool:
        """Whether an option can go on below its line."""
        return self.block is None and bool(self.bullet or self.kind != "none")


def _none(texts: Sequence[str]) -> list[str]:
    return []


def _row(texts: Sequence[str]) -> list[str]:
    return ["    ".join(texts)]


def _pairs(texts: Sequence[str]) -> list[str]:
    return ["   ".join(texts[i : i + 2]) for i in range(0, len(texts), 2)]


def _numbered_div(texts: Sequence[str]) -> list[str]:
    return ['<div class="upper-alpha" markdown>', *(f"{i}. {t}" for i, t in enumerate(texts, 1)), "</div>"]


def _table(texts: Sequence[str]) -> list[str]:
    return ["| | |", "|---|---|", *(f"| {text} |" for text in texts)]


PLAIN = {
    "A. x": OptionForm("upper", "{l}. {t}"),
    "A) x": OptionForm("upper", "{l}) {t}"),
    "(A) x": OptionForm("upper", "({l}) {t}"),
    "a. x": OptionForm("lower", "{l}. {t}"),
    "a) x": OptionForm("lower", "{l}) {t}"),
    "(a) x": OptionForm("lower", "({l}) {t}"),
    "[A] x": OptionForm("upper", "[{l}] {t}"),
    "A - x": OptionForm("upper", "{l} - {t}"),
    "A – x": OptionForm("upper", "{l} – {t}"),
    "A: x": OptionForm("upper", "{l}: {t}"),
    "**A** x": OptionForm("upper", "**{l}** {t}"),
    "**A.** x": OptionForm("upper", "**{l}.** {t}"),
    "**A)** x": OptionForm("upper", "**{l})** {t}"),
    "Option A: x": OptionForm("upper", "Option {l}: {t}", frozenset({"en"})),
    "A/ x": OptionForm("upper", "{l}/ {t}"),
    "a/ x": OptionForm("lower", "{l}/ {t}"),
    "A   x": OptionForm("upper", "{l}   {t}"),
    "A、x": OptionForm("upper", "{l}、{t}", CJK),
    "A．x": OptionForm("upper", "{l}．{t}", CJK),
    "（A）x": OptionForm("upper", "（{l}）{t}", CJK),
    "Ａ．x, wide letter": OptionForm("wide", "{l}．{t}", CJK),
    "① x": OptionForm("circled", "{l} {t}"),
    "①x": OptionForm("circled", "{l}{t}", CJK),
    "(1) x": OptionForm("digit", "({l}) {t}"),
    "1) x": OptionForm("digit", "{l}) {t}"),
    "1. x": OptionForm("digit", "{l}. {t}"),
    "I. x": OptionForm("roman", "{l}. {t}"),
    "(i) x": OptionForm("roman lower", "({l}) {t}"),
    "- ii) x": OptionForm("roman lower", "- {l}) {t}"),
    "ア. x": OptionForm("kana", "{l}. {t}", frozenset({"ja"})),
    "ア x": OptionForm("kana", "{l}　{t}", frozenset({"ja"})),
    "가. x": OptionForm("hangul", "{l}. {t}", frozenset({"ko"})),
    "А) x, Cyrillic": OptionForm("cyrillic", "{l}) {t}", CYRILLIC),
    "а) x, Cyrillic": OptionForm("cyrillic lower", "{l}) {t}", CYRILLIC),
    "ก. x": OptionForm("thai", "{l}. {t}", frozenset({"th"})),
    "(क) x": OptionForm("hindi", "({l}) {t}", frozenset({"hi"})),
    "أ) x": OptionForm("arabic", "{l}) {t}", frozenset({"ar"})),
    "א. x": OptionForm("hebrew", "{l}. {t}", frozenset({"he"})),
    "bare lines": OptionForm("none", " {t}"),
}
LISTED = {
    "- A. x": OptionForm("upper", "- {l}. {t}"),
    "- A) x": OptionForm("upper", "- {l}) {t}"),
    "* A) x": OptionForm("upper", "* {l}) {t}"),
    "- a) x": OptionForm("lower", "- {l}) {t}"),
    "- (A) x": OptionForm("upper", "- ({l}) {t}"),
    "- A: x": OptionForm("upper", "- {l}: {t}"),
    "- 1: x": OptionForm("digit", "- {l}: {t}"),
    "- **A.** x": OptionForm("upper", "- **{l}.** {t}"),
    "- **A**: x": OptionForm("upper", "- **{l}**: {t}"),
    "- **A:** x": OptionForm("upper", "- **{l}:** {t}"),
    "- A   x": OptionForm("upper", "- {l}   {t}"),
    "- x": OptionForm("none", "- {t}"),
    "* x": OptionForm("none", "* {t}"),
    "1. A、x": OptionForm("upper", "{n}. {l}、{t}", CJK),
}
BOXED = {
    "- [ ] x": OptionForm("none", "- [{b}] {t}"),
    "* [ ] x": OptionForm("none", "* [{b}] {t}"),
    "-  [ ] x": OptionForm("none", "-  [{b}] {t}"),
    "1. [ ] x": OptionForm("none", "1. [{b}] {t}"),
    "( ) x": OptionForm("none", "({b}) {t}"),
    "- ( ) x": OptionForm("none", "- ({b}) {t}"),
    "- [ ] A) x": OptionForm("upper", "- [{b}] {l}) {t}"),
    "- [ ] A. x": OptionForm("upper", "- [{b}] {l}. {t}"),
    "- [ ] a) x": OptionForm("lower", "- [{b}] {l}) {t}"),
    "- [ ] A x": OptionForm("upper", "- [{b}] {l} {t}", CJK),
    "- [ ] **A.** x": OptionForm("upper", "- [{b}] **{l}.** {t}"),
}
BLOCKS = {
    "A. x B. y, one line": OptionForm("upper", "{l}. {t}", block=_row),
    "A) x B) y, one line": OptionForm("upper", "{l}) {t}", block=_row),
    "a) x b) y, two a line": OptionForm("lower", "{l}) {t}", block=_pairs),
    "①x ②y, one line": OptionForm("circled", "{l} {t}", block=_row),
    "upper-alpha div": OptionForm("upper", "{t}", block=_numbered_div),
    "A) x, two spaces": OptionForm("upper", "{l}) {t}", block=lambda texts: [f"{text}  " for text in texts]),
    "A. x, backslash": OptionForm("upper", "{l}. {t}", block=lambda texts: "\\\n".join(texts).split("\n")),
    "A. x<br>": OptionForm("upper", "{l}. {t}", block=lambda texts: "<br>\n".join(texts).split("\n")),
    "table A, x": OptionForm("upper", "{l} | {t}", block=_table),
    "none": OptionForm("none", "", block=_none),
    "in front matter": OptionForm("none", "{t}", block=_none),
}  # fmt: skip
OPTIONS = PLAIN | LISTED | BOXED | BLOCKS

# Spreads: how far options are from the stem and from one another. (blank line above, blank lines between, indent of
# options, indent of all that follows, heading above)
SPREADS = {
    "blank above": (True, False, 0, 0, ""),
    "right below the stem": (False, False, 0, 0, ""),
    "blank between": (True, True, 0, 0, ""),
    "options 3 in": (True, False, 3, 0, ""),
    "options 4 in": (False, False, 4, 0, ""),
    "options 3 in, blank between": (True, True, 3, 0, ""),
    "all 3 in": (True, False, 3, 3, ""),
    "all 4 in, blank between": (True, True, 4, 4, ""),
    "heading above": (True, False, 0, 0, "heading"),
    "label above": (True, False, 0, 0, "label"),
    "label right above": (False, False, 0, 0, "label"),
}

# Marks on the right option itself: what becomes of its bullet `{b}`, its box and label `{l}`, and its text `{t}`. `{c}`
# is the language's word for correct.
MARKS = {
    "": "{b}{l}{t}",
    "box": "{b}{l}{t}",
    "in front matter": "{b}{l}{t}",
    "(Correct)": "{b}{l}{t} ({c})",
    "✅": "{b}{l}{t} ✅",
    "✓": "{b}{l}{t} ✓",
    "✔️": "{b}{l}{t} ✔️",
    "← correct": "{b}{l}{t} ← {c}",
    "**Most Voted**": "{b}{l}{t} **Most Voted**",
    "bold line": "{b}**{l}{t}**",
    "bold text": "{b}{l}**{t}**",
    "star": "{b}*{l}{t}",
    "star behind": "{b}{l}{t} *",
    "✓ x, ✗ y": "{b}{l}✓ {t}",
    "✅ x, ❌ y": "{b}{l}✅ {t}",
    "[x] x, [ ] y": "{b}{l}[x] {t}",
    "✓ A. x, ✗ B. y": "{b}✓ {l}{t}",
    "v A. x, x B. y": "{b}v {l}{t}",
}
# What is set on the wrong options, where the right one is not the only one with a mark.
MARKS_OF_WRONG = {
    "✓ x, ✗ y": "{b}{l}✗ {t}",
    "✅ x, ❌ y": "{b}{l}❌ {t}",
    "[x] x, [ ] y": "{b}{l}[ ] {t}",
    "✓ A. x, ✗ B. y": "{b}✗ {l}{t}",
    "v A. x, x B. y": "{b}x {l}{t}",
}

FEEDBACK = {"quote": "> ", "quote 4 in": "    > ", "nested bullet": "    - "}


def marked(mark: str, head: str, text: str, correct: str) -> str:
    """The line of an option with this pattern of a mark."""
    bullet = head.split(" ", maxsplit=1)[0]
    is_bullet = bullet in ("-", "*") or bool(re.match(r"\d\. [\[A-F]", head))
    before = bullet + " " if is_bullet else head[: len(head) - len(head.lstrip())]
    filled = mark.replace("{b}", before).replace("{l}", head[len(before) :]).replace("{c}", correct)
    return filled.replace("{t}", text) if text else filled.replace("{t}", "").replace("  ", " ")
