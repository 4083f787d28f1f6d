"""How many answers a stem asks for, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.checks import wording
from ankigen.languages import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

TWO = {
    "ar": ["اختر إجابتين صحيحتين.", "ما هي العواصم؟ (اختر اثنتين)"],
    "cs": ["Vyberte dvě odpovědi.", "Které platí? (Vyberte dvě.)", "Zvolte 2 možnosti."],
    "de": ["Wählen Sie zwei Antworten aus.", "Was stimmt? (Wähle zwei.)", "Bitte kreuzen Sie **zwei** Antworten an."],
    "en": ["Choose two answers.", "Which? (Select TWO.)"],
    "es": ["Seleccione dos respuestas.", "¿Qué es cierto? (Elija dos)", "Por favor, marque las 2 opciones correctas."],
    "fr": ["Choisissez deux réponses.", "Lesquelles ? (Cochez deux cases)"],
    "he": ["בחרו שתי תשובות.", "סמן 2 תשובות נכונות"],
    "hi": ["दो विकल्प चुनें।", "सही क्या है? (दो चुनें)", "किन्हीं दो सही उत्तरों का चयन करें"],
    "id": ["Pilih dua jawaban.", "Pilihlah 2 jawaban yang benar"],
    "it": ["Scegli due risposte.", "Quali? (Selezionare 2 opzioni)"],
    "ja": ["正しいものを二つ選べ。", "正しいものを２つ選択してください。", "二つだけ選びなさい。"],
    "ko": ["옳은 것을 두 개 고르시오.", "2개를 고르시오.", "옳은 것 2가지를 선택하세요"],
    "nl": ["Kies twee antwoorden.", "Selecteer de twee juiste antwoorden."],
    "pl": ["Wybierz dwie odpowiedzi.", "Które? (Zaznacz 2 poprawne odpowiedzi)"],
    "pt": ["Selecione duas respostas.", "Assinale as 2 alternativas corretas."],
    "ru": ["Выберите два ответа.", "Что верно? (Укажите 2 верных утверждения)"],
    "th": ["เลือก 2 ข้อ", "จงเลือกสองข้อ"],
    "tr": ["İki seçenek seçiniz.", "Hangileri? (İki tane seçin)", "Doğru olan 2 seçeneği işaretleyiniz."],
    "uk": ["Виберіть дві відповіді.", "Оберіть 2 правильні відповіді."],
    "vi": ["Chọn hai đáp án.", "Hãy chọn 2 phương án đúng."],
    "zh-Hans": ["请选两项。", "哪些正确？（选两项）"],
    "zh-Hant": ["請選出 2 個正確的選項。", "哪些正確？（選兩項）"],
}
UNSURE = [
    "Wählen Sie eine oder mehrere Antworten.",
    "Wählen Sie mindestens zwei Antworten.",
    "Wählen Sie die zwei Antworten (mehrere Antworten möglich).",
    "Elija una o más respuestas.",
    "Choisissez jusqu'à deux réponses.",
    "Выберите один или несколько вариантов.",
    "Chọn một hoặc nhiều đáp án.",
    "2つ以上選べ。",
    "2개 이상 고르시오.",
    "正しいものを選べ。",
    "Chọn năm đúng.",
    "Der Kunde wählt zwei Server aus. Was passiert?",
    "Un cliente escoge dos planes de pago. ¿Qué paga?",
    "Si trois serveurs tombent, choisissez la bonne commande.",
    "Nennen Sie den Dienst, mit dem zwei Server verbunden werden.",
    "Выберите команду, которая удаляет два файла в одной папке на сервере.",
    "Aşağıdaki iki tablodan hangisi doğrudur?",
]


def in_own_words(language: str) -> list[str]:
    """Return a stem that asks for two answers, for a language that has no samples yet."""
    choose, two = (words(language, "asks")[key][0] for key in ("choose", "two"))
    return [f"{choose.capitalize()} {two}."]


@pytest.mark.parametrize("stem", [stem for tag in LANGUAGES for stem in TWO.get(tag) or in_own_words(tag)])
def test_two_answers_are_asked_for_in_the_words_of_a_language(stem: str) -> None:
    asked = wording.answers_wanted(stem, "ant")
    assert asked is not None
    assert (asked.least, asked.most) == (2, 2)
    assert asked.words in stem.replace("*", "").replace("２", "2")


@pytest.mark.parametrize("stem", UNSURE)
def test_no_number_is_taken_from_what_asks_for_none_or_leaves_it_open(stem: str) -> None:
    assert wording.answers_wanted(stem, "ant") is None


@pytest.mark.parametrize("right", ["Rot und Blau", "Rot, Blau", "Rot → Blau", "Rot > Blau", "Rot – Blau"])
def test_an_option_that_is_a_list_may_hold_all_that_is_asked_for(right: str) -> None:
    assert wording.answers_wanted("Nennen Sie zwei Farben.", right) is None
    assert wording.answers_wanted("Nennen Sie zwei Farben.", "Rot") is not None


def test_the_number_is_compared_with_the_answer(tmp_path: Path, run: Callable[..., Run]) -> None:
    stem = "Welche sind prim? (Wählen Sie zwei Antworten.)"
    files = {"one.md": question("Q-1", stem=stem), "two.md": question("Q-2", stem=f"Und {stem}", answer="`A`, `B`")}
    ended = run("check", bank(tmp_path / "bank", files))
    assert ended.out.count("AG201") == 1
    assert "the stem says `Wählen Sie zwei Antworten`, the answer has 1: B" in ended.out
