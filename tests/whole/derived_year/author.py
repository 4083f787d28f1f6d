"""The author: questions with tables, rationales and mnemonics, and every edit of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from writing import bank

if TYPE_CHECKING:
    import random
    from pathlib import Path

KINDS = ("lookup", "refute", "blank")
LABELS = "ABCDEF"
SHARED = ("`true`", "`false`")  # values of settings that several rows have
POOR = "No."  # a rationale that says too little
_SETTINGS = 'id = "bank"\ntitle = "Bank"\ntopic_minimum = 1\nlanguage = "en"\n\n[cards]\n'
_TEMPLATE = """# Question #{token}

**ID:** `{id}`
**Topics:** {topics}
{cards}
## Stem

Question q{token}q in version v{version}v?

## Options

{options}

## Answer

{answer}

## Explanation

{explanation}

## Why the others are wrong

{rationales}

## Memory aids

### Mnemonic

{memo}

### API endpoints

{endpoints}

### Settings

{values}
"""


@dataclass
class Row:
    """A row of a table; `cells` has the operation, the method and the path, or the name and the value of a setting."""

    token: str
    cells: list[str]


@dataclass
class Choice:
    """An option with its rationale."""

    token: str
    text: str
    why: str


@dataclass
class Item:
    """A question; `own` are the kinds that it names itself, None if it names none; the first choice is right at first.

    `touched` says whether its content, or its ID, was edited since the last build: never both, because then it would be
    another question.
    """

    token: int
    id: str
    file: str
    rows: list[Row]
    values: list[Row]
    choices: list[Choice]
    right: Choice
    memo: str
    own: tuple[str, ...] | None = None
    topics: tuple[str, ...] = ("Alpha",)
    version: int = 0
    reason: int = 0
    present: bool = True
    gone: list[Row] = field(default_factory=list)
    touched: str = ""

    def may(self, what: str) -> bool:
        """Whether what `what` names, the ID or the content, may be edited; then it counts as edited."""
        if self.touched in {"", what}:
            self.touched = what
            return True
        return False

    def text(self) -> str:
        """Return the text of the question's file."""
        labelled = list(zip(LABELS, self.choices, strict=False))
        own = "none" if self.own == () else ", ".join(self.own or ())
        wrong = [(label, one) for label, one in labelled if one is not self.right and one.why]
        return _TEMPLATE.format(
            token=self.token,
            id=self.id,
            topics=", ".join(f"`{topic}`" for topic in self.topics),
            cards=f"**Anki cards:** {own}\n" if own else "",
            version=self.version,
            options="\n".join(f"- **{label}.** {one.text}" for label, one in labelled),
            answer=next(label for label, one in labelled if one is self.right),
            explanation=f"This is because of w{self.reason}w.",
            rationales="\n\n".join(f"### {label} - {one.text}\n\n{one.why}" for label, one in wrong),
            memo=self.memo or "-",
            endpoints=_table(("Operation", "Method", "Endpoint"), self.rows),
            values=_table(("Setting", "Value"), self.values),
        )


def _table(header: tuple[str, ...], rows: list[Row]) -> str:
    lines = [header, ("---",) * len(header), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class Author:
    """A bank's author; each method whose name is in `EDITS` is an edit."""

    def __init__(self, folder: Path, pick: random.Random) -> None:
        self.folder, self.pick = folder, pick
        self.count = 0
        self.on = {*KINDS}
        self.limits = {"lookup": pick.choice([3, 5, 100]), "refute": pick.choice([1, 2, 100]), "blank": 3}
        self.items: list[Item] = []
        for _ in range(2):
            self.add_question()

    def save(self) -> None:
        """Write the bank."""
        for path in self.folder.rglob("*.md"):
            path.unlink()
        cards = [f"{kind} = {str(kind in self.on).lower()}" for kind in KINDS]
        cards += [f"{kind}_limit = {limit}" for kind, limit in self.limits.items()]
        texts = {item.file: item.text() for item in self.items if item.present}
        bank(self.folder, texts, _SETTINGS + "\n".join(cards) + "\n")
        for item in self.items:
            item.touched = ""

    def edit(self) -> str:
        """Make one edit, and return its name."""
        name = self.pick.choice(EDITS)
        item = self.pick.choice([item for item in self.items if item.present])
        getattr(self, name)(item)
        return f"{name} q{item.token}q"

    def _next(self) -> int:
        self.count += 1
        return self.count

    # Rows.

    def _row(self) -> Row:
        token = f"r{self._next()}r"
        return Row(token, [f"Operation {token}", self.pick.choice(["GET", "POST"]), f"/api/{token}"])

    def _value(self) -> Row:
        token = f"s{self._next()}s"
        return Row(token, [f"Setting {token}", self.pick.choice([*SHARED, f"`auto_{token}`"])])

    def _table_of(self, item: Item) -> list[Row]:
        return self.pick.choice([item.rows, item.values])

    def reword_row(self, item: Item) -> None:
        """Edit what a row asks with."""
        self.pick.choice(self._table_of(item)).cells[0] += " again"

    def correct_row(self, item: Item) -> None:
        """Edit the path, or the value."""
        row = self.pick.choice(self._table_of(item))
        if row.cells[-1].startswith("/"):
            row.cells[-1] += "/x"
        else:
            row.cells[-1] = self.pick.choice([*SHARED, f"`auto_{row.token}_{self._next()}`"])

    def change_method(self, item: Item) -> None:
        """Exchange GET and POST."""
        row = self.pick.choice(item.rows)
        row.cells[1] = "GET" if row.cells[1] == "POST" else "POST"

    def add_row(self, item: Item) -> None:
        """Add a row anywhere."""
        table = self._table_of(item)
        table.insert(self.pick.randrange(len(table) + 1), self._row() if table is item.rows else self._value())

    def delete_row(self, item: Item) -> None:
        """Delete a row."""
        table = self._table_of(item)
        if len(table) > 3:
            item.gone.append(table.pop(self.pick.randrange(len(table))))

    def restore_row(self, item: Item) -> None:
        """Bring a deleted row back, as it was."""
        if item.gone:
            row = item.gone.pop(self.pick.randrange(len(item.gone)))
            table = item.rows if len(row.cells) == 3 else item.values
            table.insert(self.pick.randrange(len(table) + 1), row)

    def repeat_row(self, item: Item) -> None:
        """Write a row twice; an edit is made in both."""
        table = self._table_of(item)
        table.append(self.pick.choice(table))

    def order_rows(self, item: Item) -> None:
        """Sort the rows in another way."""
        self.pick.shuffle(self._table_of(item))

    # Options and rationales.

    def _choice(self) -> Choice:
        token = f"o{self._next()}o"
        return Choice(token, f"choice {token}", f"It does {token} instead, as in version v0v.")

    def reword_option(self, item: Item) -> None:
        """Edit the text of an option."""
        if item.may("content"):
            self.pick.choice(item.choices).text += " again"

    def reword_rationale(self, item: Item) -> None:
        """Edit why an option is wrong."""
        choice = self.pick.choice(item.choices)
        choice.why = f"It does {choice.token} instead, as in version v{self._next()}v."

    def shorten_rationale(self, item: Item) -> None:
        """Write a rationale that says too little, or none."""
        self.pick.choice(item.choices).why = self.pick.choice([POOR, ""])

    def add_option(self, item: Item) -> None:
        """Add an option."""
        if len(item.choices) < len(LABELS) and item.may("content"):
            item.choices.insert(self.pick.randrange(len(item.choices) + 1), self._choice())

    def delete_option(self, item: Item) -> None:
        """Delete a wrong option."""
        wrong = [choice for choice in item.choices if choice is not item.right]
        if len(wrong) > 2 and item.may("content"):
            item.choices.remove(self.pick.choice(wrong))

    def order_options(self, item: Item) -> None:
        """Give the options other letters."""
        self.pick.shuffle(item.choices)

    def change_answer(self, item: Item) -> None:
        """Call another option right."""
        if item.may("content"):
            item.right = self.pick.choice(item.choices)

    # The mnemonic.

    def _memo(self, item: Item) -> str:
        return f"Memo m{item.token}m: **word v{self._next()}v** comes first\nThen **part v{self._next()}v** follows"

    def reword_memo(self, item: Item) -> None:
        """Write other bold words."""
        item.memo = self._memo(item)

    def surround_memo(self, item: Item) -> None:
        """Edit what is around the bold words."""
        item.memo = item.memo and f"{item.memo} again"

    def spoil_memo(self, item: Item) -> None:
        """Write no bold words, or no mnemonic."""
        item.memo = self.pick.choice(["", f"Memo m{item.token}m has no such words"])

    # The question.

    def edit_stem(self, item: Item) -> None:
        """Edit the stem."""
        if item.may("content"):
            item.version += 1

    def edit_explanation(self, item: Item) -> None:
        """Edit what explains the answer, which no derived card shows."""
        item.reason += 1

    def renumber(self, item: Item) -> None:
        """Give it another ID."""
        if item.may("id"):
            item.id = f"Q-{self._next()}"

    def move(self, item: Item) -> None:
        """Move its file."""
        item.file = f"{self.pick.choice('abc')}/q{self._next()}.md"

    def retag(self, item: Item) -> None:
        """Give it other topics; the first one is its home."""
        item.topics = tuple(self.pick.sample(["Alpha", "Beta", "Gamma"], self.pick.randint(1, 2)))

    def choose_cards(self, item: Item) -> None:
        """Say in the question which kinds it has, or leave it to the bank."""
        item.own = self.pick.choice([None, (), *((kind,) for kind in KINDS), KINDS])

    def add_question(self, _: Item | None = None) -> None:
        """Add a question."""
        token, choices = self._next(), [self._choice() for _ in range(3)]
        item = Item(
            token=token,
            id=f"Q-{token}",
            file=f"q{token}.md",
            rows=[self._row() for _ in range(3)],
            values=[self._value() for _ in range(3)],
            choices=choices,
            right=choices[0],
            memo="",
        )
        item.memo = self._memo(item)
        item.touched = "id"
        self.items.append(item)

    def delete_question(self, item: Item) -> None:
        """Delete it."""
        if sum(one.present for one in self.items) > 1 and item.may("id"):
            item.present = False

    def restore_question(self, _: Item) -> None:
        """Bring a deleted one back."""
        for item in self.items:
            if not item.present and item.may("id"):
                item.present = True
                return

    # The bank.

    def switch(self, _: Item) -> None:
        """Turn a kind off, or on."""
        self.on ^= {self.pick.choice(KINDS)}

    def change_limit(self, _: Item) -> None:
        """Allow more or fewer of a kind."""
        kind = self.pick.choice(KINDS)
        self.limits[kind] = self.pick.choice([1, 2, 3] if kind == "blank" else [1, 2, 3, 5, 100])


EDITS = tuple(
    name
    for name, method in vars(Author).items()
    if not name.startswith("_") and name not in {"save", "edit"} and callable(method)
)
