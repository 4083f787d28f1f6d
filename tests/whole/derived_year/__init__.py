"""A year of an author who edits what is made of questions, and of a learner who studies it.

`author` edits questions as an author sees them, `oracle` says which notes there must be, and `learner` what the learner
must never lose. None of them knows how ankigen works: a row, an option and a mnemonic each have a token in their text
that no other ever has, and which an edit never changes.
"""
