"""The wheel: what it contains, and that it works without a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from writing import bank, question

from ankigen import __version__

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout, without the network."""
    pytest.importorskip("build", reason="the package build is missing: pip install 'ankigen[test]'")
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def test_the_wheel_holds_the_code_the_templates_the_pages_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ankigen").rglob("*.py")}
    templates = {
        f"ankigen/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "templates").rglob("*") if path.is_file()
    }
    words = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ankigen").rglob("*.toml")}
    pages = {f"ankigen/docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert names == code | words | templates | pages | {"ankigen/source/mojibake/repair_words.txt"}


def test_the_installed_wheel_builds_a_deck(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", str(site), str(wheel)], check=True, capture_output=True)
    folder = bank(tmp_path / "bank", {"Q-001.md": question()})
    env = dict(os.environ, PYTHONPATH=str(site))
    where = "import ankigen, sys; sys.exit(not ankigen.__file__.startswith(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", where, str(site)], check=True, env=env, cwd=tmp_path)
    command = [sys.executable, "-m", "ankigen"]
    version = subprocess.run(
        [*command, "--version"], check=True, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert version.stdout == f"ankigen {__version__}\n"
    subprocess.run([*command, "build", str(folder)], check=True, env=env, cwd=tmp_path, capture_output=True)
    assert (folder / "apkg" / "bank.apkg").is_file()
    subprocess.run([*command, "preview", str(folder)], check=True, env=env, cwd=tmp_path, capture_output=True)
    assert "Q-001" in (folder / "apkg" / "preview.html").read_text(encoding="utf-8")
    page = subprocess.run([*command, "docs", "start"], check=True, env=env, cwd=tmp_path, capture_output=True)
    assert page.stdout == (ROOT / "docs" / "start.md").read_bytes()
