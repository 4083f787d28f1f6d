"""Answers that are written into a question itself: in its gap, before its number, or as the verdict on a statement."""

from ankigen.readers.blocks.exports.stated.moved import with_answers_below

__all__ = ["with_answers_below"]
