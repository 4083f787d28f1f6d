"""Cut lines into questions: options anchor them; above is the stem, below the answer.

Input: a `Layout`. Output: a `Segment` for each question. `segments` finds the lines whose numbers may begin a question
(`numbers`), then the beginning of each run of options (`first_lines`), at the strongest boundary above it, unless it
belongs to the question above (`relations`); it adds questions without options (`orphans`, `asked`), cuts each where it
ends (`last_lines`), and finds the fields above it (`above`).
"""

from ankigen.readers.grouping.segments.cut import segments
from ankigen.readers.grouping.segments.layout import Layout, Segment

__all__ = ["Layout", "Segment", "segments"]
