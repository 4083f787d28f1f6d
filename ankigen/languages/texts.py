"""The language of a text in a bank, for its `lang`: it is right, or it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.languages.detection import (
    SURE,
    has_letters,
    language_of,
    languages_with,
    main_script,
    prose_of,
    scripts_of,
    telling_letters,
)

if TYPE_CHECKING:
    from ankigen.languages.banks import Languages

_CHINESE = ("zh-Hans", "zh-Hant")
_SEVERAL = 2  # characters of the other kind of Chinese; a single one may be a name


def language_in_bank(text: str, languages: Languages, usual: str) -> str:
    """Return the language of a text in markdown; "" if it cannot be told.

    `usual` is the language in which that part of a question is most often, one of `languages`. A text that has letters
    of the script of the cards, if that is not Latin, is in their language, however many foreign terms it has. A text
    that is too short to tell is in the first language of the bank that has its letters.
    """
    if has_letters(text, scripts_of(languages.cards)):
        return _in_script_of(text, languages.cards)
    language = language_of(text)
    if language not in languages:
        language = language_of(text, SURE)
    return language or _fitting(prose_of(text), languages, usual)


def _in_script_of(text: str, language: str) -> str:
    """Return the language of a text that has letters of the script of `language`, which is not Latin."""
    if language in _CHINESE and not has_letters(text, ("kana",)):
        return _kind_of_chinese(text, language)
    script, _ = main_script(prose_of(text))
    having = languages_with(script)
    if language in having or script == "kana":
        return language_of(text) or language
    return language if having else ""


def _kind_of_chinese(text: str, usual: str) -> str:
    """Return the kind of Chinese that a text is in: the usual one, unless it has only characters of the other."""
    kinds_of_letters = telling_letters(text, _CHINESE).values()
    (other,) = {*_CHINESE} - {usual}
    of_other = sum(usual not in kinds for kinds in kinds_of_letters)
    return other if of_other >= _SEVERAL and (usual,) not in kinds_of_letters else usual


def _fitting(prose: str, languages: Languages, usual: str) -> str:
    """Return the language of a folded text that is too short to tell, by its letters; "" if none of the bank has them.

    Latin letters in a Chinese bank are English, unless its stems are in another language.
    """
    script, _ = main_script(prose)
    having = languages_with(script)
    if len(having) == 1:
        return having[0]
    users_of_letters = telling_letters(prose, having).values()
    english = ("en",) if languages.cards in _CHINESE else ()
    fitting = (language for language in (usual, languages.cards, languages.stems, *english) if language in having)
    return next((language for language in fitting if all(language in users for users in users_of_letters)), "")
