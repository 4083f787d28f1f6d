"""The time of a build."""

from __future__ import annotations

import os
import time

import click


def now() -> int:
    """Return the build's time in epoch seconds: `SOURCE_DATE_EPOCH` (reproducible-builds.org) if set, else the clock's.

    A value that is no number, is before 2001 or is in the future is a `click.UsageError`.
    """
    clock = int(time.time())
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return clock
    if not epoch.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH is `{epoch}`; it must be a number of seconds")
    if int(epoch) < 1_000_000_000:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch}, before 2001: Anki cannot use such a date")
    if int(epoch) > clock:
        raise click.UsageError("SOURCE_DATE_EPOCH is in the future: Anki would then ignore later builds")
    return int(epoch)
