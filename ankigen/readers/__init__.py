"""Read the questions in the text of one file, in whatever form they are written.

Input: a `Source`, and the `Source` of its answer key, where that is a file beside it (`find_answer_keys`). Output:
`Parsed`: the questions that are complete, and a diagnostic for all that looks like a question and is none.

The way of a file is upwards in this list, and each package imports only those below it:

`parse` joins the steps. `mending` finds what may be written back into the file.
`assemble` makes a question of a segment, with a draft that it fills from `parts`.
`grouping` finds runs of options, and the segment of lines around each that is a question.
`answers` reads what is written as an answer.
`blocks` takes off what wraps or folds markdown.
`marks` says of each line what it may be.
`lines` takes texts, labelled values, tables and links out of lines.
`vocabulary` knows the words of all languages.
"""

from ankigen.readers.grouping.answer_keys import answer_key_without_questions, find_answer_keys, linked_answer_key
from ankigen.readers.mending import id_places, label_fixes, letter_fixes
from ankigen.readers.parse import parse
from ankigen.readers.parts.parsed import Parsed
from ankigen.readers.vocabulary import about_others, calls_right, keeps_order, names_labels, nearest_part

__all__ = [
    "Parsed",
    "about_others",
    "answer_key_without_questions",
    "calls_right",
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
