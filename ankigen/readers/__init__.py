"""Read the questions in the text of one file, in whatever form they are written.

Input: a `Source`, and the `Source` of its answer key, where that is a file beside it (`find_answer_keys`). Output:
`Parsed`: the questions that are complete, and a diagnostic for all that looks like a question and is none. `blocks`
takes off what wraps or folds markdown, `marks` says what each line may be, `grouping` finds runs of options and the
questions around them, `parts` and `assemble` fill in the parts of each, `answers` reads what is written as an answer,
`mending` finds what may be written back into the file, and `vocabulary` knows the words of all languages.
"""

from ankigen.readers.grouping.answer_keys import answer_key_without_questions, find_answer_keys, linked_answer_key
from ankigen.readers.mending import id_places, label_fixes, letter_fixes
from ankigen.readers.parse import parse
from ankigen.readers.parts.parsed import Parsed
from ankigen.readers.vocabulary import about_others, keeps_order, names_labels, nearest_part

__all__ = [
    "Parsed",
    "about_others",
    "answer_key_without_questions",
    "find_answer_keys",
    "id_places",
    "keeps_order",
    "label_fixes",
    "letter_fixes",
    "linked_answer_key",
    "names_labels",
    "nearest_part",
    "parse",
]
