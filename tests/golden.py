"""Rewrite every golden file; called by `make golden`. Read the diff before you commit it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parent / name) for name in ("anki", "checks", "cli", "readers", "whole")]

import test_check
import test_docs
import test_note
import test_readers


def main() -> None:
    """Rewrite all golden files except the note type's schema, which is frozen."""
    test_readers.rewrite()
    test_note.rewrite()
    test_check.rewrite()
    test_docs.rewrite()


if __name__ == "__main__":
    main()
