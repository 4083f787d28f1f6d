"""Read the parts of one question, from lines to fields.

Input: the lines of one question, and those at which its options begin. Output: a `Draft`, and a `Question` of one that
is finished. `outline` goes through the sections below headings, `fields` through the labelled values in them; `compose`
finishes the draft.
"""
