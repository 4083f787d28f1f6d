"""A package becomes an .apkg file, and an .apkg file becomes a package.

Comes in: a `Package`, and what is kept of the file that an earlier build wrote (`reuse`). Goes out: the same bytes
for the same content; blocks that did not change are copied from the earlier file.
"""

from ankigen.anki.apkg import reuse
from ankigen.anki.apkg.read import read_package
from ankigen.anki.apkg.write import BATCH, package_file, write_package

__all__ = ["BATCH", "package_file", "read_package", "reuse", "write_package"]
