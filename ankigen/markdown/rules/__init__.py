"""Support markdown beyond CommonMark.

Input: the state of mistune's parser, or its tokens. Output: more tokens, and the HTML or the plain text of tokens:
emphasis without spaces, formulas, notes and embeds, tags, and the removal of comments.
"""
