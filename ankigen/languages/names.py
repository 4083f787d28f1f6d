"""What languages are called, and in which direction they are written."""

from __future__ import annotations

import difflib
import unicodedata
from functools import cache

from ankigen.languages.files import LANGUAGES, names_of

_TAG = 3  # letters in a tag, at most: one that is misspelt may mean any language


def english_name(language: str) -> str:
    """Return the English name of a language, such as `Vietnamese`; `KeyError` if there is no such language."""
    return names_of(language)[1]


@cache
def direction(language: str) -> str:
    """Return in which direction a language is written, a value of HTML's `dir`; `auto` if `language` is ""."""
    if not language:
        return "auto"
    return "rtl" if unicodedata.bidirectional(names_of(language)[0][0]) in {"R", "AL"} else "ltr"


@cache
def attributes(language: str) -> str:
    """Return the HTML attributes of an element with text in a language, each after a space (HTML, 3.2.6).

    They are `lang` and `dir`. If `language` is "", the first letter of the text decides its direction.
    """
    return f' lang="{language}" dir="{direction(language)}"' if language else ' dir="auto"'


def nearest(name: str) -> str:
    """Return the language that an author means by a name or a tag: `vn`, `German`, `pt-BR`; "" if none is near."""
    languages = {called.casefold(): language for language in LANGUAGES for called in (*names_of(language), language)}
    wanted = name.strip().casefold().replace("_", "-")
    while wanted not in languages and "-" in wanted:  # a tag without its last subtag (RFC 4647, 3.4)
        wanted = wanted.rpartition("-")[0]
    if wanted in languages:
        return languages[wanted]
    near = difflib.get_close_matches(wanted, languages, n=1) if len(wanted) > _TAG else []
    return languages[near[0]] if near else ""
