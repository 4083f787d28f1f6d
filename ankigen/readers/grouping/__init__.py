"""Marked lines are grouped into questions: options first, then what is above and below them."""
