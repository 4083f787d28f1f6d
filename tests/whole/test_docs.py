"""The documentation is complete and true: commands, settings, codes, examples, searches, links."""

from __future__ import annotations

import json
import re
import shlex
import textwrap
from typing import TYPE_CHECKING

import click
import pytest
from conftest import ROOT, commands
from writing import bank, question, write

from ankigen import readers
from ankigen.cli.commands import COMMANDS
from ankigen.cli.commands.explain import explain
from ankigen.languages import LANGUAGES, english_name
from ankigen.model import BY_CODE, rules
from ankigen.source import Config, Source
from ankigen.source.config import Cards, Tags

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
NOW = 1_750_000_000


def manual() -> str:
    """Return the page of all commands: the output of `--help` of each, 100 columns wide."""
    parts = ["# Commands\n\nThe help page of every command, as `ankigen COMMAND --help` prints it.\n"]
    for names, command in sorted(commands()):
        title = " ".join(("ankigen", *names))
        context = click.Context(command, info_name=title, terminal_width=100, help_option_names=["-h", "--help"])
        page = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts.append(f"## {title}\n\n```text\n{page}\n```\n")
    return "\n".join(parts)


def with_languages(text: str) -> str:
    """Return a page with the number of languages, and their names where a paragraph begins by counting them."""
    *names, last = sorted(english_name(language) for language in LANGUAGES)
    text = re.sub(r"\b\d+ languages\b", f"{len(LANGUAGES)} languages", text)
    counted = re.compile(rf"^.*\bin {len(LANGUAGES)} languages:[^.]*\.$", re.MULTILINE)
    return counted.sub(
        lambda match: textwrap.fill(f"{match[0].partition(': ')[0]}: {', '.join(names)} and {last}.", 120), text
    )


def rewrite() -> None:
    """Rewrite the page of all commands, and the languages on the other pages."""
    (DOCS / "commands.md").write_text(manual(), encoding="utf-8")
    for path in PAGES:
        path.write_text(with_languages(path.read_text(encoding="utf-8")), encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of a page that are in a language."""
    text = (DOCS / page).read_text(encoding="utf-8")
    fenced = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert fenced, page
    return fenced


def test_the_page_of_all_commands_is_what_they_print() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == manual(), "make golden"


def test_every_command_and_option_is_in_the_docs() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    for names, command in commands():
        page = text.split(f"## {' '.join(('ankigen', *names))}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert option in page, (names, option)
    guide = "".join(path.read_text(encoding="utf-8") for path in PAGES if path.name != "commands.md")
    for name in COMMANDS:
        assert f"ankigen {name}" in guide, name


def test_every_code_is_in_the_docs() -> None:
    pages = (DOCS / "codes" / "README.md").read_text(encoding="utf-8")
    for code in BY_CODE:
        assert f"[{code}]({code}.md)" in pages, "make golden"


def test_every_hundred_of_the_codes_is_named_wherever_they_are_listed() -> None:
    hundreds = {code[:3] for code in BY_CODE}
    lists = (rules.__doc__, explain.help, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    for text in lists:
        assert {*re.findall(r"\bAG\d\b", str(text))} == hundreds, text


def test_every_setting_is_in_the_docs(run: Callable[..., Run], tmp_path: Path) -> None:
    text = (DOCS / "bank-toml.md").read_text(encoding="utf-8")
    names = [
        *(field.alias or name for name, field in Config.model_fields.items()),
        *(f"tags.{name}" for name in Tags.model_fields),
        *(f"cards.{name}" for name in Cards.model_fields),
    ]
    assert sorted(re.findall(r"^\| `([a-z_.]+)` \|", text, re.MULTILINE)) == sorted(names)
    (example,) = blocks("bank-toml.md", "toml")
    assert run("check", bank(tmp_path / "bank", {}, example)).code == 0


def examples(page: str) -> list[tuple[str, str]]:
    """The fenced examples of markdown on a page, each with the heading above it; a fence may have another inside."""
    text = (DOCS / page).read_text(encoding="utf-8")
    title = ""
    shown: list[tuple[str, str]] = []
    for match in re.finditer(r"^## ([^\n]+)$|^(`{3,})markdown\n(.*?)^\2$", text, re.MULTILINE | re.DOTALL):
        title = match[1] or title
        if match[2]:
            shown.append((title, match[3]))
    return shown


def test_every_form_in_the_docs_is_read_as_it_is() -> None:
    shown = examples("forms.md")
    assert len(shown) > 20
    for title, example in shown:
        parsed = readers.parse(Source("example.md", example))
        assert parsed.questions, (title, example)
        assert not parsed.diagnostics, (title, parsed.diagnostics)
        for one in parsed.questions:
            front = "\n".join((one.stem, *(option.text for option in one.options)))
            assert not re.search(r"✅|❌|<--|correct\)|answer:", front, re.IGNORECASE), (title, front)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_docs_name_as_many_languages_as_there_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert with_languages(text) == text, "make golden"
    assert path.name != "forms.md" or all(english_name(language) in " ".join(text.split()) for language in LANGUAGES)


def prose(path: Path) -> str:
    """Return a page without its code."""
    code = r"^(`{3,}).*?^\1$|`[^`\n]*`"
    return re.sub(code, "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> list[str]:
    """Return what a link may have behind `#` for each heading of a page, as GitHub makes it of the heading's text."""
    fences = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
    text = fences.sub("", path.read_text(encoding="utf-8"))
    names = [
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    ]
    return [f"{name}-{again}" if (again := names[:i].count(name)) else name for i, name in enumerate(names)]


@pytest.mark.parametrize(
    "path",
    [*PAGES, *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)", prose(path)):
        name, _, anchor = target.partition("#")
        page = path.parent / name if name else path
        assert page.exists(), target
        assert not anchor or anchor in anchors(page), f"{target}: the headings there are {anchors(page)}"


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for path in DOCS.glob("*.md"):
        assert path.name == "README.md" or f"({path.name})" in index, path.name


def test_every_part_of_a_card_has_its_picture_in_the_guide() -> None:
    text = (DOCS / "authoring.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"!\[[^\]]+\]\(parts/([a-z]+)\.png\)", text))
    assert shown == {path.stem for path in (DOCS / "parts").glob("*.png")}
    script = (ROOT / "tests" / "pictures.py").read_text(encoding="utf-8")
    assert shown == set(re.findall(r'^    "([a-z]+)": Part\(', script, re.MULTILINE))


def test_the_pieces_of_the_guide_are_a_question(run: Callable[..., Run], tmp_path: Path) -> None:
    pieces = blocks("authoring.md", "markdown")
    folder = bank(tmp_path / "bank", {"Q-005.md": "\n".join(pieces)}, 'id = "bank"\ntopic_minimum = 0\n')
    assert run("check", folder, "--strict").out == ""
    record = json.loads(run("export", folder).out)
    for name in ("id", "provenance", "level", "stem", "answer", "topics", "traps", "domain", "explanation", "mnemonic"):
        assert record.get(name), name
    assert [table["kind"] for table in record["tables"]] == ["endpoint", "reference"]
    assert len(record["links"]) == 1
    assert [bool(option["rationale"]) for option in record["options"]] == [True, False, True, True]
    assert record["explanation"].startswith("為什麼 B 是正確答案？")


def test_the_five_minutes_work(run: Callable[..., Run], tmp_path: Path) -> None:
    begin, build = blocks("start.md", "sh")
    (example,) = blocks("start.md", "markdown")
    for line in begin.splitlines():
        assert run(*shlex.split(line)[1:], cwd=tmp_path).code == 0, line
    path = tmp_path / "decks" / "aws" / "questions" / "Q-002.md"
    heads = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert set(heads) <= {line for line in example.splitlines() if line.startswith("#")}
    path.write_text(example, encoding="utf-8")
    for line in build.splitlines():
        assert run(*shlex.split(line)[1:]).code == 0, line
    assert (tmp_path / "decks" / "aws" / "apkg" / "aws.apkg").is_file()
    assert [json.loads(line)["code"] for line in run("check", "--format", "json").out.splitlines()] == ["AG307"]


def test_the_question_in_the_readme_is_sound(run: Callable[..., Run], tmp_path: Path) -> None:
    (example,) = blocks("../README.md", "markdown")
    folder = bank(tmp_path / "bank", {"Q-001.md": example}, 'id = "git"\nlanguage = "en"\ntopic_minimum = 0\n')
    assert run("check", folder, "--strict").out == ""
    assert run("build", folder).code == 0


@pytest.fixture
def studied(run: Callable[..., Run], learner: Learner, tmp_path: Path) -> Learner:
    """A learner who has the shipped bank, and answered half of it wrong."""
    import shutil

    copy = tmp_path / "databricks"
    shutil.copytree(ROOT / "decks" / "databricks", copy, ignore=shutil.ignore_patterns("apkg", "*.lock"))
    assert run("build", copy).code == 0
    learner.take(copy / "apkg" / "databricks.apkg")
    numbers = [card.id for card in learner.cards()][:7]
    learner.col.sched.set_due_date(numbers, "0")
    for number in numbers:
        card = learner.col.get_card(number)
        card.start_timer()
        learner.col.sched.answerCard(card, 1)
    return learner


def searches() -> list[str]:
    """Return every search on the page about studying."""
    return [line for block in blocks("studying.md", "text") for line in block.splitlines()]


def test_every_search_finds_cards_in_the_real_anki(studied: Learner) -> None:
    everything = len(studied.cards())
    counts = {search: len(studied.col.find_cards(search)) for search in searches()}
    assert all(counts.values()), counts
    assert counts["Id:Q-005"] == counts["Source:*Q-005.md*"] == 1
    assert counts["tag:trap::syntax-confusion"] < everything
    assert 0 < counts["deck:Databricks prop:lapses>=1"] < everything


def test_every_search_makes_a_filtered_deck_that_gives_its_cards_back(studied: Learner) -> None:
    homes = {card.id: studied.deck_of(card) for card in studied.cards()}
    for search in searches():
        deck = studied.col.sched.get_or_create_filtered_deck(0)
        deck.name = "Filtered"
        deck.config.search_terms[0].search = search
        deck.config.search_terms[0].limit = 40
        number = studied.col.sched.add_or_update_filtered_deck(deck).id
        assert studied.col.decks.card_count(number, include_subdecks=False) > 0, search
        studied.col.sched.empty_filtered_deck(number)
        studied.col.decks.remove([number])
    assert {card.id: studied.deck_of(card) for card in studied.cards()} == homes


def test_a_lost_ledger_is_rebuilt_and_an_import_keeps_what_a_learner_wrote(
    run: Callable[..., Run], learner: Learner, tmp_path: Path
) -> None:
    folder = write(tmp_path / "bank", {"bank.toml": 'id = "bank"\n', "a.md": question()})
    run("build", folder)
    learner.take(folder / "apkg" / "bank.apkg")
    note = learner.card("Q-001").note()
    note.tags = ["mine"]
    learner.col.update_note(note)
    (folder / "ankigen.lock").unlink()
    (folder / "b.md").write_text(question("Q-002", stem="New?"), encoding="utf-8")
    assert run("build", folder, now=NOW + 100).code == 1
    assert run("ledger", "--from", folder / "apkg", folder).code == 0
    assert run("build", folder, now=NOW + 200).code == 0
    result = learner.take(folder / "apkg" / "bank.apkg")
    assert (result.new, result.updated) == (1, 0)
    assert learner.card("Q-001").note().tags == ["mine"]


def test_only_always_brings_a_change_to_a_question_that_was_edited_since(
    run: Callable[..., Run], learner: Learner, tmp_path: Path
) -> None:
    folder = write(tmp_path / "bank", {"bank.toml": 'id = "bank"\n', "q.md": question()})
    run("build", folder)
    learner.take(folder / "apkg" / "bank.apkg")
    (folder / "q.md").write_text(question(answer="`C`"), encoding="utf-8")
    assert "Update notes: Always" in run("build", folder, now=NOW + 100).out
    note = learner.card("Q-001").note()
    note.tags = ["mine"]
    learner.col.update_note(note)
    assert learner.take(folder / "apkg" / "bank.apkg").updated == 0
    assert 'data-answer="B"' in learner.card("Q-001").note()["Answer"]
    assert learner.take(folder / "apkg" / "bank.apkg", "ALWAYS").updated == 1
    assert 'data-answer="C"' in learner.card("Q-001").note()["Answer"]
    assert "mine" not in learner.card("Q-001").note().tags
