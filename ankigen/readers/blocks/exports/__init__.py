"""Rewrite the syntax of exporters and web pages as plain markdown.

Input: the text or the lines of a file. Output: the same, with options, questions and answers of tables, components and
attributes in lines of their own; each line keeps its number. `foreign_formats` names what is not read.

What is recognised is handed on as lines of markdown, not as values. A question is put together from lines that are
beside each other, its parts are read from its lines, and diagnostics quote them; so an answer in a gap or in a cell
passes every later step as `Answer: B`, and one grammar reads what is behind the label, wherever it was written. As
values, such answers would need another way through each of these steps, for forms that few files have.
"""

from ankigen.readers.blocks.exports.brackets import with_boxes, without_shortcodes
from ankigen.readers.blocks.exports.breaks import without_breaks
from ankigen.readers.blocks.exports.components import MAY_WRAP, without_elements, without_instructions, without_wraps
from ankigen.readers.blocks.exports.enclosed_letters import MAY_ENCLOSE, with_plain_letters
from ankigen.readers.blocks.exports.foreign import Foreign, foreign_formats, is_data
from ankigen.readers.blocks.exports.quotes import MAY_QUOTE, without_quotes
from ankigen.readers.blocks.exports.signs import MAY_HAVE_SIGNS, with_signs_behind
from ankigen.readers.blocks.exports.stated import with_answers_below
from ankigen.readers.blocks.exports.tables import (
    MAY_BE_SEPARATED,
    MAY_HAVE_TABLES,
    parted_by_bars,
    without_separated,
    without_tables,
)

__all__ = [
    "MAY_BE_SEPARATED",
    "MAY_ENCLOSE",
    "MAY_HAVE_SIGNS",
    "MAY_HAVE_TABLES",
    "MAY_QUOTE",
    "MAY_WRAP",
    "Foreign",
    "foreign_formats",
    "is_data",
    "parted_by_bars",
    "with_answers_below",
    "with_boxes",
    "with_plain_letters",
    "with_signs_behind",
    "without_breaks",
    "without_elements",
    "without_instructions",
    "without_quotes",
    "without_separated",
    "without_shortcodes",
    "without_tables",
    "without_wraps",
]
