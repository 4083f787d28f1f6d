"""What not every system can do: a mark for each, which skips a test where it cannot be done and says why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

_WINDOWS = sys.platform == "win32"
MODES = not _WINDOWS  # whether a file says what others may do with it
ANY_NAME = not _WINDOWS  # whether a file may be named with control characters, `?`, or as a device


def _heeds_case() -> bool:
    with tempfile.TemporaryDirectory(prefix="case") as folder:
        return not Path(folder).with_name(Path(folder).name.swapcase()).exists()


def _bash() -> list[int]:
    """Return the version of bash; that of Windows runs in a system of its own."""
    if _WINDOWS or not shutil.which("bash"):
        return []
    printed = subprocess.run(["bash", "-c", "echo ${BASH_VERSINFO[@]:0:2}"], capture_output=True, check=True).stdout
    return [int(number) for number in printed.split()]


def needs(what: bool, without: str) -> pytest.MarkDecorator:  # noqa: FBT001 - a condition, as of pytest's own mark
    """Return the mark of tests that need something of the system; `without` says what is so where it is missing."""
    return pytest.mark.skipif(not what, reason=without)


needs_fork = needs(hasattr(os, "fork"), "processes cannot be forked here")
needs_links = needs(not _WINDOWS, "on Windows most people may not make symbolic links")
needs_modes = needs(MODES, "files on Windows have no modes: they are read-only or not")
needs_limits = needs(find_spec("resource") is not None, "nothing limits here what a process may use")
needs_status_date = needs(not _WINDOWS, "Python has no date of the last change of a file's status here")
needs_pipes = needs(hasattr(os, "mkfifo"), "there are no named pipes here")
needs_any_name = needs(ANY_NAME, "Windows has no names with control characters or <>:|?*, and none of devices")
needs_case = needs(_heeds_case(), "names that differ in letter case alone are one file here")
needs_bytes = needs(sys.platform == "linux", "names are text here, on Linux bytes")
needs_shell = needs(not _WINDOWS, "Windows starts no shell scripts")
needs_make = needs(bool(not _WINDOWS and shutil.which("make")), "make is missing, or this is Windows")
needs_bash = needs(_bash() >= [4, 4], "completion needs bash 4.4 or later")


def caches_in(folder: Path) -> dict[str, str]:
    """Return the variables of the environment that make a folder the one for caches, on every system."""
    return {"XDG_CACHE_HOME": str(folder), "WIN_PD_OVERRIDE_LOCAL_APPDATA": str(folder)}


def move_caches(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make a folder the one for caches."""
    for name, value in caches_in(folder).items():
        patch.setenv(name, value)


def quoted(word: str) -> str:
    """Return a word with a blank as it is to be typed in a shell of this system."""
    return f'"{word}"' if _WINDOWS else f"'{word}'"


def local(text: str) -> str:
    """Return a path, or a message whose only slashes are those of paths, as this system prints it."""
    return text.replace("/", os.sep)
