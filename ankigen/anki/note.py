"""Turn a question into a note: the HTML of every field, the tags, the deck. Every question that parsed has a note."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import elements, notetypes
from ankigen.anki.elements import titled
from ankigen.languages import attributes, labels_of, language_in_bank
from ankigen.markdown import escaped, files_in, text_of, to_html, to_inline, to_text
from ankigen.model import LEVEL_SEPARATOR, TAG_KINDS, Note, hierarchy, slug, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.languages import Labels, Languages
    from ankigen.markdown import Look
    from ankigen.model import Option, Question, Summary
    from ankigen.source import Config

_SHORT = 280  # characters; a shorter explanation is quicker to read than to unfold


class Body(NamedTuple):
    """The part of a note that depends on nothing but the question's text.

    `html` has the fields named in `BODY_FIELDS`, `files` the names in Anki of the pictures and sounds in them.
    """

    html: tuple[str, ...]
    files: tuple[str, ...]


NOTE_TAG_KINDS = frozenset({*TAG_KINDS, "kind"})
BODY_FIELDS = ("Stem", "Options", "Rationale", "Explanation", "Mnemonic", "Endpoints", "Reference", "Links", "Answer")


def render_body(question: Question, look: Look, config: Config) -> Body:
    """Return the fields named in `BODY_FIELDS`, which take time to render and can be cached.

    They depend on the question's text, the look of its file and the settings, not on its key, tags or other questions.
    """
    fields = _fields(question, look, config)
    files = {name for text in fields.values() for name in files_in(text)} if look.media else ()
    return Body(tuple(fields[name] for name in BODY_FIELDS), tuple(sorted(files)))


def to_note(  # noqa: PLR0913 - keyword-only, each with one meaning
    summary: Summary,
    html: Sequence[str],
    *,
    guid: str,
    shown_id: str,
    home: str,
    due: int,
    config: Config,
    languages: Languages,
    number: int = 0,
    mod: int = 0,
) -> Note:
    """Return the note of a question.

    `html` has the fields named in `BODY_FIELDS`, `home` is its home topic ("" for none). `shown_id` is what
    the card calls the question, the field `Id`.
    `due` is its position among new cards, `number` its id (epoch milliseconds), `mod` the time of its last change
    (epoch seconds).
    """
    notetype = notetypes.load()
    texts = dict(zip(BODY_FIELDS, html, strict=True)) | _linked_fields(summary, shown_id, home, config, languages)
    return Note(
        guid=guid,
        deck=deck_name(config.title, home),
        fields=tuple([texts.get(field.name, "") for field in notetype.fields]),
        tags=tags(summary),
        cards=tuple(
            [i for i, template in enumerate(notetype.templates) if not template.when or texts.get(template.when)]
        ),
        due=due,
        id=number,
        mod=mod,
    )


@lru_cache(maxsize=4096)  # a bank has few topics
def deck_name(title: str, home: str) -> str:
    """Return the deck `<title>::<home topic>`, in the form that Anki keeps; both may have levels, divided by `::`."""
    return "::".join(filter(None, map(_component, (*LEVEL_SEPARATOR.split(title), *LEVEL_SEPARATOR.split(home)))))


def tags(summary: Summary) -> tuple[str, ...]:
    """Return a question's tags in Anki: `kind::name`, lower case, sorted, with no character that a search acts on."""
    tag_names = {_tag(kind, name) for kind in TAG_KINDS for name in tags_of(summary, kind)}
    tag_names.add(_tag("kind", "" if summary.kind == "choice" else summary.kind))
    return tuple(sorted(filter(None, tag_names)))


@lru_cache(maxsize=4096)  # a bank has few, each on many questions
def _tag(kind: str, name: str) -> str:
    """Return the tag of a name; "" when nothing is left of it. A `/` divides the levels of domains only."""
    levels = hierarchy(name) if kind == "domain" else (slug(name),)
    return "::".join((kind, *levels)) if any(levels) else ""


def homes(questions: Iterable[Summary], earlier: Iterable[str] = ()) -> dict[str, str]:
    """Return the one spelling of each home topic, by slug, because Anki's decks ignore case.

    It is the first in `earlier` (the ledger's home topics), else that of the question with the lowest key.
    """
    spellings: dict[str, str] = {}
    for home in earlier:
        spellings.setdefault(slug(home), home)
    for question in sorted(questions, key=lambda question: question.key):
        if question.topics:
            spellings.setdefault(slug(question.topics[0]), question.topics[0])
    return spellings


def home_of(summary: Summary, spellings: Mapping[str, str]) -> str:
    """Return the question's home topic in its one spelling; "" when it has no topic."""
    return spellings.get(slug(summary.topics[0]), summary.topics[0]) if summary.topics else ""


def _component(name: str) -> str:
    clean = re.sub(r"[\x00-\x1f\x7f<>]", " ", unicodedata.normalize("NFC", name))
    return " ".join(clean.split())


def _linked_fields(summary: Summary, shown_id: str, home: str, config: Config, languages: Languages) -> dict[str, str]:
    """Return the fields that depend on the question's name, place, labels of the answer, and tags."""
    answer = {"Answer": _answer(summary, languages.cards)} if summary.kind == "choice" else {}
    return answer | {
        "Id": escaped(shown_id),
        "Meta": elements.meta(summary, shown_id, languages),
        "Source": escaped(f"{config.id}/{summary.path}"),
        "Recall": _recall(summary, config, languages.cards),
        "Extra1": elements.context(summary, home, languages),
    }


def _fields(question: Question, look: Look, config: Config) -> dict[str, str]:
    cards, stems = look.languages.cards, look.languages.stems
    words = labels_of(cards)
    endpoints = [table for table in question.tables if table.kind == "endpoint"]
    reference = [table for table in question.tables if table.kind == "reference"]
    stem = _run(question.stem, look, usual=stems)
    return {
        "Stem": stem if question.options else f"<section>{stem}</section>",  # a section keeps its distance below
        "Options": _options(question, words, look, fixed=_is_fixed(question, config)),
        "Rationale": _rationales(question.options, words, look),
        "Explanation": _explanation(question, words, look),
        "Mnemonic": titled(words["mnemonic"], cards, _run(question.mnemonic, look, "memo")),
        "Endpoints": "".join(elements.endpoints(table, _right_texts(question), words, look) for table in endpoints),
        "Reference": "".join(elements.reference(table, words, look) for table in reference),
        "Links": _links(question, words, look),
        "Answer": elements.solution(question.solution, words, look),
    }


def _run(markdown: str, look: Look, css: str = "", usual: str = "") -> str:
    """Return markdown as block HTML in a `<div>` with its `lang`; "" if there is none.

    `usual` is the language of such texts in most questions of the bank; "" for that of the cards.
    """
    block = to_html(markdown, look)
    if not block:
        return ""
    kind = f' class="{css}"' if css else ""
    language = language_in_bank(markdown, look.languages, usual or look.languages.cards)
    return f"<div{kind}{attributes(language)}>{block}</div>"


def _is_fixed(question: Question, config: Config) -> bool:
    """Whether the options keep their order: by a setting, or because one of them refers to others."""
    if not (config.shuffle if question.shuffle is None else question.shuffle):
        return True
    from ankigen.readers import keeps_order  # noqa: PLC0415 - a build in which no file changed does not need them

    return keeps_order({option.label: to_text(option.text) for option in question.options}, question.stem)


def _options(question: Question, words: Labels, look: Look, *, fixed: bool) -> str:
    if not question.options:
        return ""
    count = len(question.answer)
    pick = words["pick_one"] if count == 1 else words["pick"].format(n=count)
    items = "".join(
        f'<li class="option" data-label="{option.label}"><span class="letter">{option.label}</span>'
        f"{_run(option.text, look, 'text', look.languages.stems)}</li>"
        for option in question.options
    )
    order = ' data-order="fixed"' if fixed else ""
    listed = f'<ol class="options" data-pick="{count}"{order}>{items}</ol>'
    return f'<p class="pick"{attributes(look.languages.cards)}>{pick}</p>{listed}'


def _answer(summary: Summary, language: str) -> str:
    """Return the HTML of the answer, with the words that the card's script shows as verdict, and of any dispute."""
    words, letters = labels_of(language), ", ".join(summary.answer)
    answer = (
        f'<p class="answer"{attributes(language)} data-answer="{" ".join(summary.answer)}"'
        f' data-right="{words["right"]}" data-picked="{words["picked"]}" data-correct="{words["correct"]}"'
        f' data-yours="{words["yours"]}">{words["answer"]} <b>{letters}</b></p>'
    )
    if not summary.rival_answers:
        return answer
    claims = (
        (words["source_answer"], summary.source_answer),
        (words["community_answer"], summary.community_answer),
    )
    joined = " · ".join(f"{name} {escaped(claim)}" for name, claim in claims if claim)
    return f'{answer}<p class="disputed"{attributes(language)}><b>{words["disputed"]}</b> {joined}</p>'


def _rationales(options: Sequence[Option], words: Labels, look: Look) -> str:
    items = "".join(
        f'<li class="why" data-label="{option.label}"><span class="letter">{option.label}</span>'
        f"{_run(option.rationale, look, 'text')}</li>"
        for option in options
        if option.rationale
    )
    return titled(words["rationale"], look.languages.cards, f"<ul>{items}</ul>" if items else "")


def _explanation(question: Question, words: Labels, look: Look) -> str:
    tested = (
        (words["technique"], question.technique),
        (words["concepts"], question.concepts),
        (words["keywords"], question.keywords),
    )
    cards = look.languages.cards
    terms = "".join(f"<dt{attributes(cards)}>{name}</dt><dd>{_run(text, look)}</dd>" for name, text in tested if text)
    body = _run(question.explanation, look) + (f"<dl>{terms}</dl>" if terms else "")
    return elements.folded(words["explanation"], cards, body, unfolded=_is_short(body)) if body else ""


def _is_short(body: str) -> bool:
    """Whether HTML is so short that it is quicker to read than to unfold.

    Its beginning is measured first: that settles it for most long texts, and takes little time.
    """
    begins = body[: body.rfind(">", 0, 4 * _SHORT) + 1]
    return len(text_of(begins)) < _SHORT and len(text_of(body)) < _SHORT


def _right_texts(question: Question) -> list[str]:
    return [question.solution] + [option.text for option in question.options if option.label in question.answer]


def _links(question: Question, words: Labels, look: Look) -> str:
    if not question.links:
        return ""
    cards = look.languages.cards
    items = "".join(
        f"<li{attributes(language_in_bank(link.title, look.languages, cards))}>"
        f"{to_inline(f'[{link.title}]({link.url})', look)}</li>"
        for link in question.links
    )
    return elements.folded(f"{words['links']} · {len(question.links)}", cards, f"<ul>{items}</ul>")


def _recall(summary: Summary, config: Config, language: str) -> str:
    """Return the HTML that a `Recall` card shows in place of the options; "" if it has none: only a choice has."""
    wanted = summary.kind == "choice" and (config.recall if summary.recall is None else summary.recall)
    return f"<span{attributes(language)}>{labels_of(language)['recall']}</span>" if wanted else ""
