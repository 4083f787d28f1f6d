"""Support markdown beyond CommonMark: rules for mistune's parser, changes to its tokens, and removal of comments."""
