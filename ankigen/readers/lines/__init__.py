"""Take out of lines what is in them, whatever question they belong to.

Input: lines of markdown. Output: texts, labelled values, tables and links (`fragments`), whether a text repeats another
(`repetition`), and where in its file something is (`places`).
"""
