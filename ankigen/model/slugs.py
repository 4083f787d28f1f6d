"""Names as tags and file names have them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)  # a bank has few tags, each on many questions
def slug(name: str) -> str:
    """Return a name in lower case, with every run of characters other than letters, digits, `_ . + #` as one `-`."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFC", re.sub(r"[^\w.+#]+", "-", folded)).strip("-")


def hierarchy(name: str) -> tuple[str, ...]:
    """Return the levels of a name as slugs: `Data Engineering / Operations` is `("data-engineering", "operations")`."""
    return tuple(filter(None, map(slug, re.split(r"[/／>]|::", name))))
