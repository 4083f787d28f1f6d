"""The verdict of a card's back, and the reason why the answer is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki.card.blocks import blocks, inside, is_title
from ankigen.anki.card.brief import columns, in_one_line
from ankigen.languages import attributes, labels_of, language_in_bank
from ankigen.markdown import escaped, text_of, to_html

if TYPE_CHECKING:
    from ankigen.languages import Labels
    from ankigen.markdown import Look
    from ankigen.model import Question, Summary

_ROOM = 100  # columns of the right options in the verdict; the options themselves are below
_SHORT = 200  # columns of text that are quicker to read than to unfold; a Chinese character takes two
_LISTS = frozenset({"ul", "ol"})
_SOUND = "[sound:"


def verdict(question: Question, words: Labels, look: Look) -> str:
    """Return the HTML that says what the answer is in the words of the right options; "" for a question without any.

    The card's script finds in it the labels of the right options, and the words for what was picked.
    """
    if not question.answer:
        return ""
    cards = look.languages.cards
    most = _ROOM // len(question.answer)
    right = [option for option in question.options if option.label in question.answer]
    texts = [in_one_line(option, question, look, most=most) for option in right]
    answer_texts = " · ".join([*filter(None, texts), *(() if all(texts) else "↓")])
    return (
        f'<p class="answer"{attributes(cards)} data-answer="{" ".join(question.answer)}"'
        f' data-right="{words["right"]}" data-wrong="{words["wrong"]}" data-correct="{words["correct"]}"'
        f' data-yours="{words["yours"]}">{words["answer"]} <span class="texts">{answer_texts}</span></p>'
    )


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


def reason(question: Question, explanation: str, look: Look) -> Reason:
    """Return why the answer is right: the own reasons of the right options, and of those without, how it begins.

    `explanation` is its HTML.
    """
    right = [option for option in question.options if option.label in question.answer]
    own = [_reason(option.rationale, to_html(option.rationale, look), look, option.label) for option in right]
    if all(own):
        return Reason("".join(own), whole=False)
    begins = _beginning(explanation, one=len(right) == 1)
    whole = text_of(begins) == text_of(explanation)
    if _SOUND in begins and not whole:  # it would be played twice
        begins = ""
    return Reason("".join(own) + _reason(question.explanation, begins, look), whole)


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
    for name, block in blocks(explained):
        if is_title(name, block):
            continue
        if name in _LISTS and one and not is_short(block):
            _, item = next(blocks(inside(block)), ("", block))
            return inside(item)
        return block
    return explained


def is_short(html: str) -> bool:
    """Whether HTML is so short that it is quicker to read than to unfold.

    Its beginning is measured first: that settles it for most long texts, and takes little time.
    """
    begins = html[: html.rfind(">", 0, 4 * _SHORT) + 1]
    return len(text_of(begins)) <= _SHORT and columns(text_of(html)) <= _SHORT
