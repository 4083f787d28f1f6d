"""Take out of lines what is in them, whatever question they belong to.

Input: lines of markdown. Output: texts (`fragments`), labelled values (`labelled`), `tables` and `links`; whether a
text repeats another (`repetition`), and where in its file something is (`places`).
"""
