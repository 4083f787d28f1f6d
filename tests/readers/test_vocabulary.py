"""The words of every language, and the roles that they give to headings and labels."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.languages import LANGUAGES, headings_of, without_diacritics, words
from ankigen.readers import vocabulary
from ankigen.readers.vocabulary import judging, names, patterns

# Titles in Chinese and English by the role that they have always had; what banks say must not change its meaning.
TITLES = {
    "": (
        "# Question #12|12|記憶體|Introduction|Clouds|"
        "Wrong turns|Questions|Answering|Option A|"
        "Levels of storage|Optional|A topic|選擇題|記憶體管理|"
        "解析度|Why not?|Sources|Resources"
    ),
    "title": (
        "Question 7|Question no. 3|Q-001|Q12|#4|題目 #3|題目 Q-07|题目5|Question 3: Clouds|Q-002 - Clouds|題目 4 解析"
    ),
    "group": (
        "題目資訊|题目内容|標籤系統|标签|題目解析|題目解析 #Q-03|詳細解析|"
        "解題解析：Q-1|解析檔案|相關資源|Related resources|答案與來源|"
        "正確答案和解析|官方答案及說明|Question information|"
        "Question details|Tags|Metadata|"
        "Answer and explanation|Answers & notes|"
        "Official answers and sources|Analysis|題解|"
        "題解 part 1|題解 第一部分|题解（上）"
    ),
    "id": "ID|題目ID|題目編號|题目编号 (內部)|Question number",
    "provenance": "來源|Source",
    "level": ("難度等級|难度|Difficulty level|Level|Levels tags|🎯 Level"),
    "stem": "題幹|题目|**Stem**|Question|Question text",
    "options": "選項|Options|Answer options|Choices",
    "topics": "Topic|Topics|Topic tags|技術主題標籤|主题",
    "traps": "Traps|Trap tag|陷阱",
    "domain": "Domain|Knowledge domain|知識領域",
    "answer": (
        "正解|✅ 正確答案|Answer|Answers|The correct answer|Right answers|Correct option|Right choices|Ans|答案|解答"
    ),
    "actual_answer": "實際正確答案|Actual answer",
    "source_answer": "來源標註|官方標註答案|Official answer|Source's answer",
    "community_answer": "社群共識|社区投票结果|Community votes",
    "answer_sources": "答案來源|Answer source",
    "note": "備註|Note|Remarks",
    "recap": "題目回顧|原文題目|標籤與分類|Question recap",
    "explanation": ("正解說明|Explanation|Answer explanations|解析|Why the answer is correct|Why is the answer right?"),
    "tested": "考點識別|What is tested|Key points",
    "technique": "核心技術|Core technique",
    "concepts": "關鍵概念|Key concept",
    "keywords": "題目關鍵字|Question keywords",
    "rationales": (
        "錯誤選項排除|错误选项分析|各選項分析|選項比較|為什麼不選其他選項|为什么其他选项不对|"
        "其他選項為什麼錯|Why the other options are wrong|"
        "Wrong answers|Incorrect options|Distractors|"
        "Why others are wrong|Why the rest are incorrect|"
        "Why not the other choices"
    ),
    "mnemonic": "口訣|🧠 記憶口訣|口诀：一二三|Mnemonic|Mnemonic device",
    "memory": ("記憶法與對比|記憶技巧|Mnemonics and more|Memory aid|Memory hooks and tricks"),
    "recall": "Recall|回想",
    "shuffle": "Shuffle|洗牌",
    "links": (
        "官方文件 📚|官方文档链接|延伸閱讀|参考资料|Documentation|Official docs|References|Links|Further reading"
    ),
}

# Words that name two roles, each on purpose: the first one is meant, unless the reader sees that it cannot be.
TWICE = {
    ("answer", "answer_key"): (
        "answers|answer key|correct answers|解答|參考答案|参考答案|標準答案|标准答案|模範解答|정답|해답|antworten"
        "|lösung|clave|gabarito|corrigé|bonnes réponses|respuestas correctas|respostas corretas|risposte corrette"
        "|prawidłowe odpowiedzi|poprawne odpowiedzi|správné odpovědi|правильные ответы|правильні відповіді"
        "|doğru cevaplar|đáp án|lời giải|kunci|kunci jawaban|เฉลย|सही उत्तर|الإجابات الصحيحة|התשובות הנכונות"
    ),
    ("group", "tags"): "tags",
}


def _spelt(language: str) -> list[tuple[str, str]]:
    """Every word of a language that names a part, with the part; numbered titles and patterns are none."""
    spelt = [(part, word) for part, spellings in words(language, "parts").items() for word in spellings]
    return [(part, word) for part, word in spelt if names._SYNTAX.isdisjoint(word)]


def test_the_tables_have_the_keys_that_readers_and_new_files_need() -> None:
    parts = words("en", "parts")
    assert headings_of("en").keys() <= parts.keys()
    assert tuple(sorted(parts)) == tuple(sorted(vocabulary.ROLES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_compiles(language: str) -> None:
    lists = (*words(language, "parts").values(), *words(language, "others").values())
    for pattern in (word for every in lists for word in every):
        re.compile(re.sub(r"\{[NLR]\}", "(?:x)", pattern))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_language_are_read_back(language: str) -> None:
    for part, word in _spelt(language):
        assert part in vocabulary.roles(f"**{word}:**"), word
        assert vocabulary.labels(part)(vocabulary.plain(f"📌 {word} :")), word
    for part, word in headings_of(language).items():
        assert vocabulary.role(f"{word} #1" if part == "title" else word) == part, word


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_part_is_written_as_titles_are_compared(language: str) -> None:
    every = [name.replace("\\.", ".") for part in words(language, "parts").values() for name in part]
    unread = [name for name in every if not re.search(r"[\\()|?*+{\[]", name) and not vocabulary.roles(name)]
    assert not unread, f"no title is compared with these: {unread}"


@pytest.mark.parametrize("name", ["Odp.", "Rép.", "Resp.", "Отв.", "Risp.", "Antw.", "Ans."])
def test_an_abbreviation_names_the_answer(name: str) -> None:
    assert vocabulary.role(name) == "answer"


def test_no_word_names_two_parts_but_those_that_are_known_to() -> None:
    parts_of: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for part, word in _spelt(language):
            parts_of[vocabulary.plain(word)].add(part)
    twice = {
        word: tuple(sorted(parts, key=vocabulary.ROLES.index)) for word, parts in parts_of.items() if len(parts) > 1
    }
    assert twice == {word: parts for parts, words in TWICE.items() for word in words.split("|")}
    for word, (first, _) in twice.items():
        assert vocabulary.role(word) == first


@pytest.mark.parametrize("part", TITLES)
def test_titles_in_chinese_and_english_mean_what_they_meant(part: str) -> None:
    for title in TITLES[part].split("|"):
        assert vocabulary.role(title) == part, title


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Frage 12", "title"),
        ("Pregunta núm. 3: Redes", "title"),
        ("Câu 7", "title"),
        ("問題 3", "title"),
        ("第 3 問", "title"),
        ("第4题", "title"),
        ("문제 5", "title"),
        ("Вопрос № 8", "title"),
        ("प्रश्न 2", "title"),
        ("ข้อ 9", "title"),
        ("السؤال 4", "title"),
        ("שאלה 6", "title"),
        ("SORU 3", "title"),
        ("3. Soru", "title"),
        ("NEW QUESTION 27", "title"),
        ("QUESTION NO: 27", ""),
        ("【答案】", "answer"),
        ("參考答案", "answer"),
        ("AÇIKLAMA", "explanation"),
        ("İpucu", ""),
        ("EXPLICACIÓN", "explanation"),
        ("Explicacion", "explanation"),
        ("Respuesta Correcta", "answer"),
        ("Réponse", "answer"),
        ("Warum die anderen Antworten falsch sind", "rationales"),
        ("Why the answer is correct", "explanation"),
        ("الاجابة الصحيحة", "answer"),
        ("الإجـــابة", "answer"),
        ("التَّفْسِير", "explanation"),
        ("תְּשׁוּבָה", "answer"),
        ("\u200fתשובה:", "answer"),
        ("व्याख्या :", "explanation"),
        ("व्याख", ""),
        ("คำตอบ", "answer"),
        ("คำตอบที่ถูกต้อง", "answer"),
        ("Dap an", "answer"),
        ("The", ""),
        ("Note 📝", "note"),
        ("Category", "tags"),
        ("Lösungen", "answer_key"),
        ("Answer Key", "answer"),
        ("x" * 300, ""),
        ("", ""),
        ("**", ""),
    ],
)
def test_titles_in_other_languages_and_spellings(title: str, part: str) -> None:
    assert vocabulary.role(title) == part


@given(st.text(max_size=60))
def test_the_role_is_the_first_of_the_roles_and_the_label_says_the_same(title: str) -> None:
    roles = vocabulary.roles(title)
    assert vocabulary.role(title) == (roles[0] if roles else "")
    bare = vocabulary.plain(title)
    assert all(vocabulary.labels(part)(bare) for part in roles)
    assert vocabulary.labels(*vocabulary.ROLES)(bare) == bool(roles)


def test_labels_are_of_the_roles_asked_for() -> None:
    answers = vocabulary.labels("answer", "answer_key")
    assert [word for word in ("antwort", "answers", "lösungen", "frage", "") if answers(word)] == [
        "antwort",
        "answers",
        "lösungen",
    ]
    every = vocabulary.labels()
    assert [word for word in ("topics", "question 1", "distractors", "clouds") if every(word)] == ["topics"]


@pytest.mark.parametrize(
    ("markdown", "bare"),
    [
        ("**Answer:**", "answer"),
        ("🎯 **考點（識別）**：", "考點"),
        ("`Straße`", "strasse"),
        ("¿Pregunta?", "pregunta"),
        ("ＩＤ：", "id"),
        ("प्रश्न", "प्रश्न"),
        ("คำตอบที่", "คำตอบที่"),
        ("👩‍🚀️ İÇERİK", "içerik"),
        ("mu\u00adffin", "muffin"),
        ("étude e\u0301", "étude é"),
        ("किंतु", "किंतु"),
        ("נִיקּוּד", "נִיקּוּד"),
        ("A (b) c", "a c"),
    ],
)
def test_plain_keeps_letters_with_their_marks_and_nothing_else(markdown: str, bare: str) -> None:
    assert vocabulary.plain(markdown) == bare


@given(st.text(max_size=60))
def test_plain_text_stays_as_it_is(text: str) -> None:
    bare = vocabulary.fold(text)
    assert vocabulary.fold(bare) == bare
    assert without_diacritics(without_diacritics(bare)) == without_diacritics(bare)


@pytest.mark.parametrize(("table", "key"), [("number", "question"), ("answer", "statement"), ("answer", "opener")])
def test_an_alternation_has_the_words_of_every_language_the_longest_first(table: str, key: str) -> None:
    pattern = re.compile(vocabulary.alternation(table, key))
    for language in LANGUAGES:
        for word in words(language, table)[key]:
            match = pattern.match(vocabulary.fold(word) + " x")
            assert match, word
            assert match.end() >= len(vocabulary.fold(word)), word


def test_a_key_without_words_matches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "words", lambda *_: {"a key of this test": ()})  # what is returned for it is cached
    assert not re.search(patterns.alternation("answer", "a key of this test"), "anything")


@pytest.mark.parametrize(
    "title",
    [
        "錯誤選項",
        "Why the others are wrong",
        "Not correct",
        "Falsche Antworten",
        "Respuestas incorrectas",
        "Неверные варианты",
        "間違いの選択肢",
        "오답",
        "ตัวเลือกที่ผิด",
        "गलत विकल्प",
        "الإجابات الخاطئة",
        "תשובות שגויות",
        "❌ B",
    ],
)
def test_headings_that_call_options_wrong(title: str) -> None:
    assert vocabulary.calls_wrong(title)


@pytest.mark.parametrize(
    "title", ["Right and wrong answers", "正確與錯誤", "Richtig und falsch", "Options", "Salahuddin", "Correct"]
)
def test_headings_that_do_not(title: str) -> None:
    assert not vocabulary.calls_wrong(title)


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("為什麼 C 是正確答案？", True),
        ("Why is C the right answer?", True),
        ("Why B and D are correct", True),
        ("Warum ist B richtig?", True),
        ("¿Por qué es correcta la B?", True),
        ("なぜ B が正解か", True),
        ("왜 B가 정답인가?", True),
        ("Why B is not correct", False),
        ("為什麼 A 不正確？", False),
        ("Warum ist C falsch?", False),
        ("Hepatitis B", False),
        ("B 與 C 的差別", False),
    ],
)
def test_titles_that_call_their_options_right(title: str, right: bool) -> None:  # noqa: FBT001 - a column of the table
    assert vocabulary.calls_right(title) is right


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("C (正確答案) - x", True),
        ("C is the correct one", True),
        ("A vs B", True),
        ("✅ C", True),
        ("C (richtig) - x", True),
        ("(Correcta)", True),
        ("Правильно: так", True),
        ("C (不正確)", False),
        ("C - la forma correcta de escribir", False),
        ("C (falsch)", False),
        ("C", False),
    ],
)
def test_lines_that_call_their_option_right(line: str, right: bool) -> None:  # noqa: FBT001 - a column of the table
    assert vocabulary.defends(line) is right


@pytest.mark.parametrize(
    ("rest", "stem", "words"),
    [
        ("(正確答案) - x", "Which?", "(正確答案"),
        (" is the correct answer.", "Which is false?", " is the correct answer"),
        (" is correct.", "Which is right?", " is correct"),
        (" is correct.", "Which is not so?", ""),
        (" (richtig): weil", "Welche?", " (richtig"),
        (" (richtig): weil", "Welche nicht?", ""),
        (" - corretta", "Quale?", " - corretta"),
        (" correctly parsed", "Which?", ""),
    ],
)
def test_words_behind_a_letter_that_call_it_right(rest: str, stem: str, words: str) -> None:
    assert vocabulary.called_right(rest, stem).rstrip() == words


def test_no_word_that_calls_right_or_wrong_in_letters_is_short() -> None:
    foreign = [word for key in ("right", "wrong") for word in judging._foreign("answer", key)]
    assert {word for word in foreign if len(word) < 3 and word[0] < "぀"} == set()
    assert "오답" in foreign


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("الصوبة", "الصعوبة"),
        ("אפשריות", "אפשרויות"),
        ("स्पष्करण", "स्पष्टीकरण"),
        ("フィーバック", "フィードバック"),
        ("기어법", "기억법"),
        ("คำอธิาย", "คำอธิบาย"),
        ("Gải thích", "Giải thích"),
        ("Giải tích", "Giải thích"),
    ],
)
def test_a_slip_of_one_letter_is_known_in_every_script_with_letters(typed: str, meant: str) -> None:
    assert vocabulary.nearest_part(typed) == meant


@pytest.mark.parametrize(
    "word", ["נושים", "المصر", "정당", "전답", "解税", "答安", "せつぬい", "उत्तम", "คำตาบ", "Đáp ản"]
)
def test_a_word_that_is_short_or_of_characters_is_no_slip(word: str) -> None:
    assert vocabulary.nearest_part(word) == ""
