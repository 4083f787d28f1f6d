"""Read the parts of one question, from lines to fields.

Input: lines. Output: a `Draft`, and a `Question` of one that is finished.
"""
