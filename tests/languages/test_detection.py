"""Which language a text, a run of text in a bank, and a bank are in."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from ankigen.languages import (
    ENGLISH,
    LANGUAGES,
    Languages,
    attributes,
    english_name,
    language_in_bank,
    language_of,
    languages_of,
    nearest,
    votes_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SENTENCES: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
    (ROOT / "tests/readers/forms/languages.toml").read_text(encoding="utf-8")
)
FRENCH = "Le conteneur ne peut pas être supprimé tant que les données sont dans la région."
GERMAN = "Der Dienst wird nur dann neu gestartet, wenn die Daten nicht im Speicher sind."
TAIWAN = Languages("zh-Hant", "en")
VIETNAM = Languages("vi", "en")


@pytest.mark.parametrize("language", SENTENCES)
def test_the_language_of_a_paragraph_is_told(language: str) -> None:
    sentences = SENTENCES[language]
    text = " ".join([*sentences["ask"], *sentences["reason"], *sentences["scene"], *sentences["refuted"]]).replace(
        "{}", "Zorvak"
    )
    assert language_of(text) == language


@pytest.mark.parametrize("language", SENTENCES)
def test_no_sentence_is_taken_for_one_of_another_language(language: str) -> None:
    kinds = [SENTENCES[language][kind] for kind in ("ask", "reason", "scene", "refuted")]
    sentences = [text.replace("{}", "Zorvak") for texts in kinds for text in texts]
    assert {language_of(text) for text in sentences} <= {language, ""}
    assert sum(language_of(text) == language for text in sentences) > len(sentences) / 3


@pytest.mark.parametrize(
    "text", ["", "42", "`run-now`", "S3", "https://example.org/de/der/die/das", "```\nla le les\n```"]
)
def test_a_text_without_words_is_in_no_language(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize(
    ("text", "languages", "expected"),
    [
        ("Which layer is the third one?", ENGLISH, "en"),
        ("Transport", ENGLISH, "en"),
        ("80", ENGLISH, "en"),
        (FRENCH, ENGLISH, "fr"),
        (GERMAN, ENGLISH, "de"),
        ("Công ty nên dùng lớp nào?", ENGLISH, "vi"),
        ("Đúng", ENGLISH, ""),  # too short to tell, and no English word
        ("東京", ENGLISH, ""),  # Chinese or Japanese
        ("どれですか", ENGLISH, "ja"),
        ("서울", ENGLISH, "ko"),
        ("Киев", ENGLISH, ""),  # Russian or Ukrainian
        ("أي طبقة هي الثالثة؟", ENGLISH, "ar"),
        ("کدام لایه سومین لایه است و چرا پاسخ دیگر نادرست است؟", ENGLISH, ""),  # Persian
        ("The character 水 means water.", ENGLISH, "en"),
        ("Transport", TAIWAN, "en"),
        ("觸發 Job", TAIWAN, "zh-Hant"),
        ("触发一个已经存在的任务", TAIWAN, "zh-Hans"),
        ("気圧を測るものはどれですか？", TAIWAN, "ja"),
        (FRENCH, TAIWAN, "fr"),
        ("Công ty", TAIWAN, ""),
        ("Der Tisch", Languages("zh-Hant", "de"), "de"),
        ("Transport", Languages("zh-Hans", "zh-Hans"), "en"),
        ("Đúng", VIETNAM, "vi"),
        ("経済成長率", Languages("ja", "ja"), "ja"),
        ("Amazon S3", Languages("ja", "ja"), ""),
        ("Amazon S3", Languages("hi", "en"), "en"),
        ("Яка відповідь правильна і чому її обрано?", Languages("ru", "ru"), "uk"),
        ("Киев", Languages("ru", "ru"), "ru"),
    ],
)
def test_the_lang_of_a_run_is_right_or_left_out(text: str, languages: Languages, expected: str) -> None:
    assert language_in_bank(text, languages, languages.stems) == expected


def test_a_short_text_is_in_the_language_of_its_part() -> None:
    assert language_in_bank("Amazon S3", VIETNAM, VIETNAM.stems) == "en"
    assert language_in_bank("Amazon S3", VIETNAM, VIETNAM.cards) == "vi"


def test_the_language_of_a_bank_is_that_of_most_explanations() -> None:
    english, french = (("en", 3),), (("fr", 9),)
    assert languages_of("", [french, english], [english]) == Languages("fr", "en")
    assert languages_of("", [], [french, english]) == Languages("fr", "fr")
    assert languages_of("de", [french], [english]) == Languages("de", "en")
    assert languages_of("", [], []) == ENGLISH


def test_texts_that_are_too_short_to_tell_are_taken_together() -> None:
    short = ["Sai vùng.", "Đúng.", "Không rõ.", "Quá chậm."]
    assert {language_of(text) for text in short} == {""}
    assert votes_of(short) == (("vi", 1),)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh_tw", "zh-Hant"),
        ("zh-hant", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("en-US", "en"),
        ("EN", "en"),
        ("jp", "ja"),
        ("Deutsch", "de"),
        ("vietnamese", "vi"),
        ("tiếng việt", "vi"),
        ("Portugese", "pt"),
        ("tlh", ""),
        ("", ""),
    ],
)
def test_the_language_that_an_author_means(name: str, language: str) -> None:
    assert nearest(name) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_element_says_its_language_and_its_direction(language: str) -> None:
    direction = "rtl" if language in {"ar", "he"} else "ltr"
    assert attributes(language) == f' lang="{language}" dir="{direction}"'
    assert english_name(language).isascii()


def test_the_first_letter_of_a_text_of_no_language_decides_its_direction() -> None:
    assert attributes("") == ' dir="auto"'
