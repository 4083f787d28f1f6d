"""Divide the questions of a build into packages, each with its file name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ankigen.anki.apkg import package_file
from ankigen.build import select
from ankigen.model import file_slug, file_slugs, shortened_file_name
from ankigen.source import load_config
from ankigen.system.files import OUTPUT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ankigen.build.bank import Bank
    from ankigen.build.identity import Row
    from ankigen.build.locate import Location
    from ankigen.build.select import Filter
    from ankigen.source import Config

_SUFFIX = ".apkg"


def bank_file(config: Config) -> str:
    """Return the file name of the package of a whole bank."""
    return package_file(_base_name(config))


def _base_name(config: Config) -> str:
    """Return the beginning of the file names of a bank's packages."""
    return shortened_file_name(file_slug(config.id)) or "bank"


def package_path(location: Location, wanted: Filter, folder: Path | None = None) -> Path:
    """Return the path of the package of a bank, or of a part of it, that a build with a filter writes into `folder`.

    With a filter that takes every question, it is the one of the whole bank or part.
    """
    config, _ = load_config(location.folder)
    return (folder or location.folder / OUTPUT_FOLDER) / _file(f"{_base_name(config)}{_selection(location, wanted)}")


def partial_packages(location: Location) -> list[Path]:
    """Return the packages of filters and of parts of a bank that earlier builds wrote into its output folder.

    Without a bank.toml, the package of a part is that of a file, which is a bank of its own, and is left out.
    """
    config, _ = load_config(location.folder)
    heads = (*select.name_beginnings(), *(["--path-"] if location.has_settings else []))
    names = tuple(package_file(f"{_base_name(config)}{head}").removesuffix(_SUFFIX) for head in heads)
    folder = location.folder / OUTPUT_FOLDER
    return [path for path in sorted(folder.glob(f"*{_SUFFIX}")) if path.name.startswith(names)]


def _selection(location: Location, wanted: Filter) -> str:
    """Return what the file name of a package says of the part of a bank and the filter that it was made of."""
    if location.whole:
        return wanted.name
    inside = location.part.relative_to(location.folder).as_posix()
    return f"--path-{file_slug(inside.removesuffix(location.part.suffix))}{wanted.name}"


def topic_files(config: Config, homes: Iterable[str]) -> dict[str, str]:
    """Return the file name of each home topic's package; no slug contains `~`, so no topic can be named `~no-topic`."""
    base = _base_name(config)
    return {home: _file(f"{base}-{name or '~no-topic'}") for home, name in file_slugs(homes).items()}


def _file(name: str) -> str:
    return package_file(shortened_file_name(name))


def divide(bank: Bank, wanted: Filter, rows: Sequence[Row]) -> dict[str, Sequence[Row]]:
    """Return the rows of each package, by file name.

    A build of the whole bank makes one package of all questions, one for each home topic that has at least
    `topic_minimum` questions, and one of the questions without a topic, unless that is all of them. A build of a part,
    or with a filter, makes a single package, named after the part and the filter.
    """
    selection = _selection(bank.location, wanted)
    if selection:
        return {_file(f"{_base_name(bank.config)}{selection}"): rows}
    files = topic_files(bank.config, {row.home: None for row in rows})
    by_file: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_file[files[row.home]].append(row)
    if files.keys() == {""}:  # the package of those without a topic would be that of the bank once more
        return {bank_file(bank.config): rows}
    topicless = files.get("")
    questions = {name: sum(not row.parent for row in inside) for name, inside in by_file.items()}
    thin = [name for name, count in questions.items() if count < bank.config.topic_minimum and name != topicless]
    return {bank_file(bank.config): rows} | {name: inside for name, inside in by_file.items() if name not in thin}
