"""Each package can be imported first: a cycle between packages shows only in some orders of imports."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT
from test_layers import PACKAGES


@pytest.mark.slow
@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_can_be_imported_first(package: str) -> None:
    program = f"import ankigen.{package}, sys; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert not ended.stderr
    above = PACKAGES[: PACKAGES.index(package)]
    assert not [name for name in ended.stdout.split() if name.startswith(tuple(f"ankigen.{name}" for name in above))]
