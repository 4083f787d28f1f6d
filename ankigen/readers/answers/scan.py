"""Labels in what is written as an answer: one, or several with what is between them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from ankigen.readers.answers.values import ContradictionError, NamedLabels
from ankigen.readers.answers.wording import ranges as answer_ranges
from ankigen.readers.answers.wording import texts as answer_texts
from ankigen.readers.answers.wording import words as answer_words
from ankigen.readers.answers.wording.flat import LONGEST, flat, token
from ankigen.readers.vocabulary import CLOSED_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

_CIRCLED = {char: index % 10 for index, char in enumerate(CLOSED_NUMBERS)}
_ALIKE = dict(zip("авсе", "abce", strict=True))  # Cyrillic letters that look like Latin ones
_OPEN = re.compile(r"[\s\"']*+(?:(?P<open>[(\[])[\s\"']*+)?")
_CLOSE = re.compile(r"[\s]*+\.?[)\]]")
_ADJOINING = frozenset(f"([{CLOSED_NUMBERS}")
_CLOSED = re.compile(r"[ \t]*+[.)\]]++")
BLANK = re.compile(r"\s*+")
SIGN = re.compile(r"\s*+(?:[:=]|-+(?=\s)|–|—)?\s*+")  # between a word such as `Answer` and what it leads to
_QUOTED = re.compile(r"[\s\"']*+")
# What stands for "is", and behind "right", in languages that are written without spaces.
SUFFIX = re.compile(r"(?:です|でした|である|だ|になります|となります|입니다|이다|이에요|예요|임|的)?(?![\w])|")
_COLON = re.compile(r"[ \t]*+:?[ \t]*+")
_RUN = re.compile(
    r"[a-z](?:-[a-z]){2,25}(?![\w-])|[a-z]{2,8}(?![^\W\u2000-\U0010ffff])|[a-z](?:[ \t]++[a-z](?![\w']))++"
)
_GAPS = str.maketrans("", "", "- \t")
_SEPARATOR = re.compile(r"\s*+(?:(?P<list>[,、&+;・･·])|(?P<slash>/)|(?P<then>→|⇒|-+>|=+>|>))\s*+")
_DELIM = re.compile(r"[ \t]*+(?:[).:、\]=]++[ \t]*+|[-–—]++[ \t]++)(?![\s,、;&])|[ \t]++(?![\s,、;&+/])")
_REMARK = re.compile(r"[ \t]*+(?P<remark>[(\[](?:[^()\[\]]|[(\[][^()\[\]]*+[)\]])*+[)\]])")
_VOTE = re.compile(r"[ \t]*+:?[ \t]*+(?:\([ \t]*+)?(?P<vote>\d{1,3}(?:\.\d{1,3})?)[ \t]*+%[ \t]*+\)?")
_BETWEEN_VOTES = re.compile(r"[ \t|·•]*+")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)[ \t]*+%")
_LONGEST_TO = 3  # characters of "to" and the blank before it, which may go on: `A and C to`
_ENDED = re.compile(r"[\s.;,!。)\]]*+(?:\n|$)")


class Scan:
    """A text that may name options, the options, and how their labels are written."""

    def __init__(self, text: str, options: Mapping[str, str], written: Mapping[str, str]) -> None:
        self.text = text
        self.flat = flat(text)
        self.options = options
        self.labels = list(options)
        self.written = written
        self._token = token(frozenset(key for key in written if len(key) > 1 and key.isalpha()))
        self._lettered = not written or any(key.isalpha() and key.isascii() for key in written)

    @cached_property
    def spelt(self) -> answer_texts.Spelt:
        """The letters of the text."""
        return answer_texts.spelt(self.text[:LONGEST])

    def label(self, match: re.Match[str]) -> tuple[str, bool] | None:
        """Return the label that is written somewhere, and whether a mere place is named; None for no label."""
        written = match["circled"] or match["token"]
        if written in self.written:
            return self.written[written], False
        if match["circled"]:
            return self._at(_CIRCLED[written])
        if written.isdecimal():
            return self._at(int(written) - 1)
        letter = written if written.isascii() else _ALIKE.get(written, "")
        return self._letter(letter, ascii_only=written.isascii()) if letter else None

    def _at(self, index: int) -> tuple[str, bool] | None:
        return (self.labels[index], True) if 0 <= index < len(self.labels) else None

    def _letter(self, letter: str, *, ascii_only: bool) -> tuple[str, bool] | None:
        """Return the label of a Latin letter, or of one that looks like it, which is not written before an option."""
        label = letter.upper()
        if self.written and self._lettered:
            return None if label in self.options else (label, False)
        other = any(not key.isascii() and key in _ALIKE for key in self.written)
        return (label, False) if len(letter) == 1 and not (other and (not ascii_only or letter != "a")) else None

    def item(self, start: int) -> NamedLabels | None:
        """Return the item that begins at a place, blanks before it, None for none."""
        opened = _OPEN.match(self.flat, start)
        if opened is None:
            return None
        at = opened.end()
        several = self._several(at)
        if several:
            item = NamedLabels(several[0], at, several[1])
        else:
            match = self._token.match(self.flat, at)
            label = self.label(match) if match else None
            if not match or not label:
                return None
            item = NamedLabels((label[0],), at, match.end(), number=label[1], bracketed=bool(match["circled"]))
        item = item._replace(end=self._behind(item.end))
        if opened["open"]:
            close = _CLOSE.match(self.flat, item.end)
            return item._replace(end=close.end(), bracketed=True) if close else None
        return item

    def past(self, blanks: re.Pattern[str], place: int) -> int:
        """Return the place behind what a pattern matches, which may be nothing."""
        match = blanks.match(self.flat, place)
        return match.end() if match else place

    def word(self, place: int, *keys: str) -> int:
        """Return the end of the word under one of these keys that begins at `place`; -1 if there is none."""
        return answer_words.word_end(self.flat, place, *keys)

    def _behind(self, place: int) -> int:
        """Return the place behind a quote that ends there, or a word that follows: `B選項`, `2번`, `B only`."""
        if self.flat[place : place + 1] in {'"', "'"}:
            return place + 1
        only = self.word(self.past(BLANK, place), "only")
        if only >= 0:
            return self.past(SUFFIX, only)
        wide = self.flat[place : place + 1] > "\u1100"
        return self.past(SUFFIX, max(place, self.word(place, "option"))) if wide else place

    def _several(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """Return the labels that are run together, chained or a range, and where they end."""
        run = _RUN.match(self.flat, at)
        if run and self._is_run(run):
            return tuple(map(self._run, run[0].translate(_GAPS))), run.end()
        begun = self.word(at, "from")
        at = self.past(BLANK, max(at, begun))
        first = self._token.match(self.flat, at)
        first_label = self.label(first) if first else None
        to = self._to(first.end()) if first and first_label else -1
        last = self._token.match(self.flat, to) if to >= 0 else None
        last_label = self.label(last) if last else None
        if (
            not (first and first_label and last and last_label)
            or not {first_label[0], last_label[0]} <= self.options.keys()
        ):
            return None
        begin, stop = self.labels.index(first_label[0]), self.labels.index(last_label[0])
        ended = bool(_ENDED.match(self.flat, self.past(SUFFIX, last.end())))
        ends = begin < stop and answer_ranges.are_ends(self.text, self.flat, first, last, ended=ended)
        if ends is None:
            raise ContradictionError
        behind = self.word(self.past(BLANK, last.end()), "to")  # `A から C まで`
        return (tuple(self.labels[begin : stop + 1]), max(last.end(), behind)) if ends else None

    def _between(self, place: int) -> int:
        """Return the place behind "and" where a word behind the next label says that it is "to": `A ile C arası`."""
        end = self.word(place, "and")
        last = self._token.match(self.flat, self.past(BLANK, end)) if end >= 0 else None
        behind = self.word(self.past(BLANK, last.end()), "to") if last else -1
        means_to = last and behind - last.end() > _LONGEST_TO and _ENDED.match(self.flat, behind)
        return last.start() if last and means_to else -1

    def _to(self, place: int) -> int:
        """Return the place behind a dash or "to", -1 where there is none; "A a C" may be A to C, or A and C."""
        dash, at = answer_ranges.DASH.match(self.flat, place), self.past(BLANK, place)
        end = dash.end() if dash else self.word(at, "to")
        if dash or end < 0 or not self._is_word(at, end):
            return end if dash else self._between(at)
        if self.flat[at:end] not in answer_words.words("and"):
            return self.past(BLANK, end)
        if end - at == 1:
            raise ContradictionError
        return -1

    def _run(self, letter: str) -> str:
        return self.written.get(letter, "") if self.written and self._lettered else letter.upper()

    def _is_run(self, run: re.Match[str]) -> bool:
        """Whether letters are labels: capitals, or all that is written; with blanks between only capitals."""
        letters = run[0].translate(_GAPS)
        if run[0] in self.written:
            return False  # `IV`, a numeral
        upper = self.text[run.start() : run.end() if " " in run[0] else run.start() + 2].replace("-", "").isupper()
        whole = " " not in run[0] and not f"{self.flat[: run.start()]}{self.flat[run.end() :]}".strip(" .\n\"'")
        in_turn = sorted(letters) == list(letters) or "-" in run[0]
        are_labels = set(map(self._run, letters)) <= self.options.keys() and len(set(letters)) == len(letters)
        are_places = all(key.isdecimal() for key in self.written)  # letters for options with numbers
        return are_labels and in_turn and (upper or whole) and (self._lettered or are_places)

    def _is_word(self, place: int, end: int) -> bool:
        """Whether what parts two labels is a word; one letter that may be a label not in capitals."""
        if end - place > 1 or not self.flat[place].isalpha() or self.flat[place] > "\u2000":
            return True
        small = self.text[place].islower()
        if self.text[place].isupper() or (small and not self.flat[end : end + 1].isspace()):
            return False
        match = self._token.match(self.flat, place)
        label = self.label(match) if match else None
        if label is None or label[0] not in self.options:
            return True
        return small and not self.text[:place].rstrip(" *`_)")[-1:].islower()

    def items(self, start: int) -> tuple[list[NamedLabels], list[str]]:
        """Return the items that begin at a place, each with its text and remark, and what is between them."""
        items: list[NamedLabels] = []
        between: list[str] = []
        place = start
        while (item := self.item(self._past_option_word(place))) is not None:
            items.append(self._with_remark(self._with_text(item)))
            parted = self._next(items[-1])
            if not parted:
                return items, between
            between.append(parted[0])
            place = parted[1]
        return items, between[: max(len(items) - 1, 0)]

    def _past_option_word(self, place: int) -> int:
        """Return the place behind words that mean "option"."""
        at = self.past(_QUOTED, place)
        behind = place
        while (end := self.word(at, "option")) >= 0:
            behind = at = self.past(_COLON, end)
        return behind

    def _next(self, item: NamedLabels) -> tuple[str, int] | None:
        closed = _CLOSED.match(self.flat, item.end)
        parted = self.parted(item.end) or (self.parted(closed.end()) if closed else None)
        if not parted and item.bracketed and self.flat[item.end : item.end + 2].lstrip()[:1] in _ADJOINING:
            return "list", item.end
        if not parted and item.vote >= 0:  # `B (60%) C (40%)`
            return self._next_vote(item)
        following = self.item(item.end) if not parted and item.text >= 0 else None
        if following and self._with_text(following).text >= 0:
            return "gap", item.end
        return parted

    def _next_vote(self, item: NamedLabels) -> tuple[str, int] | None:
        """Return where the next label with votes begins, behind blanks or a sign."""
        following = self.item(self._past_option_word(place := self.past(_BETWEEN_VOTES, item.end)))
        return ("list", place) if following and self._with_remark(following).vote >= 0 else None

    def parted(self, place: int) -> tuple[str, int] | None:
        """Return what parts two labels there, and where the second one may begin; None where nothing does."""
        at = self.past(BLANK, place)
        comma = self.flat[at : at + 1] in {",", ";"}
        at = self.past(BLANK, at + 1) if comma else at
        if comma and self.word(at, "not") >= 0:  # `B, а не A`
            return None
        for kind in ("or", "and"):
            end = self.word(at, kind)
            if end >= 0 and not (comma and end - at == 1 and self.flat[at] < "\u2000") and self._is_word(at, end):
                return kind, self.past(BLANK, end)
        sign = _SEPARATOR.match(self.flat, place)
        return (str(sign.lastgroup), sign.end()) if sign else None

    def _with_text(self, item: NamedLabels) -> NamedLabels:
        """Return an item with its option's own text behind it, if that is there."""
        delim = _DELIM.match(self.flat, item.end)
        if len(item.labels) > 1 or not delim or item.labels[0] not in self.options or delim.end() == len(self.flat):
            return item
        starts = self.spelt.starts(delim.end(), self.options)
        own = next((end for label, end in starts if label == item.labels[0]), -1)
        other = next((end for label, end in starts if label != item.labels[0]), -1)
        if other > own and _ENDED.match(self.flat, other):
            raise ContradictionError
        if own > 0 and (item.number or answer_texts.letters(self.options[item.labels[0]]).isdecimal()):
            own = self.spelt.signed(delim.end(), own, self.options[item.labels[0]])
        return item._replace(end=own, text=delim.end()) if own > 0 else item

    def _with_remark(self, item: NamedLabels) -> NamedLabels:
        vote = _VOTE.match(self.flat, item.end)
        if vote:
            return item._replace(end=vote.end(), vote=float(vote["vote"]), remark=-1)
        remark = _REMARK.match(self.flat, item.end)
        if not remark:
            return item
        inside = remark["remark"][1:-1].strip()
        match = self._token.fullmatch(inside)
        label = self.label(match) if match else None
        is_label = label is not None and label[0] in self.options
        if is_label and item.bracketed:
            return item
        if is_label or self._offers(remark.start("remark") + 1):
            raise ContradictionError
        votes = _PERCENT.findall(inside)
        cast = float(votes[0]) if len(votes) == 1 else -1.0
        return item._replace(end=remark.end(), remark=remark.start("remark"), vote=cast)

    def _offers(self, place: int) -> bool:
        """Whether a remark begins with another label: `B (or C)`."""
        end = max(self.word(place, "or"), self.word(place, "and"))
        return end >= 0 and self.item(end) is not None
