"""Parse single lines: texts, labelled values, tables, links.

Input: lines of markdown. Output: texts (`fragments`), labelled values (`labelled`), `tables` and `links`; whether a
text repeats another (`repetition`), and where in its file something is (`places`).
"""
