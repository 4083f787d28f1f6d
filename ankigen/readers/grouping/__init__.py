"""Find the questions among marked lines: options first, then what is above and below them.

Input: lines with a `Mark` for each. Output: a `Layout`, a `Segment` for each question, what an answer key says of them
(`answer_keys`), and diagnostics of what looks like a question and is in none (`doubts`).
"""
