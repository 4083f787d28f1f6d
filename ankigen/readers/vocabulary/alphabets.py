"""The signs that label options, in the order in which people count with them."""

from __future__ import annotations

# A family is known by its first label.
_FAMILIES = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "①②③④⑤⑥⑦⑧⑨⑩",
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽",
    "❶❷❸❹❺❻❼❽❾❿",
    "ⒶⒷⒸⒹⒺⒻⒼⒽ",
    "ⓐⓑⓒⓓⓔⓕⓖⓗ",
    "АБВГДЕЖЗ",
    "абвгдежз",
    "ΑΒΓΔΕΖΗΘ",
    "αβγδεζηθ",
    "アイウエオカキク",
    "あいうえおかきく",
    "가나다라마바사아",
    "ㄱㄴㄷㄹㅁㅂㅅㅇ",
    "甲乙丙丁戊己",
    "أبجدهوزح",
    "אבגדהוזח",
    "กขคงจฉชซ",
    "कखगघङचछज",
)
# Other orders of the same letters: too rare for labels at the beginning of a line, but an option may refer by them.
_RARE_ORDERS = ("абвгґдеє", "ابتثجحخد", "كخغعفقلم", "अबसदइफगह", "イロハニホヘト")

CLOSED_NUMBERS = "".join(_FAMILIES[2:5])
CLOSED = "".join(_FAMILIES[2:7])  # labels that need no sign behind them
FULL_WIDTH = {chr(0xFF21 + n): chr(65 + n) for n in range(26)} | {chr(0xFF41 + n): chr(97 + n) for n in range(26)}
INDEX = {label: (family[0], index) for family in reversed(_FAMILIES) for index, label in enumerate(family)}
INDEX["ا"] = INDEX["أ"]  # as it is typed in a hurry
# Letters and closed numbers, the first eight of each order: no question has more options that others refer to.
ORDERS = tuple(order[:8] for order in (*_FAMILIES, *_RARE_ORDERS) if order[0] not in "⑴❶")
