"""Compile each file by itself, and keep what it compiles to in the cache.

Input: the path of a file, and `Reading`, how the files of its bank are read. Output: a `CompiledFile` and the file's
`Question`s, or their rendered fields (`Bodies`). `file` compiles one; `store` keeps groups of them in the cache, as the
plain values that `serialise` makes of them, and compiles only what has changed.
"""

from ankigen.build.compile import store
from ankigen.build.compile.file import (
    CompiledFile,
    Reading,
    answer_keys_of,
    compile_file,
    is_asked,
    languages_of,
    summarise,
)
from ankigen.build.compile.store import Bodies

__all__ = [
    "Bodies",
    "CompiledFile",
    "Reading",
    "answer_keys_of",
    "compile_file",
    "is_asked",
    "languages_of",
    "store",
    "summarise",
]
