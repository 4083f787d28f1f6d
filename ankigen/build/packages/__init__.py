"""Make the packages of a build: which questions go into which file, and the notes of these questions.

Input: a `RenderedBank`, the GUIDs of its questions, and the ledger. Output: `Package`s by file name (`names` divides
the questions, `contents` makes the packages). A note is made when it is written (`notes`): whether a package must be
written again is seen from hashes (`hashes`).
"""

from ankigen.build.packages.contents import retired_search, search_for_moved, to_packages
from ankigen.build.packages.hashes import batch_hashes_of, package_hash
from ankigen.build.packages.names import bank_file, divide, package_path, partial_packages, topic_files
from ankigen.build.packages.notes import cards_by_hashes, with_note_hashes, without_recall

__all__ = [
    "bank_file",
    "batch_hashes_of",
    "cards_by_hashes",
    "divide",
    "package_hash",
    "package_path",
    "partial_packages",
    "retired_search",
    "search_for_moved",
    "to_packages",
    "topic_files",
    "with_note_hashes",
    "without_recall",
]
