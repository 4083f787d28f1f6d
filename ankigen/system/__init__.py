"""The operating system: files, processes, the cache, locks.

Input: paths and bytes. Output: the same, written whole or not at all. Of banks this package knows only the names of
their files. It exports nothing: its modules are imported one by one. Except for `watch`, they import
little but the standard library, so that a build starts fast if nothing has changed.
"""
