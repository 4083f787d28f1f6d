"""Searches for Anki's Browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPECIAL = '\\"*'


def search_for(bank_id: str, names: Sequence[str], path: str = "") -> str:
    """Return the search for Anki's Browser that finds the notes of one bank whose field `Id` is one of these.

    It also asks for the bank's id at the start of the field `Source`, so that it does not find the same name in another
    bank; with a `path`, for this file of the bank. It does not ask for the note type, which a learner may have renamed.
    `(?-i)` makes it respect case. Regular expressions in fields: Anki's manual, "Searching".
    """
    before, after = search_around(bank_id, path)
    return f"{before}{'|'.join(map(search_name, names))}{after}"


def search_around(bank_id: str, path: str = "") -> tuple[str, str]:
    """Return what is before and behind the names in `search_for`; the names are those of `search_name`, with `|`."""
    return '"Id:re:(?-i)^(', f')$" {_source(bank_id, path)}'


def search_for_any(searches: Sequence[str]) -> str:
    """Return the search that finds what any of these finds; "" if there are none."""
    return f"({' or '.join(f'({search})' for search in searches)})" if len(searches) > 1 else "".join(searches)


def search_for_bank(bank_id: str) -> str:
    """Return the search that finds the notes of a bank, whatever a learner calls the note type."""
    return _source(bank_id)


def search_for_deck(name: str) -> str:
    """Return the search for the cards in a deck and its subdecks, with the deck's name escaped.

    Special characters: Anki's manual, "Searching".
    """
    literal = "".join(f"\\{c}" if c in _SPECIAL else c for c in name)
    return f'"deck:{literal}"'


def _source(bank_id: str, path: str = "") -> str:
    file = f"{search_name(path)}$" if path else ""
    return f'"Source:re:^{search_name(bank_id)}/{file}"'


def search_name(text: str) -> str:
    """Return text escaped for a regular expression over a field's HTML, inside a quoted search."""
    literal = "".join(f"\\{c}" if c in ".^$*+?()[]{}|\\" else c for c in escaped(text))
    return literal.replace('"', '\\"')
