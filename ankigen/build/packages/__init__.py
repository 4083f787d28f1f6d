"""Make the packages of a build: which questions go into which file, and the notes of these questions.

Input: a `RenderedBank`, the GUIDs of its questions, and the ledger. Output: `Package`s by file name (`names` divides
the questions, `contents` makes the packages). A note is made when it is written (`notes`): whether a package must be
written again is seen from the hashes of its notes.
"""

from ankigen.build.packages.contents import first_id, retired_search, search_for_moved, to_packages
from ankigen.build.packages.names import bank_file, divide, package_path, partial_packages, topic_files
from ankigen.build.packages.notes import cards_by_hashes, with_note_hashes, without_recall

__all__ = [
    "bank_file",
    "cards_by_hashes",
    "divide",
    "first_id",
    "package_path",
    "partial_packages",
    "retired_search",
    "search_for_moved",
    "to_packages",
    "topic_files",
    "with_note_hashes",
    "without_recall",
]
