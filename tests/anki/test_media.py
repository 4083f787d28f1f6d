"""Pictures and sounds: found only in the bank, named by their content, and imported into the real Anki."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from systems import needs_any_name, needs_links, needs_pipes
from writing import bank, media_in, question

from ankigen.anki.apkg import read_package, write_package
from ankigen.anki.media import collect_media, svg
from ankigen.markdown import Look, targets, to_html
from ankigen.model import MediaReference, Span
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from anki_backend import Learner
    from conftest import Run

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="teal"/></svg>'
NAME = re.compile(r"[a-z0-9-]+-[0-9a-f]{16}\.[a-z0-9]+")


def made(folder: Path, stem: str, files: dict[str, bytes], settings: str = 'id = "bank"\n', **parts: Any) -> Path:
    """Write a bank of one question, with these files beside it."""
    bank(folder, {"q/Q-001.md": question(stem=stem, **parts)}, settings)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def package(folder: Path, run: Callable[..., Run], code: int = 0, **settings: Any) -> Path:
    """Build a bank; return the path of its package."""
    result = run("build", folder, "-o", folder / "out", **settings)
    assert result.code == code, result.err
    return folder / "out" / "bank.apkg"


def media_of(learner: Learner) -> dict[str, bytes]:
    """Return the files in the collection's media folder."""
    return {path.name: path.read_bytes() for path in Path(learner.col.media.dir()).iterdir()}


def codes(folder: Path, run: Callable[..., Run]) -> list[str]:
    return [json.loads(line)["code"] for line in run("check", folder, "--format", "json").out.splitlines()]


def test_every_way_to_name_a_file_reaches_anki(tmp_path: Path, run: Callable[..., Run], learner: Learner) -> None:
    files = {
        "q/one.png": PNG,
        "q/img/one.png": SVG,  # another picture of the same name
        "q/a b (1).gif": GIF,
        "_shared/圖.png": PNG + b"2",
        ".hidden/h.gif": GIF + b"2",
        "q/tag.png": PNG + b"4",
        "q/ref.png": PNG + b"5",
        "q/sound.mp3": MP3,
        "q/link.mp3": MP3 + b"2",
        "q/why.png": PNG + b"6",
        "q/option.png": PNG + b"7",
        "q/cell.png": PNG + b"8",
    }
    stem = (
        "![one](one.png) ![other](./img/one.png) ![sp](<a b (1).gif>) ![up](../_shared/圖.png?raw=true)\n"
        '![hidden](../.hidden/h.gif "a title") <img src="tag.png" alt="a &quot;tag&quot;">\n'
        "![by *name*][pic]\n\n![the word](sound.mp3) and [listen](link.mp3)"
    )
    folder = made(
        tmp_path / "bank",
        stem,
        files,
        options={"A": "x", "B": "![o](option.png)", "C": "z"},
        explanation="![w](why.png)",
        extra="### 對照\n\n| a | b |\n|---|---|\n| ![c](cell.png) | 2 |\n\n[pic]: ref.png\n",
    )
    assert [code for code in codes(folder, run) if code.startswith("AG4")] == ["AG407"]  # img/one.png is an SVG
    path = package(folder, run)
    learner.take(path)
    names = media_of(learner)
    assert len(names) == len(files)
    assert all(NAME.fullmatch(name) and len(name) <= 120 for name in names)
    assert sorted(media_in(path).values()) == sorted(
        data if data is not SVG else svg.clean(SVG).data for data in files.values()
    )
    media = learner.col.media.check()
    assert (list(media.missing), list(media.unused), media.have_trash) == ([], [], False)
    output = learner.card("Q-001").render_output(reload=True)
    assert [tag.filename for tag in output.question_av_tags] == [
        name for stem in ("sound", "link") for name in sorted(names) if name.startswith(f"{stem}-")
    ]
    assert 'alt="a &quot;tag&quot;"' in output.question_text
    assert 'alt="by name"' in output.question_text
    assert "the word" in output.question_text


@pytest.mark.parametrize(
    "explanation", ["First.\n\n" + "Then. " * 60 + "![](why.mp3)", "First ![](why.mp3) comes.\n\n" + "Then. " * 60]
)
def test_the_back_repeats_no_sound_of_the_front_on_its_own(
    tmp_path: Path, run: Callable[..., Run], learner: Learner, explanation: str
) -> None:
    files = {"q/stem.mp3": MP3, "q/option.mp3": MP3 + b"2", "q/why.mp3": MP3 + b"3"}
    folder = made(
        tmp_path / "bank",
        "Which one is it? ![](stem.mp3)",
        files,
        options={"A": "x", "B": "beta ![](option.mp3)", "C": "z"},
        explanation=explanation,
    )
    learner.take(package(folder, run))
    output = learner.card("Q-001").render_output(reload=True)
    played = [[tag.filename[:4] for tag in tags] for tags in (output.question_av_tags, output.answer_av_tags)]
    assert played == [["stem", "opti"], ["why-"]]
    for button in ("[anki:play:q:0]", "[anki:play:q:1]", "[anki:play:a:0]"):
        assert output.answer_text.count(button) == 1  # each has one


def test_embeds_of_note_apps_are_pictures(tmp_path: Path, run: Callable[..., Run], learner: Learner) -> None:
    files = {
        "q/beside.png": PNG,
        "top.png": PNG + b"1",
        "attachments/deep/one two.png": PNG + b"2",
        "attachments/sound.mp3": MP3,
        "a/same.png": PNG + b"3",
        "same.png": PNG + b"4",
        "attachments/e\u0301.png": PNG + b"5",
    }
    stem = "![[beside.png]] ![[top.png|300]] ![[one two.png|alt]] ![[sound.mp3]] ![[same.png]] ![[\u00e9.png]]"
    folder = made(tmp_path / "bank", f"{stem} ![[Deep/One two.PNG]]", files)
    diagnostics = [json.loads(line) for line in run("check", folder, "--format", "json").out.splitlines()]
    assert {one["code"] for one in diagnostics} <= {"AG307"}  # every file may be meant, `a/same.png` as well
    learner.take(package(folder, run))
    assert len(media_of(learner)) == len(files) - 1
    front, _ = learner.sides(learner.card("Q-001"))
    assert front.count("<img") == 6
    assert "![[" not in front


def test_an_embed_that_means_no_file_or_several_is_a_warning(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = {"a/same.png": PNG, "b/same.png": PNG + b"1", "x.png": PNG + b"2"}
    folder = made(tmp_path / "bank", "![[same.png]] ![[no.png]] ![[../../x.png]] ![[/etc/x.png]] `![[x.png]]`", files)
    diagnostics = [json.loads(line) for line in run("check", folder, "--format", "json").out.splitlines()]
    warnings = {(one["code"], one["message"], one["hint"]) for one in diagnostics if one["code"].startswith("AG4")}
    assert (
        "AG401",
        "`same.png` is the name of several files",
        "write the folder as well: `a/same.png`, `b/same.png`",
    ) in warnings
    assert ("AG401", "`no.png` does not exist", "add the file, or correct its name") in warnings
    assert [code for code, *_ in warnings].count("AG405") == 2
    assert not any("delete" in hint for *_, hint in warnings)


def test_a_changed_picture_reaches_who_has_the_old_one(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = made(tmp_path / "bank", "![x](a.png)", {"q/a.png": PNG})
    learner.take(package(folder, run))
    (folder / "q" / "a.png").write_bytes(PNG + b"new")
    path = package(folder, run, now=1_750_100_000)
    assert learner.take(path)[1:3] == (0, 1)
    (name,) = re.findall(r'<img src="([^"]+)"', learner.sides(learner.card("Q-001"))[0])
    assert media_of(learner)[name] == PNG + b"new"
    assert list(learner.col.media.check().missing) == []


@needs_any_name
def test_a_picture_with_the_name_of_a_device_is_renamed(tmp_path: Path, run: Callable[..., Run]) -> None:
    (name,) = media_in(package(made(tmp_path / "bank", "![x](CON.png)", {"q/CON.png": PNG}), run))
    assert NAME.fullmatch(name)


def test_a_diff_tells_of_a_changed_picture(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = made(tmp_path / "bank", "![x](a.png)", {"q/a.png": PNG})
    old = package(folder, run).rename(tmp_path / "old.apkg")
    (folder / "q" / "a.png").write_bytes(PNG + b"new")
    assert "Stem: " in run("diff", old, package(folder, run, now=1_750_100_000)).out


def test_packages_hold_the_files_of_their_own_notes_and_are_the_same_bytes(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    files = {
        "a.md": question("Q-1", stem="![x](x.svg)", topics="`Alpha`"),
        "b.md": question("Q-2", stem="![y](y.svg)", topics="`Beta`"),
    }
    folder = bank(tmp_path / "bank", files, 'id = "bank"\ntopic_minimum = 1\n')
    for name in "xy":
        (folder / f"{name}.svg").write_bytes(SVG.replace(b"teal", name.encode()))
    whole = package(folder, run)
    first = whole.read_bytes()
    media = media_in(whole)
    assert [name[0] for name in media_in(whole.with_name("bank-alpha.apkg"))] == ["x"]
    assert [name[0] for name in media] == ["x", "y"]
    write_package(read_package(whole).model_copy(update={"media": media}), whole)
    assert whole.read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "0", "1"]


SPECIAL: dict[str, Callable[[Path, Path], object]] = {  # what makes the files that are none, in a folder and outside
    "link.png": lambda folder, outside: (folder / "link.png").symlink_to(outside / "outside.png"),
    "linked/outside.png": lambda folder, outside: (folder / "linked").symlink_to(outside),
    "loop.png": lambda folder, _: (folder / "loop.png").symlink_to(folder / "loop.png"),
    "fifo.png": lambda folder, _: os.mkfifo(folder / "fifo.png"),
    "folder.png": lambda folder, _: (folder / "folder.png").mkdir(),
}


@pytest.mark.parametrize(
    "target",
    [
        "../outside.png",
        "../../outside.png",
        "img/../../../outside.png",
        "%2e%2e/%2e%2e/outside.png",
        "..%2f..%2foutside.png",
        "{root}/outside.png",
        "//{root}/outside.png",
        "file://{root}/outside.png",
        "FILE:{root}/outside.png",
        "file%3a//{root}/outside.png",
        "%2f{root}/outside.png",
        "..\\\\..\\\\outside.png",
        "..%5c..%5coutside.png",
        "%252e%252e/%252e%252e/outside.png",
        "%2e%2e%2f%252e%252e/outside.png",
        "..%c0%af..%c0%afoutside.png",
        "..%00/..%00/outside.png",
        pytest.param("link.png", marks=needs_links),
        pytest.param("linked/outside.png", marks=needs_links),
        pytest.param("loop.png", marks=needs_links),
        pytest.param("fifo.png", marks=needs_pipes),
        "folder.png",
        "/etc/hostname",
        "file:///etc/passwd",
        "C:\\\\outside.png",
        "C:outside.png",
        "\\\\\\\\localhost\\\\c$\\\\outside.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "....//....//outside.png",
        "&#46;&#46;/&#46;&#46;/outside.png",
        "%E2%80%A5/outside.png",
        "．．/．．/outside.png",
        "~/outside.png",
        "$HOME/outside.png",
        "https://example.org/outside.png",
        "//example.org/outside.png",
        "a" * 300 + ".png",
    ],
)
@pytest.mark.parametrize("form", ["![alt](<{}>)", '<img src="{}" alt="alt">', "![alt][r]\n\n[r]: <{}>"])
def test_nothing_outside_the_bank_is_read(tmp_path: Path, run: Callable[..., Run], target: str, form: str) -> None:
    (tmp_path / "outside.png").write_bytes(PNG + b"secret")
    root = tmp_path.as_posix()
    special = SPECIAL.get(target)
    target = target.replace("{root}", root.lstrip("/") if target.startswith(("//", "%2f")) else root)
    if form.startswith("<"):
        target = target.replace("\\\\", "\\")
    folder = made(tmp_path / "bank", f"See {form.format(target)} here?", {})
    if special:
        special(folder / "q", tmp_path)
    result = run("build", folder, "-o", tmp_path / "out")
    built = read_package(tmp_path / "out" / "bank.apkg")
    assert media_in(tmp_path / "out" / "bank.apkg") == {}
    assert "alt" in built.notes[0].fields[1]
    assert "<img" not in built.notes[0].fields[1]
    reported = set(codes(folder, run))
    assert reported & {"AG401", "AG404", "AG405"}
    assert result.code == ("AG405" in reported)


@pytest.mark.parametrize("target", ["../../outside.png", "x/../../../outside.png", "%2e%2e/../outside.png"])
def test_a_path_that_leads_out_means_no_file_of_that_name_inside(
    tmp_path: Path, run: Callable[..., Run], target: str
) -> None:
    folder = made(tmp_path / "bank", f"![x]({target})", {"outside.png": PNG, "q/outside.png": PNG})
    assert media_in(package(folder, run, code=1)) == {}
    assert "AG405" in codes(folder, run)


def test_a_misspelt_name_is_answered_with_the_right_one(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = made(tmp_path / "bank", "![x](Diagramm.png)", {"q/diagram.png": PNG})
    assert "did you mean `diagram.png`?" in run("check", folder, "--format", "full").out


@pytest.mark.parametrize("size", [2**20, 2**20 + 1])
def test_the_limit_is_what_bank_toml_says(tmp_path: Path, run: Callable[..., Run], size: int) -> None:
    data = PNG.ljust(size, b"\0")
    folder = made(tmp_path / "bank", "![x](a.png)", {"q/a.png": data}, 'id = "bank"\nmedia_limit = 1\n')
    assert len(media_in(package(folder, run, code=int(size > 2**20)))) == (size <= 2**20)


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    (tmp_path / "a.png").write_bytes(PNG)
    opened: list[str] = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (opened.append(path.name), read(path))[1])
    references = [MediaReference("a.png", Span(path=f"{n}.md", line=n)) for n in range(1, 9)]
    media, wrong = collect_media(references, tmp_path, 1)
    assert (opened, wrong, len(media.names), len(media.files)) == (["a.png"], (), 8, 1)


@pytest.mark.parametrize(
    ("name", "data", "suffix"),
    [
        ("a.png", PNG, ".png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", ".jpg"),
        ("a.gif", GIF, ".gif"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
        ("a.avif", b"\0\0\0\x20ftypavif", ".avif"),
        ("a.svg", b"<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x.dtd'>\n" + SVG, ".svg"),
        ("a.mp3", MP3, ".mp3"),
        ("a.opus", b"OggS", ".ogg"),
        ("a.wav", b"RIFF\0\0\0\0WAVE", ".wav"),
        ("a.m4a", b"\0\0\0\x20ftypM4A ", ".m4a"),
        ("a.flac", b"fLaC", ".flac"),
        ("a.html.png", b"<html><script>alert(1)</script>", ""),
        ("a.png", b"MZ\x90", ""),
        ("a.bmp", b"BM", ""),
        ("a.svg", b"<html>", ""),
        ("a.svg", SVG[:40], ""),
        ("a.png", b"", ""),
    ],
)
def test_a_file_is_what_its_first_bytes_say(tmp_path: Path, name: str, data: bytes, suffix: str) -> None:

    (tmp_path / name).write_bytes(data)
    media, wrong = collect_media([MediaReference(name, Span(path="q.md", line=1))], tmp_path, 1)
    assert [one[-len(suffix) :] for one in media.files] == ([suffix] if suffix else [])
    assert [one.rule.code for one in wrong] == ([] if suffix else ["AG408"])


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ('![a **b** "c" <d>](p.png)', '<p><img src="p-1.png" alt="a b &quot;c&quot; &lt;d&gt;"></p>'),
        ("![[sound:x] \\\\(y\\\\)](p.png)", '<p><img src="p-1.png" alt="［sound:x] ＼(y＼)"></p>'),
        ("[![a](p.png)](https://e.org)", '<p><a href="https://e.org"><img src="p-1.png" alt="a"></a></p>'),
        ("![](s.mp3)", "<p>[sound:s-1.mp3]</p>"),
        ("![hear](s.mp3)", "<p>hear [sound:s-1.mp3]</p>"),
        ("[hear](s.mp3)", "<p>hear [sound:s-1.mp3]</p>"),
        ("[hear](none.mp3)", '<p>hear <span class="missing">[none.mp3]</span></p>'),
        ("![](none.png)", '<p><span class="missing">[none.png]</span></p>'),
        ("[sound:s-1.mp3]", "<p><span>[</span>sound:s-1.mp3]</p>"),
        ('<audio src="s.mp3"></audio>', '<p>&lt;audio src="s.mp3"&gt;&lt;/audio&gt;</p>'),
        ('<img src="none.png">', '<p>&lt;img src="none.png"&gt;</p>'),
        ('<img onerror=x() src="p.png" style=y>', '<p><img src="p-1.png" alt=""></p>'),
        ('<p align="center">\n<img src="p.png">\n</p>', None),
        ("`![a](p.png)` `<img src=p.png>`", "<p><code>![a](p.png)</code> <code>&lt;img src=p.png&gt;</code></p>"),
    ],
)
def test_what_a_card_shows_for_a_file(markdown: str, html: str | None) -> None:
    look = Look(media={"p.png": "p-1.png", "s.mp3": "s-1.mp3"})
    made = to_html(markdown, look)
    assert made == html if html else '<img src="p-1.png" alt="">' in made


def test_code_names_no_file() -> None:
    assert targets("`![a](p.png)`\n\n```\n![a](p.png) <img src=x>\n```\n") == ()


PEAK = """
import sys
from pathlib import Path
from ankigen.cli import cli

try:
    cli(["build", "--quiet", sys.argv[1]])
except SystemExit as ended:
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(ended.code, peak.split()[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.slow
def test_pictures_are_never_in_memory_all_at_once(tmp_path: Path) -> None:
    pictures = {f"{number}.png": PNG + os.urandom(9 * 2**20) for number in range(20)}
    stem = "Which?\n\n" + "\n\n".join(f"![x]({name})" for name in pictures)
    folder = bank(tmp_path / "bank", {"Q-001.md": question(stem=stem)})
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
    built = subprocess.run([sys.executable, "-c", PEAK, folder], capture_output=True, encoding="utf-8", check=True)
    code, peak = map(int, built.stdout.split())
    assert code == 0
    assert sorted(media_in(folder / "apkg" / "bank.apkg").values()) == sorted(pictures.values())
    assert peak < 120 * 1024, "KiB, for 180 MiB of pictures"


def test_a_picture_that_changes_during_the_build_is_not_packed_under_its_old_name(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    media, _ = collect_media([MediaReference("a.png", Span(path="q.md", line=1))], tmp_path, 1)
    (name,) = media.files
    assert media.files[name] == PNG
    for change in (lambda: (tmp_path / "a.png").write_bytes(PNG + b"new"), (tmp_path / "a.png").unlink):
        change()
        with pytest.raises(UserError, match="changed during the build"):
            media.files[name]
