"""A model of a bank that two authors keep in git and two learners study, and an oracle of what must hold.

`questions` is the text of files, `world` the authors' clones and the learners' collections, `steps` what may happen,
and `oracle` what no step may break. The oracle knows a question by a token in its text, such as `u12u`, which no edit
changes; so it does not share ankigen's idea of what the same question is. It reads the authors' files by itself.
"""
