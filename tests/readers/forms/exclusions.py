"""Which rows do not go together: what nobody writes, and what not even a person could read for certain."""

from __future__ import annotations

from .excluded_answers import ANSWERS
from .excluded_options import OPTIONS_AND_STEMS

EXCLUSIONS = [*OPTIONS_AND_STEMS, *ANSWERS]
