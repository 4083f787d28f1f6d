"""What may be written back into a file, as `Fix`es: places for an ID, letters that are full-width, misspelt labels.

A file comes in with what was read from it; fixes go out, and nothing is changed here. Each fix is only likely to be
right: whoever applies it reads the new text and compares the questions.
"""

from ankigen.readers.mending.ids import id_places
from ankigen.readers.mending.labels import label_fixes
from ankigen.readers.mending.letters import letter_fixes

__all__ = ["id_places", "label_fixes", "letter_fixes"]
