"""Compile each file by itself, and keep what it compiles to in the cache.

Input: the path of a file, and `ReadSettings`, how the files of its bank are read. Output: a `CompiledFile` and its
`Question`s, or their rendered fields (`Bodies`). `file` compiles one, with the answers of its answer key
(`answer_keys`); `store` keeps groups of them in the cache, and compiles only what has changed.
"""

from ankigen.build.compile import store
from ankigen.build.compile.answer_keys import answer_keys_in, answer_keys_of, without_their_diagnostics
from ankigen.build.compile.bodies import Bodies, BodiesInCache, BodiesInMemory
from ankigen.build.compile.file import (
    CompiledFile,
    ReadSettings,
    compile_file,
    is_asked,
    languages_of,
    summarise,
)

__all__ = [
    "Bodies",
    "BodiesInCache",
    "BodiesInMemory",
    "CompiledFile",
    "ReadSettings",
    "answer_keys_in",
    "answer_keys_of",
    "compile_file",
    "is_asked",
    "languages_of",
    "store",
    "summarise",
    "without_their_diagnostics",
]
