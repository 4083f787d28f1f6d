"""Find what a text points to that a card made of it does not show: other options, another place, a figure.

The words are English and Chinese; letters of options are found in every language (`anki.card.names_a_label`).
"""

from __future__ import annotations

import re

from ankigen.checks import wording

_NUMBER = r"(?:(?:two|three|four)\s)?"
_OPTIONS = re.compile(
    rf"\b(?:the|these|those|all|both|any|every)\s{_NUMBER}"
    rf"(?:first|second|third|fourth|last|previous|preceding|next|above|other|former|latter|remaining)\s{_NUMBER}"
    r"(?:(?:wrong|answer)\s)?(?:options?|choices?|answers?)\b(?!\s(?:of|for|to|in)\b)"
    r"|(?:其[他它餘余]|另(?:外)?[一兩两]?|以上|[前上][一面述]|[下後后][一面]|第[一二三四五])的?[個个]?(?:選項|选项)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:see|as|shown|mentioned|described|explained|listed|stated|discussed)\s(?:above|before|earlier)\b"
    r"(?=\s*(?:[^\s\w]|$))"  # "listed before charts" is an order
    r"|\bsame\sas\s(?:above|before|the\sprevious)\b|\b(?:previous|preceding|last)\squestion\b|\bditto\b"
    r"|[同如見见][上前](?=\W|$|[述所表圖图題题])|[上前]一?[題题]|〃",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:see|shown|listed|given)\sbelow\b|[見见如]下[表圖图]", re.IGNORECASE)
_LONGEST = 10_000  # characters that are looked at


def points_to_options(markdown: str) -> str:
    """Return the words with which a text refers to other options, such as "the previous option"; "" for none."""
    return _first(_OPTIONS, wording.prose(markdown[:_LONGEST]))


def points_elsewhere(markdown: str) -> str:
    """Return the words with which a text refers to what is not in it: above, below or in a figure; "" for none.

    What has been mentioned "above" may be in the text itself unless it is in the first line, and "below" in the last.
    """
    figure = wording.lost_figure(markdown)
    lines = [line for line in wording.prose(markdown[:_LONGEST]).split("\n") if line.strip()]
    return figure or (_first(_EARLIER, lines[0]) or _first(_LATER, lines[-1]) if lines else "")


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0].strip() if match else ""
