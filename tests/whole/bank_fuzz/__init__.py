"""Whole banks, broken at random: files, settings, the ledger and pictures together, and what commands make of them.

`seeds` is a bank in which all is well, `text` breaks text, `mutations` breaks a bank, and `play` runs the commands on
it and says what no bank may cause: a traceback, a hang, too much memory, a package that cannot be read, or packages
that differ from one build to the next. By hand: `python -m bank_fuzz.play FROM TO` in tests/whole.
"""
