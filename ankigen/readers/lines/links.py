"""Links: to the web, and those to other pages of a bank, which a card does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.model import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.markdown import Line
    from ankigen.readers.lines.labelled import MarkedParts

_LINK = re.compile(
    r"(?<!!)\[(?P<title>(?:[^\[\]]++|\[[^\[\]]*+\])++)\]"
    r"\(<?(?P<url>https?://[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+)>?(?:[ \t]+[^()]{0,300}+)?\)"
)
_LISTED = re.compile(r"[-*+] \[(?P<title>[^\[\]]++)\]\((?P<url>https?://[^\s()<>]*+)\)")  # the plainest, in one look
_IN_URL = r"[^\s<>()\[\]`\"'，。、；）」]"
_URL = re.compile(rf"<?(?<![\w`(\"'=])(?P<url>https?://{_IN_URL}++(?:\([^\s()]*+\){_IN_URL}*+)*+)>?")
_MARKER = re.compile(r"^[ \t]*+\d{1,9}[.)]")
_NO_MORE = re.compile(
    r"[\W_]*+(?:(?:official )?(?:references?|sources?|links?|docs|documentation)(?: here)?|see(?: also)?|read more"
    r"|參考\w*+|参考\w*+|來源|来源)?[\W_]*+",
    re.IGNORECASE,
)
_PAGE = r"\[[^\[\]]*+\]\((?:#[^()]*+|[^():#]*\.md(?:#[^()]*+)?)\)"
_NAVIGATION = re.compile(
    r"[ \t]*+(?:[-*+][ \t]++)?(?:\*\*[^*\[\]]{1,40}\*\*[ \t]*+[:：]?+[ \t]*+|[^*\[\]:：]{1,40}[:：][ \t]*+)?"
    rf"(?:\*\*|__)?{_PAGE}(?:[ \t]*+[|｜·•/–-][ \t]*+{_PAGE})*+(?:\*\*|__)?[ \t]*+$"
)
_UNNUMBERED = re.compile(r"[ \t]*+(?:[-*+][ \t]++)?`?Q-X+(?:-X+)*`?(?![\w-])")


def without_links(rows: Iterable[Line], parts: MarkedParts | None = None) -> tuple[tuple[Line, ...], tuple[Link, ...]]:
    """Return the lines that are more than links to the web, and the links in all of them; marked `parts` are more."""
    links: list[Link] = []
    rest: list[Line] = []
    for row in rows:
        found_links, alone = ([], False) if row.code or "://" not in row.text else _links(row.text)
        links += found_links
        if not alone or (parts and parts.at(row.number, row.text)):
            rest.append(row)
        else:
            while rest and (not rest[-1].text.strip() or (not rest[-1].code and _NO_MORE.fullmatch(rest[-1].text))):
                rest.pop()  # "Reference:" above the link
    return tuple(rest), tuple(links)


def _links(row: str) -> tuple[list[Link], bool]:
    """Return the links in a line, and whether it has nothing but links."""
    listed = _LISTED.fullmatch(row)
    if listed:
        return [Link(title=listed["title"], url=listed["url"])], True
    titled = [(match.start(), match["title"], match["url"]) for match in _LINK.finditer(row)]
    bare = [(match.start(), "", match["url"].rstrip(".,;:!?*_")) for match in _URL.finditer(_LINK.sub(_blank, row))]
    links = [Link(title=title or _title(url), url=url) for _, title, url in sorted(titled + bare)]
    left = _MARKER.sub("", _URL.sub("", _LINK.sub("", row)))
    return links, bool(links) and bool(_NO_MORE.fullmatch(left))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _title(url: str) -> str:
    """Return what distinguishes a bare link from others: its host and the last part of its path."""
    host, *path = url.partition("://")[2].partition("#")[0].partition("?")[0].strip("/").split("/")
    return f"{host} · {path[-1]}" if path else host


def without_navigation(rows: Iterable[Line]) -> list[Line]:
    """Return the lines without those that only lead to another page of the bank, or are to: a card has no pages."""
    return [row for row in rows if row.code or not _is_navigation(row.text)]


def has_navigation(rows: Iterable[Line]) -> bool:
    """Whether `without_navigation` leaves a line out."""
    few = [row.text for row in rows if ("](" in row.text or "Q-X" in row.text) and not row.code]
    return any(map(_is_navigation, few))


def _is_navigation(row: str) -> bool:
    return bool(_NAVIGATION.match(row) or _UNNUMBERED.match(row))
