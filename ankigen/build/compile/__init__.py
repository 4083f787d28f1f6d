"""Compile each file by itself, and keep what it compiles to in the cache.

Input: the path of a file, and `ReadSettings`, how the files of its bank are read. Output: a `CompiledFile`, and the
rendered fields and records of its questions (`Bodies`). `compiled` and `groups` have the types; `file` compiles one,
with the answers of its answer key (`answer_keys`) and a summary of each question (`summaries`); `store` keeps groups of
them in the cache, and compiles only what has changed: until then, neither `file` nor the readers are imported.
"""

from ankigen.build.compile import records, store
from ankigen.build.compile.answer_keys import answer_keys_in, answer_keys_of, without_their_diagnostics
from ankigen.build.compile.bodies import Bodies
from ankigen.build.compile.compiled import CompiledFile, ReadSettings, is_asked, languages_of
from ankigen.build.compile.groups import Group
from ankigen.build.compile.summaries import summarise

__all__ = [
    "Bodies",
    "CompiledFile",
    "Group",
    "ReadSettings",
    "answer_keys_in",
    "answer_keys_of",
    "is_asked",
    "languages_of",
    "records",
    "store",
    "summarise",
    "without_their_diagnostics",
]
