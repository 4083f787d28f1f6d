"""The words of each language, and which language a text is in.

Input: a text, or the tag of a language. Output: the labels of cards (`labels_of`), the words of a mock exam's page
(`exam_words_of`), the headings of new files (`headings_of`) and their example (`example_of`), the words that readers
look for (`words`), and the language of a text (`language_of`), of a text in a bank (`language_in_bank`) and of a whole
bank (`languages_of`). This package imports no other.

A language is one file, `<tag>.toml`, named by its BCP 47 tag (CONTRIBUTING.md says how to add one). Before its tables
are the language's own name (`name`), the English one (`english`), and other names and tags that people use for it
(`aliases`). The tables:

`[parts]`: what a heading or label names. Each string is a pattern that the whole of it matches, in the form in which
`plain` leaves it; nearly all are plain words, which are looked up and cost nothing. `{N}` is a question's number.
`[answer]`: words of an answer, of true and false, of right and wrong; those that say of one label what is said of
another (`also`); those between a right label and one that is not (`not`), those behind what is not right and before
what is (`not_behind`), as in Japanese or Turkish, and those beside a label that mean this one alone (`only`); what is
between one that is not right and one that is (`but`); what leads to a label (`it_is`); the words for the first options
in order, and then for the last (`places`), each with its other forms behind bars; what leads a sentence that states an
answer, what the answer that somebody gave in a test (`own`), what is only there to be clicked, and what the farewells
and greetings of chat assistants begin with.
`[number]`: words before (`question`, `ordinal`) and behind (`after`) a question's number, the sign between (`sign`),
the word before the number of all questions (`of`), and the letters before a question and its answer (`short`).
`[others]`: options that refer to other options, as patterns; `{L}` is a label, `{R}` a word for right or wrong.
`[asks]`: words by which a stem says how many answers it wants (`choose` with `polite` words before it, numbers, what
makes a number a `bound`, `several`), that it asks for what is not so, and that it means options (`among`);
words that leave no exception (`absolute`); names of fields that say of what kind a question is, and what it counts
(`form`); the kinds of questions that an author names before or behind a stem, in brackets (`kinds`), and
other names that only the titles of parts have (`titles`).
`[cards]`: ankigen's own words on cards.
`[exam]`: its own words on the page of a mock exam: buttons, states of a question, results, and short sentences.
`[scaffold]`: the names of the parts in a new file.
`[example]`: the texts of the worked question in a new bank.
`[profile]`: frequent words, and letters that few languages have, by which the language of a text is recognised; and
ordinary words that are nearly a word of `[parts]` (`ordinary`), which are not taken for misspelt ones.
"""

from ankigen.languages.banks import ENGLISH, Languages, Votes, languages_of, votes_of
from ankigen.languages.detection import language_of
from ankigen.languages.files import (
    LANGUAGES,
    Example,
    ExamWords,
    Labels,
    Words,
    exam_words_of,
    example_of,
    headings_of,
    labels_of,
    words,
)
from ankigen.languages.folding import LONGEST, UNSPACED, fold, lead, plain, without_diacritics
from ankigen.languages.names import attributes, direction, english_name, nearest
from ankigen.languages.texts import language_in_bank

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "LONGEST",
    "UNSPACED",
    "ExamWords",
    "Example",
    "Labels",
    "Languages",
    "Votes",
    "Words",
    "attributes",
    "direction",
    "english_name",
    "exam_words_of",
    "example_of",
    "fold",
    "headings_of",
    "labels_of",
    "language_in_bank",
    "language_of",
    "languages_of",
    "lead",
    "nearest",
    "plain",
    "votes_of",
    "without_diacritics",
    "words",
]
