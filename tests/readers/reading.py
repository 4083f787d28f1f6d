"""The one door through which these tests read: files in, questions and diagnostics out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers import keys, linked, parse
from ankigen.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ankigen.model import Diagnostic, Question


def read_bank(files: Mapping[str, str]) -> tuple[list[Question], list[Diagnostic]]:
    """Read a bank of these files, text by path, that asks only choices."""
    beside = keys(files)
    key_of = {path: beside.get(path) or linked(path, text) for path, text in files.items()}
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    for path, text in sorted(files.items()):
        key = key_of[path]
        parsed = parse(Source(path, text), Source(key, files[key]) if key in files else None)
        choices = [question for question in parsed.questions if question.kind == "choice"]
        questions += choices
        if choices or path not in key_of.values():
            diagnostics += parsed.if_choices
    return questions, diagnostics
