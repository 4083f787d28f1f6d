"""The labels on cards (the words that are not the author's), in each language.

To add a language, add one entry to `LABELS`; its key is a BCP 47 tag. Every entry has the same keys (a test compares
them); CONTRIBUTING.md has an example. bank.toml, `ankigen new bank --language` and the cards take the languages from
here.
"""

from __future__ import annotations

import re
from typing import TypedDict


class Labels(TypedDict):
    """The labels of one language, by their use.

    `{n}` in `pick` is the number of right answers; letters follow `picked`; `correct` and `yours` mark an option;
    `{name}` in `diagram` is the language of the diagram's source.
    """

    pick_one: str
    pick: str
    answer: str
    right: str
    picked: str
    correct: str
    yours: str
    disputed: str
    source_answer: str
    community_answer: str
    mnemonic: str
    endpoints: str
    rationale: str
    explanation: str
    tested: str
    technique: str
    concepts: str
    keywords: str
    reference: str
    links: str
    recall: str
    diagram: str


LABELS: dict[str, Labels] = {
    "zh-Hant": {
        "pick_one": "選一個",
        "pick": "選 {n} 個",
        "answer": "答案是",
        "right": "答對了",
        "picked": "你選了",
        "correct": "正解",
        "yours": "你的選擇",
        "disputed": "答案有爭議",
        "source_answer": "來源標註",
        "community_answer": "社群共識",
        "mnemonic": "口訣",
        "endpoints": "端點速查",
        "rationale": "其他選項為什麼錯",
        "explanation": "說明",
        "tested": "考點",
        "technique": "核心技術",
        "concepts": "關鍵概念",
        "keywords": "題目關鍵字",
        "reference": "對照表",
        "links": "官方文件",
        "recall": "先想答案，再看選項",
        "diagram": "圖（{name} 原始碼）",
    },
    "zh-Hans": {
        "pick_one": "选一个",
        "pick": "选 {n} 个",
        "answer": "答案是",
        "right": "答对了",
        "picked": "你选了",
        "correct": "正解",
        "yours": "你的选择",
        "disputed": "答案有争议",
        "source_answer": "来源标注",
        "community_answer": "社区共识",
        "mnemonic": "口诀",
        "endpoints": "端点速查",
        "rationale": "其他选项为什么错",
        "explanation": "说明",
        "tested": "考点",
        "technique": "核心技术",
        "concepts": "关键概念",
        "keywords": "题目关键字",
        "reference": "对照表",
        "links": "官方文档",
        "recall": "先想答案，再看选项",
        "diagram": "图（{name} 源代码）",
    },
    "en": {
        "pick_one": "Pick one",
        "pick": "Pick {n}",
        "answer": "The answer is",
        "right": "Right",
        "picked": "You picked",
        "correct": "Correct",
        "yours": "Your pick",
        "disputed": "The answer is disputed",
        "source_answer": "Source",
        "community_answer": "Community",
        "mnemonic": "Mnemonic",
        "endpoints": "Endpoints",
        "rationale": "Why the others are wrong",
        "explanation": "Explanation",
        "tested": "What is tested",
        "technique": "Core technique",
        "concepts": "Key concepts",
        "keywords": "Keywords",
        "reference": "Reference",
        "links": "Documentation",
        "recall": "Answer first, then look",
        "diagram": "Diagram ({name} source)",
    },
}

_HAN = re.compile(r"[㐀-鿿豈-﫿]")


def language_of(text: str, bank_language: str) -> str:
    """Return the `lang` of a piece of text: the bank's language, unless the script shows that it is another one.

    Text without Han characters in a Chinese bank is English; text with them in another bank is `zh-Hant`. Han
    characters look different in Taiwan, China and Japan, and browsers choose the glyphs by `lang`.
    """
    if text.isascii() or not _HAN.search(text):
        return "en" if bank_language.startswith("zh") else bank_language
    return bank_language if bank_language.startswith("zh") else "zh-Hant"
