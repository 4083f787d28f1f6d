"""Write questions and banks in the reference format, for tests.

Each part of a question is as long and as complete as an author would write it, and a test names the parts that it is
about. So a new check that doubts short or careless text fails no test that is about something else.
"""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from ankigen.system import cache

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ankigen.system.cache import Cache


EXPLANATION = "因為 B 是對的：題目問的是第二個，而其餘的選項都不是第二個。"


def rationale(label: str, text: str) -> str:
    """Return the section that says why an option is wrong."""
    return f"### {label} - {text}\n\n- **錯** {label} 不對，因為題目問的是第二個，不是這一個。"


def question(  # noqa: PLR0913 - each part of a question by its name
    number: str = "Q-001",
    *,
    stem: str = "Which one is right?",
    options: Mapping[str, str] | None = None,
    answer: str = "`B`",
    topics: str = "`Alpha`",
    traps: str = "`Syntax-Confusion`",
    level: str = "L1-Basic",
    explanation: str = EXPLANATION,
    extra: str = "",
) -> str:
    """Return the text of a file with one question."""
    choices = {"A": "first", "B": "second", "C": "third"} if options is None else options
    rows = "\n".join(f"- **{label}.** {text}" for label, text in choices.items())
    wrong = "\n\n".join(rationale(label, text) for label, text in choices.items() if label not in answer)
    id_part = f"### 題目編號\n**ID:** `{number}`\n" if number else ""
    return f"""# Question #1

## 題目資訊
{id_part}
### 來源
**來源:** Community
### 難度等級
**難度:** `{level}`

## 題目內容
### 題幹

{stem}

### 選項

{rows}

## 標籤系統
**Topics:** {topics}
**Traps:** {traps}
**Domain:** Data Engineering / Operations

## 答案與來源
**正解:** {answer}

# 題目解析

## ✅ 正解說明

{explanation}

## ❌ 錯誤選項排除

{wrong}

## 🧠 記憶法

### 口訣

**「二就是對」**

{extra}
"""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files (text by relative path) below a folder, and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())  # with its own line ends on Windows, too
    return folder


def bank(folder: Path, files: Mapping[str, str], settings: str = 'id = "bank"\ntitle = "Bank"\n') -> Path:
    """Write a bank with a bank.toml, and return its folder."""
    return write(folder, {"bank.toml": settings, **files})


def cache_beside(folder: Path) -> Cache:
    """Return a cache beside a bank's folder, whose files stay open."""
    here = folder.parent / f"{folder.name}-cache"
    here.mkdir(exist_ok=True)
    return cache.passing(here)


def files(folder: Path) -> dict[Path, bytes]:
    """Return all files below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def media_in(package: Path) -> dict[str, bytes]:
    """Return the pictures and sounds in a package by their names, read without ankigen."""
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(number) for number, name in json.loads(archive.read("media")).items()}
