"""Slugs of names in every script, as in tags and file names; written lists of tags."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor import seconds

from ankigen.model import file_slug, file_slugs, hierarchy, shortened_file_name, slug, split_tags


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("हिन्दी", "हिन्दी"),
        ("หมวด คิด", "หมวด-คิด"),
        ("น้ำ", "น้ำ"),
        ("שָׁלוֹם עוֹלָם", "שָׁלוֹם-עוֹלָם"),
        ("السَّلام", "السَّلام"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "é"),
        ("x\u0302", "x\u0302"),
        ("a \u0301b", "a-b"),
        ("R&D", "r&d"),
        ("Storage & Compute", "storage-compute"),
        ("🚀", "🚀"),
        ("❤\ufe0f", "❤"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("🚀 Launch", "launch"),
        ("AWS::S3", "aws::s3"),
        (" AWS :: S3 Buckets ", "aws::s3-buckets"),
        ("#AK_Step1::Cardio::HF", "#ak_step1::cardio::hf"),
        ("a::🔥::b", "a::🔥::b"),
        ("::a::::b::", "a::b"),
        ("—", ""),
        ("?!", ""),
    ],
)
def test_words_of_every_script_stay_whole(name: str, tag: str) -> None:
    assert slug(name) == unicodedata.normalize("NFC", tag)


def test_names_that_differ_are_different_tags() -> None:
    names = ["คิด", "คีด", "🚀", "🔥", "R&D", "R D", "AWS::S3", "AWS S3", "שָׁלוֹם", "שלום"]
    assert len({slug(name) for name in names}) == len(names)


@given(st.text(alphabet=st.characters(exclude_categories=("M", "S", "Cs")), max_size=12))
def test_a_name_without_marks_symbols_and_levels_is_what_it_was(name: str) -> None:
    folded = unicodedata.normalize("NFKC", name).casefold()
    before = unicodedata.normalize("NFC", re.sub(r"[^\w.+#]+", "-", folded)).strip("-")
    if not re.search(r"[&:\u200c\u200d\u0e33\u0eb3]", folded) and all(
        unicodedata.category(c)[0] != "M" for c in folded
    ):
        assert slug(name) == before


@given(st.text(max_size=12))
def test_a_slug_is_one_already(name: str) -> None:
    made = slug(name)
    assert slug(made) == made
    assert made == unicodedata.normalize("NFC", made)
    assert not re.search(r"\s|^:|:$|:::|[\"*(),<>]", made)


def test_file_names_are_safe_unique_and_short() -> None:
    names = ["AWS::S3", "AWS S3", "R&D", "R and D", "", "🚀", "A/B", "คิด", "คีด"]
    files = file_slugs(names)
    assert len(set(files.values())) == len(names)
    assert files["AWS S3"] == "aws-s3"
    assert re.fullmatch(r"aws-s3~[0-9a-f]{8}", files["AWS::S3"])
    assert file_slugs(["AWS::S3"]) == {"AWS::S3": "aws-s3"}
    assert file_slug("R&D") == "r-and-d"
    assert not re.search(r'[<>:"/\\|?*&]', "".join(files.values()))
    long = [shortened_file_name(f"bank-{'字' * 90}{end}") for end in ("", "a", "b")]
    assert len(set(long)) == 3
    assert all(len(name.encode()) <= 200 for name in long)
    assert shortened_file_name("bank-a") == "bank-a"


def test_domains_have_levels_of_slashes() -> None:
    assert hierarchy("Data Engineering / Operations") == ("data-engineering", "operations")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#aws #s3/buckets", ("aws", "s3::buckets")),
        ("#aws, #s3/buckets", ("aws", "s3::buckets")),
        ("#中文 #標籤/子", ("中文", "標籤::子")),
        ("#AK_Step1::Cardio::HF", ("#AK_Step1::Cardio::HF",)),
        ("#1 priority", ("#1 priority",)),
        ("`A`, `B`", ("A", "B")),
        ("`A, B` `C` (main)", ("A, B", "C")),
        ("`A`, B", ("A", "B")),
        ("A, B; C、D", ("A", "B", "C", "D")),
        ("A，B；C", ("A", "B", "C")),
        ("[aws, s3]", ("aws", "s3")),
        ("[\"a b\", 'c']", ("a b", "c")),
        ("AWS::S3", ("AWS::S3",)),
        ("R&D", ("R&D",)),
        ("CI/CD, C#, .NET", ("CI/CD", "C#", ".NET")),
        ("- a\n- b", ("a", "b")),
        ("* **a**\n* b c", ("a", "b c")),
        ("AWS, aws, AWS", ("AWS",)),
        *((nothing, ()) for nothing in ("(無)", "（無）", "`(無)`", "none", "None", "n/a", "N/A", "-", "—", "", " , ")),
    ],
)
def test_a_written_list_of_tags_is_split(text: str, names: tuple[str, ...]) -> None:
    assert split_tags(text) == names


@pytest.mark.parametrize("piece", [" ", ":", "a ", "&", "\u0301", "\u200d", "#1", "`", "`a", "- ", "🚀", "#a/"])
def test_long_names_take_time_that_grows_with_their_length(piece: str) -> None:
    def work() -> None:
        slug(f"a{piece * 50_000}b")
        split_tags(f"a{piece * 50_000}b")

    assert seconds(work, limit=5) < 5


@given(st.text(alphabet="#`,、;- \n[]()ab/:*\"'", max_size=60))
def test_any_text_is_split_into_names(text: str) -> None:
    assert all(name == name.strip() and name for name in split_tags(text))
