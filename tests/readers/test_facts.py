"""The parts of a question with their labels, as lines and as headings, and its ID, tags and level wherever they are."""

from __future__ import annotations

import random
from typing import Any

import pytest

from ankigen import readers
from ankigen.source import Source

HEADS = ["# Question", "## Question", "### Question", "# Question 1", "## Q1", "# Vacuum"]
NAMES = ["**Question:**", "Question:", "**Question**"]
FACTS = [
    "**ID:** Q-1\n**Topics:** S3\n**Traps:** `Wrong-Unit`\n**Level:** L1",
    "ID: Q-1\nTopics: S3\nTraps: Wrong-Unit\nLevel: L1",
    "- **ID:** Q-1\n- **Topics:** S3\n- **Traps:** Wrong-Unit\n- **Level:** L1",
]
STEMS = ["Which one is it?", "## Stem\n\nWhich one is it?", "**Stem:** Which one is it?"]
OPTIONS = ["## Options\n\n- A. one\n- B. two", "A. one\nB. two"]
ENDS = ["## Answer\n\nB\n\n## Explanation\n\nBecause.", "**Answer:** B\n\n**Explanation:** Because."]


def parts(*blocks: str) -> list[object]:
    """Return what is read of a file with two such questions, of the first one."""
    first = "\n\n".join(blocks) + "\n\n"
    second = first.replace("Q-1", "Q-2").replace("Which", "What").replace("Question 1", "Question 2")
    parsed = readers.parse(Source("q.md", first + second.replace("Q1", "Q2")))
    one, other = parsed.questions
    assert (other.id, other.stem) == ("Q-2", "What one is it?")
    options = [option.text for option in one.options]
    return [one.id, one.topics, one.traps, one.level, one.stem, options, one.answer, one.explanation]


WANTED = ["Q-1", ("S3",), ("Wrong-Unit",), "L1", "Which one is it?", ["one", "two"], ("B",), "Because."]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("head", HEADS)
def test_below_the_heading_of_a_question_and_at_its_end(
    head: str, facts: str, stem: str, options: str, end: str
) -> None:
    assert parts(head, facts, stem, options, end) == WANTED
    assert parts(head, stem, options, end, facts) == WANTED


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("name", NAMES)
def test_below_a_line_that_names_the_question(name: str, facts: str, options: str) -> None:
    assert parts(name, facts, "Which one is it?", options, ENDS[0]) == WANTED


def test_a_fact_below_the_name_of_the_stem_is_asked_about() -> None:
    text = "## Question 1\n\n### Question\n\nTopic: Rome\nID: 7\n\nWhich one?\n\n- A. one\n- B. two\n\nAnswer: B\n"
    [asked] = readers.parse(Source("q.md", text)).questions
    assert (asked.stem, asked.topics, asked.id) == ("Topic: Rome\nID: 7\n\nWhich one?", (), None)


def test_a_heading_that_holds_the_answer_is_no_part_of_the_stem() -> None:
    text = "# Question\n\n## Stem\n\nWhich one?\n\n## Options\n\n- A. one\n- B. two\n\n## Answer: B\n\n## Note\n\nx\n"
    [asked] = readers.parse(Source("q.md", text)).questions
    assert (asked.stem, asked.answer) == ("Which one?", ("B",))


def test_what_explains_may_end_with_its_source() -> None:
    text = (
        "# Question 1\n\n## Stem\n\nWhich one?\n\n## Options\n\n- A. one\n- B. two\n\n## Answer\n\nB\n\n## Explanation"
    )
    [asked] = readers.parse(Source("q.md", f"{text}\n\nAs the book says.\n\nDomain: example.com\n")).questions
    assert asked.explanation == "As the book says.\n\nDomain: example.com"


@pytest.mark.parametrize(
    "stem",
    [
        "A log has this line:\n\nID: 42\nLevel: ERROR",
        "Level: L1 support gets a ticket.\nWhat is next?",
        "Domain: example.com\n\nWhich record is missing?",
        "| ID | Level |\n|---|---|\n| 1 | L1 |\n\nWhat does the table show?",
    ],
)
def test_labels_that_belong_to_a_stem_stay_in_it(stem: str) -> None:
    text = f"# Question 1\n\n## Stem\n\n{stem}\n\n## Options\n\n- A. one\n- B. two\n\n## Answer\n\nB\n"
    [asked] = readers.parse(Source("q.md", text)).questions
    assert (asked.stem, asked.id, asked.level, asked.domain) == (stem, None, "", "")


def test_labels_that_belong_to_the_last_option_stay_in_it() -> None:
    options = "- A. one\n  Level: 3\n- B. two\n  Level: 4"
    text = f"# Question 1\n\n## Stem\n\nWhich?\n\n## Options\n\n{options}\n\n## Answer\n\nB\n"
    [asked] = readers.parse(Source("q.md", text)).questions
    assert [option.text for option in asked.options] == ["one\nLevel: 3", "two\nLevel: 4"]


# A question drawn from ways of writing each of its parts, in three languages.

WORDS = {
    "en": (
        "ID Topics Traps Level Domain Stem Question Options Answer Explanation Mnemonic",
        "Why the others are wrong",
    ),
    "zh": ("ID 主題 陷阱 難度 領域 題幹 題目 選項 答案 解析 口訣", "為什麼其他選項是錯的"),
    "es": (
        "ID Temas Trampas Nivel Dominio Enunciado Pregunta Opciones Respuesta Explicación Mnemotecnia",
        "Por qué las demás son incorrectas",
    ),
}
LABELLED = ["**{}:** {}", "**{}**: {}", "{}: {}", "- **{}:** {}", "*{}:* {}"]
BEGINNINGS = [
    *("# {question} {n}", "## {question} #{n}", "### Q{n}", "## Q-{n}", "# {question}", "**{question} {n}**"),
    *("**Q{n}.**", "---", "## {n}. S3 classes", "## S3 classes {n}"),
]
ITEMS = ["- {}. {}", "{}. {}", "{}) {}", "- **{}.** {}", "- **{})** {}", "**{}.** {}", "* {}) {}", "- ({}) {}"]
PLACES = ["above", "below the stem", "below the options", "below the answer", "at the end"]


def written(pick: random.Random, count: int) -> str:
    """Return a file of so many questions, all written in the same way."""
    names, why = WORDS[pick.choice([*WORDS])]
    fact_names, (stem, question, options, answer, explanation, mnemonic) = names.split()[:5], names.split()[5:]
    labelled, item, beginning, place = (pick.choice(ways) for ways in (LABELLED, ITEMS, BEGINNINGS, PLACES))
    own, stem_is, listed, stated, explained, remarks, remembered = (
        pick.choice(["heading", "label", "none"]) for _ in range(7)
    )

    def part(way: str, name: str, text: str) -> str:
        if way == "heading":
            return f"## {name}\n\n{text}"
        return f"**{name}:**{chr(10) * 2 if text[:1] in '-*' or chr(10) in text else ' '}{text}"

    def one(n: int) -> str:
        facts = zip(fact_names, (f"Q-{n}", "S3", "Wrong-Unit", "L1", "Storage"), strict=True)
        at = dict.fromkeys(PLACES, "") | {place: "\n".join(labelled.format(*fact) for fact in facts)}
        asked = f"Which class is the cheapest one in case {n}?"
        items = "\n".join(item.format(label, f"class {label.lower() * 2} {n}") for label in "ABCD")
        blocks = [
            beginning.format(n=n, question=question),
            at["above"],
            asked if own == "none" else part(own, stem if stem_is == "heading" else question, asked),
            at["below the stem"],
            items
            if listed == "none"
            else f"## {options}\n\n{items}"
            if listed == "heading"
            else f"**{options}:**\n\n{items}",
            at["below the options"],
            f"## {answer}: B" if stated == "none" else part(stated, answer, "B"),
            at["below the answer"],
            part(explained, explanation, f"Because it is {n}."),
            part(remarks, why, f"- A: too dear {n}\n- C: too slow {n}\n- D: too old {n}"),
            "" if remembered == "none" else part(remembered, mnemonic, f"B is for best {n}"),
            at["at the end"],
        ]
        return "\n\n".join(filter(None, blocks))

    return "\n\n".join(map(one, range(1, count + 1))) + "\n"


def read(asked: Any) -> list[object]:
    """Return what was read of a question, but its mnemonic, which some have."""
    facts = [asked.id, asked.topics, asked.traps, asked.level, asked.domain]
    options = [(option.text, option.rationale) for option in asked.options]
    return [*facts, asked.stem, options, asked.answer, asked.explanation]


@pytest.mark.parametrize("shard", range(8))
def test_the_parts_are_read_however_they_are_written(shard: int) -> None:
    for seed in range(shard, 240, 8):
        text = written(random.Random(seed), 2)
        questions = readers.parse(Source("q.md", text)).questions
        why = ("too dear", "", "too slow", "too old")
        assert [read(asked) for asked in questions] == [
            [
                *(f"Q-{n}", ("S3",), ("Wrong-Unit",), "L1", "Storage"),
                f"Which class is the cheapest one in case {n}?",
                [(f"class {label * 2} {n}", w and f"{w} {n}") for label, w in zip("abcd", why, strict=True)],
                ("B",),
                f"Because it is {n}.",
            ]
            for n in (1, 2)
        ], text
        remembered = "B is for best" in text
        assert [asked.mnemonic for asked in questions] == [f"B is for best {n}" * remembered for n in (1, 2)], text


TABLE = "| Field | Value |\n|---|---|\n| ID | Q-1 |\n| Topics | S3 |\n| Traps | Wrong-Unit |\n| Level | L1 |"


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("head", [*HEADS, *NAMES])
def test_in_a_table_above_the_stem(head: str, options: str) -> None:
    assert parts(head, TABLE, "Which one is it?", options, ENDS[0]) == WANTED


@pytest.mark.parametrize("way", ["## {}\n\n{}", "**{}:**\n\n{}"])
@pytest.mark.parametrize("item", ["- {}. {}", "- **{}:** {}", "- {}) {}"])
def test_the_reasons_of_other_options_are_a_list_with_their_letters(way: str, item: str) -> None:
    wrong = way.format("Why the others are wrong", "\n".join(item.format(*pair) for pair in ("Ax", "Cy")))
    text = f"# Question 1\n\n## Stem\n\nWhich one?\n\n## Options\n\nA. a\nB. b\nC. c\n\n{ENDS[0]}\n\n{wrong}\n"
    [asked] = readers.parse(Source("q.md", text)).questions
    assert [option.rationale for option in asked.options] == ["x", "", "y"]
    assert asked.explanation == "Because."


@pytest.mark.parametrize("name", ["**Endpoints**", "**Endpoints:**", "### Endpoints"])
def test_a_table_below_a_mnemonic_has_the_title_above_it(name: str) -> None:
    table = "| Operation | Endpoint |\n|---|---|\n| Create | /api/2.1/jobs/create |"
    text = f"# Question 1\n\nWhich one?\n\nA. a\nB. b\n\nAnswer: B\n\n## Mnemonic\n\nB is best\n\n{name}\n\n{table}\n"
    [asked] = readers.parse(Source("q.md", text)).questions
    assert (asked.mnemonic, asked.explanation, [table.title for table in asked.tables]) == (
        "B is best",
        "",
        ["Endpoints"],
    )


@pytest.mark.parametrize("bullet", ["-", "*"])
def test_facts_in_a_list_with_bullets_below_numbered_options_are_no_options(bullet: str) -> None:
    facts = f"{bullet} ID: Q-1\n{bullet} Topics: Case\n{bullet} Level: L1"
    text = f"# Q1\n\nWhich is red?\n\n1. rose\n2. leaf\n3. sun\n\n{facts}\n\n**Answer:** 2\n"
    (asked,) = readers.parse(Source("a.md", text)).questions
    assert [option.text for option in asked.options] == ["rose", "leaf", "sun"]
    assert (asked.answer, asked.id, asked.topics, asked.level) == (("B",), "Q-1", ("Case",), "L1")


@pytest.mark.parametrize(
    "start", ["# Q1\n\nWhich label is red?", "1. Which label is red?", "1. Which?\n\nIt is in\na log."]
)
def test_a_list_that_only_looks_like_facts_is_the_options(start: str) -> None:
    text = f"{start}\n\n- Level: high\n- ID: 7\n- Domain: low\n\n**Answer:** Level: high\n"
    (asked,) = readers.parse(Source("a.md", text)).questions
    assert [option.text for option in asked.options] == ["Level: high", "ID: 7", "Domain: low"]
    assert (asked.answer, asked.id) == (("A",), None)


@pytest.mark.parametrize(
    ("items", "options", "level"),
    [
        ("- one\n- two\n\n- ID: Q-1\n- Level: L1", ["one", "two"], "L1"),
        ("- ID: 1\n- Level: 3\n\n- Topic: S3", ["ID: 1", "Level: 3", "Topic: S3"], ""),
        ("- one\n\n- Level: L1", ["one", "Level: L1"], ""),
    ],
)
def test_a_list_of_facts_that_is_set_apart_is_no_option(items: str, options: list[str], level: str) -> None:
    [asked] = readers.parse(Source("q.md", f"## Question 1\n\nWhich?\n\n{items}\n\nAnswer: {options[0]}\n")).questions
    assert ([option.text for option in asked.options], asked.level, asked.answer) == (options, level, ("A",))


@pytest.mark.parametrize(
    "line",
    [
        "ID: Q-1 | Tags: S3 | Level: L1",
        "_ID: Q-1 · Tags: S3 · Level: L1_",
        "- ID: Q-1; Topic: S3; Difficulty: L1",
        "**ID: Q-1 — Topic: S3 — Level: L1**",
        "ID：Q-1｜主題：S3｜難度：L1",
    ],
)
def test_several_facts_in_a_line_need_no_emphasis(line: str) -> None:
    text = f"## Question 1\n\n{line}\n\nWhich?\n\n- A. one\n- B. two\n\nAnswer: B\n"
    for written in (text, text.replace(f"{line}\n\n", "") + f"\n{line}\n"):
        [asked] = readers.parse(Source("q.md", written)).questions
        assert (asked.id, asked.topics, asked.level, asked.stem) == ("Q-1", ("S3",), "L1", "Which?")


def test_a_sign_between_the_words_of_a_fact_parts_nothing() -> None:
    text = "Topic: S3 | EC2: costs\n\n1. Which?\n\nA. one\nB. two\n\nAnswer: B\nTopic: RAID 1 – 0; disks\n"
    [asked] = readers.parse(Source("q.md", text)).questions
    assert asked.topics == ("RAID 1 – 0", "disks", "S3 | EC2: costs")


def test_facts_may_be_named_in_brackets() -> None:
    facts = "【標籤】S3\n【陷阱】Wrong-Unit\n【難度】L1\n【ID】Q-1"
    for text in (
        f"1. 何者？\n(A) 甲\n(B) 乙\n答案：(B)\n{facts}\n",
        f"{facts}\n1. 何者？\n(A) 甲\n(B) 乙\n答案：(B)\n",
    ):
        [asked] = readers.parse(Source("q.md", text)).questions
        assert (asked.id, asked.topics, asked.traps, asked.level) == ("Q-1", ("S3",), ("Wrong-Unit",), "L1")
        assert (asked.stem, asked.explanation) == ("何者？", "")


def test_a_stem_may_ask_about_names_in_brackets() -> None:
    [asked] = readers.parse(Source("q.md", "1.\n【主題】是何者的【標籤】？\n(A) 甲\n(B) 乙\n答案：(B)\n")).questions
    assert (asked.stem, asked.topics) == ("【主題】是何者的【標籤】？", ())


def test_a_quoted_label_in_an_explanation_stays_there() -> None:
    quoted = "> **Concept:** merging\n> **Level:** hard\n> **Weight:** 3"
    [asked] = readers.parse(Source("q.md", f"1. Which?\n(A) one\n(B) two\nAnswer: B\nBecause.\n\n{quoted}\n")).questions
    assert (asked.level, asked.explanation) == ("", f"Because.\n\n{quoted}")


@pytest.mark.parametrize(
    ("line", "id_", "level"),
    [
        ("_ID:_ Q-1 | Tags: S3 | Level: _L1_", "Q-1", "_L1_"),
        ("Topic: S3 | Topic: EC2 | ID: Q-1", None, ""),
    ],
)
def test_a_line_is_split_only_if_each_piece_is_another_fact(line: str, id_: str | None, level: str) -> None:
    [asked] = readers.parse(
        Source("q.md", f"## Question 1\n\n{line}\n\nWhich?\n\n- A. one\n- B. two\n\nAnswer: B\n")
    ).questions
    assert (asked.id, asked.level) == (id_, level)


def test_brackets_of_all_three_kinds_name_facts() -> None:
    [asked] = readers.parse(Source("q.md", "1. Which one?\n(A) a\n(B) b\nAnswer: B\n〔標籤〕S3\n［難度］L1")).questions
    assert (asked.topics, asked.level, asked.explanation) == (("S3",), "L1", "")
