"""The text of new banks and questions to fill in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build import number_in
from ankigen.languages import LANGUAGES, example_of, headings_of
from ankigen.source import placeholder

if TYPE_CHECKING:
    from collections.abc import Sequence

# The options of the worked question: label, number, and why it is not prime.
_COMPOSITE = (("A", 21, "3 × 7"), ("B", 27, "3 × 9"), ("D", 33, "3 × 11"))
_PRIME = ("C", 29)
IGNORED = "apkg/\n"  # the .gitignore of a bank: its packages are made anew from the questions


class GivenTags(NamedTuple):
    """The tags of a new question that the command line gives; "" and () are left to fill in."""

    topics: Sequence[str] = ()
    traps: Sequence[str] = ()
    level: str = ""
    domain: str = ""


def settings(bank_id: str, title: str, language: str) -> str:
    """Return the text of a bank.toml with every setting; those with a default are comments.

    `language` is a tag, or "" for the language of the explanations.
    """
    quoted = {name: json.dumps(value, ensure_ascii=False) for name, value in (("id", bank_id), ("title", title))}
    language_line = f'language = "{language}"' if language else '# language = "en"'
    return f"""\
# The bank's settings.

id = {quoted["id"]}  # names the bank in GUIDs and file names: never change it once people study with the cards
title = {quoted["title"]}  # the deck's name in Anki
{language_line}  # of the labels on cards; by default that of most explanations: {", ".join(LANGUAGES)}

# open = true          # recall cards of questions that are no choice, such as those with an answer in words
# shuffle = false      # options stay in their order; by default they change places at each review
# maths = false        # `$x^2$` is not a formula; prices and `$HOME` never are
# media_limit = 20     # largest picture or sound in MiB (default 10)
# topic_minimum = 2    # fewest questions that a home topic should have; 0 turns the check off
# hold_out = 0.2       # share of the questions that is in no package, for mock exams
# ignore = ["AG305"]   # warnings not to report; `ankigen explain` lists them
# pass = 0.7           # the share of right answers that passes the exam, for `ankigen progress`
# exam_date = 2027-02-01  # the day of the exam: `ankigen progress` says what is left to do

# [cards]              # cards that each question has beside its own
# recall = true        # a second card, without the options
# lookup = true        # a note for each row of its tables
# refute = true        # a note for each wrong option: why is this not the answer?
# blank = true         # a note for its mnemonic, with blanks for the bold words

# [tags]               # the bank's tags; any other is a warning
# topics = ["Delta-Lake", "Unity-Catalog"]
# traps = ["Syntax-Confusion"]

# [tags.aliases]       # other spellings of them
# "UC" = "Unity-Catalog"

# [tags.families]      # traps that are alike, which `ankigen progress` counts together
# "Looks alike" = ["Similar-Function", "Similar-Name"]

# [blueprint]          # the weight of each exam domain; `ankigen stats` compares the questions with it
# "Data Engineering" = 60
# "Governance" = 40
"""


def question(language: str, question_id: str, tags: GivenTags) -> str:
    """Return the text of a question in the reference format in which only the given tags are filled in.

    Each of its sections that is to be filled in has one placeholder.
    """
    word = headings_of(language)
    return _text(
        [
            *_head(language, question_id, tags),
            *_section(word["stem"], placeholder("the question itself")),
            *_section(word["options"], f"- **A.** {placeholder('the options')}", "- **B.**", "- **C.**", "- **D.**"),
            *_section(word["answer"], placeholder("the letter of the right option; several: A, C")),
            *_section(word["explanation"], placeholder("why the answer is right")),
            *_section(word["rationales"], "### A", "", placeholder("why A is wrong; likewise for each wrong option")),
        ]
    )


def worked_question(language: str, question_id: str) -> str:
    """Return the text of a whole question in the reference format, about prime numbers, in one of `LANGUAGES`."""
    word, example = headings_of(language), example_of(language)
    rationales = (f"### {label}\n\n{number} = {factors}" for label, number, factors in _COMPOSITE)
    numbers = sorted((*((label, number) for label, number, _ in _COMPOSITE), _PRIME))
    return _text(
        [
            *_head(language, question_id, GivenTags(topics=(example["topic"],))),
            *_section(word["stem"], example["stem"]),
            *_section(word["options"], *(f"- **{label}.** {number}" for label, number in numbers)),
            *_section(word["answer"], f"`{_PRIME[0]}`"),
            *_section(word["explanation"], example["explanation"]),
            *_section(word["rationales"], "\n\n".join(rationales)),
        ]
    )


def _head(language: str, question_id: str, tags: GivenTags) -> list[str]:
    """Return the title, the ID and the tags of a question, each on a line."""
    word, number = headings_of(language), number_in(question_id)
    title = [f"# {word['title']} #{number}", ""] if number else []
    values = {
        "id": _ticked([question_id]),
        "level": _ticked([tags.level] if tags.level else []),
        "topics": _ticked(tags.topics),
        "traps": _ticked(tags.traps),
        "domain": tags.domain,
    }
    return [*title, *(f"**{word[part]}:** {value}" for part, value in values.items() if value)]


def _text(rows: Sequence[str]) -> str:
    return "\n".join([*rows, ""])


def _section(heading: str, *rows: str) -> list[str]:
    return ["", f"## {heading}", "", *rows]


def _ticked(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
