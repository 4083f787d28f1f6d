"""The verdict of a card's back, and the reason why the answer is right."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ankigen.languages import attributes, labels_of, language_in_bank
from ankigen.markdown import escaped, may_name_files, text_of, to_html, to_inline, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.languages import Labels
    from ankigen.markdown import Look
    from ankigen.model import Option, Question, Summary

_LONGEST = 160  # characters of an option in the verdict; the option itself is below
_SHORT = 200  # columns of text that are quicker to read than to unfold; a Chinese character takes two
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>')
_VOID = frozenset({"br", "hr", "img"})
_LISTS = frozenset({"ul", "ol"})
_SOUND = "[sound:"
_COLON = (":", "：")


def verdict(question: Question, words: Labels, look: Look) -> str:
    """Return the HTML that says what the answer is in the words of the right options; "" for a question without any.

    The card's script finds in it the labels of the right options, and the words for what was picked.
    """
    if not question.answer:
        return ""
    cards = look.languages.cards
    texts = [_in_words(option, look) for option in question.options if option.label in question.answer]
    answer_texts = " · ".join(filter(None, texts)) or "↓"
    return (
        f'<p class="answer"{attributes(cards)} data-answer="{" ".join(question.answer)}"'
        f' data-right="{words["right"]}" data-wrong="{words["wrong"]}" data-correct="{words["correct"]}"'
        f' data-yours="{words["yours"]}">{words["answer"]} <span class="texts">{answer_texts}</span></p>'
    )


def _in_words(option: Option, look: Look) -> str:
    """Return an option in one line, without pictures and sounds: the option itself is shown below with them."""
    language = attributes(language_in_bank(option.text, look.languages, look.languages.stems))
    if "\n" not in option.text and len(option.text) <= _LONGEST and not may_name_files(option.text, look):
        return f"<b{language}>{to_inline(option.text, look)}</b>"
    text = " ".join(to_text(option.text).split())
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"<b{language}>{escaped(cut)}</b>" if text else ""


def with_dispute(answer: str, question: Summary, cards: str) -> str:
    """Return the HTML of the field `Answer` with what others claim, if they disagree with the answer.

    They are the source, its community, and copies of the question in other files: so it is not known from one file.
    """
    if not question.rival_answers:
        return answer
    words = labels_of(cards)
    claims = (
        (words["source_answer"], question.source_answer),
        (words["community_answer"], question.community_answer),
    )
    joined = " · ".join(f"{name} {escaped(claim)}" for name, claim in claims if claim)
    verdict_html, end, reasons = answer.partition("</p>")
    disputed = f'<p class="disputed"{attributes(cards)}><b>{words["disputed"]}</b> {joined}</p>'
    return f"{verdict_html}{end}{disputed}{reasons}"


class Reason(NamedTuple):
    """Why the answer is right.

    `html` has an element for each reason, with the label of the option that it is about, if it is about one. `whole` is
    whether nothing is left of the explanation.
    """

    html: str
    whole: bool


def reason(question: Question, look: Look) -> Reason:
    """Return why the answer is right: the own reasons of the right options, else how the explanation begins."""
    right = [option for option in question.options if option.label in question.answer]
    own = "".join(_reason(option.rationale, to_html(option.rationale, look), look, option.label) for option in right)
    if own or not right:
        return Reason(own, whole=False)
    explained = to_html(question.explanation, look)
    begins = _beginning(explained, one=len(right) == 1)
    whole = text_of(begins) == text_of(explained)
    if _SOUND in begins and not whole:  # it would be played twice
        begins = ""
    return Reason(_reason(question.explanation, begins, look), whole)


def _reason(markdown: str, html: str, look: Look, label: str = "") -> str:
    if not html:
        return ""
    language = language_in_bank(markdown, look.languages, look.languages.cards)
    of = f' data-label="{label}"' if label else ""
    return f'<div class="reason"{of}{attributes(language)}>{html}</div>'


def _beginning(explained: str, *, one: bool) -> str:
    """Return the part of an explanation's HTML that says why: all of it if it is short, else its first paragraph.

    Headings, and lines that only announce what follows, are passed over. Of a long list it is the first item, or, if
    there is more than `one` right option, the whole list: each item may be about another option.
    """
    if is_short(explained) and "<h4" not in explained:
        return explained
    for name, block in _blocks(explained):
        if name == "h4" or (name == "p" and _only_announces(block)):
            continue
        if name in _LISTS and one and not is_short(block):
            _, item = next(_blocks(_inside(block)), ("", block))
            return _inside(item)
        return block
    return explained


def _only_announces(paragraph: str) -> bool:
    """Whether a paragraph is a title of what follows: it ends with a colon, or is bold and short."""
    text = text_of(paragraph)
    if "[" in text or "\\" in text:  # a formula or a sound
        return False
    bold = paragraph.startswith("<p><strong>") and paragraph.endswith("</strong></p>")
    return text.endswith(_COLON) or (bold and paragraph.count("<strong>") == 1 and len(text) <= 40)


def _blocks(html: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each element that is in no other one. Every tag is closed, as `to_html` does."""
    depth, start = 0, 0
    for tag in _TAG.finditer(html):
        closes, name = tag.groups()
        if name in _VOID:
            if depth == 0:
                yield name, tag[0]
            continue
        if closes:
            depth -= 1
            if depth == 0:
                yield name, html[start : tag.end()]
        else:
            if depth == 0:
                start = tag.start()
            depth += 1


def _inside(element: str) -> str:
    """Return the HTML between the tags of an element."""
    return element[element.index(">") + 1 : element.rindex("<")].strip()


def is_short(html: str) -> bool:
    """Whether HTML is so short that it is quicker to read than to unfold.

    Its beginning is measured first: that settles it for most long texts, and takes little time.
    """
    begins = html[: html.rfind(">", 0, 4 * _SHORT) + 1]
    return len(text_of(begins)) <= _SHORT and _columns(text_of(html)) <= _SHORT


def _columns(text: str) -> int:
    """Return how many columns a text is wide, as in a terminal: text of the same width takes the same room."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
