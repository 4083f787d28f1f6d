"""Cards in scripts other than Latin: direction, line breaks and fonts, in a real Chromium."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
import reviewers
from writing import bank

reviewers.skip_without_browser()

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Locator, Page
    from reviewers import Sides

pytestmark = pytest.mark.slow

# By language: a stem that begins with a Latin word, an option in the language, a reason, and a mnemonic.
TEXTS = {
    "ar": (
        "Docker هو نظام لتشغيل الحاويات. أي أمر يفرغ العقدة node01 من الـ Pods قبل الصيانة؟",
        "استخدام الأمر kubectl delete node01!",
        "الأمر `kubectl drain` ينقل الـ Pods إلى عقد أخرى.",
        "drain يُفرغ، وcordon يمنع.",
    ),
    "he": (
        "Kubernetes מריץ מכולות. איזו פקודה מרוקנת את הצומת node01 לפני תחזוקה (v1.30)?",
        "להשתמש בפקודה kubectl delete node01!",
        "הפקודה `kubectl drain` מעבירה את ה-Pods לצמתים אחרים.",
        "drain מרוקן, cordon חוסם.",
    ),
    "th": (
        "ผู้ดูแลระบบต้องการย้าย Pod ทั้งหมดออกจากโหนดก่อนการบำรุงรักษาโดยไม่ให้มีการจัดตารางงานใหม่บนโหนดนี้ คำสั่งใดถูกต้อง?",
        "ลบโหนดออกจากคลัสเตอร์ด้วยคำสั่งลบแล้วเพิ่มกลับเข้าไปใหม่ภายหลัง",
        "คำสั่ง `kubectl drain` จะย้าย Pod ไปยังโหนดอื่นและป้องกันไม่ให้มีการจัดตารางใหม่",
        "drain ย้ายออก cordon กันเข้า",
    ),
    "ja": (
        "保守の前に、ノード node01 から Pod をすべて退避させたい。直ちに実行すべきコマンドはどれか。",
        "ノードを削除してから再登録する",
        "`kubectl drain` は Pod を他のノードへ退避させ、直ちに配置も止める。",
        "退避は drain、停止は cordon と覚える",
    ),
    "ko": (
        "유지 보수 전에 노드 node01의 모든 파드를 다른 노드로 옮기려고 한다. 어떤 명령을 실행해야 하는가?",
        "노드를 삭제한 다음 다시 등록한다",
        "`kubectl drain`은 파드를 다른 노드로 옮기고 새 파드의 배치도 막는다.",
        "drain은 비우고 cordon은 막는다",
    ),
    "zh-Hans": (
        "维护之前需要将节点 node01 上的 Pod 全部迁出。应当直接执行哪个命令？",
        "删除节点之后再重新注册",
        "这个命令会把 Pod 迁到其他节点，同时阻止调度新的 Pod。",
        "清空用 drain，拦住用 cordon",
    ),
    "zh-Hant": (
        "維護之前需要將節點 node01 上的 Pod 全部移出。應當直接執行哪個命令？",
        "刪除節點之後再重新註冊",
        "這個命令會把 Pod 移到其他節點，同時阻止排程新的 Pod。",
        "清空用 drain，攔住用 cordon",
    ),
}
MIXED = (
    "Which of these is Hebrew, and so runs from right to left?",
    "שלום עולם!",
    "It is what Hebrew has.",
    "Hebrew runs the other way.",
)
HAN = {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "zh-Hans": "Noto Sans CJK SC", "zh-Hant": "Noto Sans CJK TC"}


def written(language: str) -> str:
    stem, option, reason, mnemonic = TEXTS.get(language, MIXED)
    return f"""# Question 1

**ID:** `{language}`
**Topics:** `kubectl`, `Docker`, `Linux`

## Question

{stem}

## Options

- **A.** kubectl drain node01 --ignore-daemonsets
- **B.** {option}
- **C.** {option.split()[0]} `kubectl cordon node01` --dry-run=client kubectl get nodes
- **D.** drain
- **E.** `--cordon`
- **F.** {option.split()[0]} `--exit;`

## Answer

`A`

## Explanation

{reason}

## Mnemonic

**{mnemonic}**

### kubectl

| a | b |
|---|---|
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sides]:
    folder = tmp_path_factory.mktemp("cards")
    made: dict[str, Sides] = {}
    for tag in (*TEXTS, "en"):
        settings = f'id = "{tag}"\ntitle = "{tag}"\nlanguage = "{tag}"\n'
        made |= reviewers.cards(bank(folder / tag, {"q.md": written(tag)}, settings), folder / f"{tag}-anki")
    return made


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with reviewers.browser() as browser:
        opened = browser.new_page(viewport={"width": 390, "height": 700})
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def reviewer(page: Page) -> Iterator[reviewers.Desktop]:
    site = reviewers.Site()
    yield reviewers.Desktop(page, site)
    site.close()


def characters(text: Locator) -> list[tuple[str, float, float, float]]:
    """Return each character of an element, with the left edge, the right edge and the top of its box."""
    boxes: list[tuple[str, float, float, float]] = text.evaluate(
        """element => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          const all = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            for (let i = 0; i < node.length; i++) {
              const range = document.createRange();
              range.setStart(node, i);
              range.setEnd(node, i + 1);
              const box = range.getBoundingClientRect();
              all.push([node.data[i], box.left, box.right, box.top]);
            }
          }
          return all;
        }"""
    )
    return boxes


@pytest.mark.parametrize("language", ["ar", "he"])
def test_text_from_right_to_left_begins_on_the_right_and_ends_on_the_left(
    reviewer: reviewers.Desktop, cards: dict[str, Sides], language: str
) -> None:
    page = reviewer.page
    reviewer.show(cards[language], "front")
    for text in (page.locator(".stem p"), page.locator('.option[data-label="B"] .text p')):
        boxes = characters(text)
        first, last = boxes[0], boxes[-1]
        line = [one for one in boxes if abs(one[3] - first[3]) < 5]
        assert first[1] > min(one[1] for one in line) + 20  # the first word is on the right, also a Latin one
        end = [one for one in boxes if abs(one[3] - last[3]) < 5]
        assert last[1] == min(one[1] for one in end)  # the question mark ends the line on the left
    command = [one for one in characters(page.locator('.option[data-label="A"] .text p')) if one[2]]
    top = min(one[3] for one in command)
    line = [one for one in command if one[3] < top + 5]
    assert line[0][1] == min(one[1] for one in line)
    box = page.locator('.option[data-label="A"] .box').bounding_box()
    assert box
    assert box["x"] > 300  # what is tapped is on the right as well
    for label in "DE":
        text = characters(page.locator(f'.option[data-label="{label}"] .text p'))
        assert box["x"] - max(one[2] for one in text) < 30, label
    reviewer.show(cards[language], "back")
    right = page.locator(".option.right").bounding_box()
    assert right
    for part in ".option.right > .tag", ".option.right > .text", *(f'.option[data-label="{x}"] > .text' for x in "DE"):
        end = max(one[2] for one in characters(page.locator(part)))
        assert right["x"] + right["width"] - end < 50, part  # less than a letter is between it and the edge
    marks = page.locator(".meta li").all()
    assert len(marks) == 3
    lefts = [min(one[1] for one in characters(mark)) for mark in marks]
    assert lefts == sorted(lefts, reverse=True)
    sign = marks[1].evaluate("one => getComputedStyle(one, '::after').content")
    assert sign == '" · "'
    assert marks[1].evaluate("one => getComputedStyle(one).direction") == "rtl"  # so that the sign is on the left
    for fold in page.locator(".more summary").all():
        assert fold.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator(".context, .verdict p, .memo").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    mnemonic = characters(page.locator(".memo p"))
    assert mnemonic[-1][1] == min(one[1] for one in mnemonic)
    code = characters(page.locator(".because code"))
    assert [one[0] for one in sorted(code, key=lambda one: (one[3], one[1]))] == list("kubectl drain")


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_command_in_text_from_right_to_left_keeps_its_order(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides], language: str
) -> None:
    page.set_viewport_size({"width": 900, "height": 700})
    reviewer.show(cards[language], "front")
    text = characters(page.locator('.option[data-label="C"] .text p'))
    signs = "".join(one[0] for one in text)
    start = signs.index("--dry-run")
    words = [text[signs.index(word, start)][1] for word in ("--", "dry-run", "client", "kubectl", "get", "nodes")]
    assert words == sorted(words)
    for label, source in (("E", "--cordon"), ("F", "--exit;")):
        code = characters(page.locator(f'.option[data-label="{label}"] code'))
        assert [one[0] for one in sorted(code, key=lambda one: one[1])] == list(source)
    page.set_viewport_size({"width": 390, "height": 700})
    for width in (390, 340):  # the flag begins a line
        page.set_viewport_size({"width": width, "height": 700})
        text = characters(page.locator('.option[data-label="C"] .text p'))
        assert text[start][1] < text[start + 2][1], width
        copied = page.locator('.option[data-label="C"] .text').evaluate(
            "one => { getSelection().selectAllChildren(one); return getSelection().toString() }"
        )
        assert copied.endswith("kubectl cordon node01 --dry-run=client kubectl get nodes")
    page.set_viewport_size({"width": 390, "height": 700})


def test_a_hyphen_between_hebrew_and_a_latin_word_stays_between_them(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides]
) -> None:
    reviewer.show(cards["he"], "back")
    text = characters(page.locator(".because p"))
    at = "".join(one[0] for one in text).index("ה-Pods")
    before, hyphen, first, *_, last = text[at : at + 6]
    assert before[1] > hyphen[1] > last[1] > first[1]


def test_an_option_of_another_direction_is_beside_its_button(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides]
) -> None:
    reviewer.show(cards["en"], "front")
    box, text = page.locator('.option[data-label="B"] .box').bounding_box(), page.locator('.option[data-label="B"] p')
    assert box
    boxes = characters(text)
    assert 0 < min(one[1] for one in boxes) - (box["x"] + box["width"]) < 30
    assert boxes[-1][1] == min(one[1] for one in boxes)  # its own direction: the sign at its end is on the left


@pytest.mark.parametrize("width", [320, 390, 480])
def test_thai_breaks_between_words(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    reviewer.show(cards["th"], "front")
    for text in (page.locator(".stem p"), page.locator('.option[data-label="B"] .text p')):
        boxes = characters(text)
        breaks = [i for i in range(1, len(boxes)) if boxes[i][3] > boxes[i - 1][3] + 10]
        assert breaks
        starts: list[int] = text.evaluate(
            "one => Array.from(new Intl.Segmenter('th', {granularity: 'word'}).segment(one.textContent), x => x.index)"
        )
        assert {*breaks} <= {*starts}
        assert max(one[2] for one in boxes) <= width
    page.set_viewport_size({"width": 390, "height": 700})


def test_korean_breaks_at_its_spaces_and_japanese_before_no_sign_that_never_begins_a_line(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides]
) -> None:
    breaks = 0
    for width, language in itertools.product(range(200, 440, 12), ("ko", "ja")):
        page.set_viewport_size({"width": width, "height": 700})
        reviewer.show(cards[language], "front")
        for text in (page.locator(".stem p"), page.locator('.option[data-label="B"] .text p')):
            signs = characters(text)
            for before, sign in itertools.pairwise(signs):
                if sign[3] <= before[3] + 10:
                    continue
                breaks += 1
                if language == "ko":
                    assert before[0] == " ", (width, before[0], sign[0])
                assert sign[0] not in "、。ーっゃゅょッャュョ？", (width, before[0])
    assert breaks > 40
    page.set_viewport_size({"width": 390, "height": 700})


@pytest.mark.parametrize(("language", "least"), [("ar", 16), ("th", 16), ("he", 14), ("ja", 14), ("ko", 14)])
def test_reasons_are_as_large_as_their_script_needs(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides], language: str, least: int
) -> None:
    reviewer.show(cards[language], "back")
    for place in (".because p", ".tag", ".mnemonic h3", ".brief, .stem p"):
        size = page.locator(place).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert size >= min(least, 15) if place.startswith(".brief") else size == least, place
    code = page.locator(".because code").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert code >= 14


# The fonts of each system for a language, with a font of other shapes in place of each: so the tests see which was
# taken, whichever system they run on.
SYSTEMS = {
    "Apple": {"ja": "Hiragino Sans", "ko": "Apple SD Gothic Neo", "zh-Hans": "PingFang SC", "zh-Hant": "PingFang TC"},
    "Windows": {
        "ja": "Yu Gothic UI",
        "ko": "Malgun Gothic",
        "zh-Hans": "Microsoft YaHei",
        "zh-Hant": "Microsoft JhengHei",
    },
    "Windows 8": {"ja": "Meiryo", "ko": "Malgun Gothic", "zh-Hans": "Microsoft YaHei", "zh-Hant": "Microsoft JhengHei"},
    "Android": {f: f"Noto Sans {s}" for f, s in (("ja", "JP"), ("ko", "KR"), ("zh-Hans", "SC"), ("zh-Hant", "TC"))},
    "Linux": {f: f"Noto Sans CJK {s}" for f, s in (("ja", "JP"), ("ko", "KR"), ("zh-Hans", "SC"), ("zh-Hant", "TC"))},
}
STAND_IN = {
    "ja": "Noto Serif CJK JP",
    "ko": "Noto Serif CJK KR",
    "zh-Hans": "Noto Serif CJK SC",
    "zh-Hant": "Noto Serif CJK TC",
}


def need_fonts(page: Page, families: Iterable[str]) -> None:
    """Skip the test that calls this where a font is missing."""
    missing = page.evaluate(
        """async families => {
          const missing = [];
          for (const family of families) {
            const face = new FontFace("x", `local("${family}"), local("${family} Regular")`);
            await face.load().catch(() => missing.push(family));
          }
          return missing;
        }""",
        [*families],
    )
    if missing:
        pytest.skip(f"{', '.join(missing)}: missing; apt-get install fonts-noto-cjk")


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_font_of_a_language_is_the_one_that_its_system_has_for_it(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides], system: str
) -> None:
    """All fonts of a system are there at once, as on a phone that knows all these languages."""
    need_fonts(page, STAND_IN.values())
    faces = "".join(
        f'@font-face {{ font-family: "{font}"; src: local("{STAND_IN[language]}") }}'
        for language, font in SYSTEMS[system].items()
    )
    others = {font for name, fonts in SYSTEMS.items() if name != system for font in fonts.values()}
    absent = others - {*SYSTEMS[system].values()}
    faces += "".join(
        f'@font-face {{ font-family: "{font}"; src: local("DejaVu Sans"), local("Noto Sans Mono") }}' for font in absent
    )
    for language in HAN:
        reviewer.show(cards[language], "back")
        page.evaluate("css => document.querySelector('#qa style').append(css)", faces)
        page.evaluate("() => { document.body.offsetWidth; return document.fonts.ready }")
        for place in (".memo p", ".because p", ".answer", ".brief, .stem p"):
            fonts = reviewers.fonts_of(page, place)
            assert STAND_IN[language] in fonts, (language, place, fonts)
            assert not fonts & ({*STAND_IN.values()} - {STAND_IN[language]}), (language, place)


@pytest.mark.parametrize("language", HAN)
def test_characters_have_the_shapes_of_their_language(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides], language: str
) -> None:
    need_fonts(page, HAN.values())
    for side, places in (
        ("front", (".stem p", ".pick", '.option[data-label="B"] p')),
        ("back", (".memo p", ".answer")),
    ):
        reviewer.show(cards[language], side)
        for place in places:
            cjk = {family for family in reviewers.fonts_of(page, place) if "CJK" in family}
            assert cjk == {HAN[language]}, (side, place)
            families = page.locator(place).first.evaluate("one => getComputedStyle(one).fontFamily")
            assert families.endswith("system-ui, sans-serif")  # on Windows it is a font of the system's language
            assert families.count("system-ui") == 1


@pytest.mark.parametrize("width", [320, 390, 900])
def test_a_stem_is_folded_only_if_some_of_it_would_be_hidden(
    reviewer: reviewers.Desktop, page: Page, cards: dict[str, Sides], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    folded = 0
    for card in cards.values():
        reviewer.show(card, "back")
        if not page.locator(".asked").count():
            assert page.locator(".stem").is_visible()
            continue
        folded += 1
        assert page.locator(".brief").evaluate("one => one.scrollHeight > one.clientHeight + 1")
    assert (folded > 0) is (width < 900)
    page.set_viewport_size({"width": 390, "height": 700})


@pytest.mark.parametrize("language", TEXTS)
def test_every_run_says_its_language_and_direction(
    reviewer: reviewers.Desktop, cards: dict[str, Sides], language: str
) -> None:
    for side in ("front", "back"):
        reviewer.show(cards[language], side)
        runs = reviewer.page.locator(".ankigen [lang]")
        assert runs.evaluate_all("all => all.filter(one => !one.dir).map(one => one.outerHTML)") == []
        assert runs.count() >= 3
        if side == "front":
            reviewer.page.locator('.option[data-label="B"] a').click()
    direction = "rtl" if language in {"ar", "he"} else "ltr"
    written = reviewer.page.locator(".said, .tag, .brief")  # what the script writes
    assert written.count() >= 3
    assert {*written.evaluate_all("all => all.map(one => `${one.lang} ${one.dir}`)")} == {f"{language} {direction}"}
