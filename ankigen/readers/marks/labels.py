"""Labels: what a line begins with that makes it an option, `A.`, `(b)`, `③`, `- [x]`."""

from __future__ import annotations

import re
from typing import NamedTuple

from ankigen.readers.marks.ticks import TICKS, without_tick
from ankigen.readers.vocabulary import CLOSED, FULL_WIDTH, INDEX

_OPEN_LABELS = "".join(char for char in (*INDEX, *FULL_WIDTH) if char not in CLOSED)
_OPENING, _CLOSING = r"[(（\[［【]", r"[)）\]］】]"  # brackets around a label
# Behind a label without brackets; kana and stems need no sign.
_DELIMITER = r"[.、:：．]|/(?=[ \t]|$)|[ \t]?[-–—](?=[ \t]|$)|(?=\u3000)|(?<=[アイウエオカキク甲乙丙丁戊己])(?=[ \t])"
_SPACED_COLON = r"[ \t\xa0]:(?=[ \t\xa0]|$)"  # as in French: `A : x`
_SIGN = (
    r"(?:(?P<sign>[\u2190-\u245f\u2500-\u26ff\u2700-\u2775\u2794-\u2bff\U0001f000-\U0001faff]\ufe0f?)[ \t]*+"
    r"|(?P<judged>[vVxX])[ \t]++(?=[(\[]?[A-Ha-h][.)\]]))?"
)
_BULLET = r"(?P<bullet>(?:[-*+•‣◦▪▫●○]|\d{1,3}[.)])[ \t\xa0]++)?"
_WORD = r"(?i:option|choice|選項|选项|opción|opção|đáp án|вариант)"
_BEHIND_WORD = r"(?:[ \t]++|(?<=[項项])|(?=[(（\[A-H]))"  # `Options:` is no label
_OPTION = re.compile(
    rf"(?P<indent>[ \t\xa0\u3000]*+){_BULLET}{_SIGN}"
    rf"(?P<star>\*(?=(?:{_WORD}{_BEHIND_WORD})?{_OPENING}?(?:[{_OPEN_LABELS}](?:{_CLOSING}|{_DELIMITER})|[{CLOSED}]))"
    r"(?![^*]*\*[ \t]*$))?"
    r"(?P<strong>\*\*\*|\*\*|__|\*(?=\S[^*]*\*\s*$)|<b>|<strong>)?"
    rf"(?:(?P<word>{_WORD}){_BEHIND_WORD})?"
    rf"(?:(?P<closed>[{CLOSED}])[.)、:：]?"
    rf"|(?:(?P<open>{_OPENING})[ \t]?)?(?P<label>[{_OPEN_LABELS}])"
    rf"(?:(?(open)[ \t]?)(?P<close>{_CLOSING})[.:：、]?|(?P<delim>{_DELIMITER}|{_SPACED_COLON})"
    r"|(?=\*\*|__|</(?:b|strong)>)))"
    r"(?(strong)(?P<ended>\*\*\*|\*\*|__|</b>|</strong>)?)(?P<after>[.)）、:：．])?"
    r"(?:(?P<gap>[ \t\xa0\u3000]++)|(?=[^\s*.)]|\*\*\S|$)(?!\w[.)]))(?P<text>.*)$"
)
BOX = re.compile(
    r"(?P<indent>[ \t]*+)(?:(?:[-*+]|\d{1,3}[.)])[ \t]*+)?\[[ \t]*+(?P<mark>[xX✓✔√]?)[ \t]*+\](?!\(|\[|:)"
    r"(?P<gap>[ \t]*+)(?P<text>.*)$"
)
BULLETED_BOX = re.compile(
    r"(?P<indent>[ \t]*+)(?:[-*+]|\d{1,3}[.)])[ \t]*+\[[ \t]*+(?P<mark>[xX✓✔√]?)[ \t]*+\](?!\((?:https?:|#|\.{0,2}/))"
    r"(?P<gap>[ \t]*+)(?P<text>.*)$"
)
# The round box of a list of which one item is right, as quiz tools write it: `- ( )` and `- (x)`.
EMPTY_ROUND_BOX = r"\([ ]?\)"
FILLED_ROUND_BOX = r"\([xX•*✓✔√]\)"
_ROUND_BOX = re.compile(
    rf"(?P<bullet>[ \t]*+(?:[-*+]|\d{{1,3}}[.)])[ \t]++)(?:{EMPTY_ROUND_BOX}|(?P<filled>{FILLED_ROUND_BOX}))(?=[ \t]|$)"
    rf"|(?P<indent>[ \t]*+){EMPTY_ROUND_BOX}(?=[ \t]+(?!\d{{1,4}}[.)、．）])\S)"
)
_BALLOT = re.compile(r"(?P<indent>[ \t]*+)(?:[-*+][ \t]++)?(?P<mark>[☐☑☒])[ \t]*+(?P<text>.*)$")
_BARE = re.compile(
    rf"(?P<indent>[ \t]*+)(?:[-*+•][ \t]++)?(?P<label>[{_OPEN_LABELS}])"
    r"(?P<gap>[ \t\u3000\xa0]++|[-–—](?=\S))(?P<text>\S.*)$"
)
_ITEM = re.compile(
    r"(?P<indent>[ \t]*+)(?:(?:[-*+][ \t]++)?(?P<star>\*(?=[(（\[]?\d)(?![^*]*\*[ \t]*$))?(?P<strong>\*\*|__)?"
    r"[(（\[]?(?P<number>\d{1,2})(?:[.)）\]、:：．]|(?=\s-\s))(?P<ended>\*\*|__)?[ \t\xa0]*+"
    r"|(?P<bullet>[-*+•‣◦▪●○])(?:[ \t\xa0]++|$))(?P<text>\S.*|)$"
)
_ROMAN = re.compile(
    rf"[ \t]*+(?:[-*+][ \t]++)?(?P<strong>\*\*|__)?{_OPENING}?(?P<numeral>[ivxIVX]{{1,4}})[.)\]、:]"
    r"(?P<ended>\*\*|__)?[ \t]++(?P<text>\S.*)$"
)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_BEFORE_ITEM = frozenset("-*+•‣◦▪●○_(（[")  # what an item begins with, unless it is a digit
# A cheap test of the first characters, which every option passes; most lines fail it.
_CAN_BEGIN = re.compile(
    rf"[ \t\xa0\u3000]*+{_BULLET}(?:[\u2190-\u2bff\U0001f000-\U0001faff*_<]|{_OPENING}"
    rf"|[{CLOSED}]|[{_OPEN_LABELS}](?:{_CLOSING}|{_DELIMITER}|{_SPACED_COLON}|[*_<])|(?i:[oc選选đв])|[vVxX][ \t])"
)
_GAPS = frozenset(" \t\u3000\xa0-–—")  # behind a letter without another sign
_ENDS_OF_BREAK = ("\\", ">", " ", "\t")
_BREAK = re.compile(r"(?<=\S)[ \t]*+(?:\\|<br[ \t]*/?>)[ \t]*+$", re.IGNORECASE)
_STRONG_BESIDE = re.compile(r"(?:[(\[]?\w[.):\]、]{0,2}[ \t]+)?(\*\*|__|==)(?!\s)(?:(?!\1).)+(?<!\s)\1[ \t]*")
_WHOLLY_STRONG = re.compile(r"(\*\*|__|==)(?!\s)(?:(?!\1).)+(?<!\s)\1[ \t]*")

# A mark around all of an item is moved behind its label, and those of HTML become that of markdown.
_ITEM_LABEL = rf"{_OPENING}?(?:[{_OPEN_LABELS}]|\d{{1,2}})[.)）\]】:：、．]{{1,2}}[ \t\u3000]*"
_MARKED_ITEM = re.compile(
    rf"(?P<before>[ \t]*+{_BULLET})(?P<mark>==|~~)(?P<label>{_ITEM_LABEL})"
    r"(?P<text>(?:(?!(?P=mark))[^`])+)(?P=mark)[ \t]*"
)
_TAGGED_ITEM = re.compile(
    rf"(?P<before>[ \t]*+{_BULLET}(?:\[[ \t]?[xX]?\][ \t]+)?(?:{_ITEM_LABEL})?)"
    r"<(?P<tag>mark|u|ins|s|del|strike)>(?P<text>[^<>`\n]+)</(?P=tag)>[ \t]*",
    re.IGNORECASE,
)
_STRUCK = frozenset({"s", "del", "strike"})


def _with_mark_inside(text: str) -> str:
    """Return an item of which all is marked, its label too, with the mark around its text alone: `- ==B. x==`."""
    if "</" in text and (tagged := _TAGGED_ITEM.fullmatch(text)):
        mark = "~~" if tagged["tag"].lower() in _STRUCK else "=="
        text = f"{tagged['before']}{mark}{tagged['text']}{mark}"
    match = _MARKED_ITEM.fullmatch(text) if "==" in text or "~~" in text else None
    return f"{match['before']}{match['label']}{match['mark']}{match['text']}{match['mark']}" if match else text


def without_break(text: str) -> str:
    """Return a line without the sign of a hard line break at its end (CommonMark 6.7)."""
    return _BREAK.sub("", text) if text.endswith(_ENDS_OF_BREAK) else text


class Label(NamedTuple):
    """An option's label: the family that it is of ("box" for a box), its place there from 0, and what is beside it.

    `written` is the label as an answer would name it, in lower case. `sure` says whether it is a label wherever it
    is; any other is one only in its turn. `ticked` is true where the line marks the right option, `strong` where
    all of it is emphasised. `verdict` is true where a dash and a word for right are all that is beside a letter.
    """

    family: str
    position: int
    written: str
    text: str
    indent: int
    sure: bool = False
    ticked: bool = False
    strong: bool = False
    listed: bool = False
    verdict: bool = False


def label(text: str) -> Label | None:
    """Return the label that a line begins with, None for none."""
    text = _with_mark_inside(without_break(text))
    if "(" in text and (round_box := _ROUND_BOX.match(text)):
        text = _square(round_box) + text[round_box.end() :]
    box = BULLETED_BOX.match(text) if "[" in text else None
    if box:
        strong = bool(_STRONG_BESIDE.fullmatch(box["text"]))
        return Label(
            "box", -1, "", box["text"], _width(box["indent"]), sure=True, ticked=bool(box["mark"]), strong=strong
        )
    ballot = None if text.isascii() else _BALLOT.match(text)
    if ballot:
        return Label("box", -1, "", ballot["text"], _width(ballot["indent"]), sure=True, ticked=ballot["mark"] != "☐")
    bare = BOX.match(text) if "[" in text and text.lstrip()[:1] == "[" else None
    if bare and bare["gap"]:
        ticked = bool(bare["mark"])
        return Label("box", -1, "", bare["text"], _width(bare["indent"]), sure=ticked, ticked=ticked)
    match = _OPTION.match(text) if _CAN_BEGIN.match(text) else None
    return _lettered(match) if match else None


def bare_label(text: str) -> Label | None:
    """Return the letter that a line begins with and that has no sign behind it, `a plum`: a label beside `b leek`."""
    match = _BARE.match(text) if text[:1] in _BEFORE_ITEM or text.lstrip()[1:2] in _GAPS else None
    if match is None:
        return None
    family, position = INDEX[FULL_WIDTH.get(match["label"], match["label"])]
    return Label(family, position, match["label"].casefold(), match["text"], _width(match["indent"]))


def _square(box: re.Match[str]) -> str:
    """Return a round box as a square one."""
    return f"{box['bullet'] or box['indent']}[{'x' if box['filled'] else ' '}]"


def _lettered(match: re.Match[str]) -> Label | None:
    """Return the label of a line that begins with a letter or a closed number, None where it has no sign of one."""
    written = match["closed"] or match["label"]
    letter = FULL_WIDTH.get(written, written)
    strong, text = _emphasis(match)
    closed = match["close"] or match["delim"] is not None or match["after"]
    if match["label"] and not closed and (strong or not match["strong"] or not match["ended"]):
        return None  # `**A** text` alone needs no other sign
    if match["close"] and not match["open"] and match["close"] not in ")）":  # only these need no other
        return None
    if match["close"] in {"]", "］"} and not match["ended"] and match["text"][:1] == "(" and not match["gap"]:
        return None  # `[A](url)` is a link
    family, position = INDEX[letter]
    is_word = text[1:2].isascii() and text[1:2].isalnum()  # `B、CPU`
    if match["delim"] == "、" and INDEX.get(text[:1]) == (family, position + 1) and not is_word:
        return None  # `A、B、C都不对` refers to options
    wide = (match["delim"] or "") in "、：．" or (match["close"] or "") in "）】］"
    spaced = bool(match["gap"]) or not match["text"] or bool(match["closed"]) or wide
    listed = bool(match["bullet"] or match["strong"])
    upper = letter.isupper() and letter.isascii()
    if not (spaced or listed):
        return None
    return Label(
        family=family,
        position=position,
        written=letter.casefold(),
        text=text,
        indent=_width(match["indent"]),
        sure=listed and spaced and upper and not _dashed(match) and not match["word"],
        ticked=(match["sign"] or match["judged"] or " ")[0] in f"{TICKS}vV" or bool(match["star"]),
        strong=strong or bool(_WHOLLY_STRONG.fullmatch(text)),
        listed=listed,
        verdict=_dashed(match) and bool(text) and without_tick(f"- {text}") == ("", True),
    )


def is_emphasised(text: str) -> bool:
    """Whether all of a text is emphasised."""
    return bool(_WHOLLY_STRONG.fullmatch(text.strip()))


def without_emphasis(text: str) -> str:
    """Return a text without the emphasis around all of its first line."""
    first, end, rest = text.strip().partition("\n")
    return f"{first.strip()[2:-2]}{end}{rest}" if is_emphasised(first) else text


def _dashed(match: re.Match[str]) -> bool:
    """Whether a dash divides the label from the text."""
    return bool(match["delim"]) and match["delim"].strip() in {"-", "–", "—"}


def _emphasis(match: re.Match[str]) -> tuple[bool, str]:
    """Return a pair: whether all of the line is emphasised; its text without an end that begins before the label."""
    text, opened = match["text"], match["strong"]
    if not opened or match["ended"]:
        return False, text
    closing = {"<b>": "</b>", "<strong>": "</strong>"}.get(opened, opened)
    bare = text.rstrip()
    if bare.endswith(closing) and closing not in bare[: -len(closing)]:
        return True, bare[: -len(closing)].rstrip()
    if closing in bare:  # `**A. x** (note)`
        head, _, tail = bare.partition(closing)
        return True, f"{head.rstrip()}{' ' if tail and not tail[0].isspace() else ''}{tail}"
    return False, text


def _width(indent: str) -> int:
    """Return the width of an indent."""
    return len(indent.expandtabs(4))


def width(text: str) -> int:
    """Return the width of a line's indent."""
    return _width(text[: len(text) - len(text.lstrip())])


class ListItem(NamedTuple):
    """An item of a list without letters: its number, None for a bullet, what is beside it, and whether it is marked.

    `ticked` is true where an asterisk before the number marks it, `strong` where all of the line is emphasised.
    """

    number: int | None
    text: str
    indent: int
    ticked: bool = False
    strong: bool = False


def item(text: str) -> ListItem | None:
    """Return the item of a list that a line begins, None for none."""
    first = text.lstrip(" \t")[:1]
    match = _ITEM.match(_with_mark_inside(without_break(text))) if first in _BEFORE_ITEM or first.isdecimal() else None
    if not match:
        return None
    beside, opened = match["text"], match["strong"]
    strong = bool(opened) and not match["ended"]
    if strong and not (beside.rstrip().endswith(opened) and beside.count(opened) == 1):
        return None
    beside = beside.rstrip().removesuffix(opened) if strong else beside
    number = int(match["number"]) if match["number"] else None
    return ListItem(number, beside, _width(match["indent"]), bool(match["star"]), strong)


def roman(text: str) -> tuple[int, str, str] | None:
    """Return the Roman numeral that a line begins with: its value, how it is written, and what is beside it."""
    match = _ROMAN.match(without_break(text))
    numeral = match["numeral"].lower() if match else ""
    if match is None or numeral not in _NUMERALS or not (match["numeral"].isupper() or match["numeral"].islower()):
        return None
    opened = match["strong"] if not match["ended"] else None
    return _NUMERALS.index(numeral) + 1, match["numeral"], match["text"].rstrip().removesuffix(opened or "\n")


def counts_from_one(text: str) -> bool:
    """Whether a line begins with the first Roman numeral."""
    numeral = roman(text)
    return numeral is not None and numeral[0] == 1


def labels_at(n: int) -> str:
    """Return the label of the option at a place: A, B, … Z, AA, AB and so on."""
    label = ""
    while n >= 0:
        label = chr(ord("A") + n % 26) + label
        n = n // 26 - 1
    return label
