"""The JSON Schema of bank.toml, and a bank.toml in the encodings of Windows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.languages import LANGUAGES
from ankigen.source import Config
from ankigen.source.config import Tags

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run


def test_the_schema_describes_every_setting(run: Callable[..., Run]) -> None:
    schema = json.loads(run("schema").out)
    assert schema["properties"].keys() == {field.alias or name for name, field in Config.model_fields.items()}
    assert schema["$defs"]["Tags"]["properties"].keys() == Tags.model_fields.keys()
    for setting in (*schema["properties"].values(), *schema["$defs"]["Tags"]["properties"].values()):
        assert setting["description"].endswith(".")
    assert schema["additionalProperties"] is False, "a misspelt setting is underlined"
    assert "required" not in schema, "every setting is optional"
    assert schema["properties"]["language"]["enum"] == [*LANGUAGES]
    codes = schema["properties"]["ignore"]["items"]["enum"]
    assert "AG305" in codes
    assert "AG102" not in codes, "an error cannot be ignored"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_settings_with_a_byte_order_mark_are_read_and_those_in_utf16_are_told(
    encoding: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()}, "")
    (folder / "bank.toml").write_bytes('id = "bank"\ntitle = "Größe"\ntopic_minimum = 0\n'.encode(encoding))
    ended = run("check", folder)
    if encoding == "utf-8-sig":
        assert (ended.code, ended.out) == (0, "")
        assert "Größe" in run("stats", folder).out
    else:
        assert (ended.code, "bank.toml:1:1: error[AG002] is UTF-16" in ended.out) == (1, True)
        assert "hint: save it as UTF-8" in ended.out


def test_settings_in_no_encoding_are_an_error(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()}, "")
    (folder / "bank.toml").write_bytes(b'id = "\xff\xfe\x81"\n')
    ended = run("check", folder)
    assert (ended.code, "bank.toml:1:1: error[AG002] is not UTF-8 text" in ended.out) == (1, True)
