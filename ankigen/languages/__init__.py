"""Know the words of each language, and tell which language a text is in.

Input: a text, or the tag of a language. Output: the labels of cards (`labels_of`), the headings of new files
(`headings_of`), the words that readers look for (`words`), and the language of a text (`language_of`), of a text in
a bank (`language_in_bank`) and of a whole bank (`languages_of`). A language is one file, `<tag>.toml`, named by its
BCP 47 tag (CONTRIBUTING.md says how to add one). This package imports no other.
"""

from ankigen.languages.banks import ENGLISH, Languages, Votes, languages_of, votes_of
from ankigen.languages.detection import language_of
from ankigen.languages.folding import LONGEST, UNSPACED, fold, lead, plain, unmarked
from ankigen.languages.names import attributes, english_name, nearest
from ankigen.languages.tables import LANGUAGES, Labels, Words, headings_of, labels_of, words
from ankigen.languages.texts import language_in_bank

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "LONGEST",
    "UNSPACED",
    "Labels",
    "Languages",
    "Votes",
    "Words",
    "attributes",
    "english_name",
    "fold",
    "headings_of",
    "labels_of",
    "language_in_bank",
    "language_of",
    "languages_of",
    "lead",
    "nearest",
    "plain",
    "unmarked",
    "votes_of",
    "words",
]
