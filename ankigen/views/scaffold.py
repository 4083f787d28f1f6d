"""New banks and questions to fill in: their text, and the next free ID and file name."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import LABELS
from ankigen.readers import vocabulary_of
from ankigen.source import placeholder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NUMBER = re.compile(r"(\d+)(?=\D*$)")
_LETTERS = "ABCD"


class ExistingQuestion(NamedTuple):
    """A question of the bank: its ID, its path relative to the bank's folder, and whether it is alone in that file."""

    id: str
    path: str
    alone: bool


class GivenTags(NamedTuple):
    """The tags of a new question that the command line gives; "" and () are left to fill in."""

    topics: Sequence[str] = ()
    traps: Sequence[str] = ()
    level: str = ""
    domain: str = ""


def settings(bank_id: str, title: str, language: str) -> str:
    """Return the text of a bank.toml with every setting; those with a default are comments."""
    quoted = {name: json.dumps(value, ensure_ascii=False) for name, value in (("id", bank_id), ("title", title))}
    return f"""\
# The bank's settings; docs/bank-toml.md explains them.

id = {quoted["id"]}  # names the bank in GUIDs and file names: never change it once people study with the cards
title = {quoted["title"]}  # the deck's name in Anki
language = "{language}"  # language of explanations and of the labels on cards: {", ".join(LABELS)}

# recall = true        # a second card for every question, without its options
# shuffle = false      # options stay in their order; by default they change places at each review
# maths = false        # `$x^2$` is not a formula; prices and `$HOME` never are
# media_limit = 20     # largest picture or sound in MiB (default 10)
# topic_minimum = 2    # fewest questions that a home topic should have; 0 turns the check off
# ignore = ["AG305"]   # warnings not to report; `ankigen explain` lists them

# [tags]               # the bank's tags; any other is a warning
# topics = ["Delta-Lake", "Unity-Catalog"]
# traps = ["Syntax-Confusion"]

# [tags.aliases]       # other spellings of them
# "UC" = "Unity-Catalog"

# [blueprint]          # the weight of each exam domain; `ankigen stats` compares the questions with it
# "Data Engineering" = 60
# "Governance" = 40
"""


def question(language: str, question_id: str, tags: GivenTags) -> str:
    """Return the text of a question in the reference format in which only the given tags are filled in."""
    word = vocabulary_of(language).scaffold
    number = _NUMBER.search(question_id)
    title = [f"# {word['title']} #{number[1]}", ""] if number else []
    options = [f"- **{letter}.** {placeholder(f'option {letter}')}" for letter in _LETTERS]
    wrong = [
        f"### {letter}\n\n{placeholder(f'why {letter} is wrong; not for the right option')}" for letter in _LETTERS
    ]
    parts = [
        *title,
        f"**{word['id']}:** `{question_id}`",
        f"**{word['level']}:** {_ticked([tags.level]) if tags.level else placeholder('the level, such as L1-Basic')}",
        f"**{word['topics']}:** {_ticked(tags.topics) or placeholder('topics; the first one is the deck')}",
        f"**{word['traps']}:** {_ticked(tags.traps) or placeholder('what tempts you to a wrong answer, or (none)')}",
        f"**{word['domain']}:** {tags.domain or placeholder('the domain, such as Data Engineering / Operations')}",
        *_section(word["stem"], placeholder("the question itself")),
        *_section(word["options"], *options),
        *_section(word["answer"], placeholder("the letter of the right option; several: A, C")),
        *_section(word["explanation"], placeholder("why the answer is right")),
        *_section(word["rationales"], "\n\n".join(wrong)),
        *_section(word["mnemonic"], placeholder("one line to remember it by")),
        *_section(word["links"], f"- {placeholder('links for further reading, one per line: [title](address)')}"),
    ]
    return "\n".join([*parts, ""])


def _section(heading: str, *rows: str) -> list[str]:
    return ["", f"## {heading}", "", *rows]


def _ticked(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def next_free(
    existing: Sequence[ExistingQuestion], taken: Callable[[str, str], bool], wanted: str = ""
) -> tuple[str, str]:
    """Return the ID and the path of a new question, in the style of most questions of the bank.

    `taken` says whether an ID or a path is in use; `wanted` is an ID that the author chose.
    """
    numbered = [one for one in existing if _NUMBER.search(one.id)]
    if not numbered:
        last = ExistingQuestion("Q-000", "questions/Q-000.md", alone=True)
    else:
        style, _ = Counter(_style(one.id) for one in numbered).most_common(1)[0]
        last = max((one for one in numbered if _style(one.id) == style), key=lambda one: _number(one.id))
    if wanted:
        return wanted, _path_like(last, wanted)
    number = _number(last.id)
    while True:
        number += 1
        new_id = _with_number(last.id, number)
        path = _path_like(last, new_id)
        if not taken(new_id, path):
            return new_id, path


def _style(text: str) -> str:
    return _NUMBER.sub("#", text)


def _number(text: str) -> int:
    match = _NUMBER.search(text)
    return int(match[1]) if match else 0


def _with_number(text: str, number: int) -> str:
    """Return a text with its last number replaced, padded with zeros to the width of the old one."""
    return _NUMBER.sub(lambda old: str(number).zfill(len(old[1])), text)


def _path_like(last: ExistingQuestion, new_id: str) -> str:
    """Return a path beside the last question's file, with a name that follows from the ID in the same way."""
    folder, slash, name = last.path.rpartition("/")
    stem, _, suffix = unicodedata.normalize("NFKC", name).rpartition(".")  # without full-width letters
    same = (
        last.alone and _style(new_id) == _style(last.id) and _NUMBER.search(stem) and _number(stem) == _number(last.id)
    )
    new = _with_number(stem, _number(new_id)) if same else re.sub(r"[^\w.+-]+", "-", new_id)
    return f"{folder}{slash}{new}.{suffix}"
