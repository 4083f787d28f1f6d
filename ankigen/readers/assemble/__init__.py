"""Make a question of a segment of a file, or report what keeps it from being one.

Input: a `Layout`, a `Segment`, and what an answer key says of it. Output: a `Question` or `Diagnostic`s. `question`
gathers the parts into a draft, from headings (`sectioned`) or from what follows each other (`plain`: the `stem`, the
`options`, the `tail` below them), then reads the `answer` with the options known, and says what `faults` there are.
"""

from ankigen.readers.assemble.question import question

__all__ = ["question"]
