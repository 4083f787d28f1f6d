"""A bank in which all is well, with questions in several forms, settings, pictures and a sound."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from typing import TYPE_CHECKING

from writing import question

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
id = "bank"
title = "Bank"
language = "en"
recall = true
topic_minimum = 1
ignore = ["AG201"]

[tags]
topics = ["Alpha", "Beta"]

[blueprint]
"Data Engineering" = 60
"Streaming" = 40
"""
_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>circle{fill:red}</style>
<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
<g transform="scale(2)"><circle r="2" fill="url(#g)"/><path d="M0 0L9 9Z"/><text x="1">words</text></g></svg>
"""
_TASKS = """\
#### Q1. Which one is it?

- [ ] one
- [x] two
- [ ] three

Because two is right: see [the docs](https://example.org/a) and ![a picture](../media/a.png).

#### Q2. Which are they?

- [x] red
- [ ] green
- [x] blue
"""
_KEYED = """\
1. Which command lists pods?

   A. kubectl get pods
   B. kubectl run
   C. kubectl exec

2. What does this print?

   ```python
   print(2 ** 3)
   ```

   A. 6
   B. 8

## Answer Key

1. A - it lists them
2. B
"""
_LOOSE = """\
### Which formula is right?

1. $a^2 + b^2$
2. $\\frac{1}{2}$
3. neither

Answer: 2

Explanation: half of it[^1]; ![](../media/v.svg) [sound:../media/s.wav]

[^1]: A note.

| a | b |
|---|---|
| 1 | 2 |
"""


def write(folder: Path) -> None:
    """Write the bank."""
    texts = {
        "bank.toml": SETTINGS,
        "q/Q-001.md": question("Q-001"),
        "q/Q-002.md": question("Q-002", stem="What is shown?\n\n![a pattern](../media/a.png)", answer="`A`, `C`"),
        "q/same.md": question("", stem="Which one is right?", explanation="Another one. " * 5),
        "more/tasks.md": _TASKS,
        "more/keyed.md": _KEYED,
        "more/loose.md": _LOOSE,
        "media/v.svg": _SVG,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "media/a.png").write_bytes(_picture())
    (folder / "media/s.wav").write_bytes(_sound())


def _picture() -> bytes:
    """Return a PNG, red, of 9 pixels by 9."""
    rows = b"".join(b"\x00" + b"\xff\x00\x00" * 9 for _ in range(9))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _sound() -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(80))
    return data.getvalue()
