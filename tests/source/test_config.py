"""What is wrong in a bank.toml: at which place, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ankigen.source import load_config

if TYPE_CHECKING:
    from pathlib import Path

# bank.toml; line and column of the fault; the message; what its hint says
FAULTS = [
    ('titel = "x"\n', (1, 1), "`titel` is not a setting", "did you mean `title`?"),
    ('[tags]\ntopics = ["A"]\ntopic = ["A"]\n', (3, 1), "`topic` in [tags] is not a setting", "`topics`"),
    ('# [tags.alias]\n[tags.alias]\na = "b"\n', (2, 2), "`alias` in [tags] is not a setting", "`aliases`"),
    ('tags.alias = {a = "b"}\n', (1, 1), "`alias` in [tags] is not a setting", "`aliases`"),
    ('shuffle = true\nrecall = "yes"\n', (2, 1), "`recall`: must be true or false, without quotes", "second card"),
    ("title = 3\n", (1, 1), "`title`: must be a text in quotes", "deck's name"),
    ('topic_minimum = "two"\n', (1, 1), "`topic_minimum`: must be a whole number, without quotes", "0 turns"),
    ("media_limit = 0\n", (1, 1), "`media_limit`: must be at least 1", "in MiB"),
    ("pass = 70\n", (1, 1), "`pass`: must be at most 1.0", "from 0 to 1"),
    ("pass = true\n", (1, 1), "`pass`: must be a number, without quotes", "such as 0.7"),
    ('pass = "0.7"\n', (1, 1), "`pass`: must be a number, without quotes", "such as 0.7"),
    ("exam_date = 0\n", (1, 1), "`exam_date`: must be a day such as 2027-02-01", "the day of the exam"),
    ("exam_date = 20270201\n", (1, 1), "`exam_date`: must be a day such as 2027-02-01", "the day of the exam"),
    ('exam_date = "0"\n', (1, 1), "`exam_date`: must be a day such as 2027-02-01", "the day of the exam"),
    ('exam_date = "-86400"\n', (1, 1), "`exam_date`: must be a day such as 2027-02-01", "the day of the exam"),
    ('exam_date = " 1.8e9"\n', (1, 1), "`exam_date`: must be a day such as 2027-02-01", "the day of the exam"),
    ('exam_date = "soon"\n', (1, 1), "`exam_date`: must be a day such as 2027-02-01", "the day of the exam"),
    ('ignore = "AG205"\n', (1, 1), '`ignore`: must be a list in brackets, such as ["a", "b"]', "ankigen explain"),
    ('[blueprint]\n"Data Mining" = "x"\n', (2, 1), "`Data Mining` in [blueprint]: must be a number", "domains"),
    ("[blueprint]\nA = true\n", (2, 1), "`A` in [blueprint]: must be a number", "domains"),
    ("[blueprint]\nA = 0\n", (2, 1), "`A` in [blueprint]: must be more than 0", "domains"),
    ('title = "x\nrecall = true\n', (1, 11), "is not TOML: illegal character", "close the quotes"),
    ('id = "a"\nid = "b"\n', (2, 1), "is not TOML: cannot overwrite a value", "delete one"),
    ("title = AWS\n", (1, 9), "is not TOML: invalid value", "quotes"),
    ("exam_date = 2027-02-30\n", (1, 13), "is not TOML: invalid date or datetime", "calendar"),
    ("exam_date = 2027-2-1\n", (1, 17), "is not TOML: expected newline", "a day like 2027-02-01"),
    ("recall\n", (1, 7), "is not TOML: expected '='", "NAME = VALUE"),
    ('ignore = ["AG205"\n', (1, 1), "is not TOML: unclosed array", ""),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), FAULTS)
def test_a_fault_is_at_its_place_with_what_to_write(
    tmp_path: Path, text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    (tmp_path / "bank.toml").write_text(text, encoding="utf-8")
    (fault,) = load_config(tmp_path)[1]
    assert (fault.span.line, fault.span.column) == place
    assert fault.message.startswith(message)
    assert hint in fault.hint


def test_a_bank_may_have_any_name_that_is_text(tmp_path: Path) -> None:
    for name in ("👩‍💻", "می‌خواهم", "a\u00adb", "日本"):
        (tmp_path / name).mkdir()
        assert load_config(tmp_path / name)[0].id == name


def test_faults_are_in_the_order_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "bank.toml").write_text("media_limit = 0\ntopic_minimum = -1\n[tag]\n", encoding="utf-8")
    assert [fault.span.line for fault in load_config(tmp_path)[1]] == [1, 2, 3]


def test_bytes_that_are_no_text_are_at_their_line(tmp_path: Path) -> None:
    (tmp_path / "bank.toml").write_bytes('id = "a"\ntitle = "Prüfung\x81"\n'.encode("latin-1"))
    (fault,) = load_config(tmp_path)[1]
    assert (fault.span.line, fault.message, fault.hint) == (2, "is not UTF-8 text", "save it as UTF-8")
