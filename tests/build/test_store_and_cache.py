"""A build with a cache gives the same bytes as a build without one, whatever happened in between."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from systems import MODES, local, move_caches, needs_links, needs_modes, needs_status_date
from writing import bank, cache_beside, files, question

from ankigen.anki import notetypes
from ankigen.anki.apkg import read_package
from ankigen.build import find_banks, link, read_bank
from ankigen.system import atomic, cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from conftest import Run

NOW = 1_750_000_000
PICTURE = b"\x89PNG\r\n\x1a\n"


def edit_text(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(folder.rglob("Q-*.md")))
    path.write_text(path.read_text(encoding="utf-8").replace("因為", f"因為{pick.random()}", 1), encoding="utf-8")


def edit_answer(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(folder.rglob("Q-*.md")))
    path.write_text(path.read_text(encoding="utf-8").replace("**正解:** `B`", "**正解:** `C`"), encoding="utf-8")


def edit_topic(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(folder.rglob("Q-*.md")))
    path.write_text(path.read_text(encoding="utf-8").replace("`T1`", f"`T{pick.randrange(9)}`"), encoding="utf-8")


def rename(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(folder.rglob("Q-*.md")))
    path.rename(path.with_name(f"Q-x{pick.random()}.md"))


def move(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(folder.rglob("Q-*.md")))
    (folder / "other").mkdir(exist_ok=True)
    path.rename(folder / "other" / path.name)


def delete(folder: Path, pick: random.Random) -> None:
    pick.choice(sorted(folder.rglob("Q-*.md"))).unlink()


def add(folder: Path, pick: random.Random) -> None:
    name = f"Q-{pick.randrange(10**9)}"
    picture = "\n![one](one.png)" * pick.randrange(2)
    text = question(name, stem=f"Number {name}?{picture}", topics=f"`T{pick.randrange(9)}`")
    (folder / "q" / f"{name}.md").write_text(text, encoding="utf-8")


def copy(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(folder.rglob("Q-*.md")))
    shutil.copy(path, path.with_name(f"Q-copy{pick.random()}.md"))


def break_file(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(folder.rglob("Q-*.md")))
    path.write_text(path.read_text(encoding="utf-8").replace("**正解:**", "**?**"), encoding="utf-8")


def mend_file(folder: Path, pick: random.Random) -> None:
    for path in sorted(folder.rglob("Q-*.md")):
        path.write_text(path.read_text(encoding="utf-8").replace("**?**", "**正解:**"), encoding="utf-8")


def touch(folder: Path, pick: random.Random) -> None:
    for path in folder.rglob("Q-*.md"):
        path.write_bytes(path.read_bytes())


def change_settings(folder: Path, pick: random.Random) -> None:
    recall, language = pick.choice(["true", "false"]), pick.choice(["zh-Hant", "en"])
    text = f'id = "bank"\ntitle = "Bank"\nrecall = {recall}\nlanguage = "{language}"\n'
    (folder / "bank.toml").write_text(text, encoding="utf-8")


def change_picture(folder: Path, pick: random.Random) -> None:
    (folder / "q" / "one.png").write_bytes(PICTURE + pick.randbytes(20))


def drop_picture(folder: Path, pick: random.Random) -> None:
    (folder / "q" / "one.png").unlink(missing_ok=True)


def damage_cache(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted(cache.folder_of(folder).iterdir()))
    data = bytearray(path.read_bytes())
    if data:
        data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    path.write_bytes(data[: pick.choice([len(data), pick.randrange(len(data) + 1)])])


def swap_cache(folder: Path, pick: random.Random) -> None:
    one, other = pick.sample(sorted(path for path in cache.folder_of(folder).iterdir() if path.suffix == ""), 2)
    shutil.copy(one, other)


def drop_package(folder: Path, pick: random.Random) -> None:
    pick.choice(sorted((folder / "apkg").iterdir())).unlink()


def write_over_package(folder: Path, pick: random.Random) -> None:
    pick.choice(sorted((folder / "apkg").iterdir())).write_bytes(b"something else")


def damage_package(folder: Path, pick: random.Random) -> None:
    path = pick.choice(sorted((folder / "apkg").iterdir()))
    data = bytearray(path.read_bytes())
    data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    path.write_bytes(data)


def swap_packages(folder: Path, pick: random.Random) -> None:
    one, other = (pick.choice(sorted((folder / "apkg").iterdir())) for _ in range(2))
    if one != other:
        shutil.copy(one, other)


def change_template(folder: Path, pick: random.Random) -> None:
    with (folder.parent / "code/templates/ankigen/style.css").open("a", encoding="utf-8") as file:
        file.write(f"/* {pick.random()} */\n")


EDITS = (
    edit_text, edit_text, edit_answer, edit_topic, rename, move, delete, add, add, copy, break_file, mend_file, touch,
    change_settings, change_picture, drop_picture, damage_cache, swap_cache, drop_package, write_over_package,
    damage_package, swap_packages, change_template,
)  # fmt: skip


def start(tmp_path: Path, seed: int, count: int = 24, young: int = 2_000_000_000) -> Path:
    """Write a bank, and beside it a copy of the code, whose templates may be edited.

    In the copy, files count as young for `young` nanoseconds, and batches and blocks are so small that even these few
    questions need several.
    """
    for name in ("ankigen", "templates"):
        shutil.copytree(ROOT / name, tmp_path / "code" / name)
    constants = {"system/cache": {"YOUNG": str(young)}, "anki/apkg/write": {"BATCH": "4", "_BLOCK": "1 << 13"}}
    for module, values in constants.items():
        code = tmp_path / f"code/ankigen/{module}.py"
        text = code.read_text(encoding="utf-8")
        for name, value in values.items():
            text, times = re.subn(rf"(?m)^{name} = [\w <]+", f"{name} = {value}", text)
            assert times == 1, name
        code.write_text(text, encoding="utf-8")
    texts = {f"q/Q-{n:03}.md": question(f"Q-{n:03}", stem=f"Number {n}?", topics=f"`T{n % 3}`") for n in range(count)}
    folder = bank(tmp_path / "bank", texts)
    change_picture(folder, random.Random(seed))
    add(folder, random.Random(seed))
    return folder


def command(folder: Path, now: int, *options: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(folder.parent / "code"), "SOURCE_DATE_EPOCH": str(now)}
    words = [sys.executable, "-m", "ankigen", "build", str(folder), *options]
    # Not run in the checkout: Python would import its code first.
    return subprocess.Popen(
        words, env=env, cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def build(folder: Path, now: int, *options: str) -> tuple[int, str, str]:
    process = command(folder, now, *options)
    out, err = process.communicate()
    return process.returncode, out, err


def outcome(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): data for path, data in files(folder).items()}


def test_an_edit_of_when_a_template_gives_a_card_is_built(tmp_path: Path) -> None:
    folder = start(tmp_path, 0, count=2)
    assert "3 notes  3 cards" in build(folder, NOW)[1]
    settings = tmp_path / "code/templates/ankigen/notetype.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count('when = "Recall"') == 1
    settings.write_text(text.replace('when = "Recall"', 'when = "Stem"'), encoding="utf-8")
    assert "3 notes  6 cards" in build(folder, NOW + 10)[1]
    assert [note.cards for note in read_package(folder / "apkg/bank.apkg").notes] == [(0, 1)] * 3


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "count", "steps"), [(0, 24, 12), (1, 24, 12), (2, 24, 12), (3, 260, 5)])
def test_a_build_from_the_cache_is_a_build_from_nothing(seed: int, count: int, steps: int, tmp_path: Path) -> None:
    """Make random edits; after each, build a bank with its cache, and its copy without one. Some builds are killed.

    The bank of 260 questions is built by several processes. In all cases but the first, no file counts as young, so
    that builds trust the dates even of files that were written just now.
    """
    pick = random.Random(seed)
    folder = start(tmp_path, seed, count, young=0) if seed else start(tmp_path, seed, count)
    twin = tmp_path / "twin" / "bank"
    build(folder, NOW)
    for step in range(1, steps):
        for _ in range(pick.randrange(3)):
            pick.choice(EDITS)(folder, pick)
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(folder, twin)
        (tmp_path / "twin" / "code").exists() or (tmp_path / "twin" / "code").symlink_to(tmp_path / "code")
        now = NOW + 10 * step
        if not pick.randrange(3):
            killed = command(folder, now)
            time.sleep(pick.uniform(0.1, 1))
            killed.send_signal(signal.SIGKILL)
            killed.communicate()
        warm, cold = build(folder, now), build(twin, now, "--no-cache")
        assert warm[0] == cold[0], (warm, cold)
        assert warm[2].replace(str(folder), "") == cold[2].replace(str(twin), "")
        assert outcome(folder) == outcome(twin), step
        again = build(folder, now + 5)  # nothing changed
        assert (again[0], again[2]) == (warm[0], warm[2])
        assert outcome(folder) == outcome(twin)


def edit_reader(code: Path) -> None:
    with (code / "ankigen/readers/__init__.py").open("a", encoding="utf-8") as file:
        file.write("_parse = parse\n\n\ndef parse(source, answer_key=None):\n")
        file.write("    return _parse(source._replace(text=source.text.replace('Number', 'No.')), answer_key)\n")


def update_mistune(code: Path) -> None:
    """Install another version of the code, which renders emphasis differently."""
    import mistune

    shutil.copytree(Path(mistune.__file__).parent, code / "mistune")
    (code / "mistune-99.0.dist-info").mkdir()
    html = code / "mistune/renderers/html.py"
    html.write_text(html.read_text(encoding="utf-8").replace('"<em>"', '"<em>~"'), encoding="utf-8")


def edit_words(code: Path) -> None:
    """Take a label from the words of a language, so that questions have no level."""
    words = code / "ankigen/languages/zh-Hant.toml"
    text = words.read_text(encoding="utf-8")
    label = '["難度", "難度等級"]'
    assert text.count(label) == 1
    words.write_text(text.replace(label, '["水準"]'), encoding="utf-8")


@pytest.mark.parametrize("change", [edit_reader, edit_words, update_mistune])
def test_what_other_code_kept_is_not_used(change: Callable[[Path], None], tmp_path: Path) -> None:
    folder = start(tmp_path, 0, 2)
    (folder / "q/Q-000.md").write_text(question("Q-000", stem="Number *zero*?"), encoding="utf-8")
    build(folder, NOW)
    old = outcome(folder)
    change(tmp_path / "code")
    build(folder, NOW + 10)
    warm = outcome(folder)
    build(folder, NOW + 10, "--no-cache")
    assert outcome(folder) == warm != old


@needs_links
@needs_modes
def test_what_somebody_else_could_have_written_is_not_read(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    run("build", folder)
    clean, here = outcome(folder), cache.folder_of(folder)
    edited = question().replace("first", "evil!")
    (folder / "q.md").write_text(edited, encoding="utf-8")
    run("build", folder, "-o", tmp_path / "elsewhere")  # so that the cache has what the file no longer has
    shutil.copytree(here, tmp_path / "evil")
    (folder / "q.md").write_text(question(), encoding="utf-8")
    shutil.rmtree(folder / "apkg")
    (folder / "ankigen.lock").unlink()
    for mode in (0o777, 0o770, 0o722):
        here.chmod(mode)
        assert cache.existing(folder) is None
    here.chmod(0o700)
    here.parent.chmod(0o777)
    assert cache.existing(folder) is None
    here.parent.chmod(0o700)
    shutil.rmtree(here)
    here.symlink_to(tmp_path / "evil")
    assert cache.existing(folder) is None
    before = files(tmp_path / "evil")
    assert run("build", folder).code == 0
    assert outcome(folder) == clean
    assert files(tmp_path / "evil") == before
    here.unlink()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_cache_of_another_user_is_not_read(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    run("build", folder)
    os.chown(cache.folder_of(folder), 65534, 65534)
    assert cache.existing(folder) is None
    before = files(cache.folder_of(folder))
    assert run("build", folder, now=NOW + 10).code == 0
    assert files(cache.folder_of(folder)) == before


def test_a_cache_that_came_with_a_bank_is_not_read(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    run("build", folder)
    shutil.copytree(cache.folder_of(folder), folder / ".ankigen")
    twin = tmp_path / "twin"
    shutil.copytree(folder, twin)
    before = files(twin / ".ankigen")
    assert not cache.folder_of(twin).exists()
    assert run("build", twin).code == 0
    assert files(twin / ".ankigen") == before


def test_a_cache_is_deleted_when_it_was_not_used_for_long(tmp_path: Path, run: Callable[..., Run]) -> None:
    old, new, here = (bank(tmp_path / name, {"q.md": question()}) for name in ("old", "new", "here"))
    for folder in (old, new):
        run("build", folder)
    long_ago = time.time() - cache.UNUSED - 100
    os.utime(cache.folder_of(old), (long_ago, long_ago))
    left = cache.folder_of(new) / "group-1-of-1.99.unfinished"
    left.write_bytes(b"half")
    os.utime(left, (long_ago, long_ago))
    run("build", here)
    assert not cache.folder_of(old).exists()
    assert cache.folder_of(new).exists()
    run("build", new)
    assert not left.exists()


def test_no_more_than_the_packages_and_the_ledger_is_written_into_a_bank(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    before = {*files(folder)}
    for command in (
        ("build",),
        ("check",),
        ("stats",),
        ("export",),
        ("build", "--topic", "Alpha"),
        ("build", "--check"),
    ):
        assert run(*command, folder).code == 0
    new = {path.relative_to(folder).as_posix() for path in {*files(folder)} - before}
    assert {name for name in new if not name.startswith("apkg/")} == {"ankigen.lock"}
    assert all(name.endswith(".apkg") for name in new if name.startswith("apkg/"))


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_a_bank_that_cannot_be_written_to_is_built_elsewhere(
    options: tuple[str, ...], tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(), "r.md": question("Q-2", stem="Two?")})
    run("build", folder)
    shutil.rmtree(cache.folder_of(folder))
    seen = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (folder, *folder.rglob("*"))}
    assert run("build", folder, *options, "-o", tmp_path / "elsewhere", now=NOW + 10).code == 0
    assert {path.name for path in (tmp_path / "elsewhere").iterdir()} >= {"bank.apkg"}
    assert seen == {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (folder, *folder.rglob("*"))}


def test_an_unchanged_bank_says_the_same_and_is_not_read(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(), "r.md": question(stem="Two?", answer="`Z`")})
    for path in (folder, *folder.iterdir()):
        os.utime(path, (NOW, NOW))
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)  # or the test had to wait until the files are old
    first = run("build", folder)
    monkeypatch.setattr("ankigen.build.find_banks", None)  # a real build would fail here
    again = run("build", folder, now=NOW + 100)
    errors = "".join(line for line in first.err.splitlines(keepends=True) if not line.startswith("next: "))
    assert (first.code, again.code, again.err) == (1, 1, errors)
    assert again.out == "".join(
        line for line in first.out.splitlines(keepends=True) if ".apkg" in line or line.startswith("cards in")
    )
    assert "error[" in again.err
    (folder / "s.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(TypeError):
        run("build", folder)


@pytest.mark.parametrize(
    ("change", "options"),
    [
        (None, ("--quiet",)),
        (None, ("-o", "elsewhere")),
        (lambda folder: (folder / "apkg/bank.apkg").unlink(), ()),
        (lambda folder: (folder / "apkg/bank-alpha.apkg").write_bytes(b"another"), ()),
        (lambda folder: (folder / "apkg/bank-gone.apkg").write_bytes(b"another"), ()),
        (lambda folder: (folder / "ankigen.lock").unlink(), ()),
        (lambda folder: (folder / "ankigen.lock").write_text("<<<<<<< HEAD\n", encoding="utf-8"), ()),
        (lambda folder: (folder / "bank.toml").write_text('id = "bank"\nrecall = true\n', encoding="utf-8"), ()),
        (lambda folder: (folder / "_drafts/one.png").write_bytes(PICTURE), ()),
        (lambda folder: (folder / "notes.txt").unlink(), ()),
        (lambda folder: (folder.parent / "beside.txt").unlink(), ()),
    ],
)
def test_an_unchanged_bank_is_built_when_anything_else_is_not_as_it_was(
    change: Callable[[Path], object] | None,
    options: tuple[str, ...],
    tmp_path: Path,
    run: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)
    links = "[a](notes.txt) [b](../beside.txt) ![c](_drafts/one.png)"
    texts = {"q.md": question(explanation=links), "r.md": question("Q-2", stem="Two?", answer="`Z`", topics="`Gone`")}
    folder = bank(tmp_path / "one/bank", texts)
    (folder / "_drafts").mkdir()
    for path in (folder / "notes.txt", tmp_path / "one/beside.txt"):
        path.write_text("said", encoding="utf-8")
    good = question("Q-2", stem="Two?", topics="`Gone`")
    for text in (good, texts["r.md"].replace("Two?", "Three?"), texts["r.md"].replace("Gone", "Alpha")):
        (folder / "r.md").write_text(text, encoding="utf-8")
        run("build", folder, cwd=tmp_path / "one")
    first = run("build", folder)
    twin = tmp_path / "two" / "bank"
    shutil.copytree(tmp_path / "one", twin.parent)
    for changed in (folder, twin) if change else ():
        change(changed)
    warm = run("build", folder, *options, now=NOW + 100, cwd=tmp_path / "one")
    cold = run("build", twin, *options, "--no-cache", now=NOW + 100, cwd=twin.parent)
    assert (warm.code, warm.out) == (cold.code, cold.out)
    assert warm.err.replace(str(folder), "") == cold.err.replace(str(twin), "")
    assert outcome(tmp_path / "one") == outcome(tmp_path / "two") != {}
    assert change or warm != first


def test_an_unchanged_bank_is_reported_with_paths_from_the_working_folder(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(), "r.md": question(stem="Two?", answer="`Z`")})
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)
    run("build", folder, cwd=tmp_path)
    there, here = run("build", folder), run("build", folder, cwd=folder)
    assert there.out.startswith(local("bank/apkg/bank.apkg "))
    assert here.out.startswith(local("apkg/bank.apkg "))
    assert there.err.startswith(local("bank/r.md:"))
    assert here.err.startswith("r.md:")


def test_unchanged_banks_end_as_a_build_of_them_does(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)
    good = bank(tmp_path / "good", {"q.md": question()}, 'id = "good"\n')
    faulty = bank(tmp_path / "faulty", {"q.md": question(), "r.md": question(answer="`Z`")}, 'id = "faulty"\n')
    copied = bank(tmp_path / "copied", {"q.md": question()}, 'id = "good"\n')
    assert [run("build", folder).code for folder in (good, faulty, copied) * 2] == [0, 1, 0] * 2
    assert run("build", good, faulty).code == run("build", faulty, good).code == 1
    both = run("build", good, copied)
    assert both.code == 1
    assert "two banks have the id good" in both.err


@pytest.mark.parametrize("part", [("bank", "--topic", "Alpha"), ("bank/a",)])
def test_a_part_that_was_built_does_not_stand_for_the_whole(
    part: tuple[str, ...], tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)
    files = {"a/q.md": question(), "r.md": question("Q-2", stem="Two?", topics="`Beta`")}
    folder = bank(tmp_path / "bank", files, 'id = "bank"\ntopic_minimum = 1\n')
    run("build", *part, cwd=tmp_path)
    assert not (folder / "apkg/bank.apkg").exists()
    assert "bank-beta.apkg" in run("build", "bank").out
    assert (folder / "apkg/bank.apkg").exists()


def test_a_bank_is_built_when_only_a_template_changed(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    shutil.copytree(notetypes.folder(), tmp_path / "templates")
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)
    monkeypatch.setattr(notetypes, "folder", lambda: tmp_path / "templates")
    for now in (NOW, NOW + 100):
        notetypes.load.cache_clear()
        run("build", folder, now=now)
        assert read_package(folder / "apkg/bank.apkg").notetype.mod == now
        with (tmp_path / "templates/style.css").open("a", encoding="utf-8") as file:
            file.write("/* edited */\n")
    notetypes.load.cache_clear()


def test_the_cache_is_nobody_elses(tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    move_caches(monkeypatch, tmp_path / "home")
    mask = os.umask(0)
    try:
        assert run("build", folder).code == 0
    finally:
        os.umask(mask)
    here = cache.folder_of(folder)
    assert here.is_relative_to(tmp_path / "home")
    assert [*here.parent.iterdir()] == [here]
    if MODES:
        assert not {path.stat().st_mode & 0o077 for path in (here, here.parent)} - {0}


@pytest.mark.parametrize(("old", "new"), [("B 是對的", "B 也對的"), ("C 不對", "C 也對"), ("二就是對", "一就是對")])
def test_an_edit_that_only_a_word_shows_is_dated(old: str, new: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(stem="Which one is right? " * 20)})
    run("build", folder)
    text = (folder / "q.md").read_text(encoding="utf-8")
    assert (text.count(old), len(old)) == (1, len(new))
    (folder / "q.md").write_text(text.replace(old, new), encoding="utf-8")
    assert "changed: 1 (Q-001)" in run("build", folder, now=NOW + 100).out
    (note,) = read_package(folder / "apkg/bank.apkg").notes
    assert note.mod == NOW + 100
    assert new in "".join(note.fields)


def test_what_is_kept_of_a_bank_is_what_was_read(tmp_path: Path) -> None:
    ignored = "<!-- ankigen: ignore AG202 AG208 AG403 -->\n\n[a](gone.md)\n"
    texts = {
        "a.md": question("Q-1", stem="One ![a](x.png)?", extra="[a](gone.md) ![b](gone.png)"),
        "b.md": question("Q-2", stem="Two?", extra=ignored),
        "c.md": question("Q-2", stem="Three?", answer="`Z`"),
        "d/a.md": question("Q-1", stem="Another?", explanation=""),
        "d/b.md": question("Q-5", stem="Which are [right][a]? (Choose two.)", extra="[a]: https://e.org"),
        "d/c.md": question("Q-5", stem="One ![a](x.png)?", answer="`C`"),
        "none.md": "Nothing.",
    }
    folder = bank(tmp_path / "bank", texts)
    for name in ("x.png", "d/unused.png"):
        (folder / name).write_bytes(PICTURE)
    shutil.copytree(ROOT / "tests/readers", folder / "samples")
    (location,) = find_banks([folder])
    here = cache_beside(folder)
    read = read_bank(location, here).bank
    assert len({finding.rule for finding in read.diagnostics}) > 9
    assert any(finding.related for finding in read.diagnostics)
    dead = {finding.span.path for finding in read.diagnostics if finding.rule.code == "AG403"}
    assert "a.md" in dead
    assert "b.md" not in dead
    for _ in range(2):
        assert read_bank(location, here).bank == read
    here.close()


def make_a_file(folder: Path) -> None:
    (folder / "gone.md").write_text("Nothing.", encoding="utf-8")


def make_a_file_outside(folder: Path) -> None:
    (folder.parent / "outside.md").write_text("Nothing.", encoding="utf-8")


def make_a_hidden_picture(folder: Path) -> None:
    (folder / "_hidden").mkdir()
    (folder / "_hidden" / "x.png").write_bytes(PICTURE)


def edit_a_picture(folder: Path) -> None:
    (folder / "x.png").write_bytes(PICTURE + b"edited")


def edit_a_question(folder: Path) -> None:
    path = folder / "a.md"
    path.write_text(path.read_text(encoding="utf-8").replace("One", "Another"), encoding="utf-8")


def edit_the_settings(folder: Path) -> None:
    (folder / "bank.toml").write_text('ignore = ["AG403"]\n', encoding="utf-8")


CHANGES = [make_a_file, make_a_file_outside, make_a_hidden_picture, edit_a_picture, edit_a_question, edit_the_settings]


@pytest.mark.parametrize("links", ["![d](x.png)", "[a](gone.md) [b](../outside.md) ![c](_hidden/x.png) ![d](x.png)"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_bank_is_linked_again_only_after_a_change(
    change: Callable[[Path], None], links: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read from the cache is in each case what is read without it; one that names other files is not kept."""
    monkeypatch.setattr(cache, "YOUNG", 0)
    folder = bank(tmp_path / "bank", {"a.md": question("Q-1", stem="One?", extra=links), "b.md": question("Q-2")})
    (folder / "x.png").write_bytes(PICTURE)
    (location,) = find_banks([folder])
    here = cache_beside(folder)
    first = read_bank(location, here)
    (folder / "ankigen.lock").write_text("{}", encoding="utf-8")  # no question or diagnostic depends on it
    with monkeypatch.context() as patch:
        if "gone" not in links:
            patch.setattr(link, "_linked", lambda *_: pytest.fail("it is linked again"))
        again = read_bank(location, here)
    assert again.bank == first.bank
    assert again.with_stems == first.with_stems
    change(folder)
    fresh = cache.passing(tmp_path / "fresh")
    fresh.folder.mkdir()
    changed, anew = read_bank(location, here), read_bank(location, fresh)
    assert changed.bank == anew.bank
    if "gone" in links:
        assert changed.bank != first.bank
    assert changed.with_stems == anew.with_stems
    fresh.close()
    here.close()


@pytest.mark.parametrize(
    ("steps", "options"),
    [
        *itertools.product(("edit", "delete"), (("-q",), ())),
        *(pytest.param("link", options, marks=needs_links) for options in (("-q",), ())),
    ],
)
def test_a_picture_that_a_snapshot_leaves_out_is_read_as_it_is_now(
    steps: str, options: tuple[str, ...], tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in a hidden folder, and the file system has its name in another Unicode form than the question."""
    folder = bank(tmp_path / "M\u00fcller" / "bank", {"q.md": question("Q-1", stem="![a](_img/caf\u00e9.png)?")})
    picture = folder / "_img" / "cafe\u0301.png"
    picture.parent.mkdir()
    picture.write_bytes(PICTURE)
    monkeypatch.setattr(cache, "YOUNG", 0)
    assert (run("check", folder).code, run("build", *options, folder).code) == (0, 0)
    if steps == "edit":
        picture.write_bytes(PICTURE + b"edited")
    elif steps == "delete":
        picture.unlink()
    else:
        shutil.move(picture.parent, tmp_path / "shared")
        picture.parent.symlink_to(tmp_path / "shared")
    codes = {"edit": set(), "delete": {"AG401"}, "link": {"AG405"}}[steps]
    checked = run("check", folder)
    assert {*re.findall(r"AG40\d", checked.out + checked.err)} == codes
    assert run("build", folder).code == int(steps == "link")
    if steps == "edit":
        with zipfile.ZipFile(folder / "apkg/bank.apkg") as package:
            assert PICTURE + b"edited" in map(package.read, package.namelist())


@needs_links
def test_a_linked_picture_whose_folder_is_moved_out_of_the_bank_is_refused(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is the same one, with the same dates; a snapshot leaves out its folder."""
    monkeypatch.setattr(cache, "YOUNG", 0)
    folder = bank(tmp_path / "bank", {"q.md": question("Q-1", stem="![a](x.png)?")})
    (folder / "_img").mkdir()
    (folder / "_img/x.png").write_bytes(PICTURE)
    (folder / "x.png").symlink_to("_img/x.png")
    assert (run("check", folder).code, run("build", folder).code) == (0, 0)
    shutil.move(folder / "_img", tmp_path / "shared")
    (folder / "_img").symlink_to(tmp_path / "shared")
    for command in ("check", "build"):
        result = run(command, folder)
        assert (result.code, re.findall(r"AG40\d", result.out + result.err)) == (1, ["AG405"]), command


@pytest.mark.parametrize("command", ["check", "stats", "export"])
def test_what_has_not_changed_is_not_parsed_again_however_young_it_is(
    command: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(extra="[a](https://e.org)")})
    now = run(command, folder)
    script = "import sys; from ankigen.cli import main; sys.argv[1:] = {0!r}\ntry: main()\nfinally: {1}"
    watch = "sys.stderr.write(' '.join(name for name in sys.modules if name.startswith('ankigen.readers')))"
    again = [sys.executable, "-c", script.format([command, str(folder)], watch)]
    done = subprocess.run(again, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (now.code, now.out.replace(str(folder), "bank"))
    assert "ankigen.readers" not in done.stderr


def test_each_note_has_its_own_hash_however_many_are_hashed_at_one_go(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?") for n in range(7)}
    one, two = (bank(tmp_path / name / "bank", texts) for name in ("one", "two"))
    for name in ("3.md", "5.md"):
        run("build", one)
        for folder in (one, two):
            (folder / name).write_text(texts[name].replace("Number", "Edited: number"), encoding="utf-8")
    run("build", one, now=NOW + 10)
    monkeypatch.setattr("ankigen.build.packages.notes._PART", 2)
    run("build", two, now=NOW + 10)
    hashes = [(folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()[3:-1] for folder in (one, two)]
    assert [json.loads(row)[6:8] for row in hashes[0]] == [json.loads(row)[6:8] for row in hashes[1]]


def test_no_build_is_repeated_while_its_dates_lie_in_the_future(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)
    assert run("build", folder, now=NOW).code == run("build", folder, now=NOW).code == 0
    monkeypatch.setattr(time, "time", lambda: NOW - 1000.0)  # the machine's clock is set back
    result = run("build", folder, now=NOW - 2000)
    assert result.code == 1
    assert "a date is in the future" in result.err


@contextmanager
def when_called(name: str, act: Callable[[], object]) -> Iterator[None]:
    """Run an action once, at the first call of a function with this name."""

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == name and "ankigen" in frame.f_code.co_filename:
            sys.setprofile(None)
            act()

    sys.setprofile(watch)
    try:
        yield
        assert sys.getprofile() is None, f"{name} was not called"
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize(
    "name", ["unchanged", "references_in", "state_when_old", "parse", "_pack_database", "leave_stamp"]
)
def test_an_edit_while_a_build_runs_is_in_the_next(
    name: str, tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)
    texts = {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?") for n in (1, 2)}
    folder = bank(tmp_path / "bank", texts)
    run("build", folder)
    for n in (1, 2):  # the one that this build reads first, or last
        (folder / "3.md").write_text(question("Q-3", stem=f"Written before edit {n}?"), encoding="utf-8")
        edited = texts[f"{n}.md"].replace("Number", "Edited meanwhile: number")
        with when_called(name, partial((folder / f"{n}.md").write_text, edited, encoding="utf-8")):
            run("build", folder, now=NOW + 10 * n)
        run("build", folder, now=NOW + 10 * n + 5)
        stems = [note.fields[1] for note in read_package(folder / "apkg/bank.apkg").notes]
        assert any(f"Edited meanwhile: number {n}?" in stem for stem in stems)


@needs_status_date
def test_an_edit_that_keeps_size_and_date_is_built(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(), "r.md": question("Q-002", stem="Two?")})
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)  # or the test had to wait until the files are old
    run("build", folder)
    path = folder / "r.md"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Two?", b"Too?"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert "changed: 1 (Q-002)" in run("build", folder, now=NOW + 100).out


def test_an_edit_within_the_date_of_a_file_is_built(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(), "r.md": question("Q-002", stem="Two?")})
    dates: dict[str, tuple[int, ...]] = {}

    def coarse(path: Path | str) -> tuple[int, ...] | None:
        """Return the status of a file on a file system whose dates are days."""
        status = Path(path).stat() if Path(path).exists() else None
        return status and (status.st_size, *dates.setdefault(str(path), (status.st_mtime_ns, status.st_ctime_ns)), 1)

    monkeypatch.setattr("ankigen.system.cache.state", coarse)
    monkeypatch.setattr("ankigen.system.stamp.state", coarse)
    run("build", folder)
    path = folder / "r.md"
    for number, (old, new) in enumerate([(b"Two?", b"Too?"), (b"Too?", b"Six?"), (b"Six?", b"Ten?")], 1):
        path.write_bytes(path.read_bytes().replace(old, new))
        assert "changed: 1 (Q-002)" in run("build", folder, now=NOW + 100 * number).out


@pytest.mark.parametrize("home", ["a file", "missing"])
def test_a_bank_is_built_where_no_cache_can_be(
    home: str, tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    place = tmp_path / "home"
    place.write_text("a file where the cache would be", encoding="utf-8")
    move_caches(monkeypatch, place if home == "a file" else place / "below")
    for now in (NOW, NOW + 10):
        assert run("build", folder, now=now).code == 0
    assert place.read_text(encoding="utf-8") == "a file where the cache would be"


def test_a_bank_without_files_is_nothing_to_build(tmp_path: Path, run: Callable[..., Run]) -> None:
    (tmp_path / "empty").mkdir()
    folder = bank(tmp_path / "bank", {})
    emptied = bank(tmp_path / "emptied", {"q.md": question()})
    assert run("build", emptied).code == 0
    (emptied / "q.md").unlink()
    (emptied / "bank.toml").write_text('id = "other"\n', encoding="utf-8")
    (emptied / "ankigen.lock").unlink()
    for path in (tmp_path / "empty", folder, emptied):
        built = run("build", path)
        assert (built.code, built.out) == (1, "")
        assert built.err.startswith("error: nothing was built: no question was found\n")


def test_what_a_killed_build_left_is_cleaned_away(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = {"q.md": question(), "r.md": question("Q-002", stem="Two?", topics="`Beta`")}
    folder = bank(tmp_path / "bank", files, 'id = "bank"\ntopic_minimum = 1\n')
    run("build", folder)
    left = folder / "apkg" / "bank-beta.apkg"  # which is not made again
    for _ in range(3):  # the package, its database, and that of the earlier package
        left = atomic.unfinished(left)
        left.write_bytes(b"half")
    (folder / "q.md").write_text(question(stem="Edited?"), encoding="utf-8")
    assert run("build", folder, now=NOW + 10).code == 0
    assert sorted(path.name for path in (folder / "apkg").iterdir()) == [
        "bank-alpha.apkg",
        "bank-beta.apkg",
        "bank.apkg",
    ]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list open files")
def test_no_file_that_is_open_is_replaced_where_windows_would_refuse_it(
    tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_windows(real: Callable[..., None]) -> Callable[..., None]:
        def refuse(path: str, *others: str, **options: Any) -> None:
            full = {os.path.realpath(name) for name in (path, *others)}
            for link_to_open in Path("/proc/self/fd").iterdir():
                if os.path.realpath(link_to_open) in full:
                    raise PermissionError(errno.EACCES, "Access denied", str(path))
            real(path, *others, **options)

        return refuse

    monkeypatch.setattr(cache, "KEEPS_OPEN", False)
    for name in ("replace", "rename", "unlink"):
        monkeypatch.setattr(os, name, as_windows(getattr(os, name)))
    folder = bank(tmp_path / "bank", {f"Q-{n}.md": question(f"Q-{n}", stem=f"What is {n}?") for n in range(1, 9)})
    plain = bank(tmp_path / "plain" / "bank", {})
    for step in range(3):
        path = folder / f"Q-{step + 1}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("What is", "What, then, is"), encoding="utf-8")
        assert run("build", folder, now=NOW + step).code == 0
        for command in ("check", "export", "preview", "stats"):
            assert run(command, folder).code == 0
    monkeypatch.undo()
    shutil.copytree(folder, plain, dirs_exist_ok=True, ignore=shutil.ignore_patterns("apkg"))
    assert run("build", "--no-cache", plain, now=NOW + 3).code == 0
    assert (plain / "apkg" / "bank.apkg").read_bytes() == (folder / "apkg" / "bank.apkg").read_bytes()


@pytest.mark.slow
def test_a_large_bank_is_built_again_with_the_settings_and_files_of_now(tmp_path: Path) -> None:
    """With more than two hundred files, their states are read only once, and the package is unpacked in advance."""
    folder = start(tmp_path, 0, count=220, young=0)
    (folder / "q/picture.md").write_text(question("Q-p", stem="What is ![this](one.png)?"), encoding="utf-8")
    shutil.move(folder / "q/Q-007.md", folder / "q/Q-007.MARKDOWN")
    twin = tmp_path / "twin" / "bank"
    build(folder, NOW)
    edits: list[Callable[[], object]] = [
        lambda: edit_text(folder, random.Random(1)),
        lambda: (folder / "q/Q-007.MARKDOWN").write_text(question("Q-007", stem="Edited?"), encoding="utf-8"),
        lambda: change_picture(folder, random.Random(2)),
        lambda: (folder / "bank.toml").write_text('id = "bank"\ntitle = "Bank"\nlanguage = "en"\n', encoding="utf-8"),
    ]
    for step, edit in enumerate(edits, 1):
        edit()
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(folder, twin)
        (tmp_path / "twin" / "code").exists() or (tmp_path / "twin" / "code").symlink_to(tmp_path / "code")
        warm, cold = build(folder, NOW + 10 * step), build(twin, NOW + 10 * step, "--no-cache")
        assert (warm[0], cold[0]) == (0, 0), warm
        assert "changed: " in warm[1]
        assert outcome(folder) == outcome(twin)
        assert not [*cache.folder_of(folder).glob("*.unfinished")]


@needs_links
def test_no_link_in_a_bank_leads_a_build_out_of_it(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    target = tmp_path / "outside"
    target.write_text("mine", encoding="utf-8")
    (folder / "apkg").mkdir()
    (folder / "apkg/.bank.apkg.unfinished").symlink_to(target)
    assert run("build", folder).code == 0
    assert target.read_text(encoding="utf-8") == "mine"


def test_processes_that_are_spawned_give_the_same_packages(tmp_path: Path) -> None:
    folder = bank(tmp_path / "b", {f"q/Q-{n:03}.md": question(f"Q-{n:03}") for n in range(1, 140)})
    built = {}
    start = "sys.argv = ['ankigen', *sys.argv[1:]]; runpy.run_module('ankigen', run_name='__main__')"
    for name, without_fork in (("forked", ""), ("spawned", "os.__dict__.pop('fork', None); ")):
        code = f"import os, runpy, sys; {without_fork}{start}"
        command = [sys.executable, "-c", code, "build", "--no-cache", "-o", str(tmp_path / name), str(folder)]
        subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(NOW)}, capture_output=True)
        built[name] = {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
    assert built["spawned"] == built["forked"]
