"""The text of a file becomes lines without what wraps or folds them."""
