"""Answers over several lines: one a line, behind bullets, numbers or nothing, and a reason below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import vocabulary
from ankigen.readers.answers import statements as answer_statements
from ankigen.readers.answers.scan import BLANK, Scan
from ankigen.readers.answers.values import Answer, ContradictionError
from ankigen.readers.answers.wording import texts as answer_texts
from ankigen.readers.answers.wording import words as answer_words
from ankigen.readers.marks import ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_LINES = 50  # lines that name options: no question has more
_LONGEST_NAMING = 30  # characters of a line that may name an option in some words
_LABELLED = re.compile(r"[\W_]{0,9}+(?:[^\W_]|\d\d|[ivxIVX]{2,4})(?!\w)")
_BULLET = re.compile(r"[ \t]{0,3}(?:[-*+•]|\d{1,2}[.)])[ \t]++")
_BOXED_ITEM = re.compile(r"[ \t]*[-*+][ \t]+[\[(][ \t]*(?P<mark>[xX✓✔√]?)[ \t]*[\])][ \t]+(?=\S)")
_STRONG_ITEM = re.compile(r"[ \t]*[-*+•][ \t]+(\*\*|__)[^*_]+\1[ \t]*")
_TICKED = re.compile(r"\A[ \t]*+(?:[-*+][ \t]+)?[\[(][ \t]*[xX✓✔√][ \t]*[\])][ \t]+(?=\S)")
_NUMBERED_STEM = re.compile(r"^[ \t>|]*(?:[-*+][ \t]+)?[*_(]*\d{1,2}[.)、|]", re.MULTILINE)


class _Stating(NamedTuple):
    """What a line says: the labels, a reason, the bullet before them, and whether labels are written or texts."""

    labels: tuple[str, ...]
    reason: str
    bullet: str
    by_label: bool


def count_lines(rows: Sequence[str], options: Mapping[str, str], written: Mapping[str, str], stem: str = "") -> int:
    """Return how many lines at the beginning state an answer together, each an option of its own; -1 if that is unsure.

    It is 0 where the first line states it alone. Several with a reason each may be remarks on the options.
    """
    stating: list[_Stating] = []
    end = 0
    full = [(i, row) for i, row in enumerate(rows[: 2 * _MOST_LINES]) if row.strip()]
    if len(full) < 2 or not _may_state(full[1][1], options):  # as most answers
        return 0
    for i, row in full:
        line = _stating(row, options, written)
        if line is None or (stating and not _adds(line, stating)):
            break
        stating.append(line)
        end = i + 1
    if len(stating) < 2 or not _are_answers(stating, options):
        return 0
    if any(line.bullet[-1:] in {".", ")"} for line in stating):
        return end if _is_list([line.bullet for line in stating]) and not _may_match(stating, options, stem) else 0
    alike = len({(bool(line.bullet), line.by_label) for line in stating}) == 1
    return end if alike and (stating[0].bullet or not any(line.reason for line in stating)) else -1


def _stating(row: str, options: Mapping[str, str], written: Mapping[str, str]) -> _Stating | None:
    """Return what a line says that names options of the question, None for any other."""
    bullet = _BULLET.match(row)
    numbered = bullet is not None and bullet[0].strip()[:1].isdecimal()
    if numbered and any(map(str.isdecimal, written)):
        bullet = None
    bare = without_tick(row[bullet.end() :] if bullet else row)
    if not _may_state(row, options):
        return None
    answer = _line(bare, options, written)
    if answer is None or not answer.labels or not set(answer.labels) <= options.keys():
        return None
    by_label = answer_statements.names_label(_bare(bare, options, written), options, written)
    return _Stating(answer.labels, answer.reason, bullet[0].strip() if bullet else "", by_label)


def _may_state(row: str, options: Mapping[str, str]) -> bool:
    """Whether a line may name an option: it is short, begins with a label, or is an option's text."""
    bullet = _BULLET.match(row)
    bare = without_tick(row[bullet.end() :] if bullet else row)
    return (
        len(bare) < _LONGEST_NAMING
        or bool(_LABELLED.match(bare))
        or bool(answer_texts.option_with_text(bare.strip(), options))
    )


def _adds(line: _Stating, above: Sequence[_Stating]) -> bool:
    """Whether a line names other options than those above, and gives a reason only where these do."""
    if any(set(line.labels) & set(one.labels) for one in above):
        return False
    return bool(line.reason) == bool(above[0].reason)


def _are_answers(stating: Sequence[_Stating], options: Mapping[str, str]) -> bool:
    """Whether lines are no remarks on options: such are of all of them, or do not go on from the right one."""
    if not stating[0].reason:
        return True
    labels = [label for line in stating for label in line.labels]
    return labels == sorted(labels) and set(labels) < options.keys()


def _is_list(bullets: Sequence[str]) -> bool:
    """Whether numbers of items count from one, or are all one."""
    numbers = [bullet[:-1] for bullet in bullets]
    return numbers in ([str(n) for n in range(1, len(bullets) + 1)], ["1"] * len(bullets))


def _may_match(stating: Sequence[_Stating], options: Mapping[str, str], stem: str) -> bool:
    """Whether numbered answers may be pairs of two lists, or an order: `1. C`, `2. A`."""
    labels = [label for line in stating for label in line.labels]
    if labels != sorted(labels) or set(labels) >= options.keys() or answer_words.orders(stem):
        return any(line.by_label for line in stating)
    return len(_NUMBERED_STEM.findall(stem)) > 1


def is_numbered_list(text: str, options: Mapping[str, str], written: Mapping[str, str], stem: str) -> bool:
    """Whether each line of a text is a numbered item that states one right option: not pairs of numbers and letters."""
    rows = text.split("\n")
    return len(rows) > 1 and bool(options) and count_lines(rows, options, written, stem) == len(rows)


def by_statement(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    """Return what one statement says, behind a bullet or not."""
    bullet = _BULLET.match(text)
    listed = bullet and bullet[0].strip() in {"-", "*", "+", "•"}
    return answer_statements.statement(text[bullet.end() :] if bullet and listed else text, options, written)


def without_tick(text: str) -> str:
    """Return a text without the ticked box before it: `[x] C`."""
    return _TICKED.sub("", text, count=1)


def by_lines(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    """Return what is said in lines of their own: `- A` and `- C`, or letters alone, below words such as "answer:"."""
    rows = list(_rows(text))
    listed = _BULLET.match(rows[0])
    if not listed and answer_statements.lead(Scan(rows[0], options, written)) >= len(rows[0].rstrip()):
        rest = "\n".join(rows[1:]).strip()
        answer = by_lines(rest, options, written) if "\n" in rest else None
        return (
            answer or answer_statements.option_by_text(rest, options, written) or by_statement(rest, options, written)
        )
    return _listed(_right_of(rows) if listed else rows, options, written, listed=bool(listed))


def _right_of(rows: Sequence[str]) -> Sequence[str]:
    """Return the items of a list that are marked as right, without their marks, where some are: `- B (correct)`."""
    boxes = [_BOXED_ITEM.match(row) for row in rows]
    if all(boxes):
        return [f"- {row[box.end() :]}" for row, box in zip(rows, boxes, strict=True) if box and box["mark"]] or rows
    if any(sign in row for row in rows for sign in ticks.CROSSES):
        return rows
    marked = [ticks.without_tick(row) for row in rows]
    strong = [bool(_STRONG_ITEM.fullmatch(row)) for row in rows]
    if any(strong) and not all(strong):
        raise ContradictionError  # they are all named, but not alike
    return [text for text, right in marked if right] or rows


def _rows(text: str) -> Iterator[str]:
    """Yield the items of a list, each with what is further in below it, and the other lines as they are."""
    item: list[str] = []
    for row in text.split("\n"):
        if item and (row[:1] in {" ", "\t"} and not _BULLET.match(row)):
            item.append(row)
            continue
        if item:
            yield "\n".join(item)
        item = [row]
    yield "\n".join(item)


def _listed(
    rows: Sequence[str], options: Mapping[str, str], written: Mapping[str, str], *, listed: bool
) -> Answer | None:
    answers, end = _leading(rows, options, written, listed=listed)
    rest = "\n".join(rows[end:]).strip()
    if not answers or (not listed and len(answers) < 2):
        return None
    if listed and not _may_follow(rest, answers, options, written):
        raise ContradictionError
    labels = tuple(dict.fromkeys(label for answer in answers for label in answer.labels))
    reasons = [answer.reason for answer in answers if answer.reason]
    judged = any(vocabulary.truth(reason) is not None for reason in reasons)
    if (len(reasons) > 1 and set(labels) >= options.keys()) or (judged and rest):
        raise ContradictionError  # each option is talked of, right or wrong
    return Answer(labels, reason="\n\n".join(filter(None, [*reasons, rest])))


def _leading(
    rows: Sequence[str], options: Mapping[str, str], written: Mapping[str, str], *, listed: bool
) -> tuple[list[Answer], int]:
    """Return what the lines at the beginning say that can be read, all of them items or none, and where they end."""
    answers: list[Answer] = []
    for i, row in enumerate(rows):
        bullet = _BULLET.match(row)
        if not row.strip() and listed:
            continue
        answer = _line(row[bullet.end() :] if bullet else row, options, written) if bool(bullet) is listed else None
        if answer is None or (answer.reason and not listed):
            return answers, i
        answers.append(answer)
        if len(answers) > _MOST_LINES:
            raise ContradictionError
    return answers, len(rows)


def _line(row: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    try:
        bare = _bare(row, options, written)
        same = answer_texts.option_with_text(bare, options)
        answer = Answer((same,)) if same else answer_statements.statement(bare, options, written)
    except ContradictionError:
        return None
    return None if answer is None or answer.rivals or answer.kind != "choice" else answer


def _bare(row: str, options: Mapping[str, str], written: Mapping[str, str]) -> str:
    """Return a line without what joins it to the one above or below: a sign, or a word for "and"."""
    bare = row.strip().rstrip("\\,;、，；").rstrip()
    scan = Scan(bare, options, written)
    joined = scan.word(0, "and")
    if joined > 0 and scan.item(scan.past(BLANK, joined)):
        return bare[joined:].strip()
    items = scan.items(0)[0]
    behind = scan.past(BLANK, items[-1].end) if items else -1
    return bare[: items[-1].end] if items and scan.word(behind, "and") == len(bare) else bare


def _may_follow(rest: str, answers: Sequence[Answer], options: Mapping[str, str], written: Mapping[str, str]) -> bool:
    """Whether what is below a list of answers is prose or a remark, not one more answer that cannot be read."""
    bullet = _BULLET.match(rest)
    if not bullet or any(answer.reason for answer in answers):
        return True
    scan = Scan(rest[bullet.end() :], options, written)
    return scan.word(0, "because") >= 0 or bool(scan.items(0)[0])
