"""The repair of mojibake, on sample text; tests that need the optional language data are skipped without it."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankigen.source.mojibake import Repair, model, restore

LOST_IN = {
    "windows-1254": ("cp1254", b"\x81\x8d\x8e\x8f\x90\x9d\x9e\xad"),
    "windows-1252": ("cp1252", b"\x81\x8d\x8f\x90\x9d\xad"),
    "kept": ("cp1252", b""),
    "latin-1": ("latin-1", b""),
}
SAMPLE = """# Question #012

## 題目資訊

### 難度等級
**難度:** `L2-Intermediate`

### 選項
- **A.** 使用「子查詢」、「外部索引鍵」與『檢視表』
- **B.** 重新啟動叢集 → 不會遺失資料！

## 📍 考點識別
**核心技術：** 資料庫的交易與鎖定
| 項目 | 成本 | 可用？ |
|------|------|------|
| 快取 | 低 | 否 |

## ❌ 錯誤選項排除
### 為什麼錯誤？
在叢集中執行查詢時，不需要設定權限；這是小於 3 倍的差距。

## 🧠 記憶法
**「先去重，再合併」** ⚠️
**[返回題目](#question-012)**
"""
CLEAN = {
    "chinese": "題目「你好」——這是“測試”……café、naïve、É“x”，25 °C ± 3 µm",
    "french": "« Il est passé » et « très fatigué ».\n« blessé »\npensé\u00a0»\nl’été… où, forêt",
    "turkish": "İstanbul’da “çağ” ve ‘ağ’… öğrenci, güneş\u00a0»",
    "german": "„Spaß“ und „groß“: MÜSSEN, Übergröße",
    "portuguese": "AMANHÃ “MAÇÃ” não é “irmã”",
    "japanese": "これはテストです。「日本語」～…",
    "russian": "Привет «мир» — ёлка",
    "about damage": "題目資訊變成 é¡Œç›®è³‡è¨Š 時：\n```\né¡Œç›®è³‡è¨Š\n```\n`Ã©` 與 `â€™` 也是亂碼。",
    "lone replacement": "abc\ufffd題目",
}


def hurt(text: str, kind: str) -> str:
    codec, lost = LOST_IN[kind]
    left = text.encode().translate(None, lost)
    return "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in left)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pretend that the optional language data is not installed."""
    caches = (model._frequencies, model.load_model)
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    for function in caches:
        function.cache_clear()
    yield
    for function in caches:
        function.cache_clear()


@pytest.fixture
def data() -> None:
    pytest.importorskip("wordfreq")
    pytest.importorskip("opencc")


@pytest.mark.parametrize("name", CLEAN)
def test_sound_text_is_left_alone(name: str) -> None:
    assert restore(CLEAN[name]) == Repair(CLEAN[name])


@pytest.mark.parametrize("text", ["", "plain ASCII\r\nonly", "\ufeff題目", SAMPLE, SAMPLE.replace("\n", "\r\n")])
def test_nothing_to_do(text: str) -> None:
    assert restore(text) == Repair(text)


@pytest.mark.parametrize("kind", ["kept", "latin-1"])
def test_damage_without_loss_is_undone_exactly(kind: str) -> None:
    result = restore(hurt(SAMPLE, kind))
    assert result.text == SAMPLE
    assert (result.inferred, result.lost, result.places) == (0, 0, ())
    assert result.certain == sum(not c.isascii() for c in SAMPLE)
    assert restore(result.text).encoding is None


@pytest.mark.slow
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("kind", ["windows-1254", "windows-1252"])
def test_lost_bytes_are_inferred(kind: str) -> None:
    result = restore(hurt(SAMPLE, kind))
    assert result.text == SAMPLE
    assert result.encoding == kind
    lost = LOST_IN[kind][1]
    missing = tuple(n for n, c in enumerate(SAMPLE) if set(c.encode()) & set(lost))
    assert (result.places, result.inferred, result.lost) == (missing, len(missing), 0)
    assert result.certain + result.inferred == sum(not c.isascii() for c in SAMPLE)


@pytest.mark.slow
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    "text",
    [
        "「欄位」、「索引」、「主鍵」都不對",
        "這個值存在暫存器中，而不是記憶體中。",
        "他說：“不可以！”",
        "┌────┐\n│ 是 │\n└────┘",
        "是否需要重新整理？否，因為不受影響。",
        "简体中文的数据库题目，选择正确答案、不要选错。",
    ],
)
def test_context_decides(text: str) -> None:
    text = "題目資訊：\n" + text if "题" not in text else text
    assert restore(hurt(text, "windows-1254")).text == text


@pytest.mark.usefixtures("data")
def test_bytes_replaced_by_replacement_characters() -> None:
    text = "題目的選項不對，所以正確答案是別的。"
    assert restore(text.encode().decode("cp1254", "replace")).text == text


@pytest.mark.usefixtures("data")
def test_only_damaged_lines_change() -> None:
    lines = SAMPLE.split("\n")
    some = [hurt(line, "windows-1254") if n % 2 else line for n, line in enumerate(lines)]
    extra = "Résumé naïve café, Şeyma, “quote” – it’s"
    result = restore("\n".join([*some, extra]))
    assert result.text == SAMPLE + "\n" + extra


def test_undamaged_words_of_the_text_are_evidence(bare: None) -> None:
    """These invented words are known from nothing but the sound half of the text."""
    sound, text = "囪棍囗槐與槐囗囪棍", "題目資訊：囪棍囗槐"
    result = restore(sound + "\n" + "\n".join([hurt(text, "windows-1254")] * 3))
    assert result.text == sound + "\n" + "\n".join([text] * 3)


@pytest.mark.parametrize("kind", ["windows-1254", "windows-1252"])
def test_headings_come_back_without_language_data(bare: None, kind: str) -> None:
    heads = "## 題目資訊\n### 難度等級\n## 選項\n## 📍 考點識別\n## ❌ 錯誤選項排除\n### 為什麼錯誤？\n[返回題目](#q)"
    result = restore(hurt(heads, kind))
    assert (result.text, result.lost) == (heads, 0)


def test_what_cannot_be_known_is_marked(bare: None) -> None:
    text = "題目資訊：他喝茶"
    result = restore(hurt(text, "windows-1254"))
    assert result.text == "題目資訊：他\ufffd茶"
    assert (result.lost, result.inferred) == (1, 0)
    assert result.certain == 7


def test_latin_text_too() -> None:
    text = "Él está aquí: ¿mañana? It’s 25 °C"
    assert restore(hurt(text, "latin-1")).text == text


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
WRITTEN = st.text(HAN | st.sampled_from("，。：；（）「」、！？—…“”’·×é🙂📍 abcXYZ019-*#`|\n"))


@given(WRITTEN)
@settings(deadline=None)
def test_written_chinese_is_never_touched(text: str) -> None:
    assert restore(text).text == text


@given(st.text(HAN | st.sampled_from("，。 abc\n"), min_size=1))
@settings(deadline=None)
def test_lossless_damage_of_any_chinese_is_undone(text: str) -> None:
    text = "題目資訊\n" + text
    assert restore(hurt(text, "latin-1")).text == text


@pytest.mark.slow
@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_is_taken_and_counts_add_up(noise: str) -> None:
    result = restore(hurt("題目資訊，", "windows-1254") + noise)
    assert len(result.places) == result.inferred
    assert all(0 <= place < len(result.text) for place in result.places)
    assert restore(result.text).encoding is None or result.encoding is None or result.text != ""


@pytest.mark.timeout(120)  # a second; hours, if each sound character were compared with all others
@pytest.mark.parametrize("text", ["題目資訊「很長」\n" * 60000, CLEAN["french"] * 12000, "plain text\n" * 100000])
def test_long_sound_text_is_sound(text: str) -> None:
    assert restore(text).encoding is None
