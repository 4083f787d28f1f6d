"""Lines to questions: options anchor them; above stands the stem, cut at the strongest boundary, below the answer.

`segments` finds the numbers that may begin a question (`starts`), then the beginning of each run of options
(`begins`), unless it belongs to the question above (`relations`); it adds questions without options (`orphans`,
`asked`), cuts each where it ends (`ends`), and finds the fields above it (`above`). A `Layout` goes in, a `Segment` for
each question comes out.
"""

from ankigen.readers.grouping.segments.cut import segments
from ankigen.readers.grouping.segments.layout import Layout, Segment

__all__ = ["Layout", "Segment", "segments"]
