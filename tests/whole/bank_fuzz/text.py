"""Break text: tokens that mean something somewhere, in odd places, and many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_TOKENS = r"""
` ``` ~~~ ~~ * ** _ __ [ ] ( ) ![ ]( [x] <!-- --> <br> <img/src= <details> <summary> </summary> </details> &amp; &# &#x
$ $$ \( \) \[ \] \frac{ \text{ { } {{ }} [sound: [latex] [$] :: | |--- # ## ###### > - + 1. A. B) (C) - [ ] - [x]
**ID:** **Topics:** **Answer:** Answer: ## Answer ## Options ## Stem ## Explanation 答案： 正解 選項 Q1. #### Q1. 題目
<<<<<<< ======= >>>>>>> --- +++ http:// https://a.b/ [a]: [^1] [^1]: mailto: javascript: ../../x a.png .md #1 ~ Ａ １ ²
<script> <style>@import <svg> <math> <iframe> <a/href= onclick= style="url( </p> <p 999999999999999999999 1e999 -0 0x10
true false null [] {} "" \'\' 😀"""
_LETTERS = "\ufeff\xa0\u3000\u200b\u2028\x85\u202e\u2066\u0301\u0338\x00\x01\x1b\x1f\x7f\ud800\r\t\xe9"
TOKENS = (
    *_TOKENS.split(),
    *_LETTERS,
    "e\u0301",
    "\r\n",
    "\n",
    "\n\n",
    "\n\n    ",
    "\n> ",
    "\n- ",
    "\n\n\n",
    "\x1b[31m",
)
_MANY = (2, 3, 20, 300, 3000)


def some(pick: random.Random) -> str:
    """Return some tokens, perhaps many times."""
    unit = "".join(pick.choices(TOKENS, k=pick.choice((1, 1, 2, 3))))
    return unit * (pick.choice(_MANY) if pick.random() < 0.15 else 1)


def broken(text: str, pick: random.Random) -> str:
    """Return the text with one thing changed."""
    return pick.choice(_CHANGES)(text, pick)


def _insert(text: str, pick: random.Random) -> str:
    place = pick.randrange(len(text) + 1)
    return text[:place] + some(pick) + text[place:]


def _replace(text: str, pick: random.Random) -> str:
    place = pick.randrange(len(text) + 1)
    return text[:place] + some(pick) + text[place + pick.choice((1, 2, 10, 100)) :]


def _cut(text: str, pick: random.Random) -> str:
    start, end = sorted(pick.randrange(len(text) + 1) for _ in range(2))
    return text[:start] + text[end:]


def _lines(text: str, pick: random.Random) -> str:
    rows = text.split("\n")
    one, other = pick.randrange(len(rows)), pick.randrange(len(rows))
    how = pick.choice(("swap", "repeat", "delete", "move"))
    if how == "swap":
        rows[one], rows[other] = rows[other], rows[one]
    elif how == "repeat":
        rows[one:one] = [rows[one]] * pick.choice(_MANY)
    else:
        row = rows.pop(one)
        rows[other:other] = [row] if how == "move" else []
    return "\n".join(rows)


def _number(text: str, pick: random.Random) -> str:
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    if not digits:
        return text
    place = pick.choice(digits)
    number = pick.choice(("0", "-1", "9" * 5000, "1e999", "٣", "²", "1_0", "0x1f", "99999999999999999999"))
    return text[:place] + number + text[place + 1 :]


_CHANGES: tuple[Callable[[str, random.Random], str], ...] = (_insert, _insert, _replace, _cut, _lines, _number)
