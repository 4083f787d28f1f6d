"""The languages of questions and cards: one file each, `<tag>.toml`, named by its BCP 47 tag.

To add a language, add its file; CONTRIBUTING.md has an example. Its table `[cards]` has the words on a card that are
ours and not the author's: `LABELS`. The other tables are those of `ankigen.readers.vocabulary`. bank.toml,
`ankigen new bank --language`, the cards and the readers take the languages from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict, cast

from ankigen.model.languages.tables import LANGUAGES, language_table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LABELS", "LANGUAGES", "Labels", "language_of", "language_table"]


class Labels(TypedDict):
    """The words, by what they are for.

    `pick` counts right answers with `{n}`; `picked` is followed by letters; `correct` and `yours` mark an option;
    `diagram` names the language of its source with `{name}`.
    """

    pick_one: str
    pick: str
    answer: str
    right: str
    picked: str
    correct: str
    yours: str
    disputed: str
    source_answer: str
    community_answer: str
    mnemonic: str
    endpoints: str
    rationale: str
    explanation: str
    tested: str
    technique: str
    concepts: str
    keywords: str
    reference: str
    links: str
    recall: str
    diagram: str


class _EveryLabel(Mapping[str, Labels]):
    """The labels by language; a language's file is read when its labels are asked for."""

    def __getitem__(self, language: str) -> Labels:
        return cast("Labels", {name: str(text) for name, text in language_table(language, "cards").items()})

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)


LABELS: Mapping[str, Labels] = _EveryLabel()

_WRITTEN_WITH_HAN = ("zh", "ja", "ko")
_HAN = re.compile(r"[㐀-鿿豈-﫿]")


def language_of(text: str, bank_language: str) -> str:
    """Return the `lang` of a run of text: the bank's, but English in a Chinese bank where it has no Han characters.

    Han characters look different in Taiwan, China, Japan and Korea, and a browser picks the glyphs by `lang`.
    """
    if text.isascii() or not _HAN.search(text):
        return "en" if bank_language.startswith("zh") else bank_language
    return bank_language if bank_language.startswith(_WRITTEN_WITH_HAN) else "zh-Hant"
