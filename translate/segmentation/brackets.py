"""Balanced brackets of one line; what is only opened or only closed is no bracket."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence

ROUND = {"(": ")", "[": "]"}
_JAPANESE_PAIRS = '「」 『』 （） ［］ 【】 〈〉 《》 〔〕 ｢｣ “” ‘’ ""'
JAPANESE = ROUND | {pair[0]: pair[1] for pair in _JAPANESE_PAIRS.split()}


def inside(spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether the character at `position` is in one of the ordered, disjoint `spans`."""
    index = bisect_right(spans, (position, sys.maxsize)) - 1
    return index >= 0 and position < spans[index][1]


def enclosed(text: str, pairs: dict[str, str], limit: int | None = None) -> list[tuple[int, int]]:
    """Spans between the outermost balanced brackets that are at most `limit` characters apart.

    A cut before any character of these spans would open a pair up.
    """
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(_balanced(text, pairs)):
        fits = limit is None or end - start <= limit
        if fits and (not outermost or start >= outermost[-1][1]):
            outermost.append((start + 1, end))
    return outermost


def _balanced(text: str, pairs: dict[str, str]) -> list[tuple[int, int]]:
    """Spans of matching pairs, brackets included; an unmatched bracket inside is skipped."""
    openers = {closer: opener for opener, closer in pairs.items()}
    stack: list[tuple[str, int]] = []
    opened = dict.fromkeys(pairs, 0)
    spans = []
    for position, character in enumerate(text):
        closes_itself = pairs.get(character) == character and opened[character]
        if character in pairs and not closes_itself:
            stack.append((character, position))
            opened[character] += 1
        elif opened.get(openers.get(character, ""), 0):
            top = ""
            while top != openers[character]:
                top, start = stack.pop()
                opened[top] -= 1
            spans.append((start, position + 1))
    return spans
