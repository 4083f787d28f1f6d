"""Check a question for what a careful editor of exams would object to; each check yields diagnostics."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ankigen.checks import wording
from ankigen.markdown import PLAIN, as_seen, targets, to_text
from ankigen.model import Diagnostic, Rule, Span, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ankigen.model import Option, Part, Question, Summary

    Check = Callable[[Question], Iterator[Diagnostic]]

_ARGUES = re.compile(
    r"(?:為什麼|为什么)\s*(?:選項|选项)?\s*((?:[A-H][\s、,，/與与和]*)+)(?:\s*[（(][^）)]*[）)])?\s*(?:是|才是|為|为)(?:唯一)?"
    r"(?:正確|正确|正解)"
    r"|^#+ [^\n]{0,20}(?:為什麼|为什么)\s*(?:選項|选项)?\s*([A-H])(?![A-Za-z])[^不非錯错A-H\n]{1,60}"
    r"(?:是|為|为)(?:唯一)?的?(?:正確|正确|正解|對的|对的)"
    r"|\b[Ww]hy\s+(?:[Oo]ption\s+)?([A-H](?:(?:\s*,\s*|\s+and\s+)[A-H])*)\s+(?:is|are)\s+(?:the\s+)?(?:correct|right)\b"
    r"|^#+ \W*(?:選項|选项|[Oo]ption)?\s*([A-H])\s*(?:(?:才?[是為为](?:唯一)?的?|[（(])\s*(?:正確答案|正确答案|正解)"
    r"|(?:is\s+|[（(])the\s+(?:correct|right)\s+(?:answer|option|choice))",
    re.MULTILINE,
)
_REFUTES = re.compile(
    r"^#+ .*?(?:(?:為什麼|为什么)\s*(?:選項|选项)?\s*([A-H])\s*(?:是|為|为)?\s*(?:錯|错|不正確|不正确|不對|不对|不是)"
    r"|\b[Ww]hy\s+(?:[Oo]ption\s+)?([A-H])\s+(?:is\s+(?:wrong|incorrect|not\b)|isn['’]t\b))",
    re.MULTILINE,
)
# How matches of these begin: to look only there takes a tenth of the time.
_MAY_ARGUE = re.compile(r"為什麼|为什么|Why|why|#")
_MAY_REFUTE = re.compile(r"#")
_IN_WORD = r"[^\W_\u2e80-\uffff]"  # what goes on with a word; Chinese and Japanese have no blanks between words
_QUOTED = re.compile(r"`([^`\n]+)`")


def check_question(question: Question) -> Iterator[Diagnostic]:
    """Yield the diagnostics of `QUESTION_CHECKS` and, if the question has options, of `OPTION_CHECKS`."""
    for check in (*QUESTION_CHECKS, *OPTION_CHECKS) if question.options else QUESTION_CHECKS:
        yield from check(question)


_shown = lru_cache(maxsize=64)(to_text)  # two checks ask for the text of each option


def diagnose(
    question: Question | Summary, rule: Rule, message: str, hint: str, at: Part | int | None = None
) -> Diagnostic:
    """Return a diagnostic at a part of a question, or at a line of its file; at its beginning if there is neither."""
    span = question.span
    if isinstance(at, str):
        span = place_of(question, at)
    elif at:
        span = Span(path=span.path, line=at)
    return Diagnostic(rule=rule, span=span, message=message, hint=hint)


def at_its_words(diagnostic: Diagnostic, rows: Sequence[str], end: int) -> Diagnostic:
    """Return a diagnostic of a question at the first words that its message quotes, from its line on.

    `rows` are the lines of the file, `end` is the number of the first line behind the question.
    """
    span = diagnostic.span
    quoted = sorted(dict.fromkeys(_QUOTED.findall(diagnostic.message)), key=len, reverse=True)
    patterns = [re.compile(rf"(?<!{_IN_WORD}){re.escape(words)}(?!{_IN_WORD})") for words in quoted]
    for line in range(span.line, min(end, len(rows) + 1)):
        match = next(filter(None, (pattern.search(rows[line - 1]) for pattern in patterns)), None)
        if match:
            return diagnostic.model_copy(update={"span": Span(path=span.path, line=line, column=match.start() + 1)})
    return diagnostic


def _matches(pattern: re.Pattern[str], begins: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern` that begin where `begins` matches; faster than `pattern.finditer`."""
    end = 0
    for place in begins.finditer(text):
        match = pattern.match(text, place.start()) if place.start() >= end else None
        if match:
            end = match.end()
            yield match


def _one_line(match: re.Match[str]) -> str:
    """Return the first line that a match has, without the marks of a heading."""
    return match[0].strip().split("\n", 1)[0].lstrip("# ").replace("`", "")


# One question.


def answer_count(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic if the stem asks for a number of answers other than that of the right options."""
    right = next(option.text for option in question.options if option.label in question.answer)
    asked = wording.answers_wanted(question.stem, right)
    if asked and not asked.least <= len(question.answer) <= asked.most:
        letters = ", ".join(question.answer)
        message = f"the stem says `{asked.words}`, the answer has {len(question.answer)}: {letters}"
        yield diagnose(question, Rule.ANSWER_COUNT, message, "correct the stem or the answer", "stem")


def missing_rationale(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each wrong option without a rationale, if another wrong one has one."""
    wrong = [option for option in question.options if option.label not in question.answer]
    if any(option.rationale for option in wrong):
        for option in (option for option in wrong if not option.rationale):
            message = f"nothing says why option `{option.label}` is wrong"
            yield diagnose(
                question, Rule.NO_RATIONALE, message, f"add `### {option.label} - …` to the wrong options", option.line
            )


def other_letter(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each heading or rationale that calls a wrong option right."""
    hint = "find out which is right"
    right = ", ".join(question.answer)
    for match in _matches(_ARGUES, _MAY_ARGUE, question.explanation):
        letters = re.findall(r"[A-H]", next(filter(None, match.groups())))
        if not set(letters) <= set(question.answer):
            message = f"`{_one_line(match)}` argues for {', '.join(letters)}, but the answer is {right}"
            yield diagnose(question, Rule.OTHER_LETTER, message, hint)
    for option in question.options:
        if option.defended:
            message = f"the text about `{option.label}` calls it right, but the answer is {right}"
            yield diagnose(question, Rule.OTHER_LETTER, message, hint, option.defended)


def refuted_answer(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each right option that the question itself calls wrong."""
    hint = "correct the answer, or move the text to the explanation"
    for option in question.options:
        if option.refuted:
            message = f"`{option.label}` is a right answer, but is explained among the wrong options"
            yield diagnose(question, Rule.RIGHT_REFUTED, message, hint, option.refuted)
    for match in _matches(_REFUTES, _MAY_REFUTE, question.explanation):
        label = match[1] or match[2]
        if label in question.answer:
            message = f"`{label}` is a right answer, but `{_one_line(match)}` says why it is wrong"
            yield diagnose(question, Rule.RIGHT_REFUTED, message, hint)


def length_cue(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each right option that is more than twice as long as any wrong one."""
    lengths = {option.label: len(_shown(option.text)) for option in question.options}
    longest = max((n for label, n in lengths.items() if label not in question.answer), default=0)
    for option in question.options:
        if option.label in question.answer and lengths[option.label] > max(2 * longest, longest + 40) and longest:
            message = f"the right option `{option.label}` has {lengths[option.label]} characters, the next {longest}"
            yield diagnose(question, Rule.LENGTH_CUE, message, "make them similar in length", option.line)


def all_of_above(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each option that refers to other options, such as "all of the above"."""
    from ankigen.readers import about_others  # noqa: PLC0415 - a build in which no file changed does not need them

    others = about_others({option.label: _shown(option.text) for option in question.options}, question.stem)
    for option in question.options:
        if option.label in others:
            yield diagnose(
                question,
                Rule.ALL_OF_ABOVE,
                f"option `{option.label}` refers to other options",
                "say in words what it means",
                option.line,
            )


def quiet_negative(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic if the stem has a negative that is easily overlooked."""
    word = wording.quiet_negative(question.stem)
    if word:
        hint = f"write **{word.upper()}**"
        yield diagnose(question, Rule.QUIET_NEGATIVE, f"`{word}` is not emphasised", hint, "stem")


def same_options(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each option with the same text as an earlier one."""
    first_by_text: dict[tuple[str, tuple[str, ...]], Option] = {}
    for option in filter(lambda option: option.text.strip(), question.options):
        first = first_by_text.setdefault((as_seen(option.text, PLAIN), targets(option.text)), option)
        if first is not option:
            message = f"options `{first.label}` and `{option.label}` say the same"
            yield diagnose(question, Rule.SAME_OPTIONS, message, "change one of them", option.line)


def empty_options(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each option without a text."""
    for option in question.options:
        if not option.text.strip():
            hint = "write it, or delete its line"
            yield diagnose(question, Rule.EMPTY_OPTION, f"option `{option.label}` has no text", hint, option.line)


def lost_figure(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic if the stem refers to a picture that it does not have."""
    words = wording.lost_figure(question.stem)
    if words:
        message = f"the stem says `{words}`, but nothing is shown"
        yield diagnose(question, Rule.LOST_FIGURE, message, "add the picture, or say what it shows", "stem")


def claimed_answer(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic if no line gives the answer, so that it was taken from what others claim."""
    if question.answer_from:
        message = f"no line gives the answer; {', '.join(question.answer)} was taken from what others claim"
        yield diagnose(question, Rule.CLAIMED_ANSWER, message, "write `**Answer:** B`", "answer")


def odd_level(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic if the level has a remark in it."""
    if re.search(r"→|->|=>|[\[\](){}（）「」,，;；]", question.level):
        message = f"the level is `{question.level}`"
        yield diagnose(question, Rule.ODD_LEVEL, message, "write the level alone", "level")


def all_right(question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic if the question has no wrong option."""
    if len(question.answer) == len(question.options):
        message = "every option is marked as right"
        yield diagnose(question, Rule.ALL_RIGHT, message, "mark the right ones only", "answer")


QUESTION_CHECKS: tuple[Check, ...] = (
    quiet_negative,
    lost_figure,
    odd_level,
)
OPTION_CHECKS: tuple[Check, ...] = (
    answer_count,
    missing_rationale,
    other_letter,
    refuted_answer,
    length_cue,
    all_of_above,
    same_options,
    empty_options,
    claimed_answer,
    all_right,
)
