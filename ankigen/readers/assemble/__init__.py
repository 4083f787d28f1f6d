"""Make a question of a segment of a file, or report what keeps it from being one.

Input: a `Layout`, a `Segment`, and the `Entry` that an answer key has for it. Output: a `Question` or `Diagnostic`s.
`question` gathers the parts into a draft, from headings (`sectioned`) or from what follows each other (`plain`: the
`stem`, the `options`, the `tail` below them), then reads the `answer` with the options known, and says what `faults`
there are.
`texts` are the options of a segment, for answer keys, and `own_letters` takes off what is behind boxes.
"""

from ankigen.readers.assemble.options import own_letters, texts
from ankigen.readers.assemble.question import Entry, question

__all__ = ["Entry", "own_letters", "question", "texts"]
