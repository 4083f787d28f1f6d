"""The words of every language that name a part of a question, answer it, or refer to its options.

Input: a word or a text. Output: the roles that it names, what it says of an answer, or the options to which it refers.
The words are in `ankigen/languages/<tag>.toml`; `ankigen.languages` says what each table of these files is for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ankigen.languages import fold, lead, plain
from ankigen.readers.vocabulary.alphabets import CLOSED, CLOSED_NUMBERS, FULL_WIDTH, INDEX, ORDERS
from ankigen.readers.vocabulary.names import (
    ANSWER_ROLES,
    BELOW_ROLES,
    METADATA_ROLES,
    ROLES,
    labels,
    leads,
    role,
    roles,
)
from ankigen.readers.vocabulary.patterns import alternation, in_any_language, may_ask_for_several
from ankigen.readers.vocabulary.switches import boolean, cards_of, is_known
from ankigen.readers.vocabulary.truths import asks_for_truth, names_truths, past_sign, truth

if TYPE_CHECKING:
    from ankigen.readers.vocabulary.judging import called_right, calls_right, calls_wrong, defends
    from ankigen.readers.vocabulary.mentions import about_others, explained, keeps_order, names_labels
    from ankigen.readers.vocabulary.misspelling import misspelt, nearest_part

__all__ = (
    "ANSWER_ROLES",
    "BELOW_ROLES",
    "CLOSED",
    "CLOSED_NUMBERS",
    "FULL_WIDTH",
    "INDEX",
    "METADATA_ROLES",
    "ORDERS",
    "ROLES",
    "about_others",
    "alternation",
    "asks_for_truth",
    "boolean",
    "called_right",
    "calls_right",
    "calls_wrong",
    "cards_of",
    "defends",
    "explained",
    "fold",
    "in_any_language",
    "is_known",
    "keeps_order",
    "labels",
    "lead",
    "leads",
    "may_ask_for_several",
    "misspelt",
    "names_labels",
    "names_truths",
    "nearest_part",
    "past_sign",
    "plain",
    "role",
    "roles",
    "truth",
)

# What not everybody needs, and takes patterns that are long in the making: the module is imported with the first use.
_LATER = {
    "about_others": "mentions",
    "called_right": "judging",
    "calls_right": "judging",
    "calls_wrong": "judging",
    "defends": "judging",
    "explained": "mentions",
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
