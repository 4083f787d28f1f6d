"""Take out of lines what is in them, whatever question they belong to.

Input: lines of markdown. Output: texts, labelled values, tables and links (`fragments`), and the places in the file that
a diagnostic points at (`places`).
"""
