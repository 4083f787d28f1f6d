"""Use the operating system: files, processes, the cache, locks. This package knows nothing about questions.

Input: paths and bytes. Output: the same, written whole or not at all. This package exports nothing: its modules are
imported one by one. Except for `watch`, they import only the standard library, so that a build starts fast if nothing
has changed.
"""
