"""Fixes as a unified diff, which `patch` and `git apply` understand."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.fixes.files import Mended

_NO_END = "\\ No newline at end of file"  # as GNU diff writes it


def as_diff(mended: Mended, name: str) -> Iterator[str]:
    """Yield the lines of the diff of a file, without line ends; `name` is the file's in the headings.

    A file that is not UTF-8 is never changed.
    """
    if not mended.is_changed:
        return
    before, after = (data.decode().split("\n") for data in (mended.before, mended.after))
    before, after = (
        [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])] for lines in (before, after)
    )
    for line in unified_diff(before, after, name, name):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield _NO_END
