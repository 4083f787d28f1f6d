"""What is stated as the answer, read when the options are known: the labels that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule
from ankigen.readers import answers, vocabulary
from ankigen.readers.answers import Solution, Statement
from ankigen.readers.assemble.options import make_truth
from ankigen.readers.lines.places import shortened
from ankigen.readers.marks import ticks
from ankigen.readers.marks.labels import is_emphasised
from ankigen.readers.vocabulary import BELOW_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.model import Span
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout
    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.draft import Draft

HINT_ANSWER = "write it below the options: `**Answer:** B`"
_NO_CHOICE = frozenset({"ordering", "matching", "number", "open"})
_ESCAPED = re.compile(r"\\([.)(\[\]-])")
_LISTED_TEXTS = re.compile(r"(?P<labels>[A-Z](?:[ \t]*(?:,|&|and)[ \t]*[A-Z])+)\b[*_ \t]*[-–—:][*_ \t]+(?P<rest>\S.*)$")
_LISTED = re.compile(r"^(?:[-*+]|\d{1,2}[.)])[ \t]+\S", re.MULTILINE)
_BRACKETS = re.compile(r"\([^()]*\)")
_ITEM = re.compile(r"[ \t]*[-*+•][ \t]+\S")
_LETTERS = re.compile(r"[\W_]*(?:[A-H](?:[\W_]{1,4}[A-H])*|[A-H]{2,6})[\W_]*")
_FIRST_WORD = re.compile(r"[\W_]*([^\W_]+)")
_HINT_AND_ANSWER = 2  # folds
_FEWEST_REMARKS = 3  # folds about one option each


def take_ticks_of(draft: Draft, run: OptionRun | None) -> None:
    """Take the answer from boxes and marks; from emphasis only where nothing else says it."""
    if run is None or len(run.choices) != len(draft.options):
        return
    ticked = [option.label for option, choice in zip(draft.options, run.choices, strict=True) if choice.ticked]
    if not ticked and run.is_emphasised and not draft.stated and not draft.recaps and len(run.choices) > 1:
        ticked = [option.label for option, choice in zip(draft.options, run.choices, strict=True) if choice.strong]
    if not draft.answer and _is_unsure(draft, run):
        draft.emphasised = []
        return
    draft.answer = ticked or draft.answer


def _is_unsure(draft: Draft, run: OptionRun) -> bool:
    """Whether several options have an asterisk or a plus behind them, and the stem does not ask for several."""
    starred = [choice for choice in run.choices if choice.strong and ticks.ends_with_star(choice.text)]
    are_bold = any(is_emphasised(choice.text) for choice in starred)
    return len(starred) > 1 and not are_bold and not vocabulary.may_ask_for_several("\n".join(draft.stem))


def resolve(draft: Draft, places: Places, *, is_bare: bool = False) -> list[Diagnostic]:
    """Read what is stated as the answer, now that the options are known; return what cannot be read.

    What names no option to choose becomes a solution.

    A question is bare when nothing in it looks like options: it may be a statement to call true or false.
    """
    _resolve_recaps(draft, places)
    if is_bare and not draft.options and draft.stated:
        make_truth(draft)
    texts = {option.label: option.text for option in draft.options}
    stem = "\n".join(draft.stem)
    unread: list[Diagnostic] = []
    for first in draft.stated:
        count = _count_lines(draft, first, texts, stem)
        statement = _with_lines_below(draft, first, count)
        answer = _stated(statement, texts, draft.written, stem) if count > 0 else None
        if answer and answer.kind in _NO_CHOICE and not draft.answer:
            draft.solutions.append(Solution(answer.kind, statement, answer.labels))
        elif is_bare and not texts and answer is None and len(_LISTED.findall(statement.words)) > 1:
            draft.solutions.append(Solution("open", statement))
        elif answer is None or not answer.labels:
            unread.append(unreadable(statement, places))
            draft.explanation.append(statement.text)
        else:
            _take_answer(draft, answer, statement)
    return unread


def _count_lines(draft: Draft, statement: Statement, texts: Mapping[str, str], stem: str) -> int:
    """Return how many lines state an answer, 1 for its own alone, -1 where it is not sure that those below do too.

    A paragraph below an answer that is beside its label is unsure.
    """
    rows = _rows(statement)
    count = answers.count_lines(rows, texts, draft.written, stem) if texts and len(rows) > 1 else 0
    paragraph = statement.words.count("\n") + 1 if statement.words else len(rows)
    return -1 if count > paragraph else count or 1


def _rows(statement: Statement) -> list[str]:
    return [*statement.text.split("\n"), *(statement.below.split("\n") if statement.below else ())]


def _with_lines_below(draft: Draft, statement: Statement, count: int) -> Statement:
    """Return a statement with as many lines as state the answer; those below it leave the explanation."""
    rows = _rows(statement)
    if count < 0:
        return statement._replace(text=" / ".join(row.strip() for row in rows if row.strip()))
    if count <= statement.text.count("\n") + 1:
        return statement
    if statement.below in draft.explanation:
        place = draft.explanation.index(statement.below)
        rest = "\n".join(rows[count:]).strip()
        draft.explanation[place : place + 1] = [rest] if rest else []
    return statement._replace(text="\n".join(row.strip() for row in rows[:count] if row.strip()))


def _resolve_recaps(draft: Draft, places: Places) -> None:
    """Read the answers of analyses; one that does not repeat the options means those of the question."""
    for recap in draft.recaps:
        lent = not recap.options
        if lent:
            recap.options = draft.options
        resolve(recap, places)
        recap.explanation += [solution.statement.text for solution in recap.solutions]
        if lent:
            recap.options = []


def _read(text: str, texts: Mapping[str, str], written: Mapping[str, str], stem: str) -> answers.Answer | None:
    """Return the answer that a text states, None where it states none."""
    text = _ESCAPED.sub(r"\1", text) if "\\" in text else text
    return (
        answers.read(text, texts, written, stem=stem)
        or _behind_colon(text, texts, written)
        or _with_texts(text, texts, written)
    )


def span_of(statement: Statement, places: Places, label: str = "") -> Span:
    """Return where something is stated as the answer, and the label in it."""
    return (statement.places or places).span(statement.line, statement.text, label)


def _stated(
    statement: Statement, texts: Mapping[str, str], written: Mapping[str, str], stem: str
) -> answers.Answer | None:
    """Return the answer that is stated, or the order or the pairs that its lines say together."""
    return _of_lines(statement, texts, written, stem) or _read(statement.text, texts, written, stem)


def _of_lines(
    statement: Statement, texts: Mapping[str, str], written: Mapping[str, str], stem: str
) -> answers.Answer | None:
    """Return the order or the pairs that an answer of several lines states, None for any other."""
    answer = _read(statement.words, texts, written, stem) if "\n" in statement.words else None
    return answer if answer and answer.kind in {"ordering", "matching"} else None


def unreadable(statement: Statement, places: Places) -> Diagnostic:
    """Return the diagnostic of an answer that cannot be read."""
    message = f"cannot read the answer `{shortened(statement.text)}`"
    return Diagnostic(rule=Rule.UNREADABLE_ANSWER, span=span_of(statement, places), message=message, hint=HINT_ANSWER)


def _take_answer(draft: Draft, answer: answers.Answer, statement: Statement) -> None:
    """Put an answer into the draft; the labels of one that comes later, where they differ, are rivals."""
    others = [*answer.labels, *answer.rivals] if draft.answer else list(answer.rivals)
    if not draft.answer:
        draft.answer = list(answer.labels)
        draft.answered = statement
    new = [label for label in others if label not in draft.answer and label not in draft.rivals]
    if new:
        draft.rivals += new
        draft.scalars.setdefault("alternatives", statement.text.replace("`", "").strip())
    if answer.reason:
        draft.explanation.insert(0, answer.reason)


def _with_texts(text: str, texts: Mapping[str, str], written: Mapping[str, str]) -> answers.Answer | None:
    """Return the answer of `A, C - text of A, text of C`."""
    match = _LISTED_TEXTS.match(text)
    answer = answers.read(match["labels"], texts, written) if match else None
    if match is None or answer is None or len(answer.labels) < 2:
        return None
    own = {answers.letters_and_digits(texts.get(label, "")) for label in answer.labels}
    parts = re.split(r"[,;，；]", _BRACKETS.sub("", match["rest"]))
    repeated = all(answers.letters_and_digits(part) in own for part in parts)
    return answer if repeated or _all_in(match["rest"], texts, answer.labels) else None


def _all_in(rest: str, texts: Mapping[str, str], labels_: Sequence[str]) -> bool:
    """Whether a text is the texts of these options one behind the other."""
    joined = "".join(texts.get(label, "") for label in labels_)
    return answers.letters_and_digits(rest) == answers.letters_and_digits(joined)


def _behind_colon(text: str, texts: Mapping[str, str], written: Mapping[str, str]) -> answers.Answer | None:
    """Return the answer of a sentence in another script that ends with a colon and a label."""
    head, colon, label = text.strip().rpartition(":")
    if not colon or len(head) > 80 or not any(map(str.isalpha, head)) or any(c.isascii() and c.isalpha() for c in head):
        return None
    return answers.read(label.strip(), texts, written) if len(label.strip()) < 4 else None


def stated_alone(draft: Draft, layout: Layout, rows: Sequence[Line], begin: int) -> list[Line]:
    """Take an answer that has no label: letters alone, or the first lines of a fold, which a hint's may precede."""
    new = list(rows)
    folds = _folds(layout, rows, begin)
    if _are_about_options(draft, [rows[n] for n in folds]):
        return new
    for n, row in enumerate(rows):
        if layout.marked[begin + n].role in BELOW_ROLES or layout.marked[begin + n].level:
            break
        folded = (begin + n) in layout.folded
        is_inside = folded and n not in folds
        if is_inside or row.code or not row.text.strip() or draft.parts.at(row.number, row.text):
            continue
        end = _lines_end(draft, layout, rows, begin, n) if folded else _list_end(rows, n)
        text = "\n".join(line.text.strip() for line in rows[n:end] if line.text.strip())
        alone = len(row.text) < 40 and _LETTERS.fullmatch(row.text) and not draft.answer
        if alone or (folded and _chooses_in_fold(draft, row, text, is_first=n == folds[0])):
            draft.stated.append(Statement(text, row.number))
            new[n:end] = [line._replace(text="") for line in rows[n:end]]
            break
        if folded and (len(folds) != _HINT_AND_ANSWER or n == folds[-1]):
            break
    return new


def _chooses_in_fold(draft: Draft, row: Line, text: str, *, is_first: bool) -> bool:
    """Whether the first line of a fold, or its first lines, name options.

    What is below the fold of a hint may explain: there only a label states the answer, alone or with its option's text.
    """
    choice = _choice(draft, row.text)
    if is_first:
        return bool(choice or _choice(draft, text))
    if choice is None or choice.reason or _ITEM.match(row.text):
        return False
    word = _FIRST_WORD.match(row.text)
    return word is not None and (word[1] in choice.labels or word[1].lower() in draft.written)


def _folds(layout: Layout, rows: Sequence[Line], begin: int) -> list[int]:
    """Return the indexes of the first lines with text of folds; between two of them, lines of their tags are left out.

    `rows` are the lines from index `begin` on.
    """
    firsts: list[int] = []
    is_open = False  # the fold has had a line with text
    for n, row in enumerate(rows):
        goes_on = n > 0 and (begin + n - 1) in layout.folded and row.number - rows[n - 1].number == 1
        is_open = is_open and goes_on
        if (begin + n) in layout.folded and not is_open and row.text.strip():
            firsts.append(n)
            is_open = True
    return firsts


def _are_about_options(draft: Draft, firsts: Sequence[Line]) -> bool:
    """Whether the first lines of folds are the options one after the other: each fold says why it is right or wrong."""
    labels = [(option.label,) for option in draft.options]
    chosen = [choice for row in firsts if len(firsts) > 1 and (choice := _choice(draft, row.text))]
    are_alike = len({bool(choice.reason) for choice in chosen}) == 1
    in_order = [choice.labels for choice in chosen] == labels[: len(chosen)]
    return are_alike and in_order and len(chosen) >= min(_FEWEST_REMARKS, len(labels)) > 1


def _lines_end(draft: Draft, layout: Layout, rows: Sequence[Line], begin: int, start: int) -> int:
    """Return the index after the lines of a fold that state its answer together, or that may; of a list after all."""
    indexes = range(start, len(rows))
    end = next((n for n in indexes if begin + n not in layout.folded or ends_answer(layout, begin + n)), len(rows))
    texts = {option.label: option.text for option in draft.options}
    count = answers.count_lines([row.text for row in rows[start:end]], texts, draft.written)
    if count < 0:
        return end
    return max(start + count, _list_end(rows, start))


def ends_answer(layout: Layout, i: int) -> bool:
    """Whether a line ends an answer in words: a heading, or the label of another part."""
    return bool(layout.marked[i].level) or layout.marked[i].role in BELOW_ROLES | METADATA_ROLES


def _choice(draft: Draft, text: str) -> answers.Answer | None:
    """Return the answer that a text states if it names options."""
    answer = answers.read(text, {option.label: option.text for option in draft.options}, draft.written)
    return answer if answer and answer.labels and answer.kind == "choice" else None


def _list_end(rows: Sequence[Line], start: int) -> int:
    """Return the index after the items of a list that begins at a line, or after this line where it is no item."""
    end = start + 1
    while _ITEM.match(rows[start].text) and end < len(rows) and not rows[end].code and _ITEM.match(rows[end].text):
        end += 1
    return end
