"""What readers take out of lines: fragments of markdown, tables, links, and `label: value` lines."""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import METHODS, PATH, cells, fit, mostly, table_end
from ankigen.model import Link, Table
from ankigen.readers.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ankigen.markdown import Line

RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
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
_EXPLANATION = re.compile(
    r"[ \t]*+(?:#{1,6}[ \t]++)?(?P<bold>\*\*|__|_|\*)?(?:explanations?|解析|說明|说明)"
    r"(?:[ \t]*+[:：][ \t]*+(?(bold)(?:\*\*|__|_|\*)?)|(?(bold)(?:\*\*|__|_|\*)[ \t]*+[:：]?|$))[ \t]*+",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[ \t]*+>[ \t]?")
_PAGE = r"\[[^\[\]]*+\]\((?:#[^()]*+|[^():#]*\.md(?:#[^()]*+)?)\)"
_NAVIGATION = re.compile(
    r"[ \t]*+(?:[-*+][ \t]++)?(?:\*\*[^*\[\]]{1,40}\*\*[ \t]*+[:：]?+[ \t]*+|[^*\[\]:：]{1,40}[:：][ \t]*+)?"
    rf"(?:\*\*|__)?{_PAGE}(?:[ \t]*+[|｜·•/–-][ \t]*+{_PAGE})*+(?:\*\*|__)?[ \t]*+$"
)
_UNNUMBERED = re.compile(r"[ \t]*+(?:[-*+][ \t]++)?`?Q-X+(?:-X+)*`?(?![\w-])")
_LABEL = re.compile(r"[ \t]{0,3}(?:[-*+][ \t]++)?(?P<label>[^:：`|\n]{1,60})[:：](?P<value>.*)$")
# Before a label in bold: `✅ **正解：** B`.
_EMOJI = re.compile(
    r"\A[\u2190-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\u2190-\u2bff\U0001f000-\U0001faff \t]*+(?=\*\*|__)"
)
_BETWEEN_LABELS = re.compile(r"(?<=\S)[ \t]*+[|｜·•;；]?[ \t]*+(?=\*\*[^*:：\n]{1,40}(?:[:：]\*\*|\*\*[:：]))")
_BLOCK = re.compile(r"(?P<mark>#{1,6}|[-+*>]|\d{1,9}(?=[.)]))(?=[.)]?(?:\s|$)|(?<=>))|\[[^\[\]]+\]:")
_CODE = re.compile(r"[*_ \t]*+`([^`]+)`")
_METHOD = re.compile(rf"(?:{METHODS})$")
_ENDPOINT_WORDS = re.compile(r"端點|端点|endpoint|路徑|路径|\bpath\b|\burl\b|\buri\b", re.IGNORECASE)
_METHOD_WORDS = re.compile(r"方法|method|\bverb\b", re.IGNORECASE)


class Item(NamedTuple):
    """A `label: value` line, the label in its author's words, and the lines that follow it up to the next one."""

    label: str
    value: str
    line: int
    following: tuple[Line, ...]


def text(rows: Iterable[Line]) -> str:
    """Return the lines as one markdown fragment, without blank lines and rules at either end, nor two blank ones."""
    texts: list[str] = []
    end = 0  # of the last line that is no edge
    blank = True
    for _, row, code in rows:
        line = row if code and row.strip(" \t") else row.rstrip()
        if not line and not code:
            if not blank:
                texts.append("")
                blank = True
        elif code or not (line[-1] in "-*_" and RULE.match(line)):
            texts.append(line)
            end = len(texts)
            blank = False
        elif texts:  # a rule, which is an edge if nothing else follows
            texts.append(line)
            blank = False
    joined = "\n".join(texts[:end])
    return textwrap.dedent(joined) if joined[:1] in {" ", "\t"} else joined  # else nothing is indented throughout


def inline(markdown: str) -> str:
    """Return a line that stood inside a line, so that it begins no list, heading, quotation or rule of its own."""
    bare = markdown.strip()
    if RULE.match(bare):
        return f"\\{bare}"
    match = _BLOCK.match(bare)
    if not match:
        return bare
    split = match.end("mark") if match["mark"] and match["mark"].isdigit() else 0
    return f"{bare[:split]}\\{bare[split:]}"


def item_text(rows: Sequence[Line]) -> str:
    """Return an option's lines as one fragment: the first one as it stood beside its letter or box."""
    if not rows:
        return ""
    first, rest = inline(rows[0].text), text(rows[1:])
    gap = "\n" if len(rows) > 1 and rows[1].text.strip() else "\n\n"
    return first + gap + rest if first and rest else first or rest


def items(rows: Sequence[Line], is_known: Callable[[str], bool]) -> tuple[tuple[Line, ...], tuple[Item, ...]]:
    """Return the lines before the first known label, and an item for each label that `is_known`."""
    labelled_values: list[Item] = []
    end = len(rows)
    for i in reversed([i for i, row in enumerate(rows) if ":" in row[1] or "：" in row[1]]):
        number, written, code = rows[i]
        labelled = [] if code else _labels(written, is_known)
        if labelled:
            *others, (name, value) = [(words(piece), value) for piece, value in labelled]
            labelled_values.append(Item(name, value, number, tuple(rows[i + 1 : end])))
            labelled_values += (Item(name, value, number, ()) for name, value in reversed(others))
            end = i
    return tuple(rows[:end]), tuple(reversed(labelled_values))


def _labels(row: str, is_known: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return what begins with a known label, and its value; of `**ID:** Q-1 | **Level:** L1` each, if all are known."""
    if row.count("**") >= 4 and row.count(":") + row.count("：") > 1:
        pieces = _BETWEEN_LABELS.split(row)
        labelled = [label(piece) for piece in pieces]
        parts = [
            (piece, label_and_value[1])
            for piece, label_and_value in zip(pieces, labelled, strict=True)
            if label_and_value
        ]
        if len(pieces) == len(parts) > 1 and labelled[0] and is_known(labelled[0][0]):
            return parts
    label_and_value = label(row)
    return [(row, label_and_value[1])] if label_and_value and is_known(label_and_value[0]) else []


def words(row: str) -> str:
    """Return the label of a line as its author wrote it, without emphasis; "" for none."""
    match = _LABEL.match(row)
    return _EMOJI.sub("", match["label"].strip(), count=1).strip("*_ \t") if match else ""


def label(row: str) -> tuple[str, str] | None:
    """Return the label and the value of a line such as `**label:** value` or `- label: **value**`."""
    match = _LABEL.match(row) if ":" in row or "：" in row else None
    if not match:
        return None
    written, value = match.groups()
    name, opened = _name(written)
    value = value.strip()
    if opened and value.startswith(("**", "__")):
        value = value[2:].strip()
    elif opened:  # `**label: value**`
        value = value.removesuffix("**").removesuffix("__").strip()
    elif value[:1] in {"_", "*"} and written.lstrip("-+ \t").startswith(value[0]):  # `*label:* value`
        value = value[1:].lstrip()
    elif value.endswith(("_", "*")) and written.lstrip("-+ \t").startswith(value[-1]):  # `_label: value_`
        value = value[:-1].rstrip()
    return None if name is None else (name, value)


@lru_cache(maxsize=10_000)  # files of a bank have the same labels
def _name(written: str) -> tuple[str | None, bool]:
    """Return a label without its markup, None where emphasis ends inside of it, and whether it is still open."""
    name = _EMOJI.sub("", written.strip(), count=1)
    opened = name.startswith(("**", "__")) and not name.endswith(("**", "__"))
    return (plain(name) if "*" not in name.strip("*") else None), opened


def lift_tables(rows: Sequence[Line], title: str) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    """Return the lines without their tables (GFM, 4.10), and the tables; indented ones stay in their list."""
    rest: list[Line] = []
    tables: list[Table] = []
    start = 0
    for i in [i for i, row in enumerate(rows) if "|" in row[1] and not row[1].startswith("  ")]:
        end = table_end(rows, i) if i >= start else i
        if end > i:
            tables.append(_table([row.text for row in rows[i:end]], title))
            rest += rows[start:i]
            start = end
    return (*rest, *rows[start:]), tuple(tables)


def _table(rows: list[str], title: str) -> Table:
    header = tuple(cells(rows[0]))
    body = tuple(fit(cells(row), len(header)) for row in rows[2:])
    return Table(
        title=title, header=header, rows=body, kind="endpoint" if is_endpoint_table(header, body) else "reference"
    )


def is_endpoint_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table lists HTTP endpoints: a column of paths beside one of methods, or named as endpoints.

    A table of two columns that reads down (method: POST, endpoint: /path) is one as well.
    """
    columns = list(zip(*rows, strict=True))
    slashed = [i for i, column in enumerate(columns) if "/" in "".join(column)]
    if not slashed:
        return False
    paths = [i for i in slashed if mostly([*map(_bare, columns[i])], PATH)]
    if any(_ENDPOINT_WORDS.search(header[i]) for i in paths):
        return True
    methods = [i for i, column in enumerate(columns) if mostly([*map(_bare, column)], _METHOD)] if paths else []
    if any(_METHOD_WORDS.search(header[i]) or i not in paths for i in methods):
        return True
    down = [(row[0], _bare(row[1])) for row in rows] if len(header) == 2 else []
    return any(_METHOD_WORDS.search(name) and _METHOD.match(value) for name, value in down) and any(
        _ENDPOINT_WORDS.search(name) and PATH.match(value) for name, value in down
    )


def _bare(cell: str) -> str:
    code = _CODE.match(cell) if "`" in cell else None
    return code[1] if code else cell.strip("*_` \t")


def take_links(rows: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[Link, ...]]:
    """Return the lines that are more than links to the web, and the links in all of them."""
    links: list[Link] = []
    rest: list[Line] = []
    for row in rows:
        found_links, alone = ([], False) if row.code or "://" not in row.text else _links(row.text)
        links += found_links
        if not alone:
            rest.append(row)
        else:
            while rest and (not rest[-1].text.strip() or (not rest[-1].code and _NO_MORE.fullmatch(rest[-1].text))):
                rest.pop()  # «Reference:» above the link
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
    """Return what tells a bare link from others: its host and the last part of its path."""
    host, *path = url.partition("://")[2].partition("#")[0].partition("?")[0].strip("/").split("/")
    return f"{host} · {path[-1]}" if path else host


def without_label(rows: Sequence[Line]) -> list[Line]:
    """Return the lines without "Explanation:" at their beginning: the card has that heading already.

    A quotation that begins so loses its marks.
    """
    new = list(rows)
    first = next((i for i, row in enumerate(new) if row.code or row.text.strip()), len(new))
    quoted = list(takewhile(lambda row: not row.code and _QUOTED.match(row.text), new[first:]))
    if quoted and _EXPLANATION.match(_QUOTED.sub("", quoted[0].text)):
        new[first : first + len(quoted)] = [row._replace(text=_QUOTED.sub("", row.text)) for row in quoted]
    if first < len(new) and not new[first].code:
        match = _EXPLANATION.match(new[first].text)
        new[first] = new[first]._replace(text=new[first].text[match.end() if match else 0 :])
    return new


def without_navigation(rows: Iterable[Line]) -> list[Line]:
    """Return the lines without those that only lead to another page of the bank, or are to: a card has no pages."""
    return [row for row in rows if row.code or not _is_navigation(row.text)]


def has_navigation(rows: Iterable[Line]) -> bool:
    """Whether `without_navigation` leaves a line out."""
    few = [row.text for row in rows if ("](" in row.text or "Q-X" in row.text) and not row.code]
    return any(map(_is_navigation, few))


def _is_navigation(row: str) -> bool:
    return bool(_NAVIGATION.match(row) or _UNNUMBERED.match(row))
