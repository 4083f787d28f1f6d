"""Read the questions in the text of one file, in whatever form they are written.

Input: a `Source`, and the `Source` of its answer key, where that is a file beside it (`find_answer_keys`). Output:
`Parsed`: the questions that are complete, and a diagnostic for whatever looks like a question and is not one.

What becomes of a file, in the order of `parse`:

1. `blocks` takes off what wraps, folds or decorates markdown: text -> `Page`s of lines.
2. `marks` says of each line what it may be (an option, a number, a part, an answer): lines -> a `Mark` for each.
3. `grouping` finds the runs of options (`OptionRun`), first by their labels, then in lists without labels, and cuts the
   lines around each run into the `Segment` of one question.
4. `grouping/answer_keys` gives each segment what an answer key says of it.
5. `assemble` fills a `Draft` from each segment, with the parts that `parts` reads and the answer that `answers` reads,
   and makes a `Question` of it, or `Diagnostic`s.
6. `grouping/doubts` reports what looks like a question and is in no segment that became one.

Imports go down another list, in which `lines` takes texts, labelled values, tables and links out of single lines, and
`vocabulary` has the words of all languages: `parse`, `mending` (what may be written back into the file), `assemble`,
`parts`, `grouping`, `answers`, `blocks`, `marks`, `lines`, `vocabulary`.
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
