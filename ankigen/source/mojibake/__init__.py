"""Restore text that was once decoded with the wrong encoding.

Input: text. Output: a `Repair`: the restored text, where it was damaged, and how many characters are certain.
"""

from ankigen.source.mojibake.repair import Repair, restore

__all__ = ["Repair", "restore"]
