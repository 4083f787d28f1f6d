"""Define the values that every package uses, all frozen, and small functions on them.

Input: plain values. Output: the question (`Question`), what Anki gets (a `Package` of `Note`s), a question without its
texts (`Summary`), and what is reported (a `Diagnostic` of a `Rule`). This package imports no other.
"""

from ankigen.model import summary
from ankigen.model.changes import CHANGE_KINDS, CHANGE_WORDS, ChangeKind, change_lines
from ankigen.model.diagnostics import Diagnostic, Fix, in_order, rule_page
from ankigen.model.package import CardTemplate, Field, Note, Notetype, Package, is_generated_id
from ankigen.model.question import (
    CARD_KINDS,
    DERIVED_KINDS,
    PARTS,
    QUESTION_KINDS,
    CardKind,
    DerivedKind,
    Frozen,
    Link,
    Option,
    Part,
    Question,
    QuestionKind,
    Span,
    Table,
)
from ankigen.model.reference import MediaReference, Reference
from ankigen.model.rules import BY_CODE, FIXABLE, Rule
from ankigen.model.slugs import (
    LEVEL_SEPARATOR,
    file_slug,
    file_slugs,
    hierarchy,
    part_above,
    pattern_slug,
    shortened_file_name,
    slug,
    split_tags,
    without_levels,
)
from ankigen.model.studied import AGAIN, Memory, Review, StudiedCard
from ankigen.model.summary import (
    TAG_KINDS,
    Summary,
    contents_with_any_answer,
    kind_of,
    place_of,
    tags_of,
    text_hash,
    with_derived,
    without_shingles,
)

__all__ = [
    "AGAIN",
    "BY_CODE",
    "CARD_KINDS",
    "CHANGE_KINDS",
    "CHANGE_WORDS",
    "DERIVED_KINDS",
    "FIXABLE",
    "LEVEL_SEPARATOR",
    "PARTS",
    "QUESTION_KINDS",
    "TAG_KINDS",
    "CardKind",
    "CardTemplate",
    "ChangeKind",
    "DerivedKind",
    "Diagnostic",
    "Field",
    "Fix",
    "Frozen",
    "Link",
    "MediaReference",
    "Memory",
    "Note",
    "Notetype",
    "Option",
    "Package",
    "Part",
    "Question",
    "QuestionKind",
    "Reference",
    "Review",
    "Rule",
    "Span",
    "StudiedCard",
    "Summary",
    "Table",
    "change_lines",
    "contents_with_any_answer",
    "file_slug",
    "file_slugs",
    "hierarchy",
    "in_order",
    "is_generated_id",
    "kind_of",
    "part_above",
    "pattern_slug",
    "place_of",
    "rule_page",
    "shortened_file_name",
    "slug",
    "split_tags",
    "summary",
    "tags_of",
    "text_hash",
    "with_derived",
    "without_levels",
    "without_shingles",
]
