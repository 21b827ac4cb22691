"""Cutting a sentence that is too long for the model: at clauses, else words, else characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise

from glossary.model import Lang
from translate.protected import protected_spans
from translate.segmentation.brackets import JAPANESE, enclosed, inside

# Conjunctions that open a clause, and words that as often join two nouns.
_OPENS_CLAUSE = (
    "agar|apabila|bahwa|hingga|jika|karena|ketika|melainkan|meski|meskipun|namun|sebelum"
    "|sedangkan|sehingga|sejak|sementara|setelah|supaya|tetapi|walaupun"
)
_OPENS_PHRASE = "atau|dan|dengan|melalui|oleh|sebagai|serta|untuk|yang"
# Kinds of cuts, the best first; a match's end is where to cut.
_KINDS = {
    Lang.INDONESIAN: (
        re.compile(
            r"[.!?;:,…][\"”’)\]]*+\s++|\s[-–—]++\s++|—"
            rf"|(?<!\s)\s++(?=(?:{_OPENS_CLAUSE})\s)",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\s)\s++(?=(?:{_OPENS_PHRASE})\s)", re.IGNORECASE),
        re.compile(r"\s++"),
    ),
    Lang.JAPANESE: (
        re.compile(
            "[。！？；;：][」』）]*+\\s*+|―++|(?:[てでがしりばとらずくれみき]|ため|ので|から|つつ"
            "|ながら|ほか|一方|場合|際|とともに)[、，]\\s*+"
        ),
        re.compile("[、，](?![0-9０-９])\\s*+|,\\s++"),
        # Where hiragana meets something else a phrase begins: …は│政府の│資源を
        re.compile(r"[ぁ-んー](?=[^\sぁ-んー、。，．.・」』）】\])])|\s++"),
    ),
}
_WITHIN_WORD = re.compile(
    r"[\w.,'%-]{2}|[ァ-ヶー]{2}|[０-９．，]{2}|.[、。，．・」』）】ーぁぃぅぇぉっゃゅょ]"
    r"|[（「『【].",
    re.ASCII,
)


def split_long(text: str, lang: Lang, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Few consecutive pieces of `text` that all fit; joined they are `text` to the character.

    Cut is at the last clause boundary that leaves a fitting piece, unless that lies in a bracket or
    leaves less than half of what would fit; failing that at a phrase, at a word, inside a bracket,
    at a character. A mere tail is evened out with the piece before it.

    `fits` should hold for the prefixes of what fits; a single character that does not fit is a
    piece all the same. Spaces at a cut end the piece before it.
    """
    if not text or fits(text):
        return (text,) if text else ()
    cuts = _Cuts(text, lang)
    bounds = [0]
    while bounds[-1] < len(text):
        last_length = bounds[-1] - bounds[-2] if len(bounds) > 1 else 0
        reach = _reach(text, bounds[-1], last_length, fits)
        bounds.append(cuts.best(bounds[-1], reach, fits))
    if len(bounds) > 2 and 3 * (bounds[-1] - bounds[-2]) < bounds[-2] - bounds[-3]:
        bounds[-2] = cuts.middle(bounds[-3], bounds[-2], fits)
    return tuple(text[start:end] for start, end in pairwise(bounds))


def _reach(text: str, start: int, guess: int, fits: Callable[[str], bool]) -> int:
    """The largest end for which `text[start:end]` fits, at least one character on."""
    low, step = start + 1, max(guess, 64)
    while low + step < len(text) and fits(text[start : low + step]):
        low, step = low + step, 2 * step
    high = min(low + step, len(text))
    if fits(text[start:high]):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(text[start:middle]) else (low, middle)
    return low


class _Cuts:
    """Where a text may be cut, in falling order of preference."""

    def __init__(self, text: str, lang: Lang) -> None:
        self._text = text
        self._addresses = [(start + 1, end) for start, end in protected_spans(text)]
        brackets = enclosed(text, JAPANESE)
        kinds = [self._ends(pattern) for pattern in _KINDS[lang]]
        outside = [[c for c in cuts if not inside(brackets, c)] for cuts in kinds]
        self._tiers = [*outside, *kinds]

    def _ends(self, pattern: re.Pattern[str]) -> list[int]:
        ends = (match.end() for match in pattern.finditer(self._text))
        return [end for end in ends if end < len(self._text) and not inside(self._addresses, end)]

    def best(self, start: int, reach: int, fits: Callable[[str], bool]) -> int:
        """The end of the piece that starts at `start` and may go up to `reach`."""
        if reach == len(self._text):
            return reach
        # A better kind of cut is worth a piece half as long, not a shorter one.
        for least in (start + (reach - start) // 2, start):
            for tier in self._tiers:
                for index in range(bisect_right(tier, reach) - 1, -1, -1):
                    if tier[index] <= least:
                        break
                    if fits(self._text[start : tier[index]]):
                        return tier[index]
        return self._character(start, reach)

    def _character(self, start: int, reach: int) -> int:
        """The last end that breaks no word or address, else no character with combining marks."""
        whole = range(reach, start, -1)
        for end in whole:
            around = self._text[end - 1 : end + 1]
            if not (_WITHIN_WORD.fullmatch(around) or inside(self._addresses, end)):
                return end
        return next((n for n in whole if not unicodedata.combining(self._text[n])), reach)

    def middle(self, start: int, cut: int, fits: Callable[[str], bool]) -> int:
        """The best cut that is no farther from the middle of `text[start:]` than `cut` is."""
        half = (start + len(self._text)) // 2
        farthest = abs(cut - half)
        for tier in self._tiers:
            low, high = bisect_left(tier, half - farthest), bisect_right(tier, half + farthest)
            for candidate in sorted(tier[low:high], key=lambda c: abs(c - half)):
                if fits(self._text[start:candidate]) and fits(self._text[candidate:]):
                    return candidate
        return cut
