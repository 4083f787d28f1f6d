"""The one door through which these tests read: files in, questions and diagnostics out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers import find_answer_keys, linked_answer_key, parse
from ankigen.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ankigen.model import Diagnostic, Question


def read_bank(files: Mapping[str, str]) -> tuple[list[Question], list[Diagnostic]]:
    """Read a bank of these files, text by path, that asks only choices."""
    beside = find_answer_keys(files)
    answer_keys = {path: beside.get(path) or linked_answer_key(path, text) for path, text in files.items()}
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    for path, text in sorted(files.items()):
        answer_key = answer_keys[path]
        parsed = parse(Source(path, text), Source(answer_key, files[answer_key]) if answer_key in files else None)
        choices = [question for question in parsed.questions if question.kind == "choice"]
        questions += choices
        if choices or path not in answer_keys.values():
            diagnostics += parsed.if_choices
    return questions, diagnostics
