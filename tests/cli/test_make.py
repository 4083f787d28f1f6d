"""The filters of `make decks` and `make import` reach the command as they were written."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest
from conftest import ROOT
from systems import needs_make

pytestmark = needs_make

CALLS = {
    ("TRAP=Syntax-Confusion",): ["--trap", "Syntax-Confusion"],
    ("trap=Syntax-Confusion",): ["--trap", "Syntax-Confusion"],
    ("TRAP=A B", "topic=C"): ["--trap", "A", "--trap", "B", "--topic", "C"],
    ("TRAP=it's",): ["--trap", "it's"],
    ("domain=Design / 'Storage'",): ["--domain", "Design / 'Storage'"],
    ('SOURCE=a "b" `c`',): ["--source", 'a "b" `c`'],
    (): [],
}


@pytest.mark.parametrize("variables", CALLS)
@pytest.mark.parametrize("target", ["decks", "import"])
def test_filters_are_handed_on(target: str, variables: tuple[str, ...]) -> None:
    command = ["make", "--dry-run", "--old-file=.venv/installed", target, *variables]
    printed = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PATH": "/usr/bin:/bin", "LEVEL": "x"},
    )
    rows = [row for row in printed.stdout.splitlines() if re.search(r"/ankigen (build|push)", row)]
    words = [shlex.split(row)[1:] for row in rows]
    assert words == [[name, *CALLS[variables]] for name in ("build", *(["push"] if target == "import" else []))]
