"""Find what an answer key says of each question by its number.

Input: a `Layout`, its `Segment`s, and the answer key in a file beside, where there is one. Output: `Joined`: the
segments without the lines of answer keys, and what is said of each. An answer key is a list, a table, headings further
down, or the file beside, which `files` finds by its name or by a link. `joined` looks for `entries` below the questions
(`own` says where), line by line and in `cells`; `match` finds the question that each belongs to.
`answer_key_without_questions` reports an answer key that has no questions.
"""

from ankigen.readers.grouping.answer_keys.entries import has_title
from ankigen.readers.grouping.answer_keys.files import find_answer_keys, linked_answer_key
from ankigen.readers.grouping.answer_keys.join import AnswerFromKey, Joined, answer_key_without_questions, joined
from ankigen.readers.grouping.answer_keys.remarks import without_remarks

__all__ = [
    "AnswerFromKey",
    "Joined",
    "answer_key_without_questions",
    "find_answer_keys",
    "has_title",
    "joined",
    "linked_answer_key",
    "without_remarks",
]
