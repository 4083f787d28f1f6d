"""Find what an answer key says of each question by its number.

Input: a `Layout`, its `Segment`s, and the answer key in a file beside, where there is one. Output: `Joined`: the
segments without the lines of answer keys, and what is said of each. An answer key is a list, a table, headings further
down, or the file beside, which `files` finds by its name or by a link. `joined` looks for `entries` below the questions
(`own` says where), line by line and in `cells`; `match` tells which question each belongs to. `alone` reports an
answer key that has no questions.
"""

from ankigen.readers.grouping.answer_keys.files import keys, linked
from ankigen.readers.grouping.answer_keys.join import Joined, alone, joined

__all__ = ["Joined", "alone", "joined", "keys", "linked"]
