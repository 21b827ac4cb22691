"""Where Japanese sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate.protected import protected_spans
from translate.segmentation.brackets import JAPANESE, enclosed, inside

# Brackets farther apart are two that lost their partners, or hold a whole speech.
_BRACKET_LIMIT = 400
_CLOSERS = "[」』）］】〉》〕”’)\\]\"'｣]"
# A Latin full stop ends a sentence only after hiragana: it also stands in figures and names.
_END = re.compile(rf"(?:[。｡！？!?]++|(?<=[ぁ-ん])[．.](?![．.]))(?P<closers>{_CLOSERS}*+)")
# After 「…。」 the sentence goes on with a particle, a comma or more punctuation …
_GOES_ON = re.compile(
    "[、，,・。．！？!?ー〜～…―—:：]|と|など|なん|や|を|に|は|が|も|の|で|へ|か|だ|より|まで|ばかり|って|ほど"
)
# … unless that is the start of a word that opens sentences.
_OPENS = re.compile(
    "ところ|とりわけ|とく[にべ]|とも(?:あれ|かく)|もちろん|もっとも|もし|にもかかわらず|はじめ|かつ|かれ|だが|だから|のち"
)
# After a bare ！ or ？ only a quoting と or a comma shows that the sentence goes on.
_QUOTED = re.compile("[、，,]|と(?!ころ|りわけ|く|も|き|は言)|って|など")
# Yahoo!ニュース
_IN_NAME = re.compile(r"[A-Za-z][!?！？](?=\S)")


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets after each sentence of the line `text[start:end]` but the last."""
    line = text[start:end]
    brackets = enclosed(line, JAPANESE, _BRACKET_LIMIT)
    protected = protected_spans(line)
    for match in _END.finditer(line):
        cut = match.end()
        if cut == len(line) or inside(brackets, cut) or inside(protected, match.start()):
            continue
        if not _goes_on(line, match):
            yield start + cut


def _goes_on(line: str, match: re.Match[str]) -> bool:
    cut = match.end()
    if match["closers"]:
        return bool(_GOES_ON.match(line, cut)) and not _OPENS.match(line, cut)
    mark = match[0][-1]
    if mark in "。｡．.":
        return False
    return bool(_QUOTED.match(line, cut) or _IN_NAME.match(line, max(0, match.start() - 1)))
