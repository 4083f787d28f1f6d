"""The text of new banks and questions to fill in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build import number_in
from ankigen.languages import LANGUAGES, headings_of
from ankigen.source import placeholder

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTERS = "ABCD"


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
# The bank's settings; docs/bank-toml.md explains them.

id = {quoted["id"]}  # names the bank in GUIDs and file names: never change it once people study with the cards
title = {quoted["title"]}  # the deck's name in Anki
{language_line}  # of the labels on cards; by default that of most explanations: {", ".join(LANGUAGES)}

# recall = true        # a second card for every question, without its options
# open = true          # recall cards of questions that are no choice, such as those with an answer in words
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
    word = headings_of(language)
    number = number_in(question_id)
    title = [f"# {word['title']} #{number}", ""] if number else []
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
