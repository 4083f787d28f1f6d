"""Write what is certain back into the files: IDs, letters that are full-width, labels that are misspelt by a letter.

Input: a `Bank`. Output: a `Mended` for each file (from `mend`), with its old and its new bytes, what was fixed and what
was left. `as_diff` formats it, and `write` is the only function that changes files. `text` applies fixes to a text,
`same` compares the questions before and after, `stages` decides which fixes of a file hold.
"""

from ankigen.fixes.diff import as_diff
from ankigen.fixes.files import Mended, mend, write

__all__ = ["Mended", "as_diff", "mend", "write"]
