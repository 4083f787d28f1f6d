"""Numbers as people read them: with a noun, or in KiB."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an `s` in the plural."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def sized(number: int) -> str:
    """Return a number of bytes in KiB, or in MiB from 1 MiB on."""
    return f"{number / 1024:.1f} KiB" if number < 2**20 else f"{number / 2**20:.1f} MiB"
