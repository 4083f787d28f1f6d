"""`ankigen progress` and `ankigen picks`, with what a learner did in the real Anki."""

from __future__ import annotations

import json
import re
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import reviewers
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run
    from playwright.sync_api import Browser

COUNT = 36
SETTINGS = """\
id = "bank"
title = "Bank <b>"
pass = 0.6
exam_date = 2099-01-01
[blueprint]
"Streaming" = 70
"Storage" = 30
[tags.families]
"Looks alike" = ["Similar-Function", "Similar-Name"]
"""


# The labels of plots that are not all inside of their picture.
CUT_LABELS = """Array.from(document.querySelectorAll("svg text")).filter((text) => {
  const [inner, outer] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
  return inner.left < outer.left || inner.right > outer.right || inner.top < outer.top || inner.bottom > outer.bottom;
}).map((text) => text.textContent)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    reviewers.skip_without_browser()
    with reviewers.browser() as started:
        yield started


@pytest.fixture
def base(tmp_path: Path, learner: Learner, run: Callable[..., Run]) -> Path:
    """Return a folder with the bank `bank` and a profile of Anki: a learner who fails at what looks alike."""
    files = {}
    for n in range(COUNT):
        trap = ("Similar-Function", "Similar-Name", "Negation", "Missing-Step")[n % 4]
        text = question(f"Q-{n:02}", stem=f"What is number {n}?", traps=f"`{trap}`", topics=f"`Topic-{n % 3}`")
        domain = "Streaming" if n % 2 else "Storage"
        files[f"Q-{n:02}.md"] = text.replace("Data Engineering / Operations", domain)
    assert run("build", bank(tmp_path / "bank", files, SETTINGS)).code == 0
    learner.take(tmp_path / "bank" / "apkg" / "bank.apkg")
    for n in range(COUNT - 2):
        card = learner.card(f"Q-{n:02}")
        alike = n % 4 < 2
        for day, good in enumerate((not alike, not alike or n % 3 == 0, True)):
            card.start_timer()
            learner.col.sched.answerCard(card, 3 if good else 1)
            card.load()
            at = int((time.time() - (30 - n / 2 - day) * 86_400) * 1000)
            learner.col.db.execute("update revlog set id = ? where id = (select max(id) from revlog)", at)
    learner.col.db.execute('update cards set data = json_set(data, "$.cd", ?) where id = ?', '{"ag":"46"}', card.id)
    learner.col.db.execute("update cards set type = 2, queue = 2, ivl = 60, due = 60 where id = ?", card.id)
    backups = tmp_path / "User 1" / "backups"
    backups.mkdir(parents=True)
    learner.col.create_backup(backup_folder=str(backups), force=True, wait_for_completion=True)
    return tmp_path


def progress(run: Callable[..., Run], base: Path, *args: object) -> Run:
    return run("progress", base / "bank", "-b", base, *args)


def test_it_names_what_the_learner_falls_for_and_what_to_study(
    base: Path, run: Callable[..., Run], learner: Learner
) -> None:
    result = progress(run, base, "--format", "json")
    assert (result.code, result.err) == (0, "")
    report = json.loads(result.out)
    assert report["standing"]["seen"] == COUNT - 2
    traps = report["weaknesses"][0]["groups"]
    assert traps[0]["name"] == "Looks alike"
    assert traps[0]["alarm"]
    assert not any(group["alarm"] for group in traps[1:])
    ids = {learner.col.get_note(number).fields[0] for number in learner.col.find_notes(report["search"])}
    assert ids == set(report["focus"])
    assert all(int(key[2:]) % 4 < 2 for key in ids)
    assert report["plan"]["new"] == 2
    assert report["picked"] == [
        {
            "key": f"Q-{COUNT - 3:02}",
            "span": {"path": f"Q-{COUNT - 3:02}.md", "line": 1, "column": 1},
            "reviews": 3,
            "recorded": 2,
            "picks": [
                {"label": "A", "right": False, "count": 0},
                {"label": "B", "right": True, "count": 1},
                {"label": "C", "right": False, "count": 2},
            ],
        }
    ]


@pytest.mark.slow
def test_text_and_page_have_the_numbers_of_the_json(base: Path, run: Callable[..., Run]) -> None:
    report = json.loads(progress(run, base, "--format", "json").out)
    text, page = progress(run, base).out, progress(run, base, "--format", "html").out
    score = report["standing"]["score"]
    wanted = [
        f"{score['expected']:.0%}",
        f"{score['chance']:.0%}",
        f"{score['low'] * 100:.0f}–{score['high'] * 100:.0f}%",
    ]
    for weakness in report["weaknesses"]:
        for group in weakness["groups"][:3]:
            wanted += [group["name"], f"{group['wrong']} of {group['reviews']}", f"{group['rate']:.0%}"]
            wanted.append(f"{group['low'] * 100:.0f}–{group['high'] * 100:.0f}%")
    standing, plan, retention = report["standing"], report["plan"], report["standing"]["retention"]
    for domain in standing["domains"]:
        wanted += [f"{domain['right']} of {domain['seen']}", f"{domain['rate']:.0%}", f"{domain['weight']:.0%}"]
        wanted.append(f"{domain['low'] * 100:.0f}–{domain['high'] * 100:.0f}%")
    wanted += [
        f"{standing['first_right'] / standing['first_sights']:.0%}",
        f"{standing['first_right']} of the latest {standing['first_sights']} questions",
        f"pass mark {standing['pass_mark']:.0%}",
        f"{retention['right'] / retention['reviews']:.0%}",
        f"of {retention['reviews']} later reviews",
        f"{plan['new_per_day']} a day",
        f"{plan['due']} cards, {plan['due_this_week']} of them within 7 days",
    ]
    wanted += [f"{report['plan']['new']} left", f"{report['standing']['seen']} of {COUNT} questions seen"]
    shown = re.sub(r"<[^>]*>", "", page)
    for part in wanted:
        assert part in text, part
        assert part in shown, part
    assert report["search"] in text
    assert "Bank &lt;b&gt;" in page


@pytest.mark.slow
def test_the_plots_of_the_page_have_the_numbers_of_the_json(base: Path, run: Callable[..., Run]) -> None:
    report = json.loads(progress(run, base, "--format", "json").out)
    page = progress(run, base, "--format", "html").out
    rows = [(weakness["mean"], row) for weakness in report["weaknesses"] for row in weakness["groups"][:3]]
    for line, row in rows + [(report["standing"]["pass_mark"], row) for row in report["standing"]["domains"]]:
        left, width = f"{row['low']:.1%}", f"{row['high'] - row['low']:.1%}"
        bar = f'<i class="band" style="left:{left};width:{width}"></i><i class="mean" style="left:{line:.1%}"></i>'
        assert f'{bar}<i class="rate" style="left:{row["rate"]:.1%}"></i>' in page
    today = f"{datetime.now(UTC).astimezone().date()}"
    for day in report["days"]:
        assert day["day"] == today or f"<title>{day['day']}: {day['reviews']} review" in page
    for day in report["due"]:
        assert f"<title>{day['day']}: {day['cards']} card" in page
    assert f"The line is your mean, {report['weaknesses'][0]['mean']:.0%}." in page
    assert '<td>C 2</td><td class="number">2 of 3</td>' in page
    for trap in report["picked_traps"]:
        assert f'<th scope="row">{trap["name"]}</th><td class="number">{trap["picks"]}</td>' in page
    for domain in report["standing"]["domains"]:
        assert f'{domain["seen"]}</td><td class="number">{domain["rate"]:.0%}</td>' in page
    weeks: dict[str, list[int]] = {}
    for day in report["days"]:
        week = weeks.setdefault("{}-{}".format(*date.fromisoformat(day["day"]).isocalendar()), [0, 0])
        week[0] += day["right"]
        week[1] += day["reviews"]
    first, *_, last = (f"{right / reviews:.0%}" for right, reviews in weeks.values())
    assert re.search(rf"Right answers by week: {first} in the week of .*, {last} in that of ", page)


@pytest.mark.slow
def test_the_focus_package_gives_no_new_note(base: Path, run: Callable[..., Run], learner: Learner) -> None:
    assert progress(run, base, "--focus").code == 0
    package = base / "bank" / "apkg" / "bank--focus.apkg"
    imported = learner.take(package)
    assert imported.notes > 0
    assert (imported.new, imported.updated) == (0, 0)


@pytest.mark.slow
def test_counts_are_merged_for_the_author(base: Path, run: Callable[..., Run]) -> None:
    counts = base / "a.json"
    assert progress(run, base, "--counts", counts).code == 0
    copies = [base / f"{number}.json" for number in range(10)]
    for copy in copies:
        copy.write_bytes(counts.read_bytes())
    merge = [part for copy in copies for part in ("--merge", copy)]
    merged = run("progress", base / "bank", *merge)
    assert merged.code == 0
    assert "AG502" in merged.out
    assert re.search(r"bank/Q-02\.md:\d+:\d+: warning\[AG502\]", merged.out)
    assert merged.err.startswith("10 learners, ")
    assert f"9.json: the same counts as in {copies[0]}; give" in merged.err
    sarif = run("progress", base / "bank", *merge, "--format", "sarif")
    assert json.loads(sarif.out)["runs"][0]["results"][0]["ruleId"].startswith("AG50")
    renamed = base / "renamed.json"
    renamed.write_text(
        re.sub(r'"questions": \{\n  "', '"questions": {"gone', counts.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert "not in the bank, and left out: 1" in run("progress", base / "bank", "--merge", renamed).err
    assert progress(run, base, "--counts", counts).code == 0
    settings = base / "bank" / "bank.toml"
    refused = progress(run, base, "--counts", settings)
    assert (refused.code, "bank.toml: is not a file of" in refused.err) == (1, True)
    assert settings.read_text(encoding="utf-8") == SETTINGS
    assert [
        json.loads(line)["code"] for line in run("progress", base / "bank", *merge, "--format", "json").out.splitlines()
    ]
    one = run("progress", base / "bank", "--merge", renamed, "--format", "json")
    assert (one.code, one.out) == (0, "")
    page = run("progress", base / "bank", *merge, "--format", "html")
    assert (page.code, page.out, "--merge has no page" in page.err) == (2, "", True)
    twice = run("progress", base / "bank", *merge, "--merge", copies[0])
    assert (twice.code, "0.json: is given twice" in twice.err) == (1, True)


@pytest.mark.slow
def test_with_focus_the_output_is_still_json_and_html(base: Path, run: Callable[..., Run]) -> None:
    for style, begins in (("json", "{"), ("html", "<!doctype html>")):
        result = progress(run, base, "--focus", "--format", style)
        assert (result.code, result.out[: len(begins)]) == (0, begins)
        assert "bank--focus.apkg: " in result.err


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("pass = 70", "at most 1.0"),
        ('[tags.families]\nA = ["X-Y"]\nB = ["x y"]', "the trap `x y` is in two families, `A` and `B`"),
    ],
)
def test_wrong_settings_give_no_report(base: Path, run: Callable[..., Run], setting: str, message: str) -> None:
    (base / "bank" / "bank.toml").write_text(f'id = "bank"\n{setting}\n', encoding="utf-8")
    result = progress(run, base)
    assert (result.code, result.out) == (1, "")
    assert message in result.err


@pytest.mark.slow
@pytest.mark.parametrize(("days", "left"), [(-1, "is over"), (0, "today"), (1, "1 day left"), (2, "2 days left")])
def test_what_is_left_until_the_exam_is_counted_in_days(
    base: Path, run: Callable[..., Run], days: int, left: str
) -> None:
    settings = (base / "bank" / "bank.toml").read_text(encoding="utf-8")
    exam = datetime.now(UTC).astimezone().date() + timedelta(days=days)
    (base / "bank" / "bank.toml").write_text(settings.replace("2099-01-01", f"{exam}"), encoding="utf-8")
    out, page = progress(run, base).out, progress(run, base, "--format", "html").out
    assert re.search(rf"{exam} +{left}\n", out)
    assert f"<dt>{exam}</dt><dd><b>{left}</b>" in page
    assert ("due until then" in out) == ("due until then" in page) == (days > 0)


@pytest.mark.slow
def test_a_profile_is_asked_for_only_if_several_have_cards(base: Path, run: Callable[..., Run]) -> None:
    (backup,) = (base / "User 1" / "backups").iterdir()
    empty = base / "Other" / "backups"
    empty.mkdir(parents=True)
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()
    assert names
    (empty / "x.colpkg").write_bytes(backup.read_bytes())
    result = progress(run, base)
    assert (result.code, "name one: --profile Other or 'User 1'" in result.err) == (1, True)
    assert progress(run, base, "--profile", "Other").code == 0
    missing = progress(run, base, "--profile", "Nobody")
    assert (missing.code, "profiles: Other, User 1" in missing.err) == (1, True)


def test_the_profile_that_has_the_notes_is_taken_and_it_says_why_there_are_no_reviews(
    base: Path, run: Callable[..., Run], learner: Learner, tmp_path: Path
) -> None:
    import anki_backend

    learner.col.db.execute("delete from revlog")
    learner.col.set_config("x", 1)  # else there is nothing to back up
    backups = base / "User 1" / "backups"
    for backup in backups.iterdir():
        backup.unlink()
    learner.col.create_backup(backup_folder=str(backups), force=True, wait_for_completion=True)
    (base / "Other" / "backups").mkdir(parents=True)
    with anki_backend.Learner(tmp_path / "other") as other:
        other.col.create_backup(backup_folder=str(base / "Other" / "backups"), force=True, wait_for_completion=True)
    own, another = progress(run, base), progress(run, base, "--profile", "Other")
    for result, hint in ((own, "an export needs its scheduling"), (another, "import their package")):
        assert (result.code, f"0 of {COUNT} questions seen, 0 reviews" in result.out) == (0, True)
        assert "warning: there is no review of these questions" in result.err
        assert hint in result.err


def test_without_a_backup_it_says_what_to_do(tmp_path: Path, run: Callable[..., Run]) -> None:
    bank(tmp_path / "bank", {"Q-1.md": question()})
    result = run("progress", tmp_path / "bank", "-b", tmp_path)
    assert result.code == 1
    assert "no backup" in result.err
    assert "--from FILE" in result.err


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_asks_for_nothing(
    base: Path, run: Callable[..., Run], browser: Browser, scheme: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.base", reason="the package axe-playwright-python is missing")
    html = base / "page.html"
    html.write_text(progress(run, base, "--format", "html").out, encoding="utf-8")
    for width in (390, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page.set_default_timeout(180_000)  # a busy machine may need more than the usual half a minute for a page
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(html.as_uri())
        page.evaluate("document.fonts.ready")
        assert asked == [html.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_LABELS) == [], width
        page.evaluate(axe.AXE_SCRIPT)
        violations = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations] == [], width
        page.close()
