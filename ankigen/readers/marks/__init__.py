"""Each line is marked with all that it may be: a label, a number, a part's name."""
