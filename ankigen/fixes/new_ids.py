"""The IDs for the questions of a bank that have none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.build import Naming, is_asked, ledgers, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.build import Bank
    from ankigen.model import Question

_WORD = re.compile(r"[\w.-]+")


class NewIds:
    """The IDs that the questions of a bank may still take: each is, was and is mentioned nowhere.

    `texts` are the bytes of the bank's files. Raises `UserError` if the ledger is damaged or another bank's.
    """

    def __init__(self, bank: Bank, texts: Iterable[bytes]) -> None:
        existing, used = ledgers.known_ids(bank)
        words = {word.strip("-.") for data in texts for word in _WORD.findall(data.decode(errors="replace").casefold())}
        self._naming = Naming(existing, {*words, *(one.casefold() for one in used)})
        self._config = bank.config
        self._with_id = {summary.asked for summary in bank.summaries if summary.id}

    def for_question(self, question: Question, *, alone: bool) -> str | None:
        """Return a new ID for a question, which may be `alone` in its file; None if it is to have none.

        Copies of a question share an ID; only the first one without any gets one. A question that the bank does not
        ask, since it is no choice, gets none.
        """
        asked = summarise(question).asked
        if question.id or asked in self._with_id or not is_asked(question, self._config):
            return None
        self._with_id.add(asked)
        return self._naming.next_id(question.span.path, alone=alone)
