"""Generate banks of any size that look like a real one; a number gives the same question on every machine.

The text is drawn from word lists, so it is grammatical but has no meaning. A file has about 5 KB. Its names and figures
are its own; headings, HTTP methods and some phrases recur, as they do in a bank that people write.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split("|"))


TOPICS = (
    "Job-Runs", "Access-Rules", "File-Intake", "Table-Layout", "Cost-Control",
    "Stream-State", "Model-Serving", "Data-Sharing", "Query-Tuning", "Release-Steps",
)  # fmt: skip
_TRAPS = ("Similar-Name", "Wrong-Order", "Half-Truth", "Old-Syntax", "Wrong-Scope", "Unit-Mixup")
_LEVELS = ("L1-Basic", "L2-Intermediate", "L3-Advanced")
_DOMAINS = ("Platform / Operations", "Platform / Security", "Modelling / Storage", "Modelling / Queries")
_SOURCES = ("Sample", "Community", "Course notes")
_WHO = _phrases(
    """
an operations engineer|a data steward|the reporting team|a platform owner|two analysts|the night shift|
a new colleague|the finance department|a contractor|the warehouse group|a product manager|the audit office
"""
)
_DOES = """
moves renames partitions refreshes archives compares publishes merges schedules validates replicates encrypts
samples replays catalogues compacts throttles profiles
""".split()
_THINGS = """
ledger shipment invoice sensor ticket payment basket session parcel booking meter claim tariff route recipe
survey loan voucher badge depot
""".split()
_PARTS = """
events history snapshot deltas audit totals errors lookup archive staging summary index queue mirror positions
limits
""".split()
_WHEN = _phrases(
    """
after every commit|before the nightly run|while readers are connected|once a quota is reached|
when two writers collide|if the schema has drifted|during a rolling upgrade|as soon as a file arrives|
without stopping the consumers|in the shortest maintenance window|for the last thirty days|
on the smaller cluster
"""
)
_ASKS = _phrases(
    """
Which of the following steps achieves this|Which statement about this setup is correct|
Which call must the team send|Which setting explains what they see|What should be changed first|
Which approach costs the least to run
"""
)
_HOW = _phrases(
    """
with a checkpoint|through the service account|in one transaction|from the change feed|by a shallow copy|
with the retry policy off|under row filters|behind a view|in append mode|by its primary key|
over the private link|with an explicit schema
"""
)
_SUBJECTS = """
排程服務 寫入程序 檢查點 權限設定 串流查詢 資料表版本 中介資料 快取層 執行計畫 存取記錄 分區欄位 壓縮工作
重試策略 服務帳號 目錄名稱 讀取端
""".split()
_VERBS = """
會先取得 只會讀到 不會覆寫 必須重新建立 可以沿用 將一併提交 會自動略過 應該明確指定 無法直接變更 通常延後處理
會依序套用 預設不保留
""".split()
_OBJECTS = """
最新的快照 尚未提交的檔案 前一次的位移 使用者的角色 欄位的型別 過期的版本 相同鍵值的資料列 外部位置的路徑
已關閉的連線 叢集的暫存空間 每個批次的界線 來源的變更順序
""".split()
_CAUSES = """
因為狀態改變之後才會產生新的版本 所以重複執行也不會得到兩份結果 否則下游會看到不完整的資料
這樣在失敗時可以安全地重來 並且在記錄中留下可查的編號 因此延遲取決於最慢的分區 但這只適用於附加寫入的來源
除非管理者另外授權
""".split()
_LABELS = """
技術原理 適用情境 常見誤解 執行時機 影響範圍 還原方式 成本考量 前置條件
""".split()
_RHYMES = """
先看再寫 有鍵才併 先授權後連線 小檔合併大檔留 舊版先清點 一次提交不分家 要重跑用編號 讀寫分開走
""".split()
_ACTIONS = """
建立 立即執行 列出 取得詳情 更新設定 刪除 取消 還原
""".split()


class Generated(NamedTuple):
    """The parts of a question, from which each tool's dialect is written; all text is markdown.

    `right` is the index of the right option; `wrong` has the index of each other option, with its rationale.
    """

    number: int
    topics: tuple[str, ...]
    traps: tuple[str, ...]
    level: str
    domain: str
    source: str
    stem: str
    options: tuple[str, ...]
    right: int
    focus: str
    reason: str
    wrong: tuple[tuple[int, str], ...]
    memory: str
    links: tuple[tuple[str, str], ...]


def question(number: int) -> Generated:
    """Return the question with this number."""
    r = random.Random(number)
    name = f"{r.choice(_THINGS)}_{r.choice(_PARTS)}_{number}"
    path = f"/api/{r.randint(1, 4)}.{r.randint(0, 9)}/{r.choice(_THINGS)}s/{r.choice(_PARTS)}"
    options = tuple(_option(r, path, name, i) for i in range(4))
    right = r.randrange(4)
    home = number % len(TOPICS)
    return Generated(
        number=number,
        topics=(TOPICS[home], TOPICS[(home + r.randint(1, 9)) % len(TOPICS)]),
        traps=tuple(r.sample(_TRAPS, 2)),
        level=r.choice(_LEVELS),
        domain=r.choice(_DOMAINS),
        source=r.choice(_SOURCES),
        stem=_stem(r, name),
        options=options,
        right=right,
        focus=_focus(r, name),
        reason=_reason(r, name, path, options[right]),
        wrong=tuple((i, _wrong(r, name, path)) for i in range(4) if i != right),
        memory=_memory(r, path),
        links=tuple((f"{r.choice(_THINGS).title()} {r.choice(_PARTS)} {number}", _url(r)) for _ in range(3)),
    )


def _claim(r: random.Random) -> str:
    return f"{r.choice(_WHO)} {r.choice(_DOES)} the {r.choice(_THINGS)} {r.choice(_PARTS)} {r.choice(_WHEN)}"


def _stem(r: random.Random, name: str) -> str:
    first = _claim(r)
    return (
        f"{first[0].upper()}{first[1:]}. The table `{name}` has {r.randint(3, 900)} partitions and keeps "
        f"{r.randint(2, 90)} days, and {_claim(r)}. Later on, {_claim(r)}.\n\n"
        f"{r.choice(_ASKS)} {r.choice(_HOW)}?"
    )


def _option(r: random.Random, path: str, name: str, i: int) -> str:
    verb = r.choice(("GET", "POST", "PUT", "DELETE"))
    if i % 2:
        return f"Send a {verb} request to `{path}/{r.choice(_PARTS)}-{i}` {r.choice(_HOW)}"
    return f"{r.choice(_DOES).capitalize()} {name} {r.choice(_HOW)} and {r.choice(_HOW)}"


def _chinese(r: random.Random, name: str = "") -> str:
    thing = f" `{name}` " if name else r.choice(_SUBJECTS)
    return f"{thing}{r.choice(_VERBS)}{r.choice(_OBJECTS)}，{r.choice(_CAUSES)}。"


def _focus(r: random.Random, name: str) -> str:
    keywords = "\n".join(f"- **{r.choice(_WHEN)}**: {_chinese(r)}" for _ in range(3))
    concepts = f"{r.choice(_THINGS)} {r.choice(_PARTS)}, {r.choice(_LABELS)}"
    return (
        f"**核心技術:** {name} / {r.choice(_PARTS)} service\n**關鍵概念:** {concepts}\n\n**題目關鍵字：**\n{keywords}"
    )


def _reason(r: random.Random, name: str, path: str, right: str) -> str:
    points = "\n\n".join(
        f"{i}. **{r.choice(_LABELS)}**:\n   {_chinese(r, name if i == 1 else '')}{_chinese(r)}" for i in (1, 2)
    )
    return (
        f"**技術原理：**\n\n{_chinese(r)}正確的作法是「{right}」。\n\n{points}\n\n**範例：**\n\n"
        f"{_code(r, name)}\n\n**呼叫與回應：**\n\n"
        f"```bash\ncurl -X POST https://host-{r.randint(1, 999)}.example{path} \\\n"
        f"  -d '{{\"{r.choice(_THINGS)}_id\": {r.randint(1000, 99999)}}}'\n```\n\n"
        f"{_chinese(r)}"
    )


def _code(r: random.Random, name: str) -> str:
    key, value = r.choice(_THINGS), r.choice(_PARTS)
    if r.random() < 0.4:
        return (
            f"```sql\nMERGE INTO {name} AS t\nUSING (SELECT {key}_id, {value}, ts FROM staging_{r.randint(1, 99)}\n"
            f"  WHERE ts > current_date() - INTERVAL {r.randint(2, 60)} DAYS) AS s\nON t.{key}_id = s.{key}_id\n"
            f"WHEN MATCHED THEN UPDATE SET {value} = s.{value}  -- {r.choice(_OBJECTS)}\n"
            f"WHEN NOT MATCHED THEN INSERT *;\n```"
        )
    return (
        f"```python\n# {_chinese(r)}\nchanges = (spark.readStream\n"
        f'    .option("startingVersion", {r.randint(1, 400)})\n'
        f'    .table("{name}")\n    .withWatermark("{value}_ts", "{r.randint(1, 59)} minutes"))\n\n'
        f'def apply(batch, number):\n    if batch.count() > {r.randint(10, 9999)}:\n        batch.write.mode("append")'
        f'.saveAsTable("{key}_{value}")\n\nchanges.writeStream.foreachBatch(apply).start()\n```'
    )


def _wrong(r: random.Random, name: str, path: str) -> str:
    points = [f"- **{r.choice(_LABELS)}**: {_chinese(r)}"]
    points.append(f"- **{r.choice(_LABELS)}**: `{path}` 與 `{name}`，{r.choice(_CAUSES)}。")
    return "**為什麼錯誤？**\n\n" + "\n".join(points)


def _memory(r: random.Random, path: str) -> str:
    actions = r.sample(_ACTIONS, 6)
    calls = "\n".join(
        f"| {action} {r.choice(_THINGS)} | {r.choice(('GET', 'POST', '**POST**'))} | `{path}/{r.choice(_PARTS)}/{i}` |"
        for i, action in enumerate(actions)
    )
    rules = "\n".join(
        f"| {r.choice(_LABELS)} | {r.choice(_SUBJECTS)}{r.choice(_VERBS)}{r.choice(_OBJECTS)} |" for _ in range(4)
    )
    return (
        f"### 口訣\n\n**「{'，'.join(r.sample(_RHYMES, 2))}」**\n\n### API 端點速查\n\n| 操作 | HTTP 方法 | 端點 |\n"
        f"|------|-----------|------|\n{calls}\n\n### 選擇原則\n\n| 情況 | 作法 |\n|------|------|\n{rules}"
    )


def _url(r: random.Random) -> str:
    return f"https://docs.example.com/{r.choice(_THINGS)}/{r.choice(_PARTS)}-{r.randint(1, 99999)}.html"


def reference(q: Generated) -> str:
    """Return the text of a question's file in ankigen's reference dialect."""
    letter = "ABCD"[q.right]
    options = "\n".join(f"- **{'ABCD'[i]}.** {text}" for i, text in enumerate(q.options))
    return f"""# Question #{q.number:06}

---

## 題目資訊

### 題目編號
**ID:** `Q-{q.number:06}`

### 來源
**來源:** {q.source}

### 難度等級
**難度:** `{q.level}`

---

## 題目內容

### 題幹

{q.stem}

### 選項

{options}

---

## 標籤系統

### Topic Tags (技術主題標籤)
**Topics:** {", ".join(f"`{topic}`" for topic in q.topics)}

### Trap Tags (陷阱類型標籤)
**Traps:** {", ".join(f"`{trap}`" for trap in q.traps)}

### Knowledge Domain (知識領域)
**Domain:** {q.domain}

---

## 答案與來源

### 正確答案
**正解:** `{letter}`

---

# 題目解析

---

{_back(q, "---")}
"""


def ankdown(q: Generated) -> str:
    """Return the text of the same question's file in ankdown's dialect: front, back and tags, separated by `%`."""
    options = "\n".join(f"- **{'ABCD'[i]}.** {text}" for i, text in enumerate(q.options))
    tags = ", ".join((*q.topics, *q.traps, q.level))
    return f"{q.stem}\n\n{options}\n\n%\n\n**正解:** `{'ABCD'[q.right]}`\n\n{_back(q, '')}\n\n%\n\n{tags}\n"


def _back(q: Generated, rule: str) -> str:
    """Return the back of a card; `rule` separates its parts."""
    wrong = "\n\n".join(f"### {'ABCD'[i]} - {q.options[i]}\n\n{text}" for i, text in q.wrong)
    links = "\n".join(f"- [{title}]({url})" for title, url in q.links)
    parts = (
        f"## 📍 考點識別\n\n{q.focus}",
        f"## ✅ 正解說明\n\n### 為什麼 {'ABCD'[q.right]} 是正確答案？\n\n{q.reason}",
        f"## ❌ 錯誤選項排除\n\n{wrong}",
        f"## 🧠 記憶法\n\n{q.memory}",
        f"## 📚 官方文件\n\n{links}",
    )
    return (f"\n\n{rule}\n\n" if rule else "\n\n").join(parts)


def write(count: int, folder: Path) -> tuple[Path, Path]:
    """Write a bank of `count` questions, and the same questions for ankdown; return the folders of both."""
    ours, peers = folder / "bank", folder / "ankdown"
    for topic in TOPICS:
        (ours / topic).mkdir(parents=True)
        (peers / topic).mkdir(parents=True)
    (ours / "bank.toml").write_text('id = "generated"\ntitle = "Generated"\n', encoding="utf-8")
    for number in range(count):
        q = question(number)
        name = f"Q-{number:06}.md"
        (ours / q.topics[0] / name).write_text(reference(q), encoding="utf-8")
        (peers / q.topics[0] / name).write_text(ankdown(q), encoding="utf-8")
    return ours, peers
