"""Tags, as people write them: where they are, and what separates them."""

from __future__ import annotations

import pytest

from ankigen import readers
from ankigen.languages import LANGUAGES, words
from ankigen.source import Source

OPTIONS = "A. x\nB. y\n"
PLACES = {
    "below the answer": f"1. Which?\n\n{OPTIONS}\nAnswer: B\n\n{{}}\n",
    "above the options": f"1. Which?\n\n{{}}\n\n{OPTIONS}\nAnswer: B\n",
    "below a stem of two paragraphs": f"1. It is so.\n\nWhich?\n\n{{}}\n\n{OPTIONS}\nAnswer: B\n",
    "below a stem without a number": f"Which?\n\n{{}}\n\n{OPTIONS}\nAnswer: B\n",
    "below a heading": f"### Question 1\n\n{{}}\n\nWhich?\n\n{OPTIONS}\nAnswer: B\n",
    "above the sections": (
        "# Question 1\n\n{}\n\n## Question\n\nWhich?\n\n## Options\n\n- A. x\n- B. y\n\n## Answer\n\nB\n"
    ),
    "at the end of the sections": (
        "# Question 1\n\n## Question\n\nWhich?\n\n## Options\n\n- A. x\n- B. y\n\n## Answer\n\nB\n\n"
        "## Explanation\n\nIt is the second.\n\n{}\n"
    ),
}


def topics(text: str) -> tuple[str, ...]:
    """Return the topics of the only question in a text."""
    parsed = readers.parse(Source("q.md", text))
    (question,) = parsed.questions
    assert (question.stem.removeprefix("It is so.\n\n"), question.answer) == ("Which?", ("B",))
    assert question.explanation in {"", "It is the second."}
    assert not parsed.diagnostics
    return question.topics


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Tags: AWS, S3", ("AWS", "S3")),
        ("**Tags:** #aws #s3/buckets", ("aws", "s3::buckets")),
        ("**Tags**: `AWS::S3`, `R&D`", ("AWS::S3", "R&D")),
        ("Category: Cloud", ("Cloud",)),
        ("Categories: C++, C#, .NET, CI/CD, R&D", ("C++", "C#", ".NET", "CI/CD", "R&D")),
        ("#aws #s3/buckets", ("aws", "s3::buckets")),
        ("#AK::Cardio", ("#AK::Cardio",)),
        ("**Topics:** `A` (main), B", ("A", "B")),
        ("標籤：網路、儲存", ("網路", "儲存")),
        ("タグ: #日本語/文法 #敬語", ("日本語::文法", "敬語")),
        ("Tags: हिन्दी, คิด, e\u0301te\u0301", ("हिन्दी", "คิด", "e\u0301te\u0301")),
        ("Tags: #🚀 #🔥", ("🚀", "🔥")),
        ("Tags: \"a b\", 'c'", ("a b", "c")),
        ("Tags: AWS, aws", ("AWS",)),
        ("Tags: none", ()),
    ],
)
def test_tags_are_read_wherever_they_are(place: str, written: str, names: tuple[str, ...]) -> None:
    assert topics(PLACES[place].format(written)) == names


@pytest.mark.parametrize("place", list(PLACES)[:6])
def test_a_list_of_tags_is_no_part_of_the_stem(place: str) -> None:
    assert topics(PLACES[place].format("Tags:\n- AWS\n- S3")) == ("AWS", "S3")


@pytest.mark.parametrize("heading", ["## Tags", "#### Categories", "# 標籤"])
@pytest.mark.parametrize("written", ["#AWS #S3", "- AWS\n- S3", "AWS, S3", "`AWS` `S3`"])
def test_a_heading_may_name_the_tags(heading: str, written: str) -> None:
    assert topics(PLACES["below the answer"].format(f"{heading}\n\n{written}")) == ("AWS", "S3")


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_have_a_label_in_every_language(language: str) -> None:
    for word in words(language, "parts")["tags"]:
        assert topics(PLACES["below a heading"].format(f"**{word}:** `AWS`, S3")) == ("AWS", "S3"), word


@pytest.mark.parametrize(
    ("front", "names"),
    [
        ("tags: [aws, s3]", ("aws", "s3")),
        ("tags: aws, s3", ("aws", "s3")),
        ('tags:\n  - aws\n  - "#s3/buckets"', ("aws", "s3::buckets")),
        ("category: Cloud\ntopic: S3", ("S3", "Cloud")),
        ("tags: []", ()),
        ("tags:", ()),
        ("title: Cloud", ()),
    ],
)
def test_tags_of_the_front_matter_are_those_of_every_question(front: str, names: tuple[str, ...]) -> None:
    text = "1. Which?\n\nA. x\nB. y\n\nAnswer: B\n\n2. What?\n\nA. x\nB. z\n\nTopics: Own, AWS\nAnswer: B\n"
    first, second = readers.parse(Source("q.md", f"---\n{front}\n---\n\n{text}")).questions
    assert first.topics == names
    assert second.topics == ("Own", "AWS", *(name for name in names if name != "aws"))
    stem = "question: Which?\noptions:\n  - text: x\n  - text: y\n    correct: true"
    assert topics(f"---\n{front}\n{stem}\n---\n") == names


@pytest.mark.parametrize("title", ["", "# Exam\n\n"])
@pytest.mark.parametrize("tags", ["#aws #exam", "Tags: aws, exam"])
def test_tags_above_the_first_question_are_those_of_every_question(tags: str, title: str) -> None:
    questions = "1. Which?\n\nA. x\nB. y\n\nAnswer: B\n\n2. What?\n\nA. x\nB. z\n\nAnswer: B\n"
    parsed = readers.parse(Source("q.md", f"{title}{tags}\n\n{questions}"))
    assert [question.topics for question in parsed.questions] == [("aws", "exam")] * 2


@pytest.mark.parametrize("line", ["#1", "#!/bin/sh", "# Tags", "#include <a>", "Use #aws here.", "`#aws`"])
def test_what_only_looks_like_hashtags_is_text(line: str) -> None:
    text = f"1. Which?\n\nA. x\nB. y\n\nAnswer: B\n\nBecause:\n\n{line}\n"
    (question,) = readers.parse(Source("q.md", text)).questions
    assert question.topics == ()


def asked(n: int, *, below: str = "") -> str:
    """Return a question with a number, and a field below its answer."""
    return f"{n}. Which is {n}?\n\nA. x\nB. y\n\nAnswer: B\n\n{below}\n\n"


def fields(text: str) -> list[tuple[str, ...]]:
    """Return the ID and the topics of each question, which must have nothing else of its fields."""
    parsed = readers.parse(Source("q.md", text))
    assert not parsed.diagnostics
    for n, question in enumerate(parsed.questions, 1):
        assert (question.stem, question.explanation) == (f"Which is {n}?", "")
    return [(question.id or "", *question.topics) for question in parsed.questions]


@pytest.mark.parametrize("rule", ["", "---\n\n"])
@pytest.mark.parametrize("gap", ["\n", ""])
def test_fields_above_each_question_are_its_own(rule: str, gap: str) -> None:
    parts = [f"ID: Q-{n}\nTags: t{n}\n{gap}{asked(n)}" for n in (1, 2, 3)]
    assert fields(rule.join(parts)) == [("Q-1", "t1"), ("Q-2", "t2"), ("Q-3", "t3")]


def test_fields_above_headings_of_stems_are_their_own() -> None:
    parts = [f"ID: Q-{n}\nTags: t{n}\n\n## Question\n\n{asked(n).partition(' ')[2]}" for n in (1, 2, 3)]
    assert fields("---\n\n".join(parts)) == [("Q-1", "t1"), ("Q-2", "t2"), ("Q-3", "t3")]


def test_fields_below_a_rule_are_those_of_the_question_below() -> None:
    assert fields(f"{asked(1)}---\n\nTags: a\n\n{asked(2)}") == [("",), ("", "a")]


def test_fields_below_each_question_are_its_own_even_with_tags_of_the_file_above() -> None:
    text = f"Tags: all\n\n{asked(1, below='Tags: a')}{asked(2, below='Tags: b')}"
    assert fields(text) == [("", "a", "all"), ("", "b", "all")]
    text = f"Tags: all\n\n{asked(1).strip()}\nTags: a\n\n{asked(2)}"
    assert fields(text) == [("", "a", "all"), ("", "all")]


@pytest.mark.parametrize("tags", ["\n\nTags: {}", "\n\n#{}", ": {}"])
def test_tags_of_a_chapter_are_those_of_its_questions(tags: str) -> None:
    heads = ["## Category" + tags.format(name) if tags[0] == ":" else f"## About {name}{tags}" for name in "ab"]
    heads = [head.format(name) for head, name in zip(heads, "ab", strict=True)]
    text = f"# Exam\n\n{heads[0]}\n\n{asked(1)}{asked(2)}{heads[1]}\n\n{asked(3)}{asked(4)}"
    assert fields(text) == [("", "a"), ("", "a"), ("", "b"), ("", "b")]
    assert fields(f"{text}## Others\n\n{asked(5)}")[4:] == [("",)]


def test_a_question_keeps_all_its_tags() -> None:
    assert topics(PLACES["below the answer"].format("Category: Cloud\nTags: S3, cloud")) == ("Cloud", "S3")


@pytest.mark.parametrize(
    "table", ["| Tags | a, b |\n|---|---|\n| Level | L1 |", "| Level | Tags |\n|---|---|\n| L1 | a, b |"]
)
def test_tags_may_be_in_a_table_of_fields(table: str) -> None:
    assert topics(PLACES["below the answer"].format(table)) == ("a", "b")


def test_a_row_that_no_field_is_named_in_is_kept() -> None:
    table = "| Level | L1 |\n|---|---|\n| Author | Ann |\n| Tags | a |"
    (question,) = readers.parse(Source("q.md", PLACES["below the answer"].format(table))).questions
    assert (question.level, question.topics, question.explanation) == ("L1", ("a",), "**Author:** Ann")
