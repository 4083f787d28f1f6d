"""Know which words name which part of a question, answer it, or refer to its options, in every language.

Input: a word or a text. Output: the roles that it names, what it says of an answer, or the options to which it refers.
A language is one file, `ankigen/languages/<tag>.toml`; CONTRIBUTING.md says how to add one. Its tables:

`[parts]`: what a heading or label names. Each string is a pattern that the whole of it matches, in the form in which
`plain` leaves it; nearly all are plain words, which are looked up and cost nothing. `{N}` is a question's number.
`[answer]`: words of an answer, of true and false, of right and wrong; what leads a sentence that states an answer, what
is only there to be clicked, and what the farewells of chat assistants begin with. `[number]`: words before (`question`,
`ordinal`) and behind (`after`) a question's number, the sign between (`sign`), the word before the number of all
questions (`of`), and the letters before a question and its answer (`short`). `[others]`: options that refer to other
options, as patterns; `{L}` is a label. `[asks]`: what tells how many answers a stem wants, that it asks for what is
not so, and that it speaks of options (`among`). `[cards]`: ankigen's own words on cards. `[scaffold]`: the names of the
parts in a new file. `[profile]`: frequent words and letters that a text in the language is known by, and ordinary words
that are nearly a word of `[parts]` (`ordinary`): they are not taken for misspelt ones.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ankigen.languages import fold, lead, plain
from ankigen.readers.vocabulary.names import ROLES, labels, leads, role, roles
from ankigen.readers.vocabulary.patterns import alternation, in_any_language, question_number

if TYPE_CHECKING:
    from ankigen.readers.vocabulary.judging import called_right, calls_wrong, defends
    from ankigen.readers.vocabulary.mentions import about_others, keeps_order, names_labels
    from ankigen.readers.vocabulary.misspelling import misspelt, nearest_part

__all__ = (
    "ROLES",
    "about_others",
    "alternation",
    "called_right",
    "calls_wrong",
    "defends",
    "fold",
    "in_any_language",
    "keeps_order",
    "labels",
    "lead",
    "leads",
    "misspelt",
    "names_labels",
    "nearest_part",
    "plain",
    "question_number",
    "role",
    "roles",
)

# What not everybody needs, and takes patterns that are long in the making: the module is imported with the first use.
_LATER = {
    "about_others": "mentions",
    "called_right": "judging",
    "calls_wrong": "judging",
    "defends": "judging",
    "keeps_order": "mentions",
    "names_labels": "mentions",
    "misspelt": "misspelling",
    "nearest_part": "misspelling",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(name)
    globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return globals()[name]
