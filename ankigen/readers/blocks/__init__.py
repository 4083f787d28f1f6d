"""Take off what wraps or folds markdown.

Input: the text of a file. Output: a `Page`: its lines with their numbers, without containers, folds and front matter.
"""
