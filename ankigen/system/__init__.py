"""What this needs of the operating system: files, processes, the cache, locks. It knows nothing of questions.

Comes in: paths and bytes. Goes out: the same, whole or not at all. This package has no door: its modules are imported
one by one, and import the standard library alone (but `watch`), because a build that finds nothing changed imports no
more.
"""
