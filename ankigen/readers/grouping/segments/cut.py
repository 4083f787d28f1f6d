"""The lines of a file to its questions, in the order of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers.grouping.segments.above import below_chapters, from_the_top, with_fields
from ankigen.readers.grouping.segments.asked import pairs, with_headings, with_pairs
from ankigen.readers.grouping.segments.first_lines import with_beginnings
from ankigen.readers.grouping.segments.last_lines import with_ends
from ankigen.readers.grouping.segments.numbers import numbered_lines
from ankigen.readers.grouping.segments.orphans import with_orphans, with_skipped

if TYPE_CHECKING:
    from ankigen.readers.grouping.segments.layout import Layout, Segment


def segments(layout: Layout) -> list[Segment]:
    """Return the questions in the order of the file.

    Those without options are numbered like others, or ask and have an answer.
    """
    numbered = numbered_lines(layout)
    asked = pairs(layout)
    questions = with_pairs(with_skipped(with_beginnings(layout, numbered, asked), numbered), asked, numbered)
    questions = with_orphans(layout, numbered, questions, asked)
    questions = from_the_top(layout, below_chapters(layout, questions))
    return with_fields(layout, with_headings(layout, with_ends(layout, questions)))
