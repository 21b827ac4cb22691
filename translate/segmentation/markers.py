"""Bullets and numbering at the start of a line or sentence, in both languages' conventions."""

from __future__ import annotations

import re

_KANJI_DIGIT = "一二三四五六七八九十"
# What follows 第1 where it is a noun and no heading number.
_COUNTERS = "四半期|[回条項号章節款目次期位版者部課年週弾種類級子線代]|世代|段階"
_DIGIT = "[0-9０-９]"
_ROMAN = "(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|V?I{1,3}|V)"

# A marker that adjoins its text is none if the text goes on in hiragana: (1)に掲げる, ①の場合.
_ADJOINS = r"(?=\s|[^\s\d０-９ぁ-ん、。，．.,)）・])"
_MARKER = re.compile(
    rf"""
    ([•‣◦●○■□◆◇▪▫►▶➤➢✓✔※→⇒◎★☆▼▽・∙⁃·＊❖✦])(?!\1|[月日年×])  # ○○省, ○月 are blanks to fill in
    | [▲△](?![\d０-９])                                # △5 is minus five
    | (?:--?|[–—―*+>]|\#{{1,6}})(?=\s)
    | [(（](?:{_DIGIT}{{1,3}}|[a-zA-Z]|[ivx]{{1,5}}|[ア-ン]|[{_KANJI_DIGIT}]{{1,3}})[)）]{_ADJOINS}
    | \d{{1,3}}(?:\.\d{{1,2}}){{0,3}}(?:\.[)）]?|[)）])(?=\s|[A-Z])
    | {_DIGIT}{{1,3}}[.．)）]{_ADJOINS}(?![A-Za-z])
    | {_DIGIT}{{1,2}}、(?!{_DIGIT})
    | \d{{1,2}}(?:\.[1-9]\d?){{1,3}}(?=[ \t]+[A-Z])(?!\s+WI(?:B|TA|T)\b)
    | {_DIGIT}{{1,2}}(?=\u3000)
    | [a-z][.)](?=\s)
    | [A-GI-L]\.(?=\s)(?!\s+[A-Z]\.)                   # not H. (Haji), not B. J. Habibie
    | [A-Z]\)(?=\s)
    | {_ROMAN}[.)](?=\s)(?!\s+[A-Z]\.)
    | [ア-ン](?:(?=\s)|[．.)）]{_ADJOINS}|、(?=\s))
    | [{_KANJI_DIGIT}]{{1,3}}(?:(?=\u3000)|[、．.](?![{_KANJI_DIGIT}]))
    | [①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛❶-❿➀-➓㈠-㈩]{_ADJOINS}
    | [Ⅰ-Ⅻ](?:[．.]|(?=\s))
    | 第[0-9０-９{_KANJI_DIGIT}]{{1,3}}(?=\s)(?!\s+(?:{_COUNTERS}))
    """,
    re.VERBOSE,
)
_DEPTH = 3


def marker_end(text: str, start: int, end: int) -> int:
    """Where the sentence proper of `text[start:end]` begins: after markers and their spaces.

    `start` must be no space. A marker with nothing behind it is the text itself.
    """
    position = start
    for _ in range(_DEPTH):
        marker = _MARKER.match(text, position, end)
        if not marker:
            break
        after = marker.end()
        while after < end and text[after].isspace():
            after += 1
        if after >= end:
            break
        position = after
    return position
