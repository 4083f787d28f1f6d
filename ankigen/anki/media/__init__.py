"""Pictures and sounds that questions name.

Comes in: the references of a bank's files. Goes out: `Media`: the bytes of each file by its name in Anki, with
diagnostics for those that are missing, too large, or not what their names say. SVG is cleaned.
"""

from ankigen.anki.media.files import Media, collect_media

__all__ = ["Media", "collect_media"]
