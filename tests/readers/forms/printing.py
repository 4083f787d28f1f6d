"""Print a question in a form: lines that know whose they are and which part they belong to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from .answers import LEAKS, WORDINGS, PlacedAnswer, RightAnswer, synonym
from .form import PLACES, Form
from .items import CHINESE, LANGUAGES, Item
from .options import FEEDBACK, LABELS, MARKS, MARKS_OF_WRONG, OPTIONS, SPREADS, marked
from .reasons import NOBODY, WHYS, Entry, Reason
from .stems import STEMS, Head

if TYPE_CHECKING:
    from collections.abc import Iterable


class Line(NamedTuple):
    """A line of a file: the question that it belongs to (NOBODY: none), and which of its parts."""

    text: str
    owner: int = NOBODY
    part: str = ""


class Printed(NamedTuple):
    """A question as printed, and its entry in an answer key."""

    lines: list[Line]
    entry: Entry | None


def print_question(item: Item, form: Form, owner: int, n: int) -> Printed:
    """Print a question; `owner` is its place among all, `n` the number that it is called by."""
    stem, spread = STEMS[form.stem], SPREADS[form.spread]
    placed = _placed(item, form)
    above, below = _facts(item, form, n)
    head = Head(n, item.stem, LANGUAGES[form.language], item.title, tuple(above), int(form.word))
    if form.stem == "front matter, all in it":
        return Printed([Line(text, owner, "stem") for text in _front_matter(item, form, head)], None)
    lines = _indented("\n".join(stem.print(head)).split("\n"), spread[3], first=False)
    parts = [("stem", lines), ("options", _indented(_options(item, form), max(spread[2:4])))]
    parts[1:1] = [("options", _announced(form))]
    answer_key = PLACES[form.place].answer_key
    answer = [] if answer_key else _answer(item, form, placed)
    if answer:
        answer = [*([""] if form.gap == "blank" else []), *answer]
    if below:
        answer += ["", *below]
    answer = _indented(answer, spread[3])
    printed = [Line(text, owner, part) for part, texts in parts for text in texts]
    behind = [Line(text, owner, "answer") for text in answer]
    if stem.wraps:
        printed = _quoted(printed)
        behind = _quoted(behind) if stem.wraps == "all" else behind
    return Printed(printed + behind, Entry(owner, n, head.question, placed) if answer_key else None)


def _placed(item: Item, form: Form) -> PlacedAnswer:
    """What the place of the answer is given."""
    words, why, answer_key = LANGUAGES[form.language], WHYS[form.why], PLACES[form.place].answer_key
    labels = LABELS[OPTIONS[form.options].kind]
    right_answer = RightAnswer(
        labels=tuple(labels[i] for i in item.right),
        texts=tuple(item.options[i][0] for i in item.right),
        wrong=tuple(labels[i] for i in range(len(item.options)) if i not in item.right),
        words=words,
        places=tuple(i + 1 for i in item.right),
        truth=item.truth,
    )
    reason = _reason(item, form)
    inner = why.inside(reason) if why.inside and (answer_key or PLACES[form.place].holds) else []
    more = why.more(reason) if why.more else ""
    return PlacedAnswer(
        [item.written_answer] if item.written_answer else WORDINGS[form.wording].print(right_answer),
        more,
        inner,
        words,
        int(form.word),
    )


def _reason(item: Item, form: Form) -> Reason:
    level = 2 if STEMS[form.stem].heading == 2 else 4
    return Reason(item, LANGUAGES[form.language], int(form.word), LABELS[OPTIONS[form.options].kind], level)


def _answer(item: Item, form: Form, placed: PlacedAnswer) -> list[str]:
    """What is below the options."""
    place, why, reason = PLACES[form.place], WHYS[form.why], _reason(item, form)
    lines = place.print(placed) if place.print else []
    if why.inside and not place.holds:
        lines = [*lines, *([""] if lines else []), *why.inside(reason)]
    if why.outside:
        lines = [*lines, *([""] if lines else []), *why.outside(reason)]
    return "\n".join(lines).split("\n") if lines else []


def _announced(form: Form) -> list[str]:
    """What is between the stem and the options."""
    blank, _, _, _, above = SPREADS[form.spread]
    if not above or form.options == "none":
        return [""] if blank and form.options != "none" else []
    words = LANGUAGES[form.language]
    word = synonym(words["options"], int(form.word))
    if above == "heading":
        return ["", f"{'##' if STEMS[form.stem].heading == 2 else '####'} {word}", ""]
    colon = "：" if form.language in CHINESE else ":"
    return ["", f"**{word}{colon}**", *([""] if blank else [])]


def _options(item: Item, form: Form) -> list[str]:
    """Print the options, flush left."""
    shape, blank_between = OPTIONS[form.options], SPREADS[form.spread][1]
    rows = [_option(item, form, place) for place in range(len(item.options))]
    if shape.block:
        return shape.block([row[0] for row in rows])
    lines = [line for row in rows for line in ([*row, ""] if blank_between else row)]
    return lines[:-1] if blank_between else lines


def _option(item: Item, form: Form, place: int) -> list[str]:
    """Print an option: its line, what goes on below, and what is said of it."""
    shape, marks = OPTIONS[form.options], {PLACES[form.place].mark, *LEAKS & {form.leak}}
    right, (first, *rest) = place in item.right, item.options[place]
    head, _, tail = shape.line.partition("{t}")
    head = head.replace("{l}", LABELS[shape.kind][place]).replace("{n}", str(place + 1))
    head = head.replace("{b}", "x" if right and "box" in marks else " ")
    mark = max(marks & set(MARKS))
    mark = MARKS[mark] if right else MARKS_OF_WRONG.get(mark, MARKS[""])
    text = marked(mark, head, first + tail, LANGUAGES[form.language]["correct"])
    inside = 0 if form.content.endswith("flush") else shape.bullet or 3
    lines = [text if first else text.rstrip(), *(" " * inside + line for line in rest)]
    feedback = WHYS[form.why].feedback
    return [*lines, FEEDBACK[feedback] + item.refuted.get(place, item.why)] if feedback else lines


def _facts(item: Item, form: Form, n: int) -> tuple[list[str], list[str]]:
    """Metadata above the stem, and below the answer."""
    words = LANGUAGES[form.language]
    topics, name = f"**{words['topics']}:** {item.topic}", f"**ID:** `{item.name.upper()}-{n:03}`"
    if form.stem.startswith("front matter") and "below" not in form.facts:
        topics, name = f"tags: [{item.topic}]", f"id: {item.name.upper()}-{n:03}"
    if form.facts == "id and topics":
        return [name, topics], []
    if form.facts == "topics":
        return [topics], []
    below = {
        "topics below": topics,
        "tags below": f"Tags: #{item.topic}",
        "mnemonic below": f"**{words['mnemonic']}:** {item.mnemonic}",
    }
    return [], [below[form.facts]] if form.facts in below else []


def _front_matter(item: Item, form: Form, head: Head) -> list[str]:
    """All of a question as YAML."""
    lines = STEMS[form.stem].print(head)[:-1]
    marked = form.place == "in front matter, true"
    lines.append("options:")
    for place, (text, *_) in enumerate(item.options):
        if marked:
            lines += [
                f"  - text: {json.dumps(text, ensure_ascii=False)}",
                f"    correct: {str(place in item.right).lower()}",
            ]
        else:
            lines.append(f"  - {json.dumps(text, ensure_ascii=False)}")
    if not marked:
        answer = _placed(item, form).answer
        if len(answer) == 1:
            lines.append(f"answer: {answer[0] if answer[0].isdigit() else json.dumps(answer[0], ensure_ascii=False)}")
        else:
            lines += ["answer:", *(f"  - {json.dumps(text.removeprefix('- '), ensure_ascii=False)}" for text in answer)]
    if form.why != "none":
        lines.append(f"explanation: {json.dumps(item.why, ensure_ascii=False)}")
    return [*lines, "---"]


def _indented(lines: Iterable[str], by: int, *, first: bool = True) -> list[str]:
    return [" " * by + line if line and (first or i) else line for i, line in enumerate(lines)]


def _quoted(lines: list[Line]) -> list[Line]:
    return [line._replace(text=f"> {line.text}".rstrip()) for line in lines]
