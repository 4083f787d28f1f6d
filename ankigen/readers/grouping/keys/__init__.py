"""Keys: what a list, a table or headings further down, or the file beside, say of each question by its number.

`joined` looks for `entries` below the questions (`own` says where), line by line and in `cells`; `match` tells which
question each belongs to. It takes their lines from the questions above, and returns what is said of each (`Joined`).
`alone` tells of a key that has no questions.
"""

from ankigen.readers.grouping.keys.join import Joined, alone, joined

__all__ = ["Joined", "alone", "joined"]
