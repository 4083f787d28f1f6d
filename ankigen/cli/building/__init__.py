"""Build banks from the command line: once, again whenever a file changes, or not at all if nothing did.

Input: the banks and a `Job`, from the options of a command. Output: packages and ledgers, and what is printed about
them. `replay` comes before the modules that build are imported, so import each module by itself.
"""
