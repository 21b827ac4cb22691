"""A normalised copy of a text for comparison, with a map back to the original's offsets.

Folded: compatibility characters and width (NFKC), case, quotation marks, hyphens and dashes, wave
dashes, prolonged sound marks in katakana, runs of white space. Invisible characters are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Characters that NFKC leaves alone one by one: ASCII, kana, unified ideographs, 々 and 、。「」.
_STABLE = re.compile(
    "[\x00-\x7f\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u4e00-\u9fff\u3001-\u3011]+"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)
_VARIATION_SELECTOR = re.compile("[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ONE_TO_ONE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
    | dict.fromkeys("\u301c\u223c\u3030", "~")
)
_KATAKANA = "\u30a1-\u30fa"
_DASH_FOR_SOUND = re.compile(f"(?<=[{_KATAKANA}])-(?=[{_KATAKANA}])")
# White space other than one space; or the prolonged sound mark at the end of a katakana word of
# three letters before it: コンピュータ and コンピューター are one word, キ and キー are two.
_SHORTENED = re.compile(f"[^\\S ]\\s*| \\s+|(?<=[{_KATAKANA}ー]{{3}})ー+(?![{_KATAKANA}ー])")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """`text` for comparison; its character i came from `original[starts[i]:ends[i]]`.

    One original character (with its combining marks) may give several here (㍿), and several may
    give one (か + ゛, a run of spaces).
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def is_edge(self, position: int) -> bool:
        """Whether `position` (0 … len(text)) lies between two original characters."""
        if not 0 < position < len(self.text):
            return True
        return self.ends[position - 1] <= self.starts[position]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for `text[start:end]`, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str, *, fold_case: bool = True) -> Normalised:
    """The normalised copy of `text`; with `fold_case` False, letters keep their case.

    A run of white space becomes one space, or one line break where it holds a blank line, so that
    a term may run over a line's end but not over a paragraph's.
    """
    if text.isascii():
        folded = text.lower() if fold_case else text
        return _shorten(folded, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        stable = _STABLE.match(text, position)
        end = stable.end() if stable else position
        if end < len(text) and end > position and _continues(text[end]):
            end -= 1
        if end > position:
            run = text[position:end]
            pieces.append(run.lower() if fold_case else run)
            starts.extend(range(position, end))
            ends.extend(range(position + 1, end + 1))
        else:
            end = _cluster_end(text, position)
            piece = _fold(text[position:end], fold_case)
            pieces.append(piece)
            starts.extend([position] * len(piece))
            ends.extend([end] * len(piece))
        position = end
    return _shorten("".join(pieces).translate(_ONE_TO_ONE), starts, ends)


def key(form: str) -> str:
    """What a term is looked up by: its normalised text without outer spaces and 〜 (a slot)."""
    text = normalise(form).text.strip()
    return text.strip("~").strip() or text


def spelling(form: str) -> str:
    """Like `normalise`, with the case kept: what a case-sensitive term is compared by."""
    return normalise(form, fold_case=False).text.strip()


@lru_cache(maxsize=4096)
def _fold(cluster: str, fold_case: bool) -> str:
    # ① and ² stay as they are: "①LAN" and "LAN²" hold the word LAN.
    if unicodedata.decomposition(cluster[0]).startswith(("<circle>", "<super>", "<sub>")):
        return cluster
    visible = unicodedata.normalize("NFKC", _INVISIBLE.sub("", cluster))
    return unicodedata.normalize("NFKC", visible.casefold()) if fold_case else visible


@lru_cache(maxsize=4096)
def _continues(character: str) -> bool:
    """Whether `character` belongs to the one before it (combining and voicing marks, selectors)."""
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.combining(first) > 0 or bool(_VARIATION_SELECTOR.match(character))


def _cluster_end(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and _continues(text[end]):
        end += 1
    return end


def _shorten(text: str, starts: Sequence[int], ends: Sequence[int]) -> Normalised:
    """Apply the foldings that make the text shorter or depend on neighbours."""
    text = _DASH_FOR_SOUND.sub("ー", text)
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for found in _SHORTENED.finditer(text):
        first, last = found.span()
        pieces.append(text[done:first])
        new_starts.extend(starts[done:first])
        new_ends.extend(ends[done:first])
        if text[first] == "ー":
            new_ends[-1] = ends[last - 1]
        else:
            breaks = len(_LINE_BREAK.findall(found.group()))
            pieces.append(" " if breaks < 2 else "\n")
            new_starts.append(starts[first])
            new_ends.append(ends[last - 1])
        done = last
    if not done:
        return Normalised(text, starts, ends)
    pieces.append(text[done:])
    new_starts.extend(starts[done:])
    new_ends.extend(ends[done:])
    return Normalised("".join(pieces), new_starts, new_ends)
