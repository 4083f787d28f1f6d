"""Text that was once decoded with the wrong encoding is restored.

Comes in: text. Goes out: a `Repair`: the text as it was, where it was damaged, and how many characters are certain.
"""

from ankigen.source.mojibake.repair import Repair, restore

__all__ = ["Repair", "restore"]
