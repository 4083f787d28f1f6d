"""What is written as an answer, and which options it names."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processor import seconds

from ankigen.readers import answers
from ankigen.readers.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

ACCESS = {"A": "An IAM user", "B": "A bucket policy", "C": "A role", "D": "A group"}
CLOUDS = {"A": "Cirrus", "B": "Cumulonimbus", "C": "Fog"}
STORES = {"A": "S3", "B": "S3 Glacier", "C": "EBS, attached", "D": "EFS", "E": "FSx"}
CODE = {"A": "`1`", "B": "`2`", "C": "`11`", "D": "`NaN`"}
SIGNS = {"A": "`++a`", "B": "`a++`", "C": "`-1`", "D": "`!a`"}
TRUE_FALSE = {"A": "True", "B": "False"}
YES_NO = {"A": "Yes, always", "B": "No"}
ALL = {"A": "A pod", "B": "A node", "C": "A service", "D": "All of the above"}
NONE = {"A": "A pod", "B": "A node", "C": "A service", "D": "None of the above"}
BOTH = {"A": "S3", "B": "R2", "C": "EBS", "D": "Both A and B"}
GROUPS = {"A": "B", "B": "A", "C": "0", "D": "AB"}
CLOUDS_ZH = {"A": "卷雲", "B": "積雨雲", "C": "霧", "D": "雨"}
RIGHT_ZH = {"A": "對", "B": "錯"}
PRICES = {"A": "10", "B": "20", "C": "1,000", "D": "2"}
NINE = {letter: f"choice number {letter.lower() * 3}" for letter in "ABCDEFGHI"}
FILES = {"A": "read-only", "B": "read-write", "C": "write-only"}
NUMBERED = {str(number): letter for number, letter in enumerate("ABCD", 1)}
CIRCLED = dict(zip("①②③④", "ABCD", strict=True))
KANA = dict(zip("アイウエ", "ABCD", strict=True))
HANGUL = dict(zip("가나다라", "ABCD", strict=True))
CYRILLIC = dict(zip("абвг", "ABCD", strict=True))
ROMAN = dict(zip(("i", "ii", "iii", "iv"), "ABCD", strict=True))
SKIPPED = {"a": "A", "c": "B", "d": "C"}
ORDER = "Put three of the five steps in the right order."

# What says that one option is right rather than another, in the order of each language.
RATHER = (
    """
B rather than A|B, rather than A|B instead of A|B and not A|**B** rather than **A**|option B instead of option A
B statt A|B, anstatt A|B und nicht A|B en vez de A|B en lugar de A|B y no A|B em vez de A|B ao invés de A|B e não A
B plutôt que A|B au lieu de A|B et pas A|B invece di A|B anziché A|B in plaats van A|B en niet A|B zamiast A
B místo A|B вместо A|B, а не A|B замість A|B thay vì A|B chứ không phải A|B alih-alih A|B bukan A|B แทน A|B ไม่ใช่ A
B במקום A|B ולא A|B بدلا من A|B وليس A|B 而不是 A|B而不是A|选B而不是A|選B而非A
AではなくB|AではなくBです|Aの代わりにB|A가 아니라 B|A 대신 B|A değil B|A değil, B|A yerine B|A के बजाय B|A नहीं, B
""".strip()
    .replace("\n", "|")
    .split("|")
)
# What names an option that is wrong before the one that is right, and may be read otherwise.
NOT_BUT = ["not A but C or B", "not A", "not A, B", "B or rather A", "more B than A", "B rather than some"]

# Statements that hold labels only.
LABELS = [
    ("B", "B"),
    ("b", "B"),
    ("**B**", "B"),
    ("__B__", "B"),
    ("*B*", "B"),
    ("`B`", "B"),
    ("**`B`**", "B"),
    ("(B)", "B"),
    ("[B]", "B"),
    ('"B"', "B"),
    ("“B”", "B"),
    ("「B」", "B"),
    ("«B»", "B"),
    ("Buchstabe „B“", "B"),
    ("【B】", "B"),
    ("B.", "B"),
    ("b.", "B"),
    ("b)", "B"),
    ("B)", "B"),
    ("B:", "B"),
    ("(b)", "B"),
    ("<b>B</b>", "B"),
    ("<strong>b)</strong>", "B"),
    ("Ｂ", "B"),
    ("（Ｂ）", "B"),
    ("ｂ", "B"),
    ("\xa0B\xa0", "B"),
    ("\u200bB\u200b", "B"),
    ("- B", "B"),
    ("* **B**", "B"),
    ("Option B", "B"),
    ("option b", "B"),
    ("**Option B**", "B"),
    ("Choice B", "B"),
    ("Answer B", "B"),
    ("Letter B", "B"),
    ("選項 B", "B"),
    ("選項B", "B"),
    ("选项 B", "B"),
    ("選 B", "B"),
    ("Opción B", "B"),
    ("Antwort B", "B"),
    ("đáp án B", "B"),
    ("réponse B", "B"),
    ("✅ B", "B"),
    ("B ✅", "B"),
    ("👉 **B**", "B"),
    ("B!", "B"),
    ("F", "F"),
    ("A, C", "A C"),
    ("A,C", "A C"),
    ("a, c", "A C"),
    ("a) и b)", "A B"),
    ("a), b) и c)", "A B C"),
    ("od A do C", "A B C"),
    ("da A a C", "A B C"),
    ("A から C まで", "A B C"),
    ("A, B değil", "A"),
    ("C, A", "C A"),
    ("A and C", "A C"),
    ("a and c", "A C"),
    ("A & C", "A C"),
    ("A + C", "A C"),
    ("A+C", "A C"),
    ("AC", "A C"),
    ("**AC**", "A C"),
    ("ABD", "A B D"),
    ("ac", "A C"),
    ("A、C", "A C"),
    ("A，C", "A C"),
    ("A；C", "A C"),
    ("A/C", "A C"),
    ("A / C", "A C"),
    ("A;C", "A C"),
    ("A; C", "A C"),
    ("A C", "A C"),
    ("A B D", "A B D"),
    ("`A` `C`", "A C"),
    ("`A`, `C`", "A C"),
    ("`A, C`", "A C"),
    ("`a, c`", "A C"),
    ("`b`", "B"),
    ("`b)`", "B"),
    ("`AC`", "A C"),
    ("`A and C`", "A C"),
    ("`Option B`", "B"),
    ("``B``", "B"),
    ("**A** and **C**", "A C"),
    ("**A**, **C**", "A C"),
    ("(A) and (C)", "A C"),
    ("(A)(C)", "A C"),
    ("#### B", "B"),
    ("#### 答案 B", "B"),
    ("> B", "B"),
    ("### Answer: A, C", "A C"),
    ("(A), (C)", "A C"),
    ("(A, C)", "A C"),
    ("[A, C]", "A C"),
    ('["A", "C"]', "A C"),
    ("['a', 'c']", "A C"),
    ("A, B, and D", "A B D"),
    ("A, B and D", "A B D"),
    ("A, B & D", "A B D"),
    ("A) and C)", "A C"),
    ("A., C.", "A C"),
    ("Options A and C", "A C"),
    ("Options A, C", "A C"),
    ("Option A and Option C", "A C"),
    ("Option A, option C", "A C"),
    ("Both A and C", "A C"),
    ("選項 A 和 C", "A C"),
    ("A和C", "A C"),
    ("A 與 C", "A C"),
    ("A und C", "A C"),
    ("A y C", "A C"),
    ("A e C", "A C"),
    ("A et C", "A C"),
    ("A và C", "A C"),
    ("A и C", "A C"),
    ("A و C", "A C"),
    ("A, B و C", "A B C"),
    ("A وC", "A C"),
    ("A ו-C", "A C"),
    ("A וC", "A C"),
    ("- A\n- C", "A C"),
    ("* A\n* C", "A C"),
    ("+ **A**\n+ **C**", "A C"),
    ("- `A`\n- `C`", "A C"),
    ("- A\n\n- C", "A C"),
    ("- A.\n- C.", "A C"),
    ("- Option A\n- Option C", "A C"),
    ("A\nC", "A C"),
    ("**A**\n**C**", "A C"),
    ("A–C", "A B C"),
    ("A – C", "A B C"),
    ("A—C", "A B C"),
    ("**A** – **C**", "A B C"),
    ("**A – C**.", "A B C"),
    ("(A – C)", "A B C"),
    ("A – Cです", "A B C"),
    ("A-C", "A B C"),
    ("A~C", "A B C"),
    ("a-c", "A B C"),
    ("A to C", "A B C"),
    ("A through C", "A B C"),
    ("A bis C", "A B C"),
    ("A 到 C", "A B C"),
    ("A-B-D", "A B D"),
    ("A ile C arası", "A B C"),
    ("הכול חוץ מ-D", "A B C"),
    ("D을 제외한 모두", "A B C"),
    ("A को छोड़कर सभी", "B C D"),
    ("A, A", "A"),
    ("~~A~~ C", "C"),
    ("~~A~~ **C**", "C"),
    ("<s>A</s> C", "C"),
    ("B, not A", "B"),
    ("B not A", "B"),
    ("B and not C", "B"),
    ("B, but not C", "B"),
    ("A and B, not C", "A B"),
    ("B，而非 A", "B"),
    ("B, nicht A", "B"),
    ("B, no A", "B"),
    ("all of them", "A B C D"),
    ("All of the above", "A B C D"),
    ("All", "A B C D"),
    ("**All of the above.**", "A B C D"),
    ("All are correct", "A B C D"),
    ("以上皆是", "A B C D"),
    ("全部", "A B C D"),
    ("todas las anteriores", "A B C D"),
    ("alle", "A B C D"),
    ("All except D", "A B C"),
    ("all except A", "B C D"),
    ("all but D", "A B C"),
    ("All, except D", "A B C"),
    ("All of the above except B", "A C D"),
    ("All except A and B", "C D"),
    ("All except (D)", "A B C"),
    ("Todas menos la D", "A B C"),
    ("Alle außer D", "A B C"),
    ("除了 D 以外都是", "A B C"),
    ("除 D 外皆是", "A B C"),
    ("D 以外皆是", "A B C"),
    ("2", "B"),
    ("(2)", "B"),
    ("2.", "B"),
    ("**2**", "B"),
    ("②", "B"),
    ("1, 3", "A C"),
    ("1 and 3", "A C"),
    ("Option 2", "B"),
]
# Sentences.
SENTENCES = [
    ("The correct answer is B", "B", ""),
    ("The correct answer is **B**.", "B", ""),
    ("The correct answer is: B", "B", ""),
    ("The correct answer is **B**. It is tall.", "B", "It is tall."),
    ("The correct answer is option B.", "B", ""),
    ("the answer is b)", "B", ""),
    ("The answer is (B).", "B", ""),
    ("The correct answers are A and C.", "A C", ""),
    ("The correct answers are:\n- A\n- C", "A C", ""),
    ("**Correct answer:**\n\n- A\n- C", "A C", ""),
    ("答案是 B", "B", ""),
    ("答案是B。", "B", ""),
    ("正確答案是 B，因為便宜", "B", "因為便宜"),
    ("La respuesta correcta es la B", "B", ""),
    ("La respuesta correcta es B.", "B", ""),
    ("Die richtige Antwort ist B.", "B", ""),
    ("Đáp án đúng là B", "B", ""),
    ("Correct: B", "B", ""),
    ("Correct answer: B", "B", ""),
    ("Answer: B", "B", ""),
    ("Answer – B", "B", ""),
    ("Ans. B", "B", ""),
    ("Ans: B", "B", ""),
    ("Solution: B", "B", ""),
    ("Answer: A, C", "A C", ""),
    ("Respuesta: B", "B", ""),
    ("**Answer:** B", "B", ""),
    ("b is correct", "B", ""),
    ("B is correct", "B", ""),
    ("B is correct.", "B", ""),
    ("**B** is the correct answer.", "B", ""),
    ("B is right because it is tall", "B", "because it is tall"),
    ("B is the right answer because it is tall", "B", "because it is tall"),
    ("Option B is correct because it is tall.", "B", "because it is tall."),
    ("Option B is correct. It is tall.", "B", "It is tall."),
    ("B and C are correct", "B C", ""),
    ("B and C are correct because they last", "B C", "because they last"),
    ("B是正確的", "B", ""),
    ("B 是正確答案，因為便宜", "B", "因為便宜"),
    ("B ist richtig", "B", ""),
    ("【答案】B", "B", ""),
    ("[Answer] B", "B", ""),
    ("答えはBです。", "B", ""),
    ("正解：B", "B", ""),
    ("Bが正解です", "B", ""),
    ("정답은 B입니다.", "B", ""),
    ("정답: 2번", "B", ""),
    ("Правильный ответ: B", "B", ""),
    ("الإجابة: B", "B", ""),
    ("उत्तर: B", "B", ""),
    ("It is tall. The answer is B.", "B", "It is tall. The answer is B."),
    ("It rains.\nThe correct answer is B", "B", "It rains.\nThe correct answer is B"),
]
# A reason beside the labels.
REASONS = [
    ("B because it turns", "B", "because it turns"),
    ("B, because A is too slow", "B", "because A is too slow"),
    ("B since it turns", "B", "since it turns"),
    ("B as it turns", "B", "as it turns"),
    ("B 因為便宜", "B", "因為便宜"),
    ("B，因為便宜", "B", "因為便宜"),
    ("B weil es billig ist", "B", "weil es billig ist"),
    ("B porque es barato", "B", "porque es barato"),
    ("C because A is too slow", "C", "because A is too slow"),
    ("B - reason", "B", "reason"),
    ("B – reason", "B", "reason"),
    ("B — reason", "B", "reason"),
    ("B- reason", "B", "reason"),
    ("B–reason", "B", "reason"),
    ("B: reason", "B", "reason"),
    ("B：便宜", "B", "便宜"),
    ("B。便宜", "B", "便宜"),
    ("B. It is the tall one.", "B", "It is the tall one."),
    ("b. It is the tall one.", "B", "It is the tall one."),
    ("B) It is the tall one.", "B", "It is the tall one."),
    ("(B) It is the tall one.", "B", "It is the tall one."),
    ("B → it turns", "B", "it turns"),
    ("B → `a = 1`", "B", "`a = 1`"),
    ("B: `a = 1`", "B", "`a = 1`"),
    ("B:`a = 1`", "B", "`a = 1`"),
    ("`B` - `a` is `b`", "B", "`a` is `b`"),
    ("B (it turns)", "B", "it turns"),
    ("B (see docs) C is wrong because it leaks", "B", "(see docs) C is wrong because it leaks"),
    ("B (see [docs](https://example.org/b))", "B", "see [docs](https://example.org/b)"),
    ("B（便宜）", "B", "便宜"),
    ("D (C++)", "D", "C++"),
    ("D（❌ 來源標註）", "D", "❌ 來源標註"),
    ("B（社群共識 100%）", "B", "社群共識 100%"),
    ("B (100%)", "B", ""),
    ("B: **bold reason**", "B", "**bold reason**"),
    ("**B** – reason", "B", "reason"),
    ("**B**: reason", "B", "reason"),
    ("**B.** It is tall.", "B", "It is tall."),
    ("**B. It is tall.**", "B", "It is tall."),
    ("**B. It is tall.** And wide.", "B", "**It is tall.** And wide."),
    ("**B because it turns**", "B", "because it turns"),
    ("B.** It is tall.", "B", "It is tall."),
    ("B - `a_b` and **c**", "B", "`a_b` and **c**"),
    ("B\n\nIt is tall.", "B", "It is tall."),
    ("**B**\nIt is tall.", "B", "It is tall."),
    ("B\n\n- A is too slow.\n- C: not found.", "B", "- A is too slow.\n- C: not found."),
    ("B.\nA is wrong because it leaks.", "B", "A is wrong because it leaks."),
    ("B Explanation: it turns", "B", "Explanation: it turns"),
    ("答案：B。解析：便宜", "B", "解析：便宜"),
    ("答案：B 解析：便宜", "B", "解析：便宜"),
    ("【答案】B【解析】便宜", "B", "【解析】便宜"),
    ("B (Correct)", "B", ""),
    ("B (Most Voted)", "B", ""),
    ("B: correct", "B", ""),
    ("B, not A because A leaks", "B", "not A because A leaks"),
    ("C - because a role can be assumed by both accounts", "C", "because a role can be assumed by both accounts"),
    ("A, C - they last", "A C", "they last"),
    ("A, C: they last", "A C", "they last"),
    ("A, C. They last", "A C", "They last"),
    ("A and C because they last", "A C", "because they last"),
    ("A, C (choose two)", "A C", "choose two"),
    ("AC - they last", "A C", "they last"),
    ("A–C: they last", "A B C", "they last"),
    ("B** — 2–3 of them last", "B", "2–3 of them last"),
    ("**B** – D: it leaks", "B", "D: it leaks"),
    ("<b>B</b> — D leaks", "B", "D leaks"),
    ("`B` – D: it leaks", "B", "D: it leaks"),
    ("B — D) leaks. C) lasts.", "B", "D) leaks. C) lasts."),
    ("A–C. They last", "A B C", "They last"),
    ("A.** C is wrong.", "A", "C is wrong."),
    ("A. C is wrong.", "A", "C is wrong."),
    ("A.** C es falsa.", "A", "C es falsa."),
    ("A y C.** B es falsa. D también.", "A C", "B es falsa. D también."),
    ("A and C** — B is wrong.", "A C", "B is wrong."),
    ("A。B是错误的", "A", "B是错误的"),
    ("A: C est fausse", "A", "C est fausse"),
    ("- A: it lasts\n- C: it is cheap", "A C", "it lasts\n\nit is cheap"),
    ("- A because it lasts\n- C", "A C", "because it lasts"),
    ("- A\n- C\n\nThey last.", "A C", "They last."),
    ("All of them. They last.", "A B C D", "They last."),
    ("All except D - it leaks", "A B C", "it leaks"),
    ("~~A~~ C - it leaks", "C", "it leaks"),
    ("B – “quoted” 　ｆｕｌｌ", "B", "“quoted” 　ｆｕｌｌ"),
    ("B. Which is False, of course", "B", "Which is False, of course"),
    ("B - wrong credentials are refused", "B", "wrong credentials are refused"),
]
RIVALS = [
    ("B 或 C（社群投票分歧）", "B", "C", ""),
    ("B or C (the community is divided)", "B", "C", ""),
    ("C (54%), B (46%)", "C", "B", ""),
    ("B (46%), C (54%)", "C", "B", ""),
    ("C 54%, B 46%", "C", "B", ""),
    ("C: 54%, B: 46%", "C", "B", ""),
    ("A (55%) / B (45%)", "A", "B", ""),
    ("A (60%), B (30%), C (10%)", "A", "B C", ""),
    ("BD (92%), AB (8%)", "B D", "A", ""),
    ("`B` (社群共識) / `C` (來源標註，有爭議)", "B", "C", ""),
    ("`D` (官方答案) / `A` (實務上也可行)", "D", "A", ""),
    ("B / C (disputed)", "B", "C", ""),
]
# The text of options, with their labels and without.
TEXTS = [
    ("B) A bucket policy", ACCESS, "B", ""),
    ("B. A bucket policy", ACCESS, "B", ""),
    ("B: A bucket policy.", ACCESS, "B", ""),
    ("B - A bucket policy", ACCESS, "B", ""),
    ("B – a bucket policy", ACCESS, "B", ""),
    ("B A bucket policy", ACCESS, "B", ""),
    ("B (A bucket policy)", ACCESS, "B", ""),
    ("**B) A bucket policy**", ACCESS, "B", ""),
    ("**B**) A bucket policy", ACCESS, "B", ""),
    ("**B.** A bucket policy", ACCESS, "B", ""),
    ("**B** A bucket policy", ACCESS, "B", ""),
    ("<b>B) A bucket policy</b>", ACCESS, "B", ""),
    ("<b>B) Cumulonimbus</b>\n\nIt is the tall one.", CLOUDS, "B", "It is the tall one."),
    ("**B. Cumulonimbus**\n\nIt is the tall one.", CLOUDS, "B", "It is the tall one."),
    ("B) Cumulonimbus - it is tall", CLOUDS, "B", "it is tall"),
    ("B) Cumulonimbus. It is tall", CLOUDS, "B", "It is tall"),
    ("B) Cumulonimbus, because it is tall", CLOUDS, "B", "because it is tall"),
    ("B) Cumulonimbus (it is tall)", CLOUDS, "B", "it is tall"),
    ("B) Cumulonimbus is the tall one", CLOUDS, "B", "Cumulonimbus is the tall one"),
    ("Option B: Cumulonimbus", CLOUDS, "B", ""),
    ("A) Cirrus, C) Fog", CLOUDS, "A C", ""),
    ("A) Cirrus and C) Fog", CLOUDS, "A C", ""),
    ("A. Cirrus\nC. Fog", CLOUDS, "A C", ""),
    ("- A) Cirrus\n- C) Fog", CLOUDS, "A C", ""),
    ("- **A.** Cirrus\n- **C.** Fog", CLOUDS, "A C", ""),
    ("A, C - Cirrus, Fog", CLOUDS, "A C", ""),
    ("A) Cirrus C) Fog", CLOUDS, "A C", ""),
    ("A, B, C, D", ALL, "A B C D", ""),
    ("B 積雨雲", CLOUDS_ZH, "B", ""),
    ("B．積雨雲", CLOUDS_ZH, "B", ""),
    ("B、積雨雲", CLOUDS_ZH, "B", ""),
    ("A bucket policy", ACCESS, "B", ""),
    ("a bucket policy.", ACCESS, "B", ""),
    ("**A bucket policy**", ACCESS, "B", ""),
    ("“A bucket policy”", ACCESS, "B", ""),
    ("An IAM user", ACCESS, "A", ""),
    ("A role", ACCESS, "C", ""),
    ("A role - it can be assumed", ACCESS, "C", "it can be assumed"),
    ("A role because it can be assumed", ACCESS, "C", "because it can be assumed"),
    ("A role\n\nIt can be assumed.", ACCESS, "C", "It can be assumed."),
    ("A role is correct", ACCESS, "C", ""),
    ("The correct answer is a role.", ACCESS, "C", ""),
    ("Answer: Cumulonimbus", CLOUDS, "B", ""),
    ("Cumulonimbus. It is tall.", CLOUDS, "B", "It is tall."),
    ("A role, A group", ACCESS, "C D", ""),
    ("A role and a group", ACCESS, "C D", ""),
    ("- A role\n- A group", ACCESS, "C D", ""),
    ("A role\nA group", ACCESS, "C D", ""),
    ("Cirrus, Fog", CLOUDS, "A C", ""),
    ("積雨雲", CLOUDS_ZH, "B", ""),
    ("卷雲、霧", CLOUDS_ZH, "A C", ""),
    ("S3", STORES, "A", ""),
    ("S3 Glacier", STORES, "B", ""),
    ("A: S3", STORES, "A", ""),
    ("B: S3 Glacier", STORES, "B", ""),
    ("EBS, attached", STORES, "C", ""),
    ("EBS, attached, EFS", STORES, "C D", ""),
    ("S3, S3 Glacier, FSx", STORES, "A B E", ""),
    ("`11`", CODE, "C", ""),
    ("B) `2`", CODE, "B", ""),
    ("B: 2", CODE, "B", ""),
    ("B: `2` because it adds", CODE, "B", "because it adds"),
    ("`2`, `11`", CODE, "B C", ""),
    ("`11` - it joins", {"A": "`2`", "B": "`11 `", "C": "x"}, "B", "it joins"),
    ("`x()` - it calls", {"A": "`x`", "B": "`x()`"}, "B", "it calls"),
    ("NaN", CODE, "D", ""),
    ("a++", SIGNS, "B", ""),
    ("++a", SIGNS, "A", ""),
    ("-1", SIGNS, "C", ""),
    ("Read-Only", FILES, "A", ""),
    ("The correct answer is [1, 2].", {"A": "[1]", "B": "[1, 2]"}, "B", ""),
    ("The correct answer is [1] [1, 2].", {"A": "[1] [2]", "B": "[1] [1,2]", "C": "[1] [12]"}, "B", ""),
    ("```\na = 1\n```", {"A": "```\na = 1\n```", "B": "```\na = 2\n```"}, "A", ""),
    ("both A and B", BOTH, "D", ""),
    ("Both A and B", BOTH, "D", ""),
    ("D - Both A and B", BOTH, "D", ""),
    ("B) A", GROUPS, "B", ""),
    ("D) AB", GROUPS, "D", ""),
    ("All of the above", ALL, "D", ""),
    ("all of them", ALL, "D", ""),
    ("All of the above. They run.", ALL, "D", "They run."),
    ("None of the above", NONE, "D", ""),
    ("none", NONE, "D", ""),
    ("以上皆非", {**CLOUDS_ZH, "D": "以上皆非"}, "D", ""),
    ("以上皆是", {**CLOUDS_ZH, "D": "以上皆是"}, "D", ""),
]
NUMBERS = [
    ("2", ACCESS, NUMBERED, "B"),
    ("2)", ACCESS, NUMBERED, "B"),
    ("2. A bucket policy", ACCESS, NUMBERED, "B"),
    ("2 - it is attached", ACCESS, NUMBERED, "B"),
    ("1, 3", ACCESS, NUMBERED, "A C"),
    ("1–3", ACCESS, NUMBERED, "A B C"),
    ("B", ACCESS, NUMBERED, "B"),
    ("②", ACCESS, NUMBERED, "B"),
    ("2", PRICES, {}, "D"),
    ("10", PRICES, {}, "A"),
    ("1,000", PRICES, {}, "C"),
    ("②", ACCESS, CIRCLED, "B"),
    ("①③", ACCESS, CIRCLED, "A C"),
    ("①, ③", ACCESS, CIRCLED, "A C"),
    ("② - it is attached", ACCESS, CIRCLED, "B"),
    ("2", ACCESS, CIRCLED, "B"),
    ("2번", ACCESS, CIRCLED, "B"),
    ("イ", ACCESS, KANA, "B"),
    ("ア、ウ", ACCESS, KANA, "A C"),
    ("나", ACCESS, HANGUL, "B"),
    ("б", ACCESS, CYRILLIC, "B"),
    ("Б", ACCESS, CYRILLIC, "B"),
    ("вариант Б", ACCESS, CYRILLIC, "B"),
    ("В", ACCESS, CYRILLIC, "C"),
    ("А", ACCESS, {}, "A"),
    ("В", ACCESS, {}, "B"),
    ("ii", ACCESS, ROMAN, "B"),
    ("iv", ACCESS, ROMAN, "D"),
    ("i, iii", ACCESS, ROMAN, "A C"),
    ("(ii)", ACCESS, ROMAN, "B"),
    ("d", CLOUDS, SKIPPED, "C"),
    ("C", CLOUDS, SKIPPED, "B"),
]
TRUTHS = [
    ("True", TRUE_FALSE, "A", ""),
    ("False", TRUE_FALSE, "B", ""),
    ("false.", TRUE_FALSE, "B", ""),
    ("**False**", TRUE_FALSE, "B", ""),
    ("T", TRUE_FALSE, "A", ""),
    ("F", TRUE_FALSE, "B", ""),
    ("A", TRUE_FALSE, "A", ""),
    ("B. False", TRUE_FALSE, "B", ""),
    ("A - True", TRUE_FALSE, "A", ""),
    ("False - pods run on one node", TRUE_FALSE, "B", "pods run on one node"),
    ("False. Pods run on one node.", TRUE_FALSE, "B", "Pods run on one node."),
    ("False because pods run on one node", TRUE_FALSE, "B", "because pods run on one node"),
    ("False\n\nPods run on one node.", TRUE_FALSE, "B", "Pods run on one node."),
    ("The correct answer is False.", TRUE_FALSE, "B", ""),
    ("Yes", YES_NO, "A", ""),
    ("No", YES_NO, "B", ""),
    ("○", RIGHT_ZH, "A", ""),
    ("×", RIGHT_ZH, "B", ""),
    ("❌", RIGHT_ZH, "B", ""),
    ("✅", RIGHT_ZH, "A", ""),
    ("對", RIGHT_ZH, "A", ""),
    ("錯", RIGHT_ZH, "B", ""),
    ("正確", RIGHT_ZH, "A", ""),
    ("錯誤", RIGHT_ZH, "B", ""),
    ("Verdadero", {"A": "Verdadero", "B": "Falso"}, "A", ""),
    ("V", {"A": "Verdadero", "B": "Falso"}, "A", ""),
    ("F", {"A": "Verdadero", "B": "Falso"}, "B", ""),
    ("Falsch", {"A": "Richtig", "B": "Falsch"}, "B", ""),
]
# The text of an option with its label behind it.
TEXT_AND_LABEL = [
    ("A role (C)", ACCESS, "C", ""),
    ("**A role (C)** because it lasts", ACCESS, "C", "because it lasts"),
    ("`A role` [Option C]. It lasts.", ACCESS, "C", "It lasts."),
    ("A role – C", ACCESS, "C", ""),
    ("Fog (C) and Cirrus (A)", CLOUDS, "C A", ""),
    ("Fog (a cloud)", CLOUDS, "C", "a cloud"),
    ("Fog (4)", CLOUDS, "C", "4"),
]
MADE = [
    ("True", "A"),
    ("False", "B"),
    ("T", "A"),
    ("F", "B"),
    ("○", "A"),
    ("×", "B"),
    ("對", "A"),
    ("錯", "B"),
    ("Falso", "B"),
    ("Yes", "A"),
    ("No", "B"),
]
# What must not be read.
UNREAD = [
    ("", ACCESS),
    ("not A", ACCESS),
    ("~~A~~", ACCESS),
    ("❌ A", ACCESS),
    ("A is wrong", ACCESS),
    ("A is incorrect, B is correct", ACCESS),
    ("B is not correct", ACCESS),
    ("B isn't right", ACCESS),
    ("A and B are wrong", ACCESS),
    ("A - wrong", ACCESS),
    ("A (incorrect)", ACCESS),
    ("A: wrong because it leaks", ACCESS),
    ("A role: wrong because it leaks", ACCESS),
    ("A: ❌", ACCESS),
    ("A ❌ B ✅", ACCESS),
    ("B ❌ A leaks", ACCESS),
    ("B (❌)", ACCESS),
    ("C is a wrong one", ACCESS),
    ("B — D: it leaks", ACCESS),
    ("B — D is about logs.", ACCESS),
    ("2 – 4: it leaks", ACCESS),
    ("B – D because they last", ACCESS),
    ("**B** – D", ACCESS),
    ("**B**–D: they last", ACCESS),
    ("B–4", ACCESS),
    ("A to 4", ACCESS),
    *(
        (f"A. {also}", ACCESS)
        for also in ("C is also correct.", "C too.", "C, as well", "Also C", "C está também correta")
    ),
    *(
        (f"A. {also}", ACCESS)
        for also in ("C también.", "C ist ebenfalls richtig.", "C тоже.", "C也对", "Cも正解", "C도 정답")
    ),
    ("- A ❌\n- B ✅\n- C ❌\n- D ❌", ACCESS),
    ("A ❌\nB ✅", ACCESS),
    ("☐ A\n☑ B", ACCESS),
    ("❎ A", ACCESS),
    ("[ ] A\n[x] B", ACCESS),
    ("A: True\nB: False\nC: True\nD: False", ACCESS),
    ("A: True, B: False", ACCESS),
    ("A - True; B - False", ACCESS),
    ("- A: True\n- B: False\n- C: True", ACCESS),
    ("A: correct, B: incorrect", ACCESS),
    ("A) Cirrus B) Cumulonimbus C) Fog", CLOUDS),
    ("A. Cirrus, B. Cumulonimbus", {"A": "Snow", "B": "Rain"}),
    ("A. slow\nB. fast\nC. fair\nD. late", ACCESS),
    ("A. slow B. fast C. fair D. late", ACCESS),
    ("A. B and C are correct", ACCESS),
    ("B. C is correct too", ACCESS),
    ("B (or C)", ACCESS),
    ("B (and C)", ACCESS),
    ("A, B, C", ALL),
    ("A, B and C", ALL),
    ("B, not B", ACCESS),
    ("B: A role", ACCESS),
    ("B) An IAM user", ACCESS),
    ("A role (B)", ACCESS),
    ("**A role** [Option B]. It lasts.", ACCESS),
    ("A role – B", ACCESS),
    ("Fog (C) and Cirrus (B)", CLOUDS),
    ("A. Fog", CLOUDS),
    ("A, B - Cirrus, Fog", CLOUDS),
    ("A: B", ACCESS),
    ("A - C", ACCESS),
    ("A. C.", ACCESS),
    ("A (C)", ACCESS),
    ("C-A", ACCESS),
    ("A-Z", ACCESS),
    ("A, B and the last one", ACCESS),
    ("B is correct and C", ACCESS),
    ("A (x) and the last one", ACCESS),
    ("the second one and the third", ACCESS),
    ("the second, or the third", ACCESS),
    ("the fifth one", ACCESS),
    ("First, create it", ACCESS),
    ("It's a bucket", ACCESS),
    ("It is B or C", ACCESS),
    ("B (46%), C", ACCESS),
    ("A and B or C", ACCESS),
    *((text, ACCESS) for text in ("B or C", "B, or C", "A, B or C", "B oder C", "B или C", "B ou C", "B hoặc C")),
    ("B or C - opinions differ", ACCESS),
    ("S3 or EFS", STORES),
    ("B. The correct answer is C.", ACCESS),
    ("the second kind of storage", ACCESS),
    ("A bucket", ACCESS),
    ("a bucket is best", ACCESS),
    ("A for loop runs", ACCESS),
    ("a as in apple", ACCESS),
    ("I think it is fine", NINE),
    ("I am sure", NINE),
    ("I. think", ACCESS),
    ("A. A. Milne wrote it", ACCESS),
    ("B. F. Skinner", ACCESS),
    ("Vitamin B is best", ACCESS),
    ("Plan B", ACCESS),
    ("B-tree", ACCESS),
    ("B-tree index", ACCESS),
    ("C++", ACCESS),
    ("C#", ACCESS),
    ("C is a language", ACCESS),
    ("A's", ACCESS),
    ("C:\\temp", ACCESS),
    ("e.g. this", NINE),
    ("BAD", NINE),
    ("AZ", ACCESS),
    ("CAB", ACCESS),
    ("etcd", ACCESS),
    ("42", ACCESS),
    ("2 pods are run", ACCESS),
    ("2. Two pods are run", ACCESS),
    ("2 - because", ACCESS),
    ("30", PRICES),
    ("1", PRICES),
    ("True", ACCESS),
    ("×", ACCESS),
    ("False", CLOUDS),
    ("None of the above", ACCESS),
    ("none", CLOUDS),
    ("both", ACCESS),
    ("All of the above", NONE),
    ("all but one", ACCESS),
    ("except D", ACCESS),
    ("All except F", ACCESS),
    ("A, B", BOTH),
    ("A and B", BOTH),
    ("A, C", {**CLOUDS, "D": "A et C sont correctes"}),
    ("A, B", {**CLOUDS, "D": "Cả a và b đều đúng"}),
    ("A", GROUPS),
    ("A - it leaks", GROUPS),
    ("2. Two pods are run", CODE),
    ("AB", GROUPS),
    ("-2", SIGNS),
    ("!b", SIGNS),
    ("Cirrus or something else", CLOUDS),
    ("Cirrus and rain", CLOUDS),
    ("Fogs", CLOUDS),
    ("See the docs", ACCESS),
    ("https://example.org/B", ACCESS),
    ("a = 1", ACCESS),
    ("A = 1", ACCESS),
    ("`a = 1`", ACCESS),
    ("`a + b`", ACCESS),
    ("`a.b`", ACCESS),
    ("`A.b`", ACCESS),
    ("`b - x`", ACCESS),
    ("`B: x`; y", ACCESS),
    ("`ac`", ACCESS),
    ("```\na = 1;\n```", ACCESS),
    ("```\nA\n```", ACCESS),
    ("~~~\nB - x\n~~~", ACCESS),
    ("some text with A, B and C in it", ACCESS),
    ("Depends on A", ACCESS),
    ("- A: slow\n- B: fast\n- C: fair\n- D: late", ACCESS),
    ("Both", ACCESS),
    ("A a C", ACCESS),
    ("?", ACCESS),
    ("TODO", ACCESS),
    ("`[A/B/C/D 或 A,B,C 若為多選]`", ACCESS),
]
KINDS = [
    ("D, A, B", ORDER, "ordering", "D A B"),
    ("DAB", ORDER, "ordering", "D A B"),
    ("D → A → B", "", "ordering", "D A B"),
    ("D > A > B", ORDER, "ordering", "D A B"),
    ("D-A-B", ORDER, "ordering", "D A B"),
    ("4, 1, 2", ORDER, "ordering", "D A B"),
    ("A, B, C", "Arrange the steps in order.", "ordering", "A B C"),
    ("C、A、B", "請將下列步驟依順序排列", "ordering", "C A B"),
    ("A, C", "What must you do in order to read? (Choose two)", "choice", "A C"),
    ("C, A", "What must you do in order to read? (Choose two)", "choice", "C A"),
    ("A", ORDER, "choice", "A"),
    ("D, A, B", "Which are stores?", "choice", "D A B"),
    ("1-C, 2-A", "", "matching", ""),
    ("1A, 2C", "", "matching", ""),
    ("1 → C, 2 → A", "", "matching", ""),
    ("1: C; 2: A", "", "matching", ""),
    ("A-2, B-1, C-3", "", "matching", ""),
    ("1. A\n2. C", "Match them.\n\n1. CPU\n2. RAM", "matching", ""),
    ("- 1-C\n- 2-A", "", "matching", ""),
]


def labels_of(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@pytest.mark.parametrize("text", RATHER)
def test_one_option_is_right_rather_than_another(text: str) -> None:
    assert answers.read(text, ACCESS) == Answer(("B",))


@pytest.mark.parametrize(
    "text",
    ["B as well as D", "B, as well as D", "B along with D", "B plus D", "B sowie D", "B así como D", "B ainsi que D",
     "B oraz D", "B а также D", "B cũng như D", "B serta D", "B以及D", "BおよびD", "B และ D", "B and D are both right"],
)  # fmt: skip
def test_two_options_may_be_joined_in_other_words(text: str) -> None:
    assert answers.read(text, ACCESS) == Answer(("B", "D"))


@pytest.mark.parametrize(
    "text",
    """Only B|Just B.|B only|Nur B|Solo B|Seulement B|Alleen B|Tylko B|только B|仅B|只有B|Bのみ|Bだけです|B만
B فقط|chỉ B|B saja|केवल B|רק B|sadece B|Only **B**.|Only a bucket policy""".replace("\n", "|").split("|"),
)
def test_a_word_may_say_that_one_option_alone_is_right(text: str) -> None:
    assert answers.read(text, ACCESS) == Answer(("B",))


@pytest.mark.parametrize("text", ["B only when it rains", "only some", "B, but only with A", "B alone or D"])
def test_a_condition_is_no_answer(text: str) -> None:
    assert answers.read(text, ACCESS) is None


@pytest.mark.parametrize("text", ["B because of D", "B as also D", "B, since not D", "B for D"])
def test_a_reason_that_ends_in_a_label_is_not_guessed(text: str) -> None:
    assert answers.read(text, ACCESS) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "not A but B",
            "不是A而是B",
            "nicht A, sondern B",
            "no A, sino B",
            "não A, mas B",
            "pas A mais B",
        ),
        *(
            "It's B",
            "It is **B**.",
            "C'est B",
            "Es ist B",
            "É a B",
            "Это B",
            "是B",
        ),
        *(
            "the second one",
            "The second option.",
            "second",
            "la segunda",
            "A segunda opção",
            "la deuxième",
            "die zweite",
        ),
        *(
            "второй вариант",
            "第二个",
            "第二項",
            "두 번째",
            "二番目",
            "الخيار الثاني",
            "दूसरा",
            "ikinci",
            "thứ hai",
            "kedua",
        ),
    ],
)
def test_an_answer_may_refuse_another_lead_to_its_label_or_count_the_options(text: str) -> None:
    assert answers.read(text, ACCESS) == Answer(("B",))


def test_the_last_option_and_a_reason_behind_its_place_are_read() -> None:
    assert answers.read("the last one", ACCESS) == Answer(("D",))
    assert answers.read("the third one, because it rotates", ACCESS) == Answer(("C",), reason="because it rotates")
    assert answers.read("- A\n- the last one", ACCESS) == Answer(("A", "D"))


@pytest.mark.parametrize("text", NOT_BUT)
def test_what_names_the_wrong_option_first_is_not_guessed(text: str) -> None:
    assert answers.read(text, ACCESS) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("**B** It can be attached.", "It can be attached."),
        ("**B** it can be attached", "it can be attached"),
        ("__B.__ it can be attached", "it can be attached"),
        ("<b>B</b> it can be attached", "it can be attached"),
        ("[x] B", ""),
        ("[x] B. A bucket policy", ""),
    ],
)
def test_a_label_that_is_set_off_may_have_its_reason_behind_it(text: str, reason: str) -> None:
    assert answers.read(text, ACCESS) == Answer(("B",), reason=reason)


@pytest.mark.parametrize("text", ["**A** role is assumed", "[ ] B", "B it can be attached"])
def test_a_letter_that_may_be_a_word_is_not_guessed(text: str) -> None:
    assert answers.read(text, ACCESS) is None


@pytest.mark.parametrize(("text", "labels"), LABELS)
def test_labels_are_read_in_every_way_of_writing_them(text: str, labels: str) -> None:
    assert answers.read(text, ACCESS) == Answer(labels_of(labels))


@pytest.mark.parametrize(("text", "labels", "reason"), SENTENCES + REASONS)
def test_what_is_said_beside_labels_is_the_reason(text: str, labels: str, reason: str) -> None:
    assert answers.read(text, ACCESS) == Answer(labels_of(labels), reason=reason)


@pytest.mark.parametrize(("text", "label", "rivals", "reason"), RIVALS)
def test_what_others_prefer_is_a_rival(text: str, label: str, rivals: str, reason: str) -> None:
    assert answers.read(text, ACCESS) == Answer(labels_of(label), labels_of(rivals), reason)


@pytest.mark.parametrize(("text", "options", "labels", "reason"), TEXTS + TEXT_AND_LABEL + TRUTHS)
def test_the_texts_of_options_are_answers(text: str, options: dict[str, str], labels: str, reason: str) -> None:
    expected = labels_of(labels)
    answer = answers.read(text, options)
    assert answer is not None
    assert (answer.labels, answer.reason, answer.kind) == (expected, reason, "choice")


@pytest.mark.parametrize(("text", "options", "written", "labels"), NUMBERS)
def test_labels_are_what_the_file_writes(
    text: str, options: dict[str, str], written: dict[str, str], labels: str
) -> None:
    answer = answers.read(text, options, written)
    assert answer is not None
    assert (answer.labels, answer.kind) == (labels_of(labels), "choice")


@pytest.mark.parametrize(("text", "label"), MADE)
def test_true_and_false_need_no_options(text: str, label: str) -> None:
    assert answers.read(text, {}) == Answer((label,), kind="true-false")


@pytest.mark.parametrize(("text", "options"), UNREAD)
def test_what_is_in_doubt_is_not_read(text: str, options: dict[str, str]) -> None:
    assert answers.read(text, options) is None


@pytest.mark.parametrize(("text", "stem", "kind", "labels"), KINDS)
def test_what_is_no_choice_is_called_what_it_is(text: str, stem: str, kind: str, labels: str) -> None:
    answer = answers.read(text, ACCESS, stem=stem)
    assert answer is not None
    assert (answer.kind, answer.labels) == (kind, labels_of(labels))


def test_matching_that_is_an_options_text_is_that_option() -> None:
    options = {"A": "1-C, 2-A", "B": "1-A, 2-C"}
    assert answers.read("1-C, 2-A", options) == Answer(("A",))


def test_without_options_an_answer_is_a_number_or_open() -> None:
    assert answers.read("42", {}) == Answer((), kind="number")
    assert answers.read("3.14", {}) == Answer((), kind="number")
    assert answers.read("the kubelet", {}) == Answer((), kind="open")
    assert answers.read("B", {}) == Answer(("B",))


def test_numbers_that_are_labels_and_texts_are_read_only_where_both_agree() -> None:
    assert answers.read("1", {"A": "2", "B": "1"}, {"1": "A", "2": "B"}) is None
    assert answers.read("1 - it adds", {"A": "2", "B": "1"}, {"1": "A", "2": "B"}) is None
    assert answers.read("1", {"A": "1", "B": "2"}, {"1": "A", "2": "B"}) == Answer(("A",))


def test_letters_that_are_run_together_are_those_that_the_file_writes() -> None:
    assert answers.read("AC", CLOUDS, SKIPPED) == Answer(("A", "B"))
    assert answers.read("AB", CLOUDS, SKIPPED) is None


def test_a_letter_that_is_written_before_no_option_is_not_another_options() -> None:
    assert answers.read("b", CLOUDS, SKIPPED) is None
    assert answers.read("B", CLOUDS, SKIPPED) is None
    assert answers.read("B", ACCESS, CYRILLIC) is None


def test_a_long_reason_is_kept_whole() -> None:
    reason = "It rains. " * 1000
    assert answers.read(f"B - {reason}", ACCESS) == Answer(("B",), reason=reason.strip())


def test_a_remark_names_labels() -> None:
    assert answers.in_prose("A bucket; I think B or C, not C++") == ["B", "C"]


# What holds for whatever is written.

ANY = {letter: f"choice {letter.lower() * 3}" for letter in "ABCDEF"}
WORDS = (
    "bucket policy storage cluster the this that it rains often while pods share nodes with disks under load every day "
    "from there where people look up old books etcd kube-proxy x86 don't S3 HTTP v1.2 7 C++ B-tree A's I'm e.g. "
    "雲 積雨雲很高 nube бакет दिन ฝน"
).split()
SETS = st.sets(st.sampled_from(sorted(ANY)), min_size=1).map(sorted)
PROSE = st.lists(st.sampled_from(WORDS), min_size=2, max_size=12).map(" ".join)
MARKS = st.sampled_from(["{}", "**{}**", "`{}`", "*{}*", "__{}__", "({})", "<b>{}</b>", "{}.", "{})"])
BETWEEN = st.sampled_from([", ", ",", " and ", " & ", "+", "、", "，", ";", "/", " 和 ", " und ", "\n", "\n- "])
CASES = st.sampled_from([str.upper, str.lower])
LEADS = st.sampled_from(
    ["", "", "Answer: ", "Correct answer: ", "The correct answer is ", "答案是 ", "Option ", "選項 "]
)
PARTS = st.sampled_from([" - ", " – ", " — ", ": ", ". ", " because ", ", because ", "\n\n", "：", "。", " → "])


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(SETS, MARKS, BETWEEN, LEADS, CASES)
def test_labels_that_are_printed_are_read_back(
    labels: list[str], mark: str, between: str, before: str, case: Callable[[str], str]
) -> None:
    listed = between == "\n- "
    shown = between.join(mark.format(case(label)) for label in labels)
    text = f"- {shown}" if listed else f"{before}{shown}"
    assert answers.read(text, ANY) == Answer(tuple(labels)), text


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(SETS, st.tuples(MARKS, st.sampled_from([", ", " and ", "、", "/"]), LEADS), PARTS, PROSE)
def test_all_of_a_reason_is_kept(labels: list[str], form: tuple[str, str, str], parted: str, prose: str) -> None:
    mark, between, before = form
    text = f"{before}{between.join(map(mark.format, labels))}{parted}{prose}"
    answer = answers.read(text, ANY)
    assert answer is not None, text
    assert answer.labels == tuple(labels)
    assert spelt(prose) in spelt(answer.reason)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(SETS, st.sampled_from(["", "- ", "* "]), st.sampled_from([". ", ") ", ": ", " - ", " – "]), PARTS, PROSE)
def test_the_texts_of_options_are_no_reason(
    labels: list[str], bullet: str, delim: str, parted: str, prose: str
) -> None:
    between = f"\n{bullet}" if bullet else ", "
    listed = between.join(f"{label}{delim}{ANY[label]}" for label in labels)
    answer = answers.read(f"{bullet}{listed}{parted}{prose}", ANY)
    assert answer is not None
    assert answer.labels == tuple(labels)
    assert spelt(prose) in spelt(answer.reason)
    assert not any(spelt(ANY[label]) in spelt(answer.reason) for label in labels)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["", "A ", "I ", "a ", "b ", "The ", "C++ ", "B-", "A. I. ", "e.g. ", "1 ", "- ", "(a) "]), PROSE
)
def test_prose_names_nothing(first: str, prose: str) -> None:
    answer = answers.read(f"{first}{prose}", {} if first in {"", "The ", "- "} else ANY)
    assert answer is None or not answer.labels or first == "(a) "


@settings(max_examples=300, deadline=None)
@given(PROSE, st.sampled_from(["A", "B", "C"]), PROSE)
def test_letters_in_prose_are_not_taken(before: str, letter: str, after: str) -> None:
    assert answers.read(f"{before} {letter} {after}", ANY) is None


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="ABCab12,.;:/()[]*_`-–~ \n\"'%and or not all?\u3000（Ｂ）、。", max_size=40))
def test_whatever_is_written_nothing_fails(text: str) -> None:
    answer = answers.read(text, ACCESS)
    assert answer is None or not set(answer.labels) & set(answer.rivals)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "A,",
            "(",
            "B (",
            "**",
            " ",
            "a ",
            "option ",
            "~~a",
            "<b",
            "all ",
            "1-A,",
            "- A\n",
            "B\n",
            "A role, ",
            "1",
            '"',
        ),
        *(
            "the correct answer is ",
            "not ",
            "A or ",
            "A and ",
            "A–",
            "put ",
            "A) A role ",
            "B - x",
            "（",
            "\xa0",
            "- A: x\n",
        ),
    ],
)
def test_near_misses_take_time_in_proportion(piece: str) -> None:
    def read(size: int) -> None:
        text = piece * (size // len(piece))
        answers.read(f"B {text}x", ACCESS, stem=text)
        answers.read(text, ACCESS)

    took = [seconds(lambda size=size: read(size), limit=0.1) for size in (20_000, 80_000, 320_000)]
    assert all(more < 8 * less + 0.3 for less, more in pairwise(took)), took


def spelt(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def test_letters_that_are_a_word_in_some_language_are_labels_where_they_are_capitals() -> None:
    assert answers.read("DE", dict(zip("ABCDE", "vwxyz", strict=True))) == Answer(("D", "E"))


@pytest.mark.parametrize(("text", "wanted"), [("IV", "D"), ("I, IV", "A D"), ("`ii`", "B"), ("iii)", "C")])
def test_a_numeral_is_no_run_of_labels(text: str, wanted: str) -> None:
    options = dict(zip("ABCDE", ("one", "two", "three", "four", "five"), strict=True))
    written = dict(zip(("i", "ii", "iii", "iv", "v"), "ABCDE", strict=True))
    assert answers.read(text, options, written) == Answer(labels_of(wanted))
