"""Compare what was read with what was printed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from .answers import LEAKS
from .form import PLACES
from .items import LANGUAGES, names_in
from .reasons import NOBODY, WHYS
from .stems import STEMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .bank import Asked, Bank

MARKER = re.compile(r"^[ >]*(?:[-*+]|\d+[.)]|[A-C][.)]|I+[.)])[ \t]+", re.MULTILINE)
FENCE = re.compile(r"^[ >]*`{3,}.*$", re.MULTILINE)
TICKS = re.compile(r"[✅✓✔←]|\[[ xX]\]")
BOLD = re.compile(r"\*\*|^\*")


def norm(text: str) -> str:
    """Letters and digits only, without the marks of lists and the lines of fences."""
    text = re.sub(r"<[^>]+>", " ", FENCE.sub(" ", MARKER.sub("", text)))
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def text_of(question: Any) -> str:
    """All text of a question as it was read, front and back."""
    tables = [cell for table in question.tables for row in [table.header, *table.rows] for cell in (table.title, *row)]
    return "\n".join(
        [
            question.stem,
            *(f"{option.text}\n{option.rationale}" for option in question.options),
            question.explanation,
            question.mnemonic,
            *(link.title for link in question.links),
            *question.topics,
            *question.traps,
            *tables,
            *(question.domain, question.concepts, question.keywords, question.technique, question.level),
            *(question.source_answer, question.community_answer),
        ]
    )


def places(question: Any) -> list[int]:
    """Which options are right, by place."""
    labels = [option.label for option in question.options]
    return sorted(labels.index(label) for label in question.answer if label in labels)


def differences(asked: Asked, question: Any, titles: Collection[str] = ()) -> list[str]:
    """What is not as it was printed, in the words of the parts: an empty list if all is.

    `titles` are names around the question that it may have taken for its own.
    """
    item, form = asked.item, asked.form
    wrong = []
    if norm(question.stem) != norm("\n".join(item.stem)):
        wrong.append(f"stem: {question.stem!r}")
    if form.options == "none":
        wrong += _made(asked, question)
    else:
        texts = [option.text for option in question.options]
        if [norm(text) for text in texts] != [norm("\n".join(lines)) for lines in item.options]:
            wrong.append(f"options: {texts}")
        if places(question) != list(item.right):
            wrong.append(f"answer: {places(question)} instead of {list(item.right)}")
    wrong += given_away(asked, question) + _reasons(asked, question) + _facts(asked, question)
    foreign = names_in(text_of(question)) - item.names - {*titles}
    return wrong + ([f"text of others: {sorted(foreign)}"] if foreign else [])


def given_away(asked: Asked, question: Any) -> list[str]:
    """What on the front gives the answer away."""
    texts = [option.text for option in question.options]
    front = [question.stem, *texts]
    wrong = [f"on the front: {text!r}" for text in front if TICKS.search(text)]
    bold = [text for text in texts if BOLD.search(text)]
    wrong += [f"on the front: {text!r}" for text in bold if len(bold) < len(texts)]
    word = LANGUAGES[asked.form.language]["correct"].lower()
    marked = asked.form.leak in LEAKS or PLACES[asked.form.place].mark
    if (
        marked
        and asked.item.truth is None
        and any(word in text.lower() or "most voted" in text.lower() for text in front)
    ):
        wrong.append("a word for 'correct' is on the front")
    behind = names_in(asked.item.why + "".join(asked.item.refuted.values()))
    return wrong + [f"on the front: {name}" for name in sorted(behind & names_in("\n".join(front)))]


def _made(asked: Asked, question: Any) -> list[str]:
    """Whether options that were not printed were made: true and false, the right one of them right."""
    words = LANGUAGES[asked.form.language]
    made = words["made"]  # the usual words of the language
    wanted = {norm(made[0]), "true", "○", "o"} if asked.item.truth else {norm(made[1]), "false", "×", "x"}
    right = [norm(question.options[place].text) or question.options[place].text for place in places(question)]
    return [] if len(question.options) == 2 and len(right) == 1 and right[0] in wanted else [f"answer: {right}"]


def _reasons(asked: Asked, question: Any) -> list[str]:
    item, why = asked.item, WHYS[asked.form.why]
    rationales = [option.rationale for option in question.options]
    back = norm(question.explanation + "\n".join(rationales))
    wrong = [f"lost: {item.why!r}"] if why.says in ("why", "all") and norm(item.why) not in back else []
    for place, text in item.refuted.items():
        own = why.feedback or why.labels
        where = norm(rationales[place]) if own and place < len(rationales) else back
        if why.says in ("refuted", "all") and norm(text) not in where:
            wrong.append(f"rationale of {place}: {text!r} is not there")
    return wrong


def _facts(asked: Asked, question: Any) -> list[str]:
    item, facts = asked.item, asked.form.facts
    wrong = []
    if facts.startswith(("topics", "tags", "id")) and list(question.topics) != [item.topic]:
        wrong.append(f"topics: {question.topics}")
    if facts.startswith("id") and not (question.id or "").startswith(item.name.upper()):
        wrong.append(f"id: {question.id}")
    if facts.startswith("mnemonic") and norm(item.mnemonic) not in norm(question.mnemonic):
        wrong.append(f"mnemonic: {question.mnemonic!r}")
    return wrong


def faults(bank: Bank, questions: Sequence[Any], diagnostics: Iterable[Any]) -> list[str]:
    """What is not as it was printed in a bank, each with the file that it is in."""
    wrong = [
        f"{d.span.path}:{d.span.line}: reported: {d.rule.code} {d.message}"
        for d in diagnostics
        if d.is_error or d.rule.code.startswith("AG1")
    ]
    for path in bank.lines:
        asked = [one for one in bank.asked if one.path == path]
        read = [question for question in questions if question.span.path == path]
        if len(read) != len(asked):
            wrong.append(f"{path}: count: {len(read)} questions instead of {len(asked)}")
        for question in read:
            owner = _owner(bank, path, question)
            one = bank.asked[owner] if owner != NOBODY else None
            texts = (
                differences(one, question, titles_of(bank, path, owner))
                if one
                else ["count: a question that nobody asked"]
            )
            wrong += [f"{path}:{question.span.line}: {text}" for text in texts]
    return wrong


def titles_of(bank: Bank, path: str, owner: int) -> set[str]:
    """The names in the headings above a question that has them for itself: nothing says whether they are its own.

    They may be those of the file or the chapter. A number says where a question begins; headings with several
    questions below are of none. A heading may be a question's own where the next one begins with its own.
    """
    owners = [place for place, asked in enumerate(bank.asked) if asked.path == path]
    if len(owners) == 1:
        lines = [line.text for line in bank.lines[path] if line.owner == NOBODY and line.text.startswith("#")]
        return names_in("\n".join(lines))
    following = [place for place in owners if place > owner][:1]
    alone = all(_headings_above(bank, path, place) or _begins_with_heading(bank, path, place) for place in following)
    return set() if STEMS[bank.asked[owner].form.stem].numbered or not alone else _headings_above(bank, path, owner)


def _begins_with_heading(bank: Bank, path: str, place: int) -> bool:
    """Whether the first line of a question is a heading."""
    first = next(line.text for line in bank.lines[path] if line.owner == place and line.text.strip())
    return first.startswith("#")


def _headings_above(bank: Bank, path: str, owner: int) -> set[str]:
    """The names in the headings of nobody between a question and the one above."""
    names: set[str] = set()
    for line in bank.lines[path]:
        if line.owner == owner:
            return names
        names = names | names_in(line.text) if line.owner == NOBODY and line.text.startswith("#") else names
        names = set() if line.owner != NOBODY else names
    return names


def _owner(bank: Bank, path: str, question: Any) -> int:
    """Whose the options of a question that was read are, or else its first line: a place in `asked`, or NOBODY."""
    lines = [*(option.line for option in question.options), question.span.line]
    return next((owner for line in lines if (owner := bank.owner(path, line)) != NOBODY), NOBODY)
