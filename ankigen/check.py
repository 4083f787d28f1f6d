"""What a careful item editor would object to in a bank that parses: each check yields diagnostics."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ankigen import shingles
from ankigen.diagnostics import Diagnostic
from ankigen.identity import essence
from ankigen.markdown import to_text
from ankigen.model import Span
from ankigen.rules import Rule
from ankigen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ankigen.config import Config
    from ankigen.model import Option, Question

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "一": 1, "二": 2, "兩": 2, "两": 2, "三": 3, "四": 4}
_NUMBER = r"(one|two|three|four|[1-4])"
_COUNT = re.compile(
    rf"\b(?:choose|select|pick|mark)\s+(?:the\s+|any\s+)?(?:best\s+|correct\s+)?{_NUMBER}\b(?=\s*(?:\W*$|\)|\.|answers?\b|"
    rf"options?\b|correct\b|choices?\b|responses?\b|of\s+the\b))|\bwhich\s+{_NUMBER}\s+(?:of|answers?|options?|statements?)\b"
    r"|[選选](?:擇|择|出)?\s*([一二兩两三四1-4])\s*(?:個|个|項|项)",
    re.IGNORECASE | re.MULTILINE,
)
_ARGUES = re.compile(
    r"(?:為什麼|为什么)\s*(?:選項|选项)?\s*((?:[A-H][\s、,，/與与和]*)+)(?:\s*[（(][^）)]*[）)])?\s*(?:是|才是|為|为)(?:唯一)?"
    r"(?:正確|正确|正解)"
    r"|\b[Ww]hy\s+(?:[Oo]ption\s+)?([A-H](?:(?:\s*,\s*|\s+and\s+)[A-H])*)\s+(?:is|are)\s+(?:the\s+)?(?:correct|right)\b"
)
_ALL = re.compile(
    r"\b(?:all|none|both|neither) of (?:the|these)(?: above)?\W*$|(?:以上|上述)(?:皆|都|均|全)", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"\b(?i:which)\b[^.?!]*?(?<![\w*])(not|except|incorrect|false|least)\b(?!\*)|\b(except|but not):?\s*$"
    r"|(?:何者|哪[一個个項项]*)[^。？?*]{0,12}?(?<!\*)(不正確|不正确|不是|錯誤|错误|有誤)",
)
_FIGURE = re.compile(
    r"\b(?:refer to|see|shown in|in|as) the (?:following |above |below )?(?:exhibit|figure|diagram|screenshot|image)\b"
    r"|\bthe (?:following|attached) (?:exhibit|figure|diagram|screenshot|image)\b"
    r"|題目附有|题目附有|如[下上]?[圖图]所示|(?:下|上|附)[圖图]",
    re.IGNORECASE,
)


def check(questions: Sequence[Question], config: Config) -> Iterator[Diagnostic]:
    """Yield what is doubtful in the questions of a bank."""
    for question in questions:
        for rule in QUESTION_CHECKS:
            yield from rule(question)
    for whole in BANK_CHECKS:
        yield from whole(questions, config)


def _at(question: Question, rule: Rule, message: str, hint: str, option: Option | None = None) -> Diagnostic:
    span = Span(path=question.span.path, line=option.line) if option else question.span
    return Diagnostic(rule=rule, span=span, message=message, hint=hint)


# One question.


def answer_count(question: Question) -> Iterator[Diagnostic]:
    """Yield where the stem asks for another number."""
    found = _COUNT.findall(to_text(question.stem))
    if not found:
        return
    word = next(filter(None, found[-1])).lower()
    wanted, given = int(_NUMBERS.get(word, word)), len(question.answer)
    if wanted != given:
        message = f"the stem asks for {wanted}, the answer has {given}: {', '.join(question.answer)}"
        yield _at(question, Rule.ANSWER_COUNT, message, "correct the stem or the answer")


def missing_rationale(question: Question) -> Iterator[Diagnostic]:
    """Wrong options without a rationale, where others have one."""
    wrong = [option for option in question.options if option.label not in question.answer]
    if any(option.rationale for option in wrong):
        for option in (option for option in wrong if not option.rationale):
            message = f"nothing says why option `{option.label}` is wrong"
            yield _at(
                question, Rule.NO_RATIONALE, message, f"add `### {option.label} - …` to the wrong options", option
            )


def other_letter(question: Question) -> Iterator[Diagnostic]:
    """Headings that call another letter the right one."""
    for match in _ARGUES.finditer(question.explanation):
        letters = re.findall(r"[A-H]", match[1] or match[2])
        if not set(letters) <= set(question.answer):
            message = f"the explanation argues for {', '.join(letters)}, the answer is {', '.join(question.answer)}"
            yield _at(question, Rule.OTHER_LETTER, message, "find out which is right")


def disputed(question: Question) -> Iterator[Diagnostic]:
    """Answers that the source, the community or a note contradicts."""
    if question.rival_answers:
        rivals = ", ".join(question.rival_answers)
        message = f"the answer is {', '.join(question.answer)}, but {rivals} is named as well"
        yield _at(question, Rule.DISPUTED, message, "find out which is right; the card says that it is disputed")


def length_cue(question: Question) -> Iterator[Diagnostic]:
    """Yield right options that are twice as long as any wrong one."""
    lengths = {option.label: len(to_text(option.text)) for option in question.options}
    longest = max((n for label, n in lengths.items() if label not in question.answer), default=0)
    for option in question.options:
        if option.label in question.answer and lengths[option.label] > max(2 * longest, longest + 40) and longest:
            message = f"the right option `{option.label}` has {lengths[option.label]} characters, the next {longest}"
            yield _at(question, Rule.LENGTH_CUE, message, "make them alike", option)


def all_of_above(question: Question) -> Iterator[Diagnostic]:
    """Options that stand for the others."""
    for option in question.options:
        if _ALL.search(to_text(option.text)):
            yield _at(question, Rule.ALL_OF_ABOVE, f"option `{option.label}` speaks of the others", "say it", option)


def quiet_negative(question: Question) -> Iterator[Diagnostic]:
    """Negatives that a reader passes over."""
    asked = question.stem.strip().rpartition("\n")[2]
    match = _NEGATIVE.search(asked)
    if match:
        word = next(filter(None, match.groups()))
        yield _at(question, Rule.QUIET_NEGATIVE, f"`{word}` is not emphasised", f"write **{word.upper()}**")


def same_options(question: Question) -> Iterator[Diagnostic]:
    """Options with one text."""
    seen: dict[str, Option] = {}
    for option in question.options:
        first = seen.setdefault(essence(option.text), option)
        if first is not option:
            message = f"options `{first.label}` and `{option.label}` say the same"
            yield _at(question, Rule.SAME_OPTIONS, message, "change one of them", option)


def lost_figure(question: Question) -> Iterator[Diagnostic]:
    """Stems that speak of a picture without having one."""
    match = _FIGURE.search(question.stem)
    if match and not re.search(r"!\[|```|~~~|^\s*\|", question.stem, re.MULTILINE):
        yield _at(
            question, Rule.LOST_FIGURE, f"`{match[0]}`, but there is none", "add the picture, or say what it shows"
        )


def claimed_answer(question: Question) -> Iterator[Diagnostic]:
    """Answers that nobody gave, only claimed."""
    if question.answer_from:
        message = f"no line gives the answer; {', '.join(question.answer)} was taken from what others claim"
        yield _at(question, Rule.CLAIMED_ANSWER, message, "write `**正解:** `B`` (`**Answer:** `B``)")


def odd_level(question: Question) -> Iterator[Diagnostic]:
    """Levels with remarks in them."""
    if re.search(r"→|->|=>|[\[\](){}（）「」,，;；]", question.level):
        yield _at(question, Rule.ODD_LEVEL, f"the level is `{question.level}`", "write the level alone")


def all_right(question: Question) -> Iterator[Diagnostic]:
    """Questions without a wrong option."""
    if len(question.answer) == len(question.options):
        yield _at(question, Rule.ALL_RIGHT, "every option is marked as right", "mark the right ones only")


# The whole bank.


def near_duplicates(questions: Sequence[Question], _: Config) -> Iterator[Diagnostic]:
    """Stems that share four fifths of their runs of five words."""
    for a, b in shingles.near(to_text(question.stem) for question in questions):
        yield Diagnostic(
            rule=Rule.NEAR_DUPLICATE,
            span=questions[b].span,
            message=f"the stem is nearly that of `{questions[a].key}`",
            hint="merge them, or leave both when they differ on purpose",
            related=(questions[a].span,),
        )


def unknown_tags(questions: Sequence[Question], config: Config) -> Iterator[Diagnostic]:
    """Tags that bank.toml does not list, where it lists any of their kind."""
    for kind, listed in config.tags.listed.items():
        known = {slug(name): name for name in listed}
        for question in questions:
            for tag in getattr(question, kind):
                if slug(tag) not in known:
                    near = difflib.get_close_matches(slug(tag), known, n=1, cutoff=0.5)
                    hint = f"did you mean `{known[near[0]]}`?" if near else f"the list: {', '.join(listed)}"
                    yield _at(question, Rule.UNKNOWN_TAG, f"`{tag}` is not among the bank's {kind}", hint)


def thin_topics(questions: Sequence[Question], config: Config) -> Iterator[Diagnostic]:
    """Topics with fewer questions than bank.toml asks for."""
    tagged: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        for topic in question.topics[:1]:
            tagged[slug(topic)].append(question)
    for found in tagged.values():
        if len(found) < config.topic_minimum:
            message = f"the topic `{found[0].topics[0]}` is home to {len(found)} of at least {config.topic_minimum}"
            yield _at(found[0], Rule.THIN_TOPIC, message, "tag more questions with it, or none")


def missing_ids(questions: Sequence[Question], _: Config) -> Iterator[Diagnostic]:
    """Questions without an ID in a bank of which most have one."""
    without = [question for question in questions if not question.id]
    if 2 * len(without) < len(questions):
        for question in without:
            yield _at(question, Rule.NO_ID, "the question has no ID", "give it one: `**ID:** `Q-001``")


QUESTION_CHECKS: tuple[Callable[[Question], Iterator[Diagnostic]], ...] = (
    answer_count,
    missing_rationale,
    other_letter,
    disputed,
    length_cue,
    all_of_above,
    quiet_negative,
    same_options,
    lost_figure,
    claimed_answer,
    odd_level,
    all_right,
)
BANK_CHECKS: tuple[Callable[[Sequence[Question], Config], Iterator[Diagnostic]], ...] = (
    near_duplicates,
    unknown_tags,
    thin_topics,
    missing_ids,
)
