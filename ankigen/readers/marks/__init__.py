"""Say of each line all that it may be.

Input: the lines of a page. Output: a `Mark` for each: a heading, the name of a part, the number of a question, the
label of an option.
"""
