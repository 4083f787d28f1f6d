"""Lines that the pages of exam sites, of Moodle and of other tools have around every question."""

from __future__ import annotations

import re

VOTES = r"[A-H]{1,5}[ \t]*[(（][ \t]*\d{1,3}[ \t]*[%％][ \t]*[)）]"
# What Moodle has around a question in other languages: not answered yet, its points, mark it, choose one answer.
_POINTS = r"[ \t]*\d+(?:[.,]\d+)?(?:[ \t]+(?:von|sobre|sur|de|su|van|из|z|ponto\(?s?\)?)(?:[ \t]*\d+(?:[.,]\d+)?)?)?\.?"
_MOODLE = "|".join(
    (
        r"(?:bisher )?nicht beantwortet|pas encore répondu|sin responder aún|ainda não respondida|尚未作答|未作答",
        r"risposta non (?:ancora )?data|nog niet beantwoord|пока нет ответа|nie udzielono odpowiedzi",
        rf"(?:erreich(?:bare|te) punkte|noté sur|note de|puntúa(?: como)?|vale|atingiu|punteggio(?: max\.?| ottenuto)?"
        rf"|(?:te behalen )?punten|балл(?:ов)?|punkty):?{_POINTS}",
        r"frage markieren|marquer la question|marcar (?:la )?pregunta|marcar questão|contrassegna domanda",
        r"markeer vraag|отметить вопрос|oflaguj pytanie|標示試題|标记试题",
        r"(?:wählen sie eine(?: oder mehrere)? antwort(?:en)?|(?:veuillez choisir|sélectionnez) une réponse)[ \t]*[.:]",
        r"(?:seleccione una(?: o más de una)?|escolha uma (?:ou mais|opção)|scegli un['’]alternativa)[ \t]*:",
        r"(?:kies (?:één|een of meer)|выберите один ответ|wybierz jedną odpowiedź)[ \t]*:",
    )
)
# What Moodle writes above the text of a question.
_ABOVE_TEXT = (
    "question text|fragetext|texto de la pregunta|enunciado de la pregunta|texte de la question|texto da questão"
    "|testo della domanda|vraagtekst|текст вопроса|treść pytania|试题正文|試題文字"
)
# What pages have below questions: the score, and words to share, to begin again, to the top, and on rights.
_NETWORK = r"(?:twitter|x|facebook|linkedin|whatsapp|reddit|telegram|pinterest|mastodon|bluesky|weibo)"
_FOOTER = "|".join(
    (
        r"(?:(?:your|final|total|quiz)[ \t]+)?score[*_ \t]*[:=][*_ \t]*"
        r"(?:\d{1,4}|_{1,9})?[ \t]*(?:/|of|out of)[ \t]*\d{1,4}(?:[ \t]*[(（]?\d{1,3}[ \t]*[%％][)）]?)?",
        r"(?:you (?:got|scored)|score)[ \t]+\d{1,4}[ \t]*(?:/|of|out of)[ \t]*\d{1,4}"
        r"(?:[ \t]+(?:correct|right|questions?))?",
        rf"(?:share|tweet|post)(?:[ \t]+(?:this|it|your (?:score|result)s?))?[ \t]+(?:on|to|via)[ \t]+{_NETWORK}",
        rf"(?:share|teilen|compartir|partager)[ \t]*[:|][ \t]*{_NETWORK}"
        rf"(?:[ \t|,·•/]+(?:{_NETWORK}|e-?mail|copy link))*",
        r"(?:re-?take|re-?start|submit|finish)[ \t]+(?:the[ \t]+|this[ \t]+)?(?:quiz|test|exam|answers)",
        r"(?:back|go|return)[ \t]+to[ \t]+(?:the[ \t]+)?top(?:[ \t]+of[ \t]+page)?",
        r"(?:edit|view|improve)[ \t]+this[ \t]+page(?:[ \t]+on[ \t]+git(?:hub|lab))?",
        r"(?:(?<=©)|(?<=© )|copyright[ \t]*(?:©|\(c\))[ \t]*)\d{4}\b[^?？]{0,80}|all rights reserved",
        r"privacy policy(?:[ \t]*[|·•&][ \t]*terms.{0,30})?",
    )
)
# Whole lines. Each begins with what a site's pages have around every question.
NOISE = re.compile(
    r"[-–—][ \t]*\(topic[ \t]*#?\d{1,3}\)[ \t]*"
    r"|(?![-*+•][ \t])[\W_]*+(?:"
    r"(?:page|seite|p[aá]gina|стр\.?)[ \t]+\d{1,5}(?:[ \t]*(?:of|/|von|de|из)[ \t]*\d{1,5})?"
    r"(?:[ \t]+[-–—|][ \t]+(?:[a-z0-9-]{1,60}\.){1,3}[a-z]{2,10}/?)?"
    r"|第[ \t]*\d{1,5}[ \t]*[页頁](?:[ \t]*[,，/／共]*[ \t]*共?[ \t]*\d{1,5}[ \t]*[页頁])?"
    r"|pagebreak|page-break|newpage|clearpage|<?div[ \t][^<>]{0,60}page-?break[^<>]{0,40}>(?:[ \t]*</div)?"
    r"|(?:https?://)?www\.[a-z0-9.-]+\.[a-z]{2,10}/?"
    r"|(?:show|hide|reveal|view|see)[ \t]+(?:the[ \t]+)?(?:suggested[ \t]+|correct[ \t]+)?"
    r"(?:answers?|solutions?|explanation)"
    r"(?:[ \t]+(?:hide|show|reveal)[ \t]+(?:answers?|solutions?))?(?:[ \t]+discussion[ \t]*\d*)?"
    r"|(?:\(?topic[ \t]*#?:?[ \t]*\d{1,3}\)?)"
    r"|all[ \t][^\[\]?]{1,60}[ \t]questions|(?:actual[ \t]+)?exam question from[ \t].{1,60}"
    r"|exam[ \t][^?]{1,60}[ \t]topic[ \t]\d{1,3}[ \t]question[ \t]\d{1,4}[ \t]discussion"
    r"|\d{1,3}(?:[ \t]*/[ \t]*\d{1,3})?[ \t]+(?:points?|pts\.?|marks?)|select one:"
    r"|mark(?:ed)?(?:[ \t]+\d+(?:[.,]\d+)?)?[ \t]+out[ \t]+of[ \t]+\d+(?:[.,]\d+)?"
    r"|flag question|not (?:yet )?answered|skipped"
    rf"|{_MOODLE}"
    rf"|(?:{_FOOTER})(?:\]\([^()\s]{{1,200}}\))?"
    r"|section:[ \t]*\(?none\)?"
    r"|explanation/reference:?"
    r"|community vot(?:e|es|ing)(?:[ \t]+(?:distribution|statistics|stats|results?|split))?[*_]{0,2}:?"
    rf"|{VOTES}(?:[ \t]+(?:{VOTES}|other|\d{{1,3}}[ \t]*[%％]))*"
    r"|(?:up)?voted[ \t]+\d+[ \t]+times?"
    r"|most (?:voted|recent)|highly voted"
    r"|discussion[ \t]+\d+|\d+[ \t]+comments?"
    r"|by[ \t]+\S+[ \t]+at[ \t]+\S.{5,40}"
    r"|点赞.{0,30}|收藏.{0,20}|上一[页頁题題].{0,20}|下一[页頁题題].{0,20}"
    r"|(?:next|previous) (?:question|page)(?:[ \t]+(?:next|previous) (?:question|page))?"
    r")[\W_]*"
    r"|[*_ \t]{0,4}\[[^\[\]]{1,80}\]\(#[^()]{0,80}\)[*_ \t]{0,4}"
    rf"|[ \t]*(?:{_ABOVE_TEXT})[ \t]*"
    rf"|[ \t]*(?:target deck:.{{0,80}}|file tags:.{{0,80}}|deck info|\^[a-z0-9-]{{4,40}})[ \t]*"
    r"|(?:[ \t]*(?:&(?:nbsp|emsp|ensp|zwnj|#160);|</?br[ \t]*/?>))++[ \t]*",
    re.IGNORECASE,
)
