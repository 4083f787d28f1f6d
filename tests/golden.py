"""Rewrites every golden file; `make golden` calls it, and you read the diff before you commit it."""

from __future__ import annotations

import test_check
import test_docs
import test_readers
import test_render


def main() -> None:
    """Rewrite them all but the note type's schema: that one is frozen."""
    test_readers.rewrite()
    test_render.rewrite()
    test_check.rewrite()
    test_docs.rewrite()


if __name__ == "__main__":
    main()
