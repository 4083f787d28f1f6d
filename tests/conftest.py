"""Fixtures that many tests use: the command line, and a collection of the real Anki."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from systems import move_caches

from ankigen.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from anki_backend import Learner

ROOT = Path(__file__).parents[1]
# On a busy machine one example may take longer than hypothesis allows, which says nothing about the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


# In the background of a script Ctrl-C is ignored, and every process that a test starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def first_is_quick(values: Iterable[Any]) -> list[Any]:
    """Return the values of a parameter; the tests with any but the first are slow, as each starts a process or more."""
    first, *others = values
    return [first, *(pytest.param(value, marks=pytest.mark.slow) for value in others)]


class Run(NamedTuple):
    """The result of a command: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


def commands(
    command: click.Command = cli, names: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Return every command and group, with the words by which it is called."""
    yield names, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below, name
            yield from commands(below, (*names, name))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run `ankigen` with these arguments; `now` is the time of a build, in epoch seconds."""

    def invoke(*args: object, now: int = 1_750_000_000, cwd: Path | None = None) -> Run:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now))
        if cwd:
            monkeypatch.chdir(cwd)
        result = CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False, prog_name="ankigen")
        return Run(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Do not use the cache of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        move_caches(patch, tmp_path_factory.mktemp("cache"))
        yield


@pytest.fixture(autouse=True)
def _cache_of_a_test(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each test without the banks of others, whose names may be the same."""
    move_caches(monkeypatch, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    """An empty collection of the real Anki."""
    pytest.importorskip("anki", reason="the package anki is missing: pip install 'ankigen[test]'")
    from anki_backend import Learner

    with Learner(tmp_path / "learner") as person:
        yield person


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Print, after pytest's own summary, the first test that failed and the command that runs only the failed ones."""
    yield
    failed = [*terminalreporter.stats.get("failed", ()), *terminalreporter.stats.get("error", ())]
    if failed:
        count = f"{len(failed)} test{'s' if len(failed) > 1 else ''} failed"
        terminalreporter.write_line(f"{count}, first {failed[0].nodeid}; run just these: make test ARGS=--last-failed")
