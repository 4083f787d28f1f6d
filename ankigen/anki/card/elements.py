"""Parts of a card: tables, endpoint tables with badges, text with a title, an answer in words, a question's tags."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ankigen.languages import attributes, language_in_bank
from ankigen.markdown import METHOD, PATH, escaped, mostly, to_html, to_inline, to_text
from ankigen.model import is_generated_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.languages import Labels, Languages
    from ankigen.markdown import Look
    from ankigen.model import Summary, Table

_OF_A_PATH = re.compile(r"[\w/-]")
_DELIMITERS = "*_` "
_ONE_LINE = 60  # characters of an answer that is as easy to see as a letter


def run(markdown: str, look: Look, css: str = "", usual: str = "") -> str:
    """Return markdown as block HTML in a `<div>` with its `lang`; "" if there is none.

    `usual` is the language of such texts in most questions of the bank; "" for that of the cards.
    """
    return in_language(to_html(markdown, look), markdown, look, css, usual)


def in_language(html: str, markdown: str, look: Look, css: str = "", usual: str = "") -> str:
    """Return the HTML of markdown in a `<div>` with the `lang` of the markdown; "" if there is none."""
    if not html:
        return ""
    kind = f' class="{css}"' if css else ""
    language = language_in_bank(markdown, look.languages, usual or look.languages.cards)
    return f"<div{kind}{attributes(language)}>{html}</div>"


def titled(title: str, language: str, body: str) -> str:
    """Return HTML below a heading whose `lang` is `language`; "" if there is no HTML."""
    return f"<h3{attributes(language)}>{title}</h3>{body}" if body else ""


def folded(title: str, language: str, body: str, *, unfolded: bool = False) -> str:
    """Return HTML in a `<details>` with a title whose `lang` is `language`; `unfolded` opens it."""
    start = "<details open>" if unfolded else "<details>"
    summary = f"<summary><span{attributes(language)}>{title}</span></summary>"
    return f'{start}{summary}<div class="inside">{body}</div></details>'


def solution(markdown: str, words: Labels, look: Look) -> str:
    """Return the HTML of the answer of a recall card: beside its name if it is short, else below; "" for a choice."""
    if not markdown:
        return ""
    language, cards = attributes(_language(markdown, look)), attributes(look.languages.cards)
    if "\n" not in markdown and len(to_text(markdown)) <= _ONE_LINE:
        short = f'<b class="solution"{language}>{to_inline(markdown, look)}</b>'
        return f'<p class="answer"{cards}>{words["answer"]} {short}</p>'
    blocks = f'<div class="solution"{language}>{to_html(markdown, look)}</div>'
    return f'<div class="answer scroll"><p{cards}>{words["answer"]}</p>{blocks}<hr></div>'


def reference(table: Table, words: Labels, look: Look) -> str:
    """Return the HTML of a reference table, folded."""
    title = to_inline(table.title, look) or words["reference"]
    head = "".join(f"<th>{to_inline(cell, look)}</th>" for cell in table.header)
    rows = "".join(f"<tr>{''.join(f'<td>{to_inline(cell, look)}</td>' for cell in row)}</tr>" for row in table.rows)
    language = _language(" ".join((*table.header, *(cell for row in table.rows for cell in row))), look)
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    box = f'<div class="scroll"{attributes(language)}>{html}</div>'
    return folded(title, _language_of_title(table, look), box)


def endpoints(table: Table, answers: Sequence[str], words: Labels, look: Look) -> str:
    """Return the HTML of an endpoint table: operation, method as a badge, path as code, always in this order.

    Rows that one of the right `answers` (markdown) names are marked.
    """
    kinds = column_kinds(table)
    order = sorted(range(len(kinds)), key=lambda i: ("operation", "method", "path").index(kinds[i]))
    head = "".join(f'<th class="{kinds[i]}">{to_inline(table.header[i], look)}</th>' for i in order)
    rows = "".join(_endpoint_row(look, row, kinds, order, hit=_is_hit(row, kinds, answers)) for row in table.rows)
    language = _language(" ".join((*table.header, *(row[0] for row in table.rows))), look)
    box = f'<table class="endpoint"{attributes(language)}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    title = to_inline(table.title, look) or words["endpoints"]
    return titled(title, _language_of_title(table, look), box)


def _language_of_title(table: Table, look: Look) -> str:
    return _language(table.title, look) if table.title else look.languages.cards


def _language(text: str, look: Look) -> str:
    return language_in_bank(text, look.languages, look.languages.cards)


def _endpoint_row(look: Look, row: Sequence[str], kinds: Sequence[str], order: Sequence[int], *, hit: bool) -> str:
    cells = "".join(f'<td class="{kinds[i]}">{_endpoint_cell(row[i], kinds[i], look)}</td>' for i in order)
    return f'<tr class="hit">{cells}</tr>' if hit else f"<tr>{cells}</tr>"


def column_kinds(table: Table) -> list[str]:
    """Return the kind of each column of an endpoint table: `operation`, `method` or `path`."""
    return [_column_kind(column) for column in zip(*table.rows, strict=True)]


def _column_kind(column: Sequence[str]) -> str:
    bare = [cell.strip(_DELIMITERS) for cell in column]
    if mostly(bare, METHOD):
        return "method"
    return "path" if mostly(bare, PATH) else "operation"


def _endpoint_cell(cell: str, kind: str, look: Look) -> str:
    if kind == "method":
        return METHOD.sub(
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
        and (not methods or not METHOD.search(answer) or any(method in answer for method in methods))
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


def meta(summary: Summary, shown_id: str, languages: Languages) -> str:
    """Return the HTML list of the traps, and of all else that is known of a question and not in its `context`.

    `shown_id` is its note's `Id`, which may be the ID of a copy; a generated one means nothing to a learner.
    """
    tags = [
        *[("trap", f"⚠ {trap}") for trap in summary.traps],
        *[("topic", topic) for topic in summary.topics[1:]],
        ("domain", summary.domain),
    ]
    has_name = summary.id and (summary.id in shown_id or not is_generated_id(shown_id))
    key = _item("id", shown_id if has_name else "", languages)
    items = "".join([*[_repeated_item(*tag, languages) for tag in tags], key])
    items += _repeated_item("provenance", summary.provenance, languages)
    return f'<ul class="meta">{items}</ul>' if items else ""


def context(summary: Summary, home: str, languages: Languages) -> str:
    """Return the HTML of the home topic and the level, above the stem."""
    parts = (_span("topic", home, languages), _span("level", summary.level, languages))
    return " ".join(filter(None, parts))


def _item(css: str, text: str, languages: Languages) -> str:
    """Return an item of a list, whose sign has the direction of the card; "" if there is no text."""
    return f'<li class="{css}">{_span("", text, languages)}</li>' if text else ""


_repeated_item = lru_cache(maxsize=4096)(_item)  # a bank has few tags, each on many questions; an `Id` is on one


@lru_cache(maxsize=4096)
def _span(css: str, text: str, languages: Languages) -> str:
    """Return plain text with its `lang`; "" if there is none."""
    if not text:
        return ""
    kind = f' class="{css}"' if css else ""
    return f"<span{kind}{attributes(language_in_bank(text, languages, languages.stems))}>{escaped(text)}</span>"
