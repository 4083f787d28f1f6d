"""Find what may be written back into a file: places for an ID, letters that are full-width, misspelt labels.

Input: a file, and what was read from it. Output: `Fix`es; nothing is changed here. Each is only likely to be right:
whoever applies it reads the new text and compares the questions.
"""

from ankigen.readers.mending.full_width import letter_fixes
from ankigen.readers.mending.ids import id_places
from ankigen.readers.mending.misspelt_labels import label_fixes

__all__ = ["id_places", "label_fixes", "letter_fixes"]
