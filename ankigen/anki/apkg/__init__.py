"""Write a package to an .apkg file, and read one back.

Input: a `Package`, and the record of the file that an earlier build wrote (`reuse`). Output: a file with the same bytes
for the same content; what did not change is copied from the earlier file. `read_collection` reads the reviews in an
export, a backup or a collection.
"""

from ankigen.anki.apkg import reuse
from ankigen.anki.apkg.notes import read_notes
from ankigen.anki.apkg.read import read_package
from ankigen.anki.apkg.reviews import Collection, read_collection
from ankigen.anki.apkg.write import BATCH, package_file, write_package

__all__ = [
    "BATCH",
    "Collection",
    "package_file",
    "read_collection",
    "read_notes",
    "read_package",
    "reuse",
    "write_package",
]
