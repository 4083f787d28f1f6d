"""The language of cards: that of the bank, on every card, and the `lang` of every text."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT, first_is_quick
from writing import cache_beside

from ankigen.build import Filter, find_banks, pipeline
from ankigen.cli.commands import COMMANDS
from ankigen.languages import attributes, english_name, headings_of, labels_of
from ankigen.model import BY_CODE, Rule, rule_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Run

SENTENCES: Mapping[str, Any] = tomllib.loads((ROOT / "tests/readers/forms/languages.toml").read_text(encoding="utf-8"))
CJK = re.compile(r"[぀-ヿ㐀-鿿가-힣]")
LANG = re.compile(r'lang="([^"]*)"')
SETTINGS = 'id = "bank"\ntopic_minimum = 0\n'


def question(language: str, number: int, *, stem: str = "", explained: bool = True) -> str:
    """Return a question in a language, as `ankigen new question` lays it out."""
    sentences, heading = SENTENCES[language], headings_of(language)
    wrong = "\n\n".join(f"### {label}\n\n{sentences['refuted'][0].format(number)}" for label in "BC")
    prose = " ".join((*sentences["reason"], *sentences["scene"])).replace("{}", "Zorvak")
    why = f"## {heading['explanation']}\n\n{prose}\n\n"
    parts = [
        f"# {heading['title']} {number}\n\n**{heading['id']}:** `Q-{number}`\n**{heading['topics']}:** `S3`\n\n",
        f"## {heading['stem']}\n\n{stem or sentences['ask'][0].format(f'Zorvak {number}')}\n\n",
        f"## {heading['options']}\n\n- **A.** {sentences['choice'][3].format(number)}\n- **B.** EC2\n- **C.** 80\n\n",
        f"## {heading['answer']}\n\n`A`\n\n",
        f"{why}## {heading['rationales']}\n\n{wrong}\n\n" if explained else "",
    ]
    return "".join(parts)


def bank(folder: Path, files: Mapping[str, str], settings: str = SETTINGS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "bank.toml").write_text(settings, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def cards(folder: Path) -> list[str]:
    """Return the HTML of all fields of each note of a bank."""
    built = pipeline.build(find_banks([folder])[0], Filter(), now=1_700_000_000, cache=cache_beside(folder))
    return ["\n".join(note.fields) for note in built.packages["bank.apkg"].notes]


@pytest.mark.parametrize("language", SENTENCES)
def test_the_cards_of_a_bank_are_in_the_language_of_its_explanations(
    language: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {f"q{n}.md": question(language, n) for n in (1, 2)})
    result = run("build", folder)
    assert result.code == 0, result.err
    assert f"cards in {english_name(language)} (from the explanations; to change it, set language in bank.toml)" in (
        result.out.splitlines()
    )
    for card in cards(folder):
        for name in ("pick_one", "answer", "right", "wrong", "correct", "yours", "rationale"):
            assert labels_of(language)[name] in card, name  # type: ignore[literal-required]
        languages = LANG.findall(card)
        assert languages.count(language) > 8
        assert {*languages} <= ({language, "en"} if language.startswith("zh") else {language})
        rtl = "rtl" in attributes(language)
        assert card.count('dir="rtl"') == (languages.count(language) + 1 if rtl else 0)  # the list of options as well


def test_a_bank_with_stems_of_another_language_has_both(tmp_path: Path, run: Callable[..., Run]) -> None:
    stem = "Which service keeps the state of the cluster when it is started twice?"
    folder = bank(tmp_path / "bank", {"q.md": question("vi", 1, stem=stem)})
    assert "cards in Vietnamese (from the explanations;" in run("build", folder).out
    (card,) = cards(folder)
    assert f'<div lang="en" dir="ltr"><p>{stem}' in card
    assert '<div class="text" lang="en" dir="ltr"><p>EC2' in card
    assert f'<p class="pick" lang="vi" dir="ltr">{labels_of("vi")["pick_one"]}' in card


def test_without_explanations_the_cards_are_in_the_language_of_the_stems(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question("de", 1, explained=False)})
    assert "cards in German (from the stems; to change it, set language in bank.toml)" in run("build", folder).out


def test_without_a_text_that_could_tell_the_cards_are_in_english(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": "1. 2 + 2 = ?\n\nA. 4\nB. 5\n\nAnswer: A\n"})
    assert "cards in English (no text is long enough to tell; to change it," in run("build", folder).out


@pytest.mark.parametrize("count", first_is_quick([8, 130]))  # one group of files in the cache, or several
def test_one_file_in_another_language_changes_nothing_but_itself(
    count: int, tmp_path: Path, run: Callable[..., Run]
) -> None:
    files = {f"q{n:03}.md": question("de", n) for n in range(1, count)}
    folder = bank(tmp_path / "bank", files)
    run("build", folder, now=1_700_000_000)
    before = (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()
    bank(folder, {"a.md": question("th", 0)})  # the first file of the bank
    result = run("build", folder, now=1_700_001_000)
    assert "cards in German (from the explanations;" in result.out
    after = (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()
    assert {*before} < {*after}
    assert len(after) == len(before) + 1
    (card,) = [card for card in cards(folder) if ">Q-0<" in card]
    assert labels_of("de")["answer"] in card
    assert {"de", "th"} == {*LANG.findall(card)}


@pytest.mark.slow
def test_a_build_of_mixed_groups_is_what_a_build_without_a_cache_is(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = {f"q{n:03}.md": question("fr" if n % 5 else "ja", n) for n in range(1, 140)}
    folder = bank(tmp_path / "bank", files)
    run("build", folder, "--no-cache", now=1_700_000_000)
    ledger = (folder / "ankigen.lock").read_text(encoding="utf-8")
    assert "cards in French" in run("build", folder, now=1_700_000_000).out
    (folder / "q001.md").write_text(question("ja", 999), encoding="utf-8")
    run("build", folder, now=1_700_001_000)
    (folder / "q001.md").write_text(files["q001.md"], encoding="utf-8")
    (folder / "ankigen.lock").write_text(ledger, encoding="utf-8")
    run("build", folder, now=1_700_002_000)
    assert (folder / "ankigen.lock").read_text(encoding="utf-8") == ledger


def test_the_language_in_the_settings_is_that_of_the_labels(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question("vi", 1)})
    run("build", folder, now=1_700_000_000)
    bank(folder, {}, f'{SETTINGS}language = "en"\n')
    result = run("build", folder, now=1_700_001_000)
    assert "cards in" not in result.out
    assert "changed: 1 (Q-1)" in result.out
    (card,) = cards(folder)
    assert labels_of("en")["answer"] in card
    assert {"en", "vi"} == {*LANG.findall(card)}
    assert not re.search(r'lang="en"[^>]*><p>[^<]*[ạảấầẩậắằặẹẻẽếềểễệ]', card)


def test_nothing_in_an_english_bank_is_chinese_japanese_or_korean(tmp_path: Path, run: Callable[..., Run]) -> None:
    run("new", "bank", "bank", "--language", "en", cwd=tmp_path)
    folder = tmp_path / "decks" / "bank"
    run("new", "question", "--bank", folder, cwd=tmp_path)
    scaffolds = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.*")) if path.is_file()]
    assert len(scaffolds) == 4
    bank(folder, {f"q{n}.md": question("en", n) for n in (1, 2)})
    results = [
        run(*words, cwd=tmp_path) for words in (("build",), ("build", "--check"), ("check",), ("stats",), ("diff",))
    ]
    texts = [*scaffolds, *cards(folder), *(result.out + result.err for result in results)]
    assert not [text for text in texts if CJK.search(text)]


@pytest.mark.parametrize("code", BY_CODE)
def test_no_page_of_a_code_has_a_chinese_word(code: str) -> None:
    assert not CJK.search(rule_page(BY_CODE[code]))


def test_no_hint_has_a_chinese_word(tmp_path: Path, run: Callable[..., Run]) -> None:
    faults = {
        "no answer": "1. Which is right?\n\nA. one\nB. two\n",
        "claimed": "**Stem:** Which?\n\nA. one\nB. two\n\n**Source answer:** A\n",
        "misspelt": "1. Which is right?\n\nA. one\nB. two\n\nAnswer: A\n\n## Explanaton\n\nWhy it is right.\n",
        "no stem": "# Question 1\n\n## Options\n\n- **A.** one\n- **B.** two\n\n## Answer\n\n`A`\n",
        "unreadable": "1. Which is right?\n\nA. one\nB. two\n\nAnswer: later\n",
    }
    folder = bank(tmp_path / "bank", {f"{name}.md": text for name, text in faults.items()})
    result = run("check", folder)
    assert {Rule.CLAIMED_ANSWER.code, Rule.NO_STEM.code} <= {*re.findall(r"\[(AG\d+)\]", result.out + result.err)}
    assert not CJK.search(result.out + result.err)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_page_has_a_chinese_word(command: str, run: Callable[..., Run]) -> None:
    assert not CJK.search(run(command, "--help").out)
