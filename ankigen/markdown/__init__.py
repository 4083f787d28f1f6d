"""Turn fragments of markdown into HTML that is safe in an Anki field, or into plain text.

Input: text that an author wrote, and a `Look` (languages, formulas, pictures, link definitions). Output: HTML
(`to_html`, `to_inline`), plain text (`to_text`, `text_of`), the lines of a file with fenced code marked (`to_lines`,
`fenced`), or the links, pictures and sounds that it names (`references_in`). For speed, plain text takes a short cut
past mistune and pygments.
"""

from ankigen.markdown.html import is_too_deep, may_name_files, targets, to_html, to_inline
from ankigen.markdown.lines import (
    FENCE,
    Landmarks,
    Section,
    below,
    fenced,
    heading,
    sections,
    to_lines,
    uncommented,
)
from ankigen.markdown.references import (
    MEDIA,
    by_file_name,
    definitions_in,
    file_name,
    is_remote,
    media_in,
    named_by_embed,
    path_in_bank,
    references_in,
    resolved,
)
from ankigen.markdown.rules.comments import with_code_replaced
from ankigen.markdown.rules.line import Line
from ankigen.markdown.rules.notes import EMBED, EMBEDDED, PICTURES, SOUNDS, embed
from ankigen.markdown.rules.renderer import PLAIN, Look, text_of
from ankigen.markdown.sanitise import escaped, files_in
from ankigen.markdown.tables import METHOD, METHODS, PATH, cells, evened, fit, mostly, table_end
from ankigen.markdown.text import as_seen, essence, to_text

__all__ = [
    "EMBED",
    "EMBEDDED",
    "FENCE",
    "MEDIA",
    "METHOD",
    "METHODS",
    "PATH",
    "PICTURES",
    "PLAIN",
    "SOUNDS",
    "Landmarks",
    "Line",
    "Look",
    "Section",
    "as_seen",
    "below",
    "by_file_name",
    "cells",
    "definitions_in",
    "embed",
    "escaped",
    "essence",
    "evened",
    "fenced",
    "file_name",
    "files_in",
    "fit",
    "heading",
    "is_remote",
    "is_too_deep",
    "may_name_files",
    "media_in",
    "mostly",
    "named_by_embed",
    "path_in_bank",
    "references_in",
    "resolved",
    "sections",
    "table_end",
    "targets",
    "text_of",
    "to_html",
    "to_inline",
    "to_lines",
    "to_text",
    "uncommented",
    "with_code_replaced",
]
