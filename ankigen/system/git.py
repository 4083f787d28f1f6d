"""What git knows of a file: every line that it ever had, and whether commits brought others than it has."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_TIMEOUT = 60  # seconds
# A stranger's repository must start no program and fetch nothing: gitcredentials and git-config, "core", "log", "diff".
_SAFE = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.hooksPath=/dev/null")
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
_SHOWN = ("--format=", "-p", "--unified=0", "--diff-merges=separate", "--no-color", "--no-ext-diff", "--no-textconv")
_RAW = ("--format=", "--raw", "--no-abbrev", "--diff-merges=separate", "--no-renames", "--no-ext-diff")


class CommittedLines(NamedTuple):
    """The lines that a file had in commits `before` the one that is checked out and with it, and `after` it.

    `lacking` is what this clone lacks of its history, "" if nothing.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    lacking: Literal["", "commits", "files"] = ""


def position(path: Path) -> str:
    """Return the commit that is checked out where a file is, and the one that is being merged; "" without git."""
    return " ".join((_git(path, "rev-parse", "--revs-only", "HEAD", "MERGE_HEAD") or "").split())


def marks(path: Path) -> list[Path]:
    """Return the files of git that change with the `position` of a file; none without git."""
    names = _git(path, "rev-parse", "--git-path", "logs/HEAD", "--git-path", "HEAD", "--git-path", "MERGE_HEAD") or ""
    return [path.parent / name for name in names.splitlines()]


def brought_versions(path: Path, before: str, now: str) -> bool:
    """Whether commits between two positions had another version of a file than the one that is there; true if unsure.

    A commit of the file as it is brings nothing. But a branch that was merged may have had other versions, of which
    nothing is left.
    """
    if before == now:
        return False
    own = (_git(path, "hash-object", "--", path.name) or "").strip()
    log = _git(path, "log", *_RAW, *now.split(), "--not", *before.split(), "--", path.name) if before and now else None
    return not own or log is None or any(line.split()[3] != own for line in log.splitlines() if line)


def committed_lines(path: Path) -> CommittedLines:
    """Return the lines that a file had, in any order; none if it is in no repository or git cannot be asked.

    Commits of branches that went another way do not count; those of a branch that is being merged do.
    """
    commits = _git(path, "rev-list", "--all", "--ancestry-path", "^HEAD", "--", path.name)
    merged = (_git(path, "rev-parse", "--verify", "--quiet", "MERGE_HEAD") or "").split()
    before = _git(path, "log", *_SHOWN, "HEAD", *merged, "--", path.name)
    if commits is None or before is None:  # in a partial clone, or before the first commit
        return CommittedLines(lacking="" if _git(path, "rev-parse", "--verify", "--quiet", "HEAD") is None else "files")
    later = commits.split()
    after = _git(path, "log", *_SHOWN, "--no-walk", *later[:1000], "--", path.name) if later else ""
    is_shallow = (_git(path, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    lacking: Literal["", "commits", "files"] = "commits" if is_shallow else "files" if after is None else ""
    return CommittedLines(_changed_lines(before), _changed_lines(after or ""), lacking)


def _changed_lines(log: str) -> tuple[str, ...]:
    return tuple([line[1:] for line in log.split("\n") if line[:1] in {"+", "-"}])


def _git(path: Path, *arguments: str) -> str | None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the arguments are ours
            ("git", "-C", str(path.parent), *_SAFE, *arguments),  # noqa: S607 - the user's git
            env=environment | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")
