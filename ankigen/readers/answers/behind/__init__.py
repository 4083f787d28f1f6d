"""Look at what follows the labels of an answer: what it says of them, and the reason.

Input: a scan of a text, and the labels in it. Output: where the reason begins, and the reason itself.
"""
