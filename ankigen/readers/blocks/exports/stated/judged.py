"""Statements that are judged in their own line, as exam papers do.

`4. Whales are mammals. (True)`, `（√）4、…`, `3. Bats are birds. – False`, `5. Owls are birds. **True**`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.languages import UNSPACED
from ankigen.readers import vocabulary
from ankigen.readers.blocks.exports.stated.gaps import BEFORE_NUMBER, has_options_below, may_lead
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import pairs
from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import NO_HEADING, is_question, number_at

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.starts import Start

_SIGNS = "√×✓✔✗✘✕╳○"
_NUMBER = r"\d{1,4}[ \t]*[.、)．）]"
_LONGEST_STATEMENT = 500  # characters of a statement
_FARTHEST_STATEMENT = 3  # lines from one statement of a list to the next
_STEPS = [step for step in range(-_FARTHEST_STATEMENT, _FARTHEST_STATEMENT + 1) if step]
_LONGEST_TRUTH = 60  # characters of a verdict without brackets
_SIGNS_BEFORE_TRUTH = frozenset("*_-–—→>")
_LEADING = re.compile(BEFORE_NUMBER.format("[√×✓✗✔✘✖☑○TF对错對錯是非]"))
_BLANK = r"[ \t\u3000\xa0]*+"
_VERDICT_FIRST = re.compile(
    rf"(?P<indent>[ \t]*+)(?:[-*+][ \t]++)?[(（\[]{_BLANK}(?P<verdict>[{_SIGNS}TF]){_BLANK}[)）\]]{_BLANK}"
    r"(?P<text>\w.*\S)"
)
_OTHER_LABEL = re.compile(r"[ \t]*+(?:[-*+][ \t]++)?[(（\[][ABCDE][)）\]]")  # then `(F)` is one as well


def verdicts(rows: Sequence[Line], holding: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return each line that is a statement with a verdict, by its index: the statement, and the verdict.

    `holding` are the indexes of the lines with a bracket.
    """
    return _behind(rows) | _leading(rows, holding) | _unnumbered(rows, holding) | _in_brackets(rows, holding)


def _in_brackets(rows: Sequence[Line], holding: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the numbered statements with a verdict in brackets.

    One alone may be a remark: there are two in a row, and none has options below.
    """
    judged = {i: match for i in holding if (match := _judged(rows[i].text))}
    near = {i for i in judged if any(i + step in judged for step in _STEPS)}
    verdict_at = {i: _verdict(judged[i]) for i in near}
    if not any(vocabulary.fold(verdict) in _false() for verdict in verdict_at.values()):
        marks = _marks_of_options()
        verdict_at = {i: verdict for i, verdict in verdict_at.items() if vocabulary.fold(verdict) not in marks}
    return {
        i: (_statement(judged[i]), verdict) for i, verdict in verdict_at.items() if not _has_options(rows, i, judged)
    }


def _unnumbered(rows: Sequence[Line], holding: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the statements of a list without numbers, each behind its verdict: some are true, and some false."""
    verdict_at = {i: match for i in holding if (match := _VERDICT_FIRST.match(rows[i].text))}
    verdict_at = {i: match for i, match in verdict_at.items() if any(i + step in verdict_at for step in _STEPS)}
    words = {vocabulary.fold(match["verdict"]) for match in verdict_at.values()}
    if not (words & _false() and words - _false()) or any(_OTHER_LABEL.match(row.text) for row in rows):
        return {}
    above = next((row for row in reversed(rows[: min(verdict_at)]) if row.text.strip()), None)
    if above and (is_question(above.text) or (number_at(0, above) and not above.text.startswith("#"))):
        return {}  # `(T) True` and `(F) False` are its options
    return {
        i: (f"{match['indent']}{count}. {match['text']}", match["verdict"])
        for count, (i, match) in enumerate(verdict_at.items(), 1)
    }


def _statement(match: re.Match[str]) -> str:
    number, text = match["number"] or match["late"], match["text"] or match["rest"] or match["last"]
    return f"{number} {text}"


def _leading(rows: Sequence[Line], holding: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the statements with the sign of a verdict before their numbers; one alone counts."""
    leading = {i: match for i in holding if may_lead(rows[i].text) and (match := _LEADING.fullmatch(rows[i].text))}
    return {
        i: (match["indent"] + match["rest"], match["answer"])
        for i, match in leading.items()
        if not has_options_below(rows, i, match["rest"])
    }


def _behind(rows: Sequence[Line]) -> dict[int, tuple[str, str]]:
    """Return the numbered statements with a verdict in bold or behind a dash, if they are a list of statements."""
    ending = (i for i, (_, text, code) in enumerate(rows) if text and not code and _may_end_with_truth(text))
    numbered = ((i, begin) for i in ending if (begin := number_at(i, rows[i])))
    judged = {i: stated for i, begin in numbered if (stated := _with_truth(rows, i, begin))}
    return judged if judged and _is_list_of_statements(rows, judged) else {}


def _may_end_with_truth(text: str) -> bool:
    """Whether a line may have a verdict in bold, behind a dash or behind a stop at its end."""
    is_bare = text[-1:] in {"T", "F"} and text[-2:-1] == " "  # `The sky is blue. T`
    return is_bare or not _SIGNS_BEFORE_TRUTH.isdisjoint(text[-_LONGEST_TRUTH - 1 :])


def _with_truth(rows: Sequence[Line], i: int, begin: Start) -> tuple[str, str] | None:
    """Return a numbered line without the verdict in bold or behind a dash, and the verdict; None for any other line."""
    text = rows[i].text
    if may_lead(text) and _LEADING.fullmatch(text):
        return None
    if begin.level < NO_HEADING or not begin.text or label_and_value(begin.text):
        return None
    truth = _truth().search(begin.text, max(len(begin.text) - _LONGEST_TRUTH, 0))
    if not truth or _is_of_key(begin.text[: truth.start()]) or has_options_below(rows, i):
        return None
    bare = text.rstrip().removesuffix(begin.text[truth.start() :]).rstrip()
    return bare, next(filter(None, truth.groups()))


def _is_list_of_statements(rows: Sequence[Line], judged: Mapping[int, tuple[str, str]]) -> bool:
    """Whether lines with a truth behind them are statements: some are true and some false, and nothing asks above.

    Options may have words such as `– correct` behind them, too.
    """
    true, false = (vocabulary.in_any_language("answer", key) | {key[0]} for key in ("true", "false"))
    words = {vocabulary.fold(verdict) for _, verdict in judged.values()}
    above = next((rows[i].text for i in range(min(judged) - 1, -1, -1) if rows[i].text.strip()), "")
    asked = {*re.findall(r"[^\W\d_]+", vocabulary.fold(above))}  # `True or false?`
    asks = is_question(above) and not (asked & true and asked & false)
    return bool(words & true and words & false) and (above.startswith("#") or not asks)


def _is_of_key(before: str) -> bool:
    """Whether nothing but labels is before a truth: the line is an entry of a key."""
    return not any(map(str.isalpha, before)) or pairs.is_labels(before)


@cache
def _truth() -> re.Pattern[str]:
    """Return the pattern of a truth behind a statement: `**False**`, `– True`."""
    truths = {word for key in ("true", "false") for word in vocabulary.in_any_language("answer", key)}
    truths = {word for word in truths if len(word) > 1 or word >= UNSPACED}
    words = rf"(?:{'|'.join(map(re.escape, sorted(truths, key=len, reverse=True)))}|(?-i:[TFV]))"
    return re.compile(
        rf"(?:(?:\*\*|__)(?P<named>{words})[.!]?(?:\*\*|__)|(?:[-–—→]|=>)[ \t]*(?:\*\*)?(?P<dashed>{words})(?:\*\*)?"
        r"|(?:(?<=[.。!][ ])|(?<=\([Tt]/[Ff]\)[ ])|(?<=\([Tt]/[Ff]\)[ ][ ]))(?P<bare>(?-i:[TF])))"
        rf"{_BLANK}[.。]?{_BLANK}$",
        re.IGNORECASE,
    )


def _verdict(match: re.Match[str]) -> str:
    return match["behind"] or match["before"] or match["first"]


@cache
def _false() -> frozenset[str]:
    return vocabulary.in_any_language("answer", "false") | frozenset("f×✗✘✕╳")


@cache
def _marks_of_options() -> frozenset[str]:
    """Return the words that mark the right options of a numbered list, too, where no item is called false."""
    return vocabulary.in_any_language("answer", "right") - {"true"}


def _judged(text: str) -> re.Match[str] | None:
    """Return the parts of a numbered statement with a verdict, None for any other line."""
    if not ("(" in text or "（" in text) or len(text) > _LONGEST_STATEMENT:
        return None
    return _pattern().fullmatch(text)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a numbered statement with a verdict: behind it, before its text, or before its number."""
    words = "|".join(vocabulary.alternation("answer", key) for key in ("true", "false"))
    verdict = rf"[(（][ \t\u3000]*(?P<{{}}>[{_SIGNS}TF]|(?i:(?![a-z][ \t\u3000]*[)）])(?:{words})))[ \t\u3000]*[)）]"
    behind, before, first = (verdict.format(name) for name in ("behind", "before", "first"))
    beside = rf"{before}[ \t]*(?P<rest>[^()（）\s].*)|(?P<text>\S.*?)[ \t]*{behind}[ \t]*[.。]?"
    numbered = rf"(?P<number>{_NUMBER})[ \t]*(?:{beside})"
    return re.compile(rf"[ \t]*(?:{numbered}|{first}[ \t]*(?P<late>{_NUMBER})[ \t]*(?P<last>\S.*))[ \t]*")


def _has_options(rows: Sequence[Line], i: int, judged: Collection[int]) -> bool:
    """Whether the next text below a line is an option, and no statement with a verdict: `2. (F) …`."""
    below = next((j for j in range(i + 1, min(i + 1 + _FARTHEST_STATEMENT, len(rows))) if rows[j].text.strip()), None)
    return below is not None and below not in judged and label(rows[below].text) is not None
