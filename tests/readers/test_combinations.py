"""Parts of a question in any combination: how they are named, where the facts are, how the remarks are written."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from ankigen.readers import parse
from ankigen.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ankigen.model import Question

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"question": "Question", "stem": "Stem", "options": "Options", "answer": "Correct Answer"}
    | {
        "explanation": "Explanation",
        "wrong": "Why the others are wrong",
        "mnemonic": "Memory aid",
        "links": "References",
    }
    | {"topics": "Topics", "level": "Level", "asks": "Which class is the cheapest one in case {n}?"},
    "zh-Hant": {"question": "題目", "stem": "題幹", "options": "選項", "answer": "正確答案"}
    | {"explanation": "解析", "wrong": "為什麼其他選項是錯的", "mnemonic": "口訣", "links": "官方文件"}
    | {"topics": "主題", "level": "難度", "asks": "案例 {n} 中哪一種儲存類別最便宜？"},
    "es": {"question": "Pregunta", "stem": "Enunciado", "options": "Opciones", "answer": "Respuesta correcta"}
    | {"explanation": "Explicación", "wrong": "Por qué las demás son incorrectas", "mnemonic": "Mnemotecnia"}
    | {
        "links": "Referencias",
        "topics": "Temas",
        "level": "Nivel",
        "asks": "¿Qué clase es la más barata en el caso {n}?",
    },
    "vi": {"question": "Câu hỏi", "stem": "Câu hỏi", "options": "Lựa chọn", "answer": "Đáp án đúng"}
    | {"explanation": "Giải thích", "wrong": "Vì sao các đáp án khác sai", "mnemonic": "Mẹo nhớ", "links": "Tài liệu"}
    | {"topics": "Chủ đề", "level": "Mức độ", "asks": "Lớp lưu trữ nào rẻ nhất trong trường hợp {n}?"},
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": tuple(WORDS),
    "heading": ("# {question} {n}", "# Q{n}", "# {n}. S3", "# S3 classes {n}", "# {question} {n}: S3"),
    "names": (
        "## {name}",
        "### **{name}**",
        "## {name}:",
        "## {i}. {name}",
        "**{name}**",
        "**{name}:**",
        "## 💡 {name}",
    ),
    "facts": ("none", "above", "in the stem", "below the stem", "below the options", "below the answer", "at the end"),
    "fact": (
        "**{name}:** {value}",
        "{name}: {value}",
        "- {name}: {value}",
        "*{name}:* {value}",
        "**{name}:** `{value}`",
    ),
    "stem": ("named", "plain", "label"),
    "options named": ("yes", "no"),
    "option": (
        "- {label}. {text}",
        "{label}) {text}",
        "- **{label}** {text}",
        "- [ ] {label}. {text}",
        "{number}. {text}",
    ),
    "answer": ("{label}", "**{label}**", "{label}. {text}", "inline"),
    "explanation": ("named", "label", "none"),
    "remark": (
        "none",
        "- {label}: {text}",
        "- {label}. {text}",
        "- **{label}** – {text}",
        "- {label} - {text}",
        "table",
    ),
    "remarks": ("named", "label"),
    "mnemonic": ("none", "named", "label"),
    "links": ("none", "named"),
    "rule": ("", "---", "***"),
}
TEXTS = ("Standard", "Glacier", "Intelligent", "One Zone")


def _print(n: int, words: Mapping[str, str], way: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Return a question, and what is in it."""
    right = n % 4
    numbered = way["option"].startswith("{number}")
    labels = [str(i + 1) if numbered else "ABCD"[i] for i in range(4)]
    names = iter(range(2, 9))

    def part(how: str, name: str, text: str) -> str:
        heading = way["names"].format(name=words[name], i=next(names))
        return {"named": f"{heading}\n\n{text}", "label": f"**{words[name]}:** {text}", "plain": text, "none": ""}[how]

    facts = {"ID": f"Q-{n}", words["level"]: "L1-Basic", words["topics"]: f"Case-{n}"}
    fact = "\n".join(way["fact"].format(name=name, value=value) for name, value in facts.items())
    at = {place: fact if way["facts"] == place else "" for place in CHOICES["facts"]}
    asks = words["asks"].format(n=n)
    inner = f"{at['in the stem']}\n\n{asks}" if at["in the stem"] and way["stem"] == "named" else asks
    listed = (
        way["option"].format(label=label, number=label, text=text) for label, text in zip(labels, TEXTS, strict=True)
    )
    answer = way["answer"].format(label=labels[right], text=TEXTS[right])
    remarks = {i: f"It costs {i} in {n}." for i in range(4) if i != right and way["remark"] != "none"}
    rows = [("| {label} | {text} |" if way["remark"] == "table" else way["remark"]).format(label=labels[i], text=text)
            for i, text in remarks.items()]  # fmt: skip
    table = ["| Option | Why |", "|---|---|"] if way["remark"] == "table" else []
    below = "\n".join([*table, *rows])
    parts = [
        way["heading"].format(question=words["question"], n=n),
        at["above"] or (at["in the stem"] if way["stem"] != "named" else ""),
        part(way["stem"], "stem", inner),
        at["below the stem"],
        part("named" if way["options named"] == "yes" else "plain", "options", "\n".join(listed)),
        at["below the options"],
        f"**{words['answer']}:** {labels[right]}" if answer == "inline" else part("named", "answer", answer),
        at["below the answer"],
        part(way["explanation"], "explanation", f"It is the cheapest in {n}."),
        "" if not below else part("named", "wrong", below) if way["remarks"] == "named"
        else f"**{words['wrong']}:**\n\n{below}",
        part(way["mnemonic"], "mnemonic", f"Cold as ice {n}"),
        part(way["links"], "links", f"- [Docs](https://example.com/{n})"),
        at["at the end"],
        way["rule"],
    ]  # fmt: skip
    has_facts = way["facts"] != "none"
    return "\n\n".join(filter(None, parts)), {
        "id": f"Q-{n}" if has_facts else None,
        "level": "L1-Basic" if has_facts else "",
        "topics": (f"Case-{n}",) if has_facts else (),
        "stem": asks,
        "options": [(text, remarks.get(i, "")) for i, text in enumerate(TEXTS)],
        "answer": ("ABCD"[right],),
        "explanation": f"It is the cheapest in {n}." if way["explanation"] != "none" else "",
        "mnemonic": f"Cold as ice {n}" if way["mnemonic"] != "none" else "",
        "links": 0 if way["links"] == "none" else 1,
    }


def _parts(question: Question) -> dict[str, Any]:
    own = {
        key: getattr(question, key) for key in ("id", "level", "topics", "stem", "answer", "explanation", "mnemonic")
    }
    options = [(option.text, option.rationale) for option in question.options]
    return {**own, "options": options, "links": len(question.links)}


@pytest.mark.parametrize("seed", range(12))
def test_questions_are_read_as_they_were_written_or_what_is_wrong_is_said(seed: int) -> None:
    drawn = random.Random(seed)
    loud = 0
    for _ in range(40):
        way = {key: drawn.choice(values) for key, values in CHOICES.items()}
        printed = [_print(n, WORDS[way["language"]], way) for n in (1, 2, 3)]
        parsed = parse(Source("a.md", "\n\n".join(text for text, _ in printed) + "\n"))
        if parsed.diagnostics:
            loud += 1
        else:
            assert [_parts(question) for question in parsed.questions] == [parts for _, parts in printed], way
    assert loud < 4


FACTS_BELOW = "# Q1\n\nWhich is red?\n\n{options}\n\n- ID: Q-1\n- Topics: Case\n- Level: L1\n\n**Answer:** {answer}\n"


@pytest.mark.parametrize(("options", "answer"), [("1. rose\n2. leaf\n3. sun", "2"), ("rose\nleaf\nsun", "leaf")])
def test_facts_in_a_list_below_options_are_no_options(options: str, answer: str) -> None:
    (question,) = parse(Source("a.md", FACTS_BELOW.format(options=options, answer=answer))).questions
    assert [option.text for option in question.options] == ["rose", "leaf", "sun"]
    assert (question.answer, question.id, question.topics) == (("B",), "Q-1", ("Case",))


def test_lists_that_only_look_like_facts_stay_options() -> None:
    text = (
        "# Q1\n\nWhich label is red?\n\nLook at this log.\n\n- Level: high\n- Domain: low\n\n**Answer:** Level: high\n"
    )
    (question,) = parse(Source("a.md", text)).questions
    assert [option.text for option in question.options] == ["Level: high", "Domain: low"]


def test_a_name_with_a_number_in_titles_counts_no_questions() -> None:
    below = "- A. Standard\n- B. Glacier\n\n## Answer\n\nB\n\n## Why\n\nSo.\n\n"
    asked = f"# S3 classes {{n}}\n\nWhich is right in case {{n}}?\n\n{below}"
    parsed = parse(Source("a.md", "".join(asked.format(n=n) for n in (1, 2, 3))))
    assert [question.stem for question in parsed.questions] == [f"Which is right in case {n}?" for n in (1, 2, 3)]


def test_letters_and_numbers_in_titles_that_go_up_count_questions() -> None:
    asked = "## S{n} Escoge el rojo.\n\nA. rosa\nB. hoja\n\nRespuesta: A\n\n"
    parsed = parse(Source("a.md", "".join(asked.format(n=n) for n in (1, 2, 3))))
    assert [question.stem for question in parsed.questions] == ["Escoge el rojo."] * 3


ANALYSES = ["Option Analysis", "選項分析", "Análisis de las opciones", "Phân tích các lựa chọn", "Analyse des options"]


@pytest.mark.parametrize("heading", ["## {name}", "**{name}**", "**{name}:**"])
@pytest.mark.parametrize("name", ANALYSES)
def test_remarks_with_signs_are_each_of_their_own_option(heading: str, name: str) -> None:
    remarks = "- ❌ **A**: why not A\n- ✅ **B**: why B\n- ❌ **C**: why not C"
    asked = (
        "## Stem\n\nWhich is red?\n\n## Options\n\n- A. sun\n- B. rose\n- C. leaf\n\n## Answer\n\nB\n\n## Why\n\nIt is."
    )
    parsed = parse(Source("a.md", f"# Q1\n\n{asked}\n\n{heading.format(name=name)}\n\n{remarks}\n"))
    (question,) = parsed.questions
    assert [option.rationale for option in question.options if option.label != "B"] == ["why not A", "why not C"]
    assert "why B" in question.explanation + question.options[1].rationale
