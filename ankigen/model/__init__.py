"""Define the values that every package uses, all frozen, and small functions on them.

Input: plain values. Output: the question (`Question`), what Anki gets (a `Package` of `Note`s), a question without its
texts (`Summary`), and what is reported (a `Diagnostic` of a `Rule`). This package imports no other.
"""

from ankigen.model import summary
from ankigen.model.changes import KINDS, WORDS, Kind, summary_lines
from ankigen.model.diagnostics import Diagnostic, Fix, in_order, page
from ankigen.model.package import CardTemplate, Field, Note, Notetype, Package
from ankigen.model.question import Frozen, Link, Option, Question, QuestionKind, Span, Table
from ankigen.model.reference import MediaReference, Reference
from ankigen.model.rules import BY_CODE, Rule
from ankigen.model.slugs import LEVEL, cut, file_slug, file_slugs, flat, hierarchy, pattern_slug, slug, split_tags
from ankigen.model.summary import TAG_KINDS, Summary, tags_of, without_shingles

__all__ = [
    "BY_CODE",
    "KINDS",
    "LEVEL",
    "TAG_KINDS",
    "WORDS",
    "CardTemplate",
    "Diagnostic",
    "Field",
    "Fix",
    "Frozen",
    "Kind",
    "Link",
    "MediaReference",
    "Note",
    "Notetype",
    "Option",
    "Package",
    "Question",
    "QuestionKind",
    "Reference",
    "Rule",
    "Span",
    "Summary",
    "Table",
    "cut",
    "file_slug",
    "file_slugs",
    "flat",
    "hierarchy",
    "in_order",
    "page",
    "pattern_slug",
    "slug",
    "split_tags",
    "summary",
    "summary_lines",
    "tags_of",
    "without_shingles",
]
