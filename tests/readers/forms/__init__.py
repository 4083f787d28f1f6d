"""Prints questions in every form in which people write them: the inverse of the reader, which shares no code with it.

A form is a row of every registry: language, stem, body, options, place of the answer and so on (`form.REGISTRIES`). A
new way of writing is a row in one of them first. `exclusions.EXCLUSIONS` says which rows do not go together, and why.
"""

from .bank import Asked, Bank, draw_bank, lay_out
from .form import REGISTRIES, Form, draw_form, parse, show, why_not
from .items import LANGUAGES, Item

__all__ = [
    "LANGUAGES", "REGISTRIES", "Asked", "Bank", "Form", "Item", "draw_bank", "draw_form", "lay_out", "parse", "show",
    "why_not",
]  # fmt: skip
