"""Lines that a web page, a page footer or a chat assistant left between questions: they are no part of any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.markdown import Line

_VOTES = r"[A-H]{1,5}[ \t]*[(（][ \t]*\d{1,3}[ \t]*[%％][ \t]*[)）]"
# Whole lines. Each begins with what a site's pages have around every question.
_NOISE = re.compile(
    r"[\W_]*+(?:"
    r"(?:page|seite|p[aá]gina|стр\.?)[ \t]+\d{1,5}(?:[ \t]*(?:of|/|von|de|из)[ \t]*\d{1,5})?"
    r"|第[ \t]*\d{1,5}[ \t]*[页頁](?:[ \t]*[,，/／共]*[ \t]*共?[ \t]*\d{1,5}[ \t]*[页頁])?"
    r"|(?:https?://)?www\.[a-z0-9.-]+\.[a-z]{2,10}/?"
    r"|(?:show|hide|reveal|view|see)[ \t]+(?:the[ \t]+)?(?:suggested[ \t]+|correct[ \t]+)?"
    r"(?:answers?|solutions?|explanation)"
    r"(?:[ \t]+(?:hide|show|reveal)[ \t]+(?:answers?|solutions?))?(?:[ \t]+discussion[ \t]*\d*)?"
    r"|(?:\(?topic[ \t]*#?\d{1,3}\)?)"
    r"|section:[ \t]*\(?none\)?"
    r"|explanation/reference:?"
    r"|community vote distribution"
    rf"|{_VOTES}(?:[ \t]+{_VOTES}|[ \t]+other)*"
    r"|\d{1,3}[ \t]*[%％]"
    r"|(?:up)?voted[ \t]+\d+[ \t]+times?"
    r"|most (?:voted|recent)|highly voted"
    r"|discussion[ \t]+\d+|\d+[ \t]+comments?"
    r"|by[ \t]+\S+[ \t]+at[ \t]+\S.{5,40}"
    r"|点赞.{0,30}|收藏.{0,20}|上一[页頁题題].{0,20}|下一[页頁题題].{0,20}"
    r"|(?:next|previous) (?:question|page)(?:[ \t]+(?:next|previous) (?:question|page))?"
    r")[\W_]*",
    re.IGNORECASE,
)
_LONGEST = 120  # characters of a line that may be noise
_FAREWELL = re.compile(
    r"[\W_]*(?:let me know (?:if|whether|when|how)|would you like (?:me|more|another|to)|feel free to"
    r"|i hope (?:this|these|that)"
    r"|hope (?:this|these) helps?|good luck\b|happy (?:studying|learning|coding)"
    r"|if you(?:'d| would|’d)? (?:like|want|need)"
    r"|want me to|do you want (?:me|more)|shall i\b|just (?:let me know|ask|say)|that's (?:all|it) (?:for now|folks)"
    r"|如果(?:你|您)?(?:還|还)?(?:需要|想|有)|需要我|要我|祝(?:你|您)(?:考|學|学)"
    r"|lass(?:en sie)? (?:es )?mich wissen"
    r"|sag(?:en sie)? (?:mir )?bescheid"
    r"|möcht(?:est|en) (?:du|sie)|viel (?:erfolg|glück)|n'hésite|voulez-vous|veux-tu|souhaite(?:z|s)"
    r"|bonne chance"
    r"|avísame|¿(?:quieres|te gustaría)|si (?:quieres|necesitas)|me avise|se (?:quiser|precisar)"
    r"|quer que eu|fammi sapere"
    r"|дай(?:те)? знать|если (?:хотите|нужн)|他に|必要であれば|もっと)",
    re.IGNORECASE,
)


def without_noise(rows: Iterable[Line]) -> list[Line]:
    """Return the lines, with empty ones for what is noise wherever it is."""
    return [
        row._replace(text="") if 0 < len(row.text) < _LONGEST and not row.code and _NOISE.fullmatch(row.text) else row
        for row in rows
    ]


def is_farewell(text: str) -> bool:
    """Return whether a line takes leave of a reader, as chat assistants do."""
    return len(text) < 400 and bool(_FAREWELL.match(text))
