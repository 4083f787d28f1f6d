"""Parts of a card: tables with a title, endpoint tables with badges for methods, folded text, an answer in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import PATH, escaped, mostly, to_html, to_inline, to_text
from ankigen.model import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Look
    from ankigen.model import Labels, Table

_METHOD = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b")
_OF_A_PATH = re.compile(r"[\w/-]")
_DELIMITERS = "*_` "
_ONE_LINE = 60  # characters of an answer that is as easy to see as a letter


def titled(title: str, language: str, body: str) -> str:
    """Return HTML below a heading whose `lang` is `language`; "" if there is no HTML."""
    return f'<h3 lang="{language}">{title}</h3>{body}' if body else ""


def folded(title: str, language: str, body: str, *, unfolded: bool = False) -> str:
    """Return HTML in a `<details>` with a title whose `lang` is `language`; `unfolded` opens it."""
    start = "<details open>" if unfolded else "<details>"
    return f'{start}<summary lang="{language}">{title}</summary><div class="inside">{body}</div></details>'


def solution(markdown: str, words: Labels, look: Look) -> str:
    """Return the HTML of the answer of a recall card: beside its name if it is short, else below; "" for a choice."""
    if not markdown:
        return ""
    language = language_of(markdown, look.language)
    if "\n" not in markdown and len(to_text(markdown)) <= _ONE_LINE:
        said = f'<b class="solution" lang="{language}">{to_inline(markdown, look)}</b>'
        return f'<p class="answer" lang="{look.language}">{words["answer"]} {said}</p>'
    blocks = f'<div class="solution" lang="{language}">{to_html(markdown, look)}</div>'
    return f'<div class="answer scroll"><p lang="{look.language}">{words["answer"]}</p>{blocks}</div>'


def reference(table: Table, words: Labels, look: Look) -> str:
    """Return the HTML of a reference table, folded."""
    title = to_inline(table.title, look) or words["reference"]
    head = "".join(f"<th>{to_inline(cell, look)}</th>" for cell in table.header)
    rows = "".join(f"<tr>{''.join(f'<td>{to_inline(cell, look)}</td>' for cell in row)}</tr>" for row in table.rows)
    language = language_of(" ".join((*table.header, *(cell for row in table.rows for cell in row))), look.language)
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    box = f'<div class="scroll" lang="{language}">{html}</div>'
    return folded(title, language_of(table.title or title, look.language), box)


def endpoints(table: Table, answers: Sequence[str], words: Labels, look: Look) -> str:
    """Return the HTML of an endpoint table: operation, method as a badge, path as code, always in this order.

    Rows that one of the right `answers` (markdown) names are marked.
    """
    kinds = [_column_kind(column) for column in zip(*table.rows, strict=True)]
    order = sorted(range(len(kinds)), key=lambda i: ("operation", "method", "path").index(kinds[i]))
    head = "".join(f'<th class="{kinds[i]}">{to_inline(table.header[i], look)}</th>' for i in order)
    rows = "".join(_endpoint_row(look, row, kinds, order, hit=_is_hit(row, kinds, answers)) for row in table.rows)
    language = language_of(" ".join((*table.header, *(row[0] for row in table.rows))), look.language)
    box = f'<table class="endpoint" lang="{language}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    title = to_inline(table.title, look) or words["endpoints"]
    return titled(title, language_of(table.title or language, look.language), box)


def _endpoint_row(look: Look, row: Sequence[str], kinds: Sequence[str], order: Sequence[int], *, hit: bool) -> str:
    cells = "".join(f'<td class="{kinds[i]}">{_endpoint_cell(row[i], kinds[i], look)}</td>' for i in order)
    return f'<tr class="hit">{cells}</tr>' if hit else f"<tr>{cells}</tr>"


def _column_kind(column: Sequence[str]) -> str:
    bare = [cell.strip(_DELIMITERS) for cell in column]
    if mostly(bare, _METHOD):
        return "method"
    return "path" if mostly(bare, PATH) else "operation"


def _endpoint_cell(cell: str, kind: str, look: Look) -> str:
    if kind == "method":
        return _METHOD.sub(
            lambda m: f'<span class="badge {m[0].lower()}">{m[0]}</span>', to_inline(cell.strip(_DELIMITERS), look)
        )
    bare = cell.strip(_DELIMITERS)
    return f"<code>{escaped(bare)}</code>" if kind == "path" and "`" not in bare else to_inline(cell, look)


def _is_hit(row: Sequence[str], kinds: Sequence[str], answers: Sequence[str]) -> bool:
    """Whether a right option names the row's path, and its method if the option names any."""
    paths = [cell.strip(_DELIMITERS) for cell, kind in zip(row, kinds, strict=True) if kind == "path"]
    methods = [cell.strip(_DELIMITERS) for cell, kind in zip(row, kinds, strict=True) if kind == "method"]
    return any(
        _names(answer, path)
        and (not methods or not _METHOD.search(answer) or any(method in answer for method in methods))
        for answer in answers
        for path in paths
        if path
    )


def _names(answer: str, path: str) -> bool:
    """Whether an answer names a path, and not only as a part of a longer one."""
    start = answer.find(path)
    while start >= 0:
        end = start + len(path)
        if not _OF_A_PATH.search(answer[max(start - 1, 0) : start] + answer[end : end + 1]):
            return True
        start = answer.find(path, start + 1)
    return False
