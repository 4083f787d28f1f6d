"""Whether letters are needed to name options, and titles that name the right one by its text instead."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.anki.card.blocks import blocks, is_title
from ankigen.anki.card.brief import in_one_line
from ankigen.languages import fold, words
from ankigen.markdown import fenced, text_of, to_html, with_code_replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ankigen.languages import Languages
    from ankigen.markdown import Look
    from ankigen.model import Option, Question

_LATIN = "A-Za-zÀ-ɏЀ-ӿ0-9_"
_LABEL = re.compile(rf"(?<![{_LATIN}'’.-])([A-H])(?![{_LATIN}'’+#-])")
_CODED = re.compile(r"`([A-H])`")
_CODED_HTML = re.compile(r"<code>([A-H])</code>")
_NO_PROSE = re.compile(r"<(pre|code|q)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')
_WORD = re.compile(rf" ([{_LATIN}]+)")
_BLANK_BESIDE_HAN = re.compile(r"(?<=[\u3040-\u9fff]) (?=<q>)|(?<=</q>) (?=[\u3040-\u9fff])")
_LONGEST = 60  # columns of an option in a title


def explained(question: Question, look: Look) -> str:
    """Return the HTML of a question's explanation.

    A title that calls right options right (`Why is B correct?`) has their texts in place of their letters.
    """
    html = to_html(question.explanation, look)
    if not _LABEL.search(html):
        return html
    for name, block in blocks(html):
        if is_title(name, block) and _calls_the_answer_right(text_of(block), question):
            html = html.replace(block, _with_texts(block, question, look))
    return html


def _calls_the_answer_right(title: str, question: Question) -> bool:
    labels = {match[1] for match in _LABEL.finditer(title)}
    if not labels or not labels <= {option.label for option in _right_lines(question)}:
        return False
    from ankigen.readers import calls_right  # noqa: PLC0415 - a build in which no file changed does not need them

    return calls_right(title)


def _right_lines(question: Question) -> Iterator[Option]:
    """Yield the right options that are no more than a line."""
    return (option for option in question.options if option.label in question.answer and "\n" not in option.text)


def _with_texts(title: str, question: Question, look: Look) -> str:
    texts = {
        option.label: in_one_line(option, question, look, most=_LONGEST, tag="span")
        for option in _right_lines(question)
    }

    def in_quotes(label: re.Match[str]) -> str:
        return f"<q>{texts[label[1]]}</q>" if texts[label[1]] else label[1]

    pieces = _TAG.split(_CODED_HTML.sub(r"\1", title))
    pieces[::2] = [_LABEL.sub(in_quotes, text) for text in pieces[::2]]
    return _BLANK_BESIDE_HAN.sub("", "".join(pieces))


def sides_with_letters(question: Question, explanation: str, look: Look, *, fixed: bool) -> str:
    """Return on which sides letters are needed: `both`, `back`, or "" for neither.

    `explanation` is its HTML, as it is shown. `fixed` is whether the options keep their order.
    """
    labels = {option.label for option in question.options}
    asked = (question.stem, *(option.text for option in question.options))
    if fixed and _any_names_a_label(map(_prose, asked), labels, look.languages):
        return "both"
    back = _prose_of_the_back(question, explanation)
    return "back" if question.rival_answers or _any_names_a_label(back, labels, look.languages) else ""


def _prose_of_the_back(question: Question, explanation: str) -> Iterator[str]:
    """Yield the texts of the back, without code."""
    yield text_of(_NO_PROSE.sub("`", _CODED_HTML.sub(r"\1", explanation)))
    yield from map(_prose, (option.rationale for option in question.options))
    yield from map(_prose, (question.mnemonic, question.technique, question.concepts, question.keywords))
    yield from ("\n".join(_prose(cell) for row in table.rows for cell in row) for table in question.tables)


def names_a_label(markdown: Iterable[str], labels: Collection[str], languages: Languages) -> bool:
    """Whether one of some texts names an option by its letter, one of `labels`, outside code."""
    return _any_names_a_label(map(_prose, markdown), labels, languages)


def _any_names_a_label(texts: Iterable[str], labels: Collection[str], languages: Languages) -> bool:
    """Whether a text names an option by its letter, as far as letters can tell: in doubt it does."""
    usual = _usual_words(languages)
    return any(match[1] in labels and not _is_a_word(match, usual) for text in texts for match in _LABEL.finditer(text))


def _prose(markdown: str) -> str:
    """Return markdown without code, except for a label that is written as code."""
    if "```" in markdown or "~~~" in markdown:
        markdown = "\n".join(line.text for line in fenced(markdown) if not line.code)
    return with_code_replaced(_CODED.sub(r"\1", markdown), lambda _: "`")


@cache
def _usual_words(languages: Languages) -> frozenset[str]:
    """Return the most usual words of the languages of a bank, folded."""
    return frozenset(fold(word) for language in languages for word in words(language, "profile")["words"])


def _is_a_word(label: re.Match[str], usual: frozenset[str]) -> bool:
    """Whether a letter is the first word of a sentence, such as the English article, before a word with a meaning.

    No noun follows a label: the next word is one of the most usual ones, such as a verb (`A is wrong`), or a sign.
    """
    after = _WORD.match(label.string, label.end())
    return after is not None and after[1][:1].islower() and fold(after[1]) not in usual
