"""Rewrites every golden file; `make golden` calls it, and you read the diff before you commit it."""

from __future__ import annotations

import json

import test_readers
import test_render


def main() -> None:
    """Rewrite them all but the note type's schema: that one is frozen."""
    test_render.rewrite()
    test_readers.rewrite()


if __name__ == "__main__":
    main()
    print(json.dumps("done"))  # noqa: T201 - a script
