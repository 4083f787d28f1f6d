"""Diagnostics for programs: as JSON, for GitHub, and as SARIF. `root` is put before every path.

Paths have `/` on Windows too: GitHub and SARIF know no other separator.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from ankigen import __version__
from ankigen.model import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ankigen.model import Diagnostic, Span

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(diagnostics: Sequence[Diagnostic], root: str) -> str:
    """Return one JSON object per line."""
    return "\n".join(json.dumps(_record(diagnostic, root), ensure_ascii=False) for diagnostic in diagnostics)


def github(diagnostics: Sequence[Diagnostic], root: str) -> str:
    """Return GitHub's workflow commands, which show each diagnostic beside its line in a pull request."""
    return "\n".join(
        f"::{d.rule.severity} file={_property(_path(d.span, root))},line={d.span.line},col={d.span.column},"
        f"title={d.rule.code}::" + _data(f"{d.message} ({d.hint})" if d.hint else d.message)
        for d in diagnostics
    )


def sarif(diagnostics: Sequence[Diagnostic], root: str) -> str:
    """Return a SARIF 2.1.0 log, which code scanning tools read."""
    used = {diagnostic.rule for diagnostic in diagnostics}
    rules = [
        {"id": r.code, "shortDescription": {"text": r.title}, "fullDescription": {"text": r.advice}}
        for r in Rule
        if r in used
    ]
    results = [
        {
            "ruleId": d.rule.code,
            "level": d.rule.severity,
            "message": {"text": f"{d.message}; {d.hint}" if d.hint else d.message},
            "locations": [_location(d.span, root)],
            "relatedLocations": [_location(span, root) for span in d.related],
        }
        for d in diagnostics
    ]
    driver = {"name": "ankigen", "version": __version__, "rules": rules}
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _record(diagnostic: Diagnostic, root: str) -> dict[str, object]:
    return {
        "code": diagnostic.rule.code,
        "severity": diagnostic.rule.severity,
        "path": _path(diagnostic.span, root),
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "related": [{"path": _path(s, root), "line": s.line, "column": s.column} for s in diagnostic.related],
    }


def _path(span: Span, root: str) -> str:
    return span.path_from(root).as_posix()


def _location(span: Span, root: str) -> dict[str, object]:
    region = {"startLine": span.line, "startColumn": span.column}
    uri = quote(
        span.path_from(root).as_posix(), errors="surrogateescape"
    )  # a relative reference of RFC 3986 (SARIF 2.1.0, 3.4.3)
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _data(message: str) -> str:
    """Return a message escaped for a workflow command, as GitHub's toolkit does."""
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    """Return a property's value escaped for a workflow command, as GitHub's toolkit does."""
    return _data(value).replace(":", "%3A").replace(",", "%2C")


# The formats for programs that `ankigen check --format` has, by name.
FORMATS: dict[str, Callable[[Sequence[Diagnostic], str], str]] = {
    "json": as_json,
    "github": github,
    "sarif": sarif,
}
