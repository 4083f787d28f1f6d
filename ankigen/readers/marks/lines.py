"""What each line may be: a heading, a label with its value, the beginning of a question, an option."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.lines import fragments
from ankigen.readers.lines.labelled import facts, label_and_value, role_of_label
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks import context
from ankigen.readers.marks.answer_keys import of_answer_key, role_of_answers
from ankigen.readers.marks.labels import bare_label, item, label
from ankigen.readers.marks.mark import BLANK, NOTHING, Mark, notable
from ankigen.readers.marks.starts import is_question, is_word, start_in, title
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES, ORDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

# Before a colon in a line these are no names of parts.
_HEADINGS_ONLY = frozenset({"title", "group"})
_LONGEST_NAME = 40  # characters
_HASHTAGS = re.compile(r"[ \t]*(?:#(?=[^\s#]*[^\W\d_]|[^\s#]*[^\x00-\x7f])(?!!)[^\s#]+[ \t]*+(?=#|$))+")
_COLON = re.compile(r"[:：]")
_LABEL = f"[Ａ-Ｈ{''.join(sorted({letter for order in ORDERS for letter in order}))}]"
_BESIDE_WORD = re.compile(
    r"[ \t>*_]*(?P<name>[^\W\d_][^:：*_]{0,30}?)[*_]*[ \t\u3000]+"
    rf"(?P<value>[*_`(\[]*{_LABEL}(?:[)\]*_`.]*[ \t]*[,、，&/+][ \t]*[*_`(\[]*{_LABEL})*[)\]*_`.]*)"
    r"(?![A-Za-z\u00c0-\u052f])"
)
_COPULA = re.compile(
    r"[ \t>*_\W]*(?P<name>[^\W\d_][^:：\n]{1,30}?)[*_]*[ \t]+"
    r"(?:is|are|ist|sind|es|son|est|sont|è|é|são|là|adalah|jest|je|är)[ \t]+"
    r"(?:(?:the|la|las|le|les|die|der|das|el|los|o|os|as|il|option|opción|đáp án)[ \t]+)*"
    r"(?P<value>[*_`(\[\"]*[A-Ha-h](?![\w'’]).*)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|la|las|le|les|die|der|das|el|los|o|os|as|il|so|also)\s+", re.IGNORECASE)
_ALONE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,2}(?:\*\*|__)?[ \t]*")
# Vowels and the like above and below letters, which are no letters for `re`.
_SPELLS = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e])"
_DASHED = re.compile(
    rf"\W{{0,6}}(?P<name>[^\W\d_]{_SPELLS}*(?:[ ]{_SPELLS}+){{0,2}})[*_]{{0,2}}(?:[ \t]*[–—=]|[ \t]+-|[ \t]*\.)"
    r"[*_]{0,2}[ \t]+(?P<value>\S.*)$"
)
_TIGHT = re.compile(
    r"[ \t>*_]*(?P<name>[^\W\d_]{2,16})[*_]{0,2}[-–—=](?P<value>[A-Ja-j](?:[,、&/][A-Ja-j])*)[*_ \t.]*$"
)
_BRACKETED = re.compile(
    r"[ \t>*_-]*[【\[［〔](?P<name>[^\]】］〕]{1,30})[】\]］〕][*_]{0,2}[ \t]*[:：]?[ \t]*(?P<value>.*)$"
)
_FACTS = frozenset({"id", "level", "domain", "topics", "traps", "tags"})  # that brackets may name
_HTML = re.compile(fragments.INLINE_TAG, re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[ \t*_]*[(（](?P<text>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)?)[)）][ \t*_.]*")
_QUOTE = re.compile(r"^[ \t]*>[ \t]?")
_LONGEST_UNLABELLED = 2000  # characters of a line that states an answer without a colon


def marks(rows: Sequence[Line]) -> list[Mark]:
    """Return the mark of each line; code has none."""
    marked = [NOTHING if code else _mark(text) for _, text, code in rows]
    indexes = notable(marked)
    for i in indexes:
        if start := marked[i].start:
            marked[i] = replace(marked[i], start=start._replace(row=i))
    context.mark_verdicts(rows, marked, indexes)
    context.mark_letters(rows, marked)
    context.mark_bare_labels(rows, marked)
    indexes = notable(marked)
    for i in indexes:
        if marked[i].role in {"answer", "answer_key"}:
            marked[i] = replace(marked[i], role=role_of_answers(rows, marked, i))
    context.mark_entries(rows, marked, indexes)
    return marked


@remembered
def _mark(text: str) -> Mark:
    """Return the mark of a line that is no code; its start has no row."""
    if not text or text.isspace():
        return BLANK
    begin = start_in(text)
    heading = title(text) if "#" in text[:4] else None
    if heading:
        role, value = _of_title(heading[1])
        return Mark(heading[0], heading[1], role, value, begin)
    if text[-1] in "-*_ \t" and fragments.RULE.match(text):
        return Mark(rule=True)
    inner = title(text.lstrip()) if text[0] in " \t" and text.lstrip()[:2] == "##" else None  # in an item of a list
    role, value = _of_title(inner[1]) if inner else _of_line(text)
    option = None if role in BELOW_ROLES or role == "stem" else label(text)
    listed, bare = item(text), bare_label(text)
    is_notable = role or begin or option or listed or bare
    return Mark(0, "", role, value, begin, option, listed, bare) if is_notable else NOTHING


def _of_title(text: str) -> tuple[str, str]:
    """Return the part that a heading names, and what is beside the name; "" for none."""
    return of_answer_key(text) or _of_part(text)


def _of_part(text: str) -> tuple[str, str]:
    """Return the part that a heading names, and one answer beside the name; "" for none."""
    role_of_text = vocabulary.role(text)
    colon = _COLON.search(text)
    if colon and text[colon.end() :].strip():
        role = vocabulary.role(text[: colon.start()])
        if role and (role != "title" or role_of_text == ""):
            return role, text[colon.end() :].strip()
    beside = _BESIDE_WORD.fullmatch(text) if len(text) < 60 else None
    if beside and vocabulary.role(beside["name"]) in ANSWER_ROLES and not role_of_text:
        return vocabulary.role(beside["name"]), beside["value"]
    if not role_of_text:
        dashed = _DASHED.fullmatch(text)
        role = vocabulary.role(dashed["name"]) if dashed else ""
        if dashed and role in ANSWER_ROLES:
            return role, dashed["value"]
    return role_of_text, ""


def name_of(row: Line, mark: Mark) -> str:
    """Return the label of a line, or the title of a heading, as `plain` leaves them; "" for any other line."""
    labelled = None if mark.level else label_and_value(row.text)
    return labelled[0] if labelled else vocabulary.plain(mark.title)


def _of_line(text: str) -> tuple[str, str]:
    """Return the part that a line names, and what is beside the name; "" for none."""
    bare = _QUOTE.sub("", text) if ">" in text else text
    if "<" in bare:
        bare = _HTML.sub("", bare)
    if "(" in bare or "（" in bare:
        bracketed = _IN_BRACKETS.fullmatch(bare)
        bare = bracketed["text"] if bracketed and label_and_value(bracketed["text"]) else bare
    part = _of_label(bare)
    if part:
        return part
    if len(bare) > _LONGEST_UNLABELLED:
        return "", ""
    return _of_brackets(bare) or (may_answer(bare) and (of_answer_key(bare) or _of_answer(bare))) or ("", "")


def _of_label(bare: str) -> tuple[str, str] | None:
    """Return the part that a label with a colon names, and its value."""
    labelled = label_and_value(bare)
    if labelled is None:
        return None
    first = next(iter(facts(bare)), ("", ""))
    name, value = label_and_value(first[0]) or labelled
    value = first[1] or value
    role = vocabulary.role(name)
    if role == "group" and "tags" in vocabulary.roles(name):
        return "tags", value
    inner = label_and_value(value) if role not in BELOW_ROLES and (":" in value or "：" in value) else None
    if inner and inner[1] and len(name) < _LONGEST_NAME and vocabulary.role(inner[0]) == "answer" and not label(bare):
        return "answer", inner[1]  # `Solution sheet: Answer: B`
    if role == "id" and is_question(value):
        return "stem", value  # `Question no.: Which …?`
    counted = value.isdecimal()  # `Questions: 50`
    if role and role not in _HEADINGS_ONLY and not (role == "stem" and counted):
        return role, value
    asked = value and not counted and len(name) < 16 and (name == "q" or (len(name) > 1 and is_word(name)))
    return ("stem", value) if asked or (name == "quiz" and is_question(value)) else None


def _of_brackets(bare: str) -> tuple[str, str] | None:
    """Return the tags of a line of hashtags, or the part that is named in brackets, `【答案】B`.

    Of parts that are not below options, facts may be named in brackets of East Asia: `【標籤】S3`.
    """
    if bare.lstrip()[:1] == "#" and _HASHTAGS.fullmatch(bare):
        return "tags", bare.strip()
    match = _BRACKETED.match(bare) if bare.lstrip("> \t*_-")[:1] in "【[［〔" else None
    if match is None or (match["value"].startswith("(") and "[" in match[0][: match.start("name")]):
        return None  # none, or a link
    role = role_of_label(match["name"])
    is_fact = role in _FACTS and match["value"] and "[" not in match[0][: match.start("name")]
    return (role, match["value"]) if role in BELOW_ROLES or (is_fact and not is_question(match["value"])) else None


def _of_answer(bare: str) -> tuple[str, str] | None:
    """Return the answer that a line without a colon states: `Answer B`, `Answer - B`, `The answer is B`."""
    beside = _BESIDE_WORD.match(bare)
    if beside and _ends_or_reasons(bare, beside.end()) and (role := vocabulary.role(beside["name"])) in ANSWER_ROLES:
        return role, bare[beside.start("value") :].strip("*_ \t")
    copula = _COPULA.match(bare) if len(bare) < 300 else None
    if copula and (role := vocabulary.role(_ARTICLE.sub("", copula["name"]))) in ANSWER_ROLES:
        return role, copula["value"]
    alone = vocabulary.role(bare.strip(" \t-*+_")) if len(bare) < 40 and _ALONE.fullmatch(bare) else ""
    if alone in {"answer", "answer_key"} or bare.strip() in {"?", "??"}:
        return alone or "answer", ""
    match = _DASHED.match(bare) or _TIGHT.match(bare)
    if match and (role := vocabulary.role(match["name"])) in ANSWER_ROLES:
        return role, match["value"].strip("*_ ")
    return ("answer", bare) if is_statement(bare) else None


def may_answer(text: str) -> bool:
    """Whether a line begins like one that names or states an answer; nearly all lines do not."""
    first = vocabulary.lead(text)
    return not _answer_leads().isdisjoint((first, "")) if first else text.strip() in {"?", "??"}


@cache
def _answer_leads() -> frozenset[str]:
    stated = map(vocabulary.lead, vocabulary.in_any_language("answer", "statement"))
    return vocabulary.leads(*ANSWER_ROLES, "answer_key") | frozenset(stated)


def _ends_or_reasons(text: str, place: int) -> bool:
    """Whether a line ends at a place, or says there why: `Answer B because …`."""
    rest = text[place:].lstrip(" \t,，")
    return not rest or (len(rest) < len(text) - place and bool(_because().match(vocabulary.fold(rest[:_LONGEST_NAME]))))


@cache
def _because() -> re.Pattern[str]:
    return re.compile(rf"(?:{vocabulary.alternation('answer', 'because')})(?![a-z])")


def is_statement(text: str) -> bool:
    """Whether a line begins with a sentence that states an answer: `The correct answer is **B**`."""
    return bool(_statement().match(text))


@cache
def _statement() -> re.Pattern[str]:
    words = vocabulary.alternation("answer", "statement")
    return re.compile(rf"[\W_]*+(?:{words})[ \t]*[:：]?[ \t]*[*_`(\[「]*\S", re.IGNORECASE)
