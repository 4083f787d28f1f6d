"""A segment of a file becomes a question, or diagnostics of what keeps it from being one.

`question` gathers the parts into a draft, from headings (`sectioned`) or from what follows each other (`plain`: the
`stem`, the `options`, the `tail` below them), then reads the `answer` with the options known, and says what `faults`
keep it from being a question. `texts` are the options
of a segment, for keys, an `Entry` is what a key says of a question, and `own_letters` takes off what is behind boxes.
"""

from ankigen.readers.assemble.options import own_letters, texts
from ankigen.readers.assemble.question import Entry, question

__all__ = ["Entry", "own_letters", "question", "texts"]
