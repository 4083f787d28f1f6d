"""Turn a question into a note: the HTML of every field, the tags, the deck. Every question that parsed has a note."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import card, notetypes
from ankigen.anki.card import elements, run
from ankigen.languages import attributes, labels_of, language_in_bank
from ankigen.markdown import escaped, files_in, text_of, to_inline
from ankigen.model import LEVEL_SEPARATOR, TAG_KINDS, Note, hierarchy, kind_of, slug, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.languages import Labels, Languages
    from ankigen.markdown import Look
    from ankigen.model import Question, Summary
    from ankigen.source import Config


class Body(NamedTuple):
    """The part of a note that depends on nothing but the question's text.

    `html` has the fields named in `BODY_FIELDS`, `files` the names in Anki of the pictures and sounds in them.
    """

    html: tuple[str, ...]
    files: tuple[str, ...]


_LINK = re.compile(r'<a href="([^"]+)">(.*?)</a>', re.DOTALL)
_PROSE = ("Stem", "Options", "Rationale", "Explanation", "Mnemonic", "Reference", "Answer")  # in the order of the back
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
    texts["Answer"] = card.with_dispute(texts["Answer"], summary, languages.cards)
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
    kind = kind_of(summary)
    tag_names.add(_tag("kind", "" if kind == "choice" else kind))
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
    """Return the fields that depend on the question's name, place and tags."""
    return {
        "Id": escaped(shown_id),
        "Meta": elements.meta(summary, shown_id, languages),
        "Source": escaped(f"{config.id}/{summary.path}"),
        "Recall": _recall(summary, config, languages.cards),
        "Context": elements.context(summary, home, languages),
    }


def _fields(question: Question, look: Look, config: Config) -> dict[str, str]:
    cards, stems = look.languages.cards, look.languages.stems
    words = labels_of(cards)
    endpoints = [table for table in question.tables if table.kind == "endpoint"]
    reference = [table for table in question.tables if table.kind == "reference"]
    fixed = card.is_fixed(question, shuffle=config.shuffle)
    explanation = card.explained(question, look)
    letters = card.sides_with_letters(question, explanation, look, fixed=fixed)
    why = card.reason(question, explanation, look)
    solution = elements.solution(question.solution, words, look)
    stem = run(question.front, look, usual=stems)
    if question.made == "blank":
        stem = elements.titled(words["mnemonic"], cards, stem)
    if question.wrong:  # the back folds the stem, and with it the option that the answer is about
        stem += f"<p{attributes(cards)}>{words['why_not']}</p>"
        solution = run(question.quotation, look, usual=stems) + solution
    fields = {
        "Stem": stem if question.options else f"<section>{stem}</section>",  # a section keeps its distance below
        "Options": card.options(question, words, look, fixed=fixed, letters=letters),
        "Answer": card.verdict(question, words, look) + why.html if question.answer else solution,
        "Rationale": card.rationales(question, words, look),
        "Explanation": _explanation(question, "" if why.whole else explanation, words, look),
        "Mnemonic": elements.titled(words["mnemonic"], cards, run(question.mnemonic, look, "memo")),
        "Endpoints": "".join(elements.endpoints(table, _right_texts(question), words, look) for table in endpoints),
        "Reference": "".join(elements.reference(table, words, look) for table in reference),
    }
    return fields | {"Links": _links(question, words, look, [fields[name] for name in _PROSE])}


def _explanation(question: Question, explanation: str, words: Labels, look: Look) -> str:
    """Return the HTML of the explanation, which is "" if it is shown elsewhere, and of what is tested, folded."""
    tested = (
        (words["technique"], question.technique),
        (words["concepts"], question.concepts),
        (words["keywords"], question.keywords),
    )
    cards = look.languages.cards
    terms = "".join(f"<dt{attributes(cards)}>{name}</dt><dd>{run(text, look)}</dd>" for name, text in tested if text)
    explained = card.in_language(explanation, question.explanation, look)
    body = explained + (f"<dl>{terms}</dl>" if terms else "")
    title = words["explanation" if explained else "tested"]
    opens = not question.answer and card.is_short(body)  # a choice says why in the box of its right option
    return elements.folded(title, cards, body, unfolded=opens) if body else ""


def _right_texts(question: Question) -> list[str]:
    return [question.solution] + [option.text for option in question.options if option.label in question.answer]


def _links(question: Question, words: Labels, look: Look, shown: Iterable[str]) -> str:
    """Return the HTML of the question's links and of those in the fields that are `shown`, each with its address.

    Not every reviewer opens links, so an address can be read and copied.
    """
    cards = look.languages.cards
    links = {
        escaped(link.url): (language_in_bank(link.title, look.languages, cards), to_inline(link.title, look))
        for link in question.links
    }
    for field in shown:
        for url, text in _LINK.findall(field):
            links.setdefault(url, (language_in_bank(text_of(text), look.languages, cards), text))
    items = "".join(
        f'<li><a href="{url}"{attributes(language)}>{title}</a>{_address(url, title)}</li>'
        for url, (language, title) in links.items()
    )
    return elements.folded(f"{words['links']} · {len(links)}", cards, f"<ul>{items}</ul>") if links else ""


def _address(url: str, title: str) -> str:
    return "" if title == url else f'<span class="address" dir="ltr">{url}</span>'


def _recall(summary: Summary, config: Config, language: str) -> str:
    """Return the HTML that a `Recall` card shows in place of the options; "" if it has none: only a choice has."""
    wanted = config.has_recall(summary.kind, summary.recall)
    return f"<span{attributes(language)}>{labels_of(language)['recall']}</span>" if wanted else ""
