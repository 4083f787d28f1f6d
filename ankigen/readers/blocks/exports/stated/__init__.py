"""Answers that are written into a question itself: in its gap, before its number, or as the verdict on a statement.

Input: lines. Output: lines, with each such answer on a line of its own below the options. `gaps` and `judged` find the
answers, `moved` puts them there.
"""

from ankigen.readers.blocks.exports.stated.moved import with_answers_below

__all__ = ["with_answers_below"]
