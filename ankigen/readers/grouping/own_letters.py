"""The options of a question without letters of their own, which are behind boxes and bullets: `- [ ] A. red`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers.marks import labels, ticks
from ankigen.readers.marks.labels import labels_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.grouping.options import Choice, OptionRun

_OWN_LETTER = re.compile(r"(?P<label>[A-Ha-h])[ \t]+(?=\S)")


def texts(run: OptionRun, written: dict[str, str]) -> dict[str, str]:
    """Return the texts beside the labels of a question's options; fill in the labels as they are `written`."""
    choices = own_letters(run, written)
    for n, choice in enumerate(choices):
        if choice.written:
            written.setdefault(choice.written, labels_at(n))
    return {labels_at(n): choice.text for n, choice in enumerate(choices)}


def own_letters(run: OptionRun, written: dict[str, str]) -> list[Choice]:
    """Return the options without the letters that are behind their boxes, where each has its own, in order.

    Behind other letters, they are the same again: `- **A.** A. red`.
    """
    if run.family not in {"box", "list"} and not all(map(_has_label_again, run.choices)):
        return list(run.choices)
    own = [label for choice in run.choices if (label := labels.label(choice.text)) and label.family in {"A", "a"}]
    if len(own) == len(run.choices):
        return _behind_labels(run, own, written)
    numerals = [numeral for choice in run.choices if (numeral := labels.roman(choice.text))]
    if [value for value, *_ in numerals] == list(range(1, len(run.choices) + 1)):
        written.update({numeral.lower(): labels_at(n) for n, (_, numeral, _) in enumerate(numerals)})
        return [choice._replace(text=text) for choice, (*_, text) in zip(run.choices, numerals, strict=True)]
    bare = [match for choice in run.choices if (match := _OWN_LETTER.match(choice.text))]
    in_order = [ord(match["label"].lower()) - 97 for match in bare] == list(range(len(run.choices)))
    if not in_order or len(bare) < 2:
        return list(run.choices)
    written.update({match["label"].lower(): labels_at(n) for n, match in enumerate(bare)})
    return [choice._replace(text=choice.text[match.end() :]) for choice, match in zip(run.choices, bare, strict=True)]


def _has_label_again(choice: Choice) -> bool:
    """Whether the text of an option begins with its label."""
    label = labels.label(choice.text) if choice.text[:1].lower() == choice.written else None
    return label is not None and label.written == choice.written


def _behind_labels(run: OptionRun, own: Sequence[labels.Label], written: dict[str, str]) -> list[Choice]:
    """Return the options without these labels of their texts, unless those are out of order or all there is."""
    written.update({label.written: labels_at(n) for n, label in enumerate(own)})
    if [label.position for label in own] != list(range(len(own))) or not all(label.text for label in own):
        return list(run.choices)
    new = []
    for choice, label in zip(run.choices, own, strict=True):
        text, right = ticks.without_tick(label.text)
        new.append(choice._replace(text=text, ticked=choice.ticked or right))
    return new
