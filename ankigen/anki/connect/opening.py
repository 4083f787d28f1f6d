"""Open a file with the program that the system has for it, as a double click does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_REFUSED = 3  # seconds within which the system reports that no program opens a file


def opened(path: Path) -> bool:
    """Open a file; return False if the system refuses within `_REFUSED` seconds.

    The program that opens it may go on running, so its end is not waited for.
    """
    codes: list[int] = []
    opening = Thread(target=lambda: codes.append(_code(str(path))), daemon=True)
    opening.start()
    opening.join(_REFUSED)
    return not any(codes)


def _code(path: str) -> int:
    """Open a file; return the exit code of what opens it, without what it prints about the programs that it tries."""
    if sys.platform == "win32":  # pragma: no cover
        try:
            os.startfile(path)  # noqa: S606 - a package is no program
        except OSError:
            return 1
        return 0
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if not program:
        return 1
    ended = subprocess.run([program, path], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - no shell
    return ended.returncode
