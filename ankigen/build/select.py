"""Select the questions of a bank that a build or an export takes, by a filter."""

from __future__ import annotations

import difflib
import fnmatch
import hashlib
from typing import TYPE_CHECKING

from ankigen.model import LEVEL_SEPARATOR, Frozen, file_slug, kind_of, pattern_slug, slug, tags_of, without_levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.model import Summary


_LISTED = 8  # values that are named where none is like a pattern
_LONGEST = 120  # characters that a filter may add to a file name, which may have 255 bytes


class Filter(Frozen):
    """Glob patterns (`fnmatch`) by kind: a question must match one pattern of every kind that has any.

    `no_trap` and `no_topic` select questions without such a tag. `focus` are the keys of questions: if there are any,
    only these.
    """

    trap: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    no_trap: bool = False
    no_topic: bool = False
    focus: frozenset[str] = frozenset()

    @property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """The kinds that have patterns, with these."""
        return {name: value for name, value in self if isinstance(value, tuple) and value}

    @property
    def name(self) -> str:
        """What the filter adds to a package's file name; "" for a filter that takes every question."""
        parts = [f"--{kind}-{_file_part(value)}" for kind, values in self.kinds.items() for value in values]
        parts += [f"--{flag.replace('_', '-')}" for flag in ("no_trap", "no_topic", "focus") if getattr(self, flag)]
        name = "".join(parts)
        return name if len(name) <= _LONGEST else f"--filter-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def name_beginnings() -> tuple[str, ...]:
    """Return how the name of each filter begins."""
    fields = dict(Filter())
    flags = [f"--{field.replace('_', '-')}" for field, value in fields.items() if not isinstance(value, tuple)]
    return (*(f"--{field}-" for field, value in fields.items() if isinstance(value, tuple)), *flags, "--filter-")


def select(questions: Iterable[Summary], wanted: Filter) -> tuple[Summary, ...]:
    """Return the questions that match the filter, in their order."""
    kinds = wanted.kinds
    return tuple(question for question in questions if _matches(question, wanted, kinds))


def suggestion(questions: Sequence[Summary], wanted: Filter) -> str:
    """Return what to say to a filter without a match: for each kind, the bank's values that are most like its patterns.

    If none is like them, these are a few of the bank's values.
    """
    hints = []
    for kind, patterns in wanted.kinds.items():
        names_by_slug = {slug(value): value for question in questions for value in values_of(question, kind)}
        close = [
            name
            for pattern in patterns
            for name in difflib.get_close_matches(slug(pattern), names_by_slug, n=3, cutoff=0.6)
            or [name for name in names_by_slug if slug(pattern) and slug(pattern) in name][:3]
        ]
        near = [names_by_slug[name] for name in dict.fromkeys(close)]
        names = sorted(names_by_slug.values())
        more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
        if near:
            hints.append(f"{kind}: did you mean {' or '.join(near)}?")
        else:
            hints.append(
                f"{kind}: {'this bank has ' + ', '.join(names[:_LISTED]) if names else 'no question has one'}{more}"
            )
    return "; ".join(hints) or "every question has one"


def _matches(summary: Summary, wanted: Filter, kinds: Mapping[str, Sequence[str]]) -> bool:
    if (wanted.no_trap and summary.traps) or (wanted.no_topic and summary.topics):
        return False
    if wanted.focus and summary.key not in wanted.focus:
        return False
    return all(
        any(_like(value, pattern) for value in values_of(summary, kind) for pattern in patterns)
        for kind, patterns in kinds.items()
    )


def _like(value: str, pattern: str) -> bool:
    """Whether a pattern matches a value, or a level above it, as written or as a tag.

    `data-engineering::operations` matches `Data Engineering / Operations`, and `aws` matches `AWS::S3`.
    """
    written, tag = pattern.casefold(), pattern_slug(pattern)
    levels = [level.strip() for level in LEVEL_SEPARATOR.split(value)]
    names = ("::".join(levels[:count]) for count in range(len(levels), 0, -1))
    return any(
        fnmatch.fnmatchcase(name.casefold(), written) or fnmatch.fnmatchcase(without_levels(slug(name)), tag)
        for name in names
    )


def values_of(summary: Summary, kind: str) -> tuple[str, ...]:
    """Return a question's values of one kind, the name of a field of `Filter`."""
    if kind == "kind":
        return tuple(dict.fromkeys((kind_of(summary), *(one.made for one in summary.derived))))
    return tuple(filter(None, (summary.id, summary.key))) if kind == "id" else tags_of(summary, kind)


def is_of_kind(summary: Summary, wanted: Filter) -> bool:
    """Whether the filter takes this very kind of question; it selects one also for those that are made of it."""
    return not wanted.kind or any(_like(kind_of(summary), pattern) for pattern in wanted.kind)


def _file_part(pattern: str) -> str:
    """Return a pattern as part of a file name, without `*` and `?`, which some file systems do not allow."""
    return file_slug(pattern.replace("*", "_").replace("?", "_"))
