"""Compile each file by itself, and keep what it compiles to in the cache.

Input: the path of a file, and `ReadSettings`, how the files of its bank are read. Output: a `CompiledFile`, and the
rendered fields and records of its questions (`Bodies`). `compiled` has the types; `file` compiles one, with the answers
of its answer key (`answer_keys`); `store` keeps groups of them in the cache, and compiles only what has changed.
"""

from ankigen.build.compile import records, store
from ankigen.build.compile.answer_keys import answer_keys_in, answer_keys_of, without_their_diagnostics
from ankigen.build.compile.bodies import Bodies
from ankigen.build.compile.compiled import CompiledFile, ReadSettings
from ankigen.build.compile.file import compile_file, is_asked, languages_of, summarise

__all__ = [
    "Bodies",
    "CompiledFile",
    "ReadSettings",
    "answer_keys_in",
    "answer_keys_of",
    "compile_file",
    "is_asked",
    "languages_of",
    "records",
    "store",
    "summarise",
    "without_their_diagnostics",
]
