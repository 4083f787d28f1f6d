"""Questions whose wrong options are below a name of their own, apart from the right one: they become options in a row.

`**Wrong answers:**` has a list below, `#### --distractors--` paragraphs between rules.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import vocabulary
from ankigen.readers.marks.labels import item, label, labels_at
from ankigen.readers.marks.starts import is_question, number_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.markdown import Line

MAY_HAVE_DISTRACTORS = re.compile(
    r"\n[ \t#*_-]*+(?i:distra[ck]tor|wrong|incorrect|false|falsche?|respuestas? incorrect|opciones incorrect"
    r"|mauvaises|alternativas incorret|respostas incorret|opzioni errate|risposte errate|неправильные|неверные"
    r"|干扰|干擾|错误选项|錯誤選項|誤答|오답)"
)
_NAMES = frozenset(
    """distractors|wrong answers|wrong options|wrong choices|incorrect answers|incorrect options|incorrect choices
    |false answers|false options|falsche antworten|falsche optionen|distraktoren|distractores|respuestas incorrectas
    |opciones incorrectas|mauvaises réponses|distracteurs|alternativas incorretas|respostas incorretas|distratores
    |opzioni errate|risposte errate|неправильные ответы|неверные ответы|неправильные варианты|干扰项|干擾項|错误选项
    |錯誤選項|誤答|오답""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_NAMED = re.compile(
    r"[ \t]*(?P<marks>#{1,6})?[ \t]*(?:\*\*|__)?-{0,2}(?P<name>[^\W\d_][^:：*_#`\n]{0,40}?)-{0,2}"
    r"[:：]?(?:\*\*|__)?[:：]?[ \t]*(?P<value>(?<=[:：*_] )\S.*)?$"
)
_IN_DASHES = re.compile(r"(?P<marks>#{1,6})[ \t]+--(?P<name>question|text)--[ \t]*")
_RULE = re.compile(r"[ \t]*-{3,}[ \t]*")
_LONGEST = 300  # characters of a line that names a part
_FARTHEST_OPTION = 40  # lines above the name of wrong options in which others are
_FARTHEST_ANSWER = 15  # lines above the name of wrong options


class _Part(NamedTuple):
    """The lines of a part, from that of its name up to the next part: what the name means, and what is beside it."""

    begin: int
    end: int
    role: str
    value: str


def with_distractors(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines with options in place of wrong ones below a name, and the right one beside or below another."""
    parts = [part for i in range(len(rows)) if (part := _part(rows, i))]
    replaced: dict[int, list[Line]] = {}
    for n, part in enumerate(parts):
        near = (parts[n + 1 : n + 2] if part.value == "" else []) + parts[max(n - 1, 0) : n]
        right = next((other for other in near if other.role == "answer" and _is_near(rows, part, other)), None)
        wrong = _options(rows, part) if part.role == "wrong" and right and not part.value else []
        own = _options(rows, right) if right and wrong else []
        if right and len(own) == 1 and not _have_letters(rows, min(part.begin, right.begin), wrong):
            first, last = sorted((part, right))
            replaced[first.begin] = list(_lines(rows[part.begin], [*wrong, *own]))
            replaced |= {
                i: []
                for i in (
                    *range(first.begin + 1, first.end),
                    *range(last.begin, last.begin + 1 if last.value else last.end),
                )
            }
    if not replaced:
        return rows
    counted = count(1)
    plain = (row._replace(text=_without_dashes(row.text, counted)) for row in rows)
    return [line for i, row in enumerate(plain) for line in replaced.get(i, [row])]


def _part(rows: Sequence[Line], i: int) -> _Part | None:
    """Return the part that a line names, None where it names neither wrong options nor an answer."""
    match = None if rows[i].code or len(rows[i].text) > _LONGEST else _NAMED.match(rows[i].text)
    if match is None or not (match["marks"] or rows[i].text.rstrip().endswith((":", "：", "**")) or match["value"]):
        return None
    name = vocabulary.plain(match["name"])
    role = "wrong" if name in _NAMES else "answer" if vocabulary.role(match["name"]) == "answer" else ""
    if not role:
        return None
    ends = (
        j
        for j in range(i + 1, len(rows))
        if not rows[j].code and (rows[j].text.startswith("#") or (not match["marks"] and _is_label(rows[j].text)))
    )
    return _Part(i, next(ends, len(rows)), role, (match["value"] or "").strip())


def _is_label(text: str) -> bool:
    """Whether a line begins with a name in bold, or is a rule."""
    return text.startswith(("**", "__")) or bool(_RULE.fullmatch(text))


def _is_near(rows: Sequence[Line], part: _Part, answer: _Part) -> bool:
    """Whether an answer is the part next to wrong options, and nothing between begins another question."""
    if answer.begin == part.end:
        return True
    between = range(answer.begin + 1, part.begin)
    return 0 < part.begin - answer.begin < _FARTHEST_ANSWER and not any(_begins(i, rows[i]) for i in between)


def _begins(i: int, row: Line) -> bool:
    """Whether a line may begin a question."""
    start = number_at(i, row)
    return row.text.startswith("#") or is_question(row.text) or bool(start and start.text)


def _options(rows: Sequence[Line], part: _Part) -> list[list[Line]]:
    """Return the lines of each option in a part: beside its name, the items of a list, or what is between rules."""
    if part.value:
        return [[rows[part.begin]._replace(text=part.value)]]
    options: list[list[Line]] = [[]]
    for row in rows[part.begin + 1 : part.end]:
        begun = None if row.code else item(row.text)
        if begun and begun.indent == 0:
            options.append([row._replace(text=begun.text)])
        elif not row.code and _RULE.fullmatch(row.text):
            options.append([])
        elif row.text.strip() or options[-1]:
            options[-1].append(row)
    return [option for option in options if any(line.text.strip() for line in option)]


def _have_letters(rows: Sequence[Line], begin: int, wrong: Sequence[Sequence[Line]]) -> bool:
    """Whether options are above the name of wrong ones, up to a heading, or those have letters: it says why."""
    if any(label(option[0].text) for option in wrong):
        return True
    for i in range(begin - 1, max(begin - _FARTHEST_OPTION, -1), -1):
        if rows[i].text.startswith("#"):
            return False
        if not rows[i].code and label(rows[i].text):
            return True
    return False


def _lines(name: Line, options: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """Yield the lines of options with letters, and of their answer, which is the last."""
    blank = name._replace(text="", code=False)
    yield blank
    for n, (first, *below) in enumerate(options):
        if first.code:
            yield first._replace(text=f"{labels_at(n)}.", code=False)
            yield first
        else:
            yield first._replace(text=f"{labels_at(n)}. {first.text.strip()}")
        yield from below
    yield from (blank, blank._replace(text=f"Answer: {labels_at(len(options) - 1)}"), blank)


def _without_dashes(text: str, counted: Iterator[int]) -> str:
    """Return a line without the name of a question or its text between dashes: a question has a number in its place."""
    match = _IN_DASHES.fullmatch(text) if "--" in text else None
    if match is None:
        return text
    return f"{match['marks']} Question {next(counted)}" if match["name"] == "question" else ""
