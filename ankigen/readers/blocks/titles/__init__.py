"""Titles: of parts of an exam, which become headings, and of answer keys.

Input: lines. Output: the lines with these headings (`with_titles`), or whether one is the title of an answer key.
"""

from ankigen.readers.blocks.titles.answer_keys import is_answer_key_title
from ankigen.readers.blocks.titles.parts import with_titles

__all__ = ["is_answer_key_title", "with_titles"]
