"""Lists without letters, and plain lines, that are options: an answer names them, or marks say which are right.

Input: the lines of a page with their marks, and the runs of labels in it. Output: more runs.
"""

from ankigen.readers.grouping.lists.answered import listed
from ankigen.readers.grouping.lists.ticked import is_bold_below_heading, lists_with_marks

__all__ = ["is_bold_below_heading", "listed", "lists_with_marks"]
