"""The reference dialect: one question a file, a heading for every part, in Chinese or English, in any order.

Each heading and each `**label:** value` line is recognised by its words alone (`ROLES`); what no role claims goes
to the explanation with its heading, so that nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ankigen.model import Link, Option, Question, Span, Table
from ankigen.readers import fragments
from ankigen.readers.parsed import Parsed, faults
from ankigen.scan import Section, lines, sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ankigen.scan import Line
    from ankigen.sources import Source

# Role -> the words, as `fragments.plain` leaves them, that name it in a heading or before a colon.
ROLES: dict[str, str] = {
    "title": r"(?:question|題目|题目)? ?(?:#|no)? ?(?:q-?)?\d[\d-]*(?: - .*)?|題目 q-?[\d-]+",
    "group": r"題目資訊|题目信息|題目內容|题目内容|標籤系統|标签系统|答案與(?:來源|解析連結)|答案与(?:来源|解析链接)|題目解析|题目解析|詳細解析"
    r"|question (?:information|info|content|details)|tags|answer(?: and|s and| &) sources?|analysis",
    "id": r"id|題目編號|题目编号|question (?:id|number)",
    "provenance": r"來源|来源|source",
    "level": r"難度|难度|難度等級|难度等级|difficulty(?: level)?|level",
    "stem": r"題幹|题干|stem|question(?: stem| text)?",
    "options": r"選項|选项|(?:answer )?(?:options|choices)",
    "topics": r"topics?(?: tags?)?|技術主題標籤|技术主题标签|主題|主题",
    "traps": r"traps?(?: tags?)?|陷阱類型標籤|陷阱类型标签|陷阱",
    "domain": r"(?:knowledge )?domain|知識領域|知识领域",
    "answer": r"正解|正確答案|正确答案|(?:correct |right )?answers?|答案",
    "source_answer": r"來源標註(?:答案)?|来源标注(?:答案)?|官方(?:正確|標註|正确|标注)?答案|source(?:'s)? answer|official answer",
    "community_answer": r"社群(?:共識|投票(?:結果)?|答案)|社区(?:共识|投票(?:结果)?|答案)|community(?: consensus| answer| vote)",
    "answer_sources": r"答案來源|答案来源|answer sources?",
    "explanation": r"正解說明|正解说明|(?:answer )?explanation|why the answer is (?:right|correct)|why is the answer (?:right|correct)",
    "tested": r"考點(?:識別)?|考点(?:识别)?|what is tested|exam focus|key points?",
    "technique": r"核心技術|核心技术|core techni(?:que|cal)|core technology",
    "concepts": r"關鍵概念|关键概念|key concepts?",
    "keywords": r"題目關鍵字|题目关键字|關鍵字|关键字|(?:question )?keywords?",
    "rationales": r"錯誤選項(?:排除|分析)?|错误选项(?:排除|分析)?|(?:為什麼|为什么)?其[他它](?:選項|选项).*"
    r"|(?:why )?(?:the )?(?:other|wrong|incorrect) options?.*|distractors?",
    "mnemonic": r"(?:記憶)?口訣(?:記憶)?|(?:记忆)?口诀(?:记忆)?|mnemonic",
    "memory": r"記憶.*|记忆.*|mnemonics? .*|memory.*",
    "recall": r"recall|回想",
    "links": r"官方文件.*|官方文档.*|延伸閱讀|延伸阅读|參考資料|参考资料|(?:official )?(?:documentation|docs|references?)|links",
}
_ROLE = {role: re.compile(words) for role, words in ROLES.items()}
_LABELS = re.compile("|".join(f"(?:{words})" for role, words in ROLES.items() if role not in {"title", "group", "memory"}))
_SCALARS = ("id", "provenance", "level", "domain", "source_answer", "community_answer", "technique", "concepts", "keywords", "recall")
_SAID = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_NOTHING = re.compile(r"[(（]?(?:無|无|none|n/?a|-+|—+)[)）]?$", re.IGNORECASE)
_OPTION = re.compile(
    r" {0,3}(?P<bullet>[-*+][ \t]+)?(?P<bold>\*\*)?(?P<open>[(（])?(?P<label>[A-Z])"
    r"(?:[.)）、:：．](?:\*\*)?|\*\*[.)）、:：．])(?:[ \t\xa0]+(?P<text>.*)|(?P<end>))$"
)
_LETTERS = r"[A-Z](?:\s*(?:/|、|,|，|&|與|和|與|and)\s*[A-Z](?![a-z]))*"
_ABOUT = re.compile(
    rf"(?:[❌✅✗✔]\s*)?(?:關於|关于)?\s*(?P<word>選項|选项|options?)?\s*(?P<labels>{_LETTERS})\s*"
    r"(?:[-–—.:：)）、]+|(?=[(（❌✅])|$|(?P<space>(?=\s)))\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_ABOUT_LINE = re.compile(r" {0,3}(?P<bullet>[-*+]\s+)?(?:(?P<bold>\*\*)(?P<head>[^*]+)\*\*|(?P<bare>[^*]+?[:：]))\s*[:：]?\s*(?P<rest>.*)$")
_WHY_WRONG = re.compile(
    r"#*\s*\**\s*(?:為什麼|为什么)?(?:這是|这是)?(?:錯誤|错误|錯|错|不對|不对|不正確|不正确)的?\s*[?？]?\**[:：]?$"
    r"|#*\s*\**\s*why (?:is (?:it|this) )?(?:wrong|incorrect)\s*[?？]?\**[:：]?$",
    re.IGNORECASE,
)
_COLON = re.compile(r"[:：]")
_REMARK = re.compile(r"\([^()]*\)|（[^（）]*）")
_ANSWER_LETTER = re.compile(r"(?<![A-Za-z])[A-Z](?![A-Za-z+#])")


@dataclass
class _Draft:
    """The parts of a question while its file is read."""

    scalars: dict[str, str] = field(default_factory=dict)
    stem: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    topics: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    rationales: list[tuple[tuple[str, ...], str, str]] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    mnemonic: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def sniff(source: Source) -> bool:
    """Say whether a heading of the file names the options or the stem, or a label gives an answer."""
    return any(_role(section.title) in {"options", "stem"} for section in _all(sections(lines(source.text))))


def parse(source: Source) -> Parsed:
    """Return the file's question, or the diagnostics that say why it is none."""
    root = sections(lines(source.text))
    draft = _Draft()
    _read_group(draft, root)
    first = next(iter(_all(root)), root)
    span = Span(path=source.path, line=first.line)
    found = tuple(faults(span, "\n\n".join(draft.stem), draft.options, draft.answer))
    return Parsed((), found) if found else Parsed((_finish(draft, span),), ())


def _all(section: Section) -> Iterable[Section]:
    for child in section.children:
        yield child
        yield from _all(child)


def _role(title: str) -> str:
    bare = fragments.plain(title)
    return next((role for role, words in _ROLE.items() if words.fullmatch(bare)), "")


# One function a role; each takes care of the whole section below its heading.


def _read(draft: _Draft, section: Section) -> None:
    role = _role(section.title)
    name, *said = _COLON.split(section.title, maxsplit=1)
    if not role and said and _role(name) == "mnemonic":  # `### 口訣：「…」` holds the mnemonic itself
        role = "mnemonic"
        draft.mnemonic.append(said[0].strip())
    _HANDLERS.get(role, _read_other)(draft, section)


def _read_group(draft: _Draft, section: Section) -> None:
    before, found = fragments.items(section.body, _LABELS)
    _keep(draft, "", before)
    for item in found:
        _take_item(draft, item)
    for child in section.children:
        _read(draft, child)


def _read_value(draft: _Draft, section: Section) -> None:
    before, found = fragments.items(section.body, _LABELS)
    if not found:
        found = (fragments.Item(fragments.plain(section.title), "", section.line, section.body),)
        before = ()
    _keep(draft, "", before)
    for item in found:
        _take_item(draft, item)
    for child in section.children:
        _read(draft, child)


def _read_stem(draft: _Draft, section: Section) -> None:
    draft.stem.append(_whole(section, heading=False))


def _read_options(draft: _Draft, section: Section) -> None:
    before, options = read_options(section.body)
    _keep(draft, "", before)
    draft.options += options
    for child in section.children:
        _read(draft, child)


def _read_rationales(draft: _Draft, section: Section) -> None:
    labels: tuple[str, ...] = ()
    rest = ""
    rows: list[Line] = []
    before: list[Line] = []
    for row in section.body:
        about = None if row.code else _about_line(row.text)
        if about:
            _add_rationale(draft, labels, rest, rows)
            (labels, rest), rows = about, []
        else:
            (rows if labels else before).append(row)
    _add_rationale(draft, labels, rest, rows)
    _keep(draft, section.title, before)
    for child in section.children:
        about = _about(child.title)
        if about:
            draft.rationales.append((about[0], about[1], _whole(child, heading=False)))
        else:
            draft.explanation.append(_whole(child))


def _read_mnemonic(draft: _Draft, section: Section) -> None:
    rest, tables = fragments.lift_tables(section.body, "")
    draft.tables += tables
    draft.mnemonic.append(fragments.text(rest))
    for child in section.children:
        _read_memory_child(draft, child)


def _read_memory(draft: _Draft, section: Section) -> None:
    rest, tables = fragments.lift_tables(section.body, "")
    draft.tables += tables
    has_own = any(_role(_COLON.split(child.title)[0]) == "mnemonic" for child in _all(section))
    if has_own:
        _keep(draft, section.title, rest)
    else:
        draft.mnemonic.append(fragments.text(rest))
    for child in section.children:
        _read_memory_child(draft, child)


def _read_memory_child(draft: _Draft, section: Section) -> None:
    if _role(_COLON.split(section.title)[0]):
        _read(draft, section)
        return
    rest, tables = fragments.lift_tables(section.body, section.title)
    draft.tables += tables
    left = _whole(section._replace(body=rest))
    if fragments.text(rest) or section.children or not tables:
        draft.explanation.append(left)


def _read_links(draft: _Draft, section: Section) -> None:
    rest, links = fragments.take_links(section.body)
    draft.links += links
    _keep(draft, section.title, rest)
    for child in section.children:
        _read_links(draft, child)


def _read_explanation(draft: _Draft, section: Section) -> None:
    """Its own heading is on the card already; those below it are the author's."""
    rows, tables = _lift_endpoints(section.body, section.title)
    draft.tables += tables
    _keep(draft, "", rows)
    for child in section.children:
        _read_other(draft, child)


def _read_other(draft: _Draft, section: Section) -> None:
    rows, tables = _lift_endpoints(section.body, section.title)
    draft.tables += tables
    draft.explanation.append(_whole(section._replace(body=rows, children=())))
    for child in section.children:
        _read(draft, child)


_HANDLERS: dict[str, Callable[[_Draft, Section], None]] = {
    "title": _read_group,
    "group": _read_group,
    "tested": _read_group,
    "answer_sources": _read_group,
    "stem": _read_stem,
    "options": _read_options,
    "explanation": _read_explanation,
    "rationales": _read_rationales,
    "mnemonic": _read_mnemonic,
    "memory": _read_memory,
    "links": _read_links,
    **dict.fromkeys((*_SCALARS, "topics", "traps", "answer"), _read_value),
}


# Parts of sections.


def read_options(rows: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Option, ...]]:
    """Return what stands before the first option, and the options; fences and lines below one belong to it."""
    before: list[Line] = []
    found: list[tuple[str, list[Line]]] = []
    for row in rows:
        match = None if row.code else _OPTION.match(row.text)
        if match and (match["bullet"] or match["bold"] or match["label"] == chr(ord("A") + len(found))):
            found.append((match["label"], [row._replace(text=match["text"] or "")]))
        else:
            (found[-1][1] if found else before).append(row)
    return tuple(before), tuple(
        Option(label=label, text=fragments.text(body), line=body[0].number) for label, body in found
    )


def _take_item(draft: _Draft, item: fragments.Item) -> None:
    role = _role(item.label)
    value, after = item.value, item.following
    if not value or role == "keywords":
        value, after = "\n".join(filter(None, (value, fragments.text(after)))), ()
    if role == "answer":
        draft.answer = draft.answer or _labels(value)
    elif role == "topics":
        draft.topics = draft.topics or _tags(value)
    elif role == "traps":
        draft.traps = draft.traps or _tags(value)
    elif role in _SCALARS and not draft.scalars.get(role):
        draft.scalars[role] = value if role in {"technique", "concepts", "keywords"} else value.replace("`", "").strip()
    elif role not in _SCALARS:
        draft.explanation.append(f"**{item.label}:** {value}")
    _keep(draft, "", after)


def _tags(value: str) -> tuple[str, ...]:
    quoted = re.findall(r"`([^`]+)`", value)
    words = quoted or re.split(r"[,，、;；\n]", re.sub(r"^\s*[-*+]\s+", "", value, flags=re.MULTILINE))
    tags = [word.strip().strip("*").strip() for word in words]
    return tuple(dict.fromkeys(tag for tag in tags if tag and not _NOTHING.match(tag)))


def _labels(value: str) -> list[str]:
    """Return the labels that an answer names: remarks in brackets do not count, nor what follows a slash."""
    return list(dict.fromkeys(_ANSWER_LETTER.findall(_REMARK.sub(" ", value).split("/")[0])))


def _about(head: str) -> tuple[tuple[str, ...], str] | None:
    """Return the labels that a rationale's heading names, and the rest of the heading."""
    match = _ABOUT.match(re.sub(r"[*_]", "", head).strip())
    if not match or (match["space"] is not None and not match["word"]):
        return None
    return tuple(re.findall(r"[A-Z]", match["labels"].upper().replace("AND", ""))), match["rest"].strip()


def _about_line(row: str) -> tuple[tuple[str, ...], str] | None:
    match = _ABOUT_LINE.match(row)
    if not match or not (match["bullet"] or match["bold"]):
        return None
    about = _about((match["head"] or match["bare"]).rstrip(":： "))
    return (about[0], " ".join(filter(None, (about[1], match["rest"])))) if about else None


def _add_rationale(draft: _Draft, labels: tuple[str, ...], rest: str, rows: Sequence[Line]) -> None:
    if labels:
        draft.rationales.append((labels, rest, fragments.text(rows)))


def _lift_endpoints(rows: Sequence[Line], title: str) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    rest, tables = fragments.lift_tables(rows, title)
    if not tables or any(table.kind != "endpoint" for table in tables):
        return tuple(rows), ()
    return rest, tables


def _keep(draft: _Draft, title: str, rows: Sequence[Line]) -> None:
    """Put what no role claims into the explanation."""
    left = fragments.text(rows)
    if left:
        draft.explanation.append(f"### {title}\n\n{left}" if title else left)


def _whole(section: Section, *, heading: bool = True) -> str:
    """Return a section as markdown, with its own heading unless `heading` is false, and all below it."""
    parts = [f"{'#' * section.level} {section.title}"] if heading else []
    parts.append(fragments.text(section.body))
    parts += [_whole(child) for child in section.children]
    return "\n\n".join(filter(None, parts))


def _finish(draft: _Draft, span: Span) -> Question:
    options = {option.label: option for option in draft.options}
    notes: dict[str, list[str]] = {}
    explanation = list(draft.explanation)
    for labels, rest, body in draft.rationales:
        wrong = [label for label in labels if label in options and label not in draft.answer]
        for label in wrong:
            notes.setdefault(label, []).append(_rationale(options[label].text, rest, body))
        if not wrong:
            explanation.append("\n\n".join(filter(None, (f"#### {', '.join(labels)} {rest}".strip(), body))))
    claims = (draft.scalars.get("source_answer", ""), draft.scalars.get("community_answer", ""))
    rivals = dict.fromkeys(label for claim in claims for label in _ANSWER_LETTER.findall(_REMARK.sub(" ", claim)))
    return Question(
        span=span,
        index=1,
        id=draft.scalars.pop("id", "") or None,
        stem="\n\n".join(draft.stem),
        options=tuple(
            option.model_copy(update={"rationale": "\n\n".join(notes.get(option.label, []))}) for option in draft.options
        ),
        answer=tuple(label for label in options if label in draft.answer),
        rival_answers=tuple(label for label in rivals if label in options and label not in draft.answer),
        topics=draft.topics,
        traps=draft.traps,
        explanation="\n\n".join(filter(None, explanation)),
        mnemonic="\n\n".join(filter(None, draft.mnemonic)),
        tables=tuple(draft.tables),
        links=tuple(draft.links),
        recall=_SAID.get(draft.scalars.pop("recall", "").lower()),
        **draft.scalars,
    )


def _rationale(option: str, rest: str, body: str) -> str:
    """Return a rationale without what the card shows already: the option itself, and «why is it wrong?»."""
    first, _, after = body.partition("\n")
    if _WHY_WRONG.match(first.strip()):
        body = after.strip("\n")
    said, words = set(_words(option)), _words(rest)
    repeats = sum(word in said for word in words) * 5 >= len(words) * 4
    if not rest or _WHY_WRONG.match(rest) or repeats:
        return body
    return f"**{rest.replace('**', '')}**\n\n{body}" if body else rest


def _words(markdown: str) -> list[str]:
    return re.findall(r"\w+", markdown.casefold())
