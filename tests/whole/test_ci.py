"""The CI of banks: the steps of action.yml, run one after another in a repository with a pull request."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml
from conftest import ROOT
from systems import needs_shell
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
# Stands for GitHub's own command: it writes down what it is asked for.
GH = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in *--paginate*) cat "$EARLIER" ;; *forbidden*) exit 1 ;; esac
"""

pytestmark = needs_shell


class Ended(NamedTuple):
    code: int
    printed: str
    comment: str
    calls: str
    packages: list[str]


def git(folder: Path, *args: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *args]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def built(folder: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "ankigen", "build"], cwd=folder, env=env, capture_output=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Write a repository with a bank that was built, and a clone of it in which to work."""
    origin = tmp_path / "origin"
    files = {f"q{n}.md": question(f"Q-{n}", stem=f"Which number is {n * 1000}?") for n in (1, 2, 3)}
    bank(origin / "decks" / "aws", {**files, ".gitignore": "apkg/\n"}, 'id = "aws"\ntopic_minimum = 0\n')
    git(origin.parent, "init", "--quiet", str(origin))
    built(origin)
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "-m", "first")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "--quiet", str(origin), "work")
    return tmp_path / "work"


def run_action(work: Path, *, earlier: str = "", **inputs: str) -> Ended:
    """Run the steps of the action as a runner does, except those that use other actions."""
    temporary = work.parent / "temporary"
    tools = work.parent / "tools"
    for folder in (temporary, tools):
        folder.mkdir()
    for name, text in (("gh", GH), ("ankigen", f'#!/bin/sh\nexec "{sys.executable}" -m ankigen "$@"\n')):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    (temporary / "earlier").write_text(earlier, encoding="utf-8")
    values = {
        **{f"inputs.{name}": str(about["default"]) for name, about in ACTION["inputs"].items()},
        **{f"inputs.{name}": value for name, value in inputs.items()},
        "runner.temp": str(temporary),
        "github.action_path": str(ROOT),
        "github.repository": inputs.get("repository", "o/banks"),
        "github.event_name": "pull_request",
        "github.event.pull_request.base.sha": git(work, "rev-parse", "origin/HEAD"),
        "github.event.pull_request.number": "7",
    }
    env = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
        "CALLS": str(temporary / "calls"),
        "EARLIER": str(temporary / "earlier"),
    }
    printed, code = "", 0
    for step in ACTION["runs"]["steps"]:
        if "run" not in step or "pip install" in step["run"]:
            continue
        output = temporary / "output"
        output.write_text("", encoding="utf-8")
        own = filled_in(step["env"], values)
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        ended = subprocess.run(
            shell,
            cwd=work,
            env={**env, **own, "GITHUB_OUTPUT": str(output)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        printed += ended.stdout + ended.stderr
        values |= outputs_of(step, output.read_text(encoding="utf-8"))
        code = ended.returncode
        if code:
            break
    comment = temporary / "comment.md"
    calls = temporary / "calls"
    return Ended(
        code,
        printed,
        comment.read_text(encoding="utf-8") if comment.exists() else "",
        calls.read_text(encoding="utf-8") if calls.exists() else "",
        sorted(path.name for path in (temporary / "packages").glob("*.apkg")),
    )


def filled_in(env: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {name: EXPRESSION.sub(lambda match: values[match[1]], text) for name, text in env.items()}


def outputs_of(step: Mapping[str, str], text: str) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in text.splitlines())
    return {f"steps.{step['id']}.outputs.{name}": value for name, value in pairs}


@pytest.mark.slow
def test_a_changed_answer_is_what_the_comment_begins_with(repository: Path) -> None:
    for n, change in ((1, {"answer": "`C`"}), (2, {"explanation": "因為題目問的是另一個，而其餘的都不是。"})):
        path = repository / "decks" / "aws" / f"q{n}.md"
        path.write_text(question(f"Q-{n}", stem=f"Which number is {n * 1000}?", **change), encoding="utf-8")
    built(repository)
    git(repository, "commit", "--quiet", "--all", "-m", "edit")
    ended = run_action(repository)
    assert ended.code == 0, ended.printed
    assert "aws.apkg" in ended.packages
    assert "does not bring this" not in ended.comment
    assert ended.comment.startswith("<!-- ankigen -->\n### What changes for learners\n")
    assert 0 < ended.comment.index("Q-1") < ended.comment.index("Q-2")
    assert "Q-3" not in ended.comment
    assert "--method POST repos/o/banks/issues/7/comments" in ended.calls
    assert git(repository, "worktree", "list").count("\n") == 0


@pytest.mark.slow
def test_there_is_one_comment_which_is_replaced(repository: Path) -> None:
    ended = run_action(repository, earlier="42\n43\n")
    assert ended.code == 0, ended.printed
    assert "--method PATCH repos/o/banks/issues/comments/42 " in ended.calls
    assert "POST" not in ended.calls


@pytest.mark.slow
def test_a_fork_that_may_not_comment_does_not_fail(repository: Path) -> None:
    ended = run_action(repository, repository="forbidden/banks")
    assert (ended.code, "::notice::the comment was not written" in ended.printed) == (0, True)


@pytest.mark.slow
def test_an_error_is_shown_and_the_rest_is_built_all_the_same(repository: Path) -> None:
    path = repository / "decks" / "aws" / "q1.md"
    path.write_text(question("Q-1", answer="`Z`"), encoding="utf-8")
    ended = run_action(repository)
    assert ended.code == 1
    assert "::error file=decks/aws/q1.md,line=29,col=10,title=AG103::" in ended.printed
    assert "aws.apkg" in ended.packages
    assert ended.comment


@pytest.mark.slow
def test_a_ledger_that_is_out_of_date_fails_unless_it_may_be(repository: Path) -> None:
    path = repository / "decks" / "aws" / "q1.md"
    path.write_text(question("Q-1", stem="Another stem, which was not built?"), encoding="utf-8")
    ended = run_action(repository)
    assert (ended.code, "error[AG005]" in ended.printed) == (1, True)


@pytest.mark.slow
def test_a_warning_fails_only_if_it_is_to(repository: Path) -> None:
    path = repository / "decks" / "aws" / "q1.md"
    path.write_text(question("Q-1", stem="Which is not right?"), encoding="utf-8")
    built(repository)
    assert run_action(repository, strict="true").code == 1


def test_no_script_has_an_expression_in_it() -> None:
    """The title of a pull request, put into a script, could run commands; values go in by the environment."""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hooks_run_commands_that_exist() -> None:
    for hook in HOOKS:
        command = [sys.executable, "-m", *hook["entry"].split(), "--help"]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
        assert re.search(hook["files"], "decks/aws/bank.toml")
        assert re.search(hook["files"], "decks/aws/q.md")
        assert not re.search(hook["files"], "decks/aws/q.png")


def test_the_page_names_every_input_and_hook() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for name in (*ACTION["inputs"], *(hook["id"] for hook in HOOKS)):
        assert f"`{name}`" in page or f"id: {name}" in page, name
    for fence in re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        assert yaml.safe_load(fence)


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_has_the_least_rights(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in path.read_text(encoding="utf-8")
