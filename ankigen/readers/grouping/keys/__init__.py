"""Find what a key says of each question by its number.

Input: a `Layout`, its `Segment`s, and the file beside, where that is the key. Output: `Joined`: the segments without
the lines of keys, and what is said of each. A key is a list, a table, headings further down, or the file beside.
`joined` looks for `entries` below the questions (`own` says where), line by line and in `cells`; `match` tells which
question each belongs to. `alone` reports a key that has no questions.
"""

from ankigen.readers.grouping.keys.join import Joined, alone, joined

__all__ = ["Joined", "alone", "joined"]
