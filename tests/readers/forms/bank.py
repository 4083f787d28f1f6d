"""Print a bank: questions in their forms, in files, with what is around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .answers import synonym
from .excluded_options import PLAIN_NUMBERS
from .form import PLACES, Form, draw_form, show
from .items import LANGUAGES, Item, Maker, Names, draw_item
from .layouts import ARRANGEMENTS, LAYOUTS, QUIZDOWN, RULES
from .options import OPTIONS, SPREADS
from .printing import Line, Printed, print_question
from .reasons import NOBODY, WHYS
from .stems import STEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .items import Pick

BESIDE = ("{}-answers.md", "answers/{}.md", "{}_key.md", "{}-solutions.md", "other/{}-k.md", "{}-corrigé.md")
LINKED = "other/{}-k.md"  # a name that says nothing: the questions' file has a link to it


@dataclass(frozen=True)
class Asked:
    """A question of a bank: what it is, its form, and the file that it is in."""

    item: Item
    form: Form
    path: str


@dataclass(frozen=True, repr=False)
class Bank:
    """Questions in the order of their files, the lines of each file, and how the bank is laid out."""

    asked: tuple[Asked, ...]
    lines: dict[str, tuple[Line, ...]]
    layout: str = "bare"
    rules: str = "no rules"
    arrangement: str = "one"

    @property
    def files(self) -> dict[str, str]:
        """The text of each file."""
        return {path: "\n".join(line.text for line in lines) + "\n" for path, lines in self.lines.items()}

    def owner(self, path: str, line: int) -> int:
        """Whose a line is, counted from 1: the place of a question, or NOBODY."""
        return self.lines[path][line - 1].owner if line <= len(self.lines.get(path, ())) else NOBODY

    def __repr__(self) -> str:
        return f"<{self}>"

    def __str__(self) -> str:
        """Name the forms, for a failure to be found and tried again."""
        forms = list(dict.fromkeys(show(asked.form) for asked in self.asked))
        return "\n".join([f"{self.arrangement} | {self.layout} | {self.rules}", *forms])


def draw_bank(pick: Pick, fixed: dict[str, str] | None = None) -> Bank | None:
    """Draw a bank; `fixed` are rows that its forms must have. None when what was drawn goes not together."""
    first = draw_form(pick, fixed)
    if first is None:
        return None
    arrangement = pick(ARRANGEMENTS)
    if arrangement != "one" and first.stem.startswith("front matter"):
        arrangement = "a file each"
    count = 1 if arrangement == "one" else pick((2, 3, 4))
    forms = [first] * count
    if arrangement == "mixed in a file":
        others = [_beside(pick, first) for _ in range(count - 1)]
        if None in others or _numbers_collide([first, *others]) or any(map(_has_fields_of_nobody, [first, *others])):
            return None
        forms = [first, *others]
    layouts = [name for name, row in LAYOUTS.items() if first.language in row.languages]
    if first.stem.startswith("front matter"):
        layouts.remove("front matter")
        layouts = [name for name in layouts if name in ("bare", "farewell", "links back", QUIZDOWN)]
    if not all(_fits_quizdown(form) for form in forms):
        layouts.remove(QUIZDOWN)
    return lay_out(pick, forms, (arrangement, pick(layouts), pick(RULES)))


def _fits_quizdown(form: Form) -> bool:
    """Whether quizdown takes it: headings, boxes, and nothing around them. It has no labels of its own."""
    return (
        form.stem == "### stem"
        and form.place == "box"
        and form.facts == form.why == "none"
        and not SPREADS[form.spread][4]
    )


def _beside(pick: Pick, first: Form) -> Form | None:
    """Draw another form for the same file: of the same language, its answer in the same answer key, or in none."""
    fixed = {"language": first.language, **({"place": first.place} if first.answer_key else {})}
    form = draw_form(pick, fixed, answer_keys=bool(first.answer_key))
    return None if form is None or form.stem.startswith("front matter") else form


def _numbers_collide(forms: Sequence[Form]) -> bool:
    """Options called 1., 2. flush left beside questions called 1., 2.: not even a person can tell them apart."""
    flush = [OPTIONS[form.options] for form in forms if not SPREADS[form.spread][2]]
    numbered = any(row.line[:2] == "{n" or (row.line[:2] == "{l" and row.kind == "digit") for row in flush)
    return numbered and any(form.stem in PLAIN_NUMBERS for form in forms)


def _has_fields_of_nobody(form: Form) -> bool:
    """Whether fields are above the first line of a question that nothing but the word for stem begins.

    Beside questions in other forms they may as well be the last lines of the question above, or those of the file:
    docs/forms.md says to write them above every question of a file, or above none.
    """
    return form.stem == "## Stem" and form.facts in {"id and topics", "topics"}


def lay_out(
    pick: Pick, forms: Sequence[Form], how: tuple[str, str, str], change: Callable[[int, Item], Item] | None = None
) -> Bank:
    """Print questions of these forms; `how` is arrangement, layout and rules; `change` what is to be asked instead."""
    arrangement, layout, rules = how
    names, start = Names(), pick((1, 1, 27))
    key_name = pick(BESIDE[: 6 if forms[0].language == "fr" else 5])
    items = [draw_item(form, names, pick) for form in forms]
    items = [change(place, item) for place, item in enumerate(items)] if change else items
    apart = arrangement == "a file each"
    groups = [[place] for place in range(len(forms))] if apart else [list(range(len(forms)))]
    asked, lines = [], {}
    for number, group in enumerate(groups, 1):
        path = f"q{number:02}.md"
        printed = [print_question(items[place], forms[place], place, start + place) for place in group]
        asked += [Asked(items[place], forms[place], path) for place in group]
        body = _file(pick, names, [forms[place] for place in group], printed, (layout, rules))
        beside = forms[0].beside
        answer_key = _answer_key(forms[0], printed)
        lines[path] = tuple(body if beside or not answer_key else _placed(pick, forms[0], body, answer_key))
        if beside:
            name = key_name.format(path.removesuffix(".md"))
            word = synonym(LANGUAGES[forms[0].language]["answer_key"], int(forms[0].word))
            lines[name] = (Line(f"# {word}"), Line(""), *answer_key)
            lines[path] += (Line(""), Line(f"[{word}]({name})")) if key_name == LINKED else ()
    return Bank(tuple(asked), lines, layout, rules, arrangement)


def _file(pick: Pick, names: Names, forms: list[Form], printed: list[Printed], how: tuple[str, str]) -> list[Line]:
    """The questions of a file, with what is around them."""
    layout, make = LAYOUTS[how[0]], Maker(LANGUAGES[forms[0].language], names, pick)
    lines: list[Line] = []
    if how[0] == QUIZDOWN:
        inside = [Line(text) for text in ("---", "shuffleQuestions: true", "---")]
        for question in printed:
            inside += [Line(""), *question.lines]
        inside = [line._replace(text=f"    {line.text}" if line.text else "") for line in inside]
        return [Line("# Quiz"), Line(""), Line("```{quizdown}"), *inside, Line("```")]
    above = layout.above(make) if layout.above else []
    for place, form in enumerate(forms):
        rule = how[1] == "rules between" and place > 0
        if place == 0 and above:
            lines += [*map(Line, above), Line("")]
            # A paragraph above a stem in bold may be its scenario.
            rule = layout.prose and (not STEMS[form.stem].anchored or form.stem == "**stem**")
        elif place > 0:
            noise = layout.between(make) if layout.between else []
            # A heading below that of a question would be of the question: of the one above, too.
            if any(one.stem.startswith("# ") for one in forms[: place + 1]):
                noise = [text.removeprefix("#") if text.startswith("##") else text for text in noise]
            lines += [Line(""), *map(Line, noise), *([Line("")] if noise else [])]
            rule = rule or _needs_rule(forms[place - 1], form, noise=bool(noise))
        lines += [Line("---"), Line("")] if rule else []
        lines += printed[place].lines
    last = layout.below and (forms[0].beside or not forms[0].answer_key)
    below = layout.below(make) if layout.below and last else []
    return [*lines, *([Line(""), *map(Line, below)] if below else [])]


def _needs_rule(before: Form, form: Form, *, noise: bool) -> bool:
    """Whether only a rule shows that text belongs to the next question and not to the one before."""
    if STEMS[form.stem].anchored:
        return False
    opened = WHYS[before.why].open or bool(WHYS[before.why].feedback) or before.options == "bare lines"
    return opened or noise or form.body != "question" or bool(PLACES[before.place].mark)


def _answer_key(form: Form, printed: Sequence[Printed]) -> list[Line]:
    """The lines of an answer key."""
    entries = [question.entry for question in printed if question.entry]
    if not form.answer_key or not entries:
        return []
    answered = [
        Line(part, owner, "answer key") for owner, text in form.answer_key.print(entries) for part in text.split("\n")
    ]
    while not answered[-1].text:
        answered.pop()
    return answered


def _placed(pick: Pick, form: Form, body: list[Line], answer_key: list[Line]) -> list[Line]:
    """A file with its answer key at the end, folded or not."""
    word = synonym(LANGUAGES[form.language]["answer_key"], int(form.word))
    if "folded" in form.place:
        opening = ["", f"<details><summary>{word}</summary>", ""]
        return [*body, *map(Line, opening), *answer_key, Line(""), Line("</details>")]
    heading = pick((f"## {word}", f"**{word}**", f"# ✅ {word}"))
    return [
        *body,
        Line(""),
        *([Line("---"), Line("")] if pick((True, False)) else []),
        Line(heading),
        Line(""),
        *answer_key,
    ]
