"""Markdown beyond CommonMark: rules for mistune's parser, changes to its tokens, and comments that vanish before it."""
