"""The text of one file becomes questions.

Comes in: a `Source`. Goes out: `Parsed`: the questions that are complete, and a diagnostic for each part that is
missing from the others. `parse` tries each dialect of `READERS`, or reads in the one that is named.
"""

from ankigen.readers.choose import READERS, parse
from ankigen.readers.parts.parsed import Parsed
from ankigen.readers.parts.words import HEADINGS

__all__ = ["HEADINGS", "READERS", "Parsed", "parse"]
