"""Collect the pictures and sounds that questions name.

Input: the references of a bank's files. Output: `Media`, the bytes of each file by its name in Anki, read when they are
asked for, with diagnostics for files that are missing, too large, or not what their names say. SVG is cleaned.
"""

from ankigen.anki.media.files import Media, collect_media

__all__ = ["Media", "collect_media"]
