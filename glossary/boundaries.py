"""Whether a stretch of text is a term on its own, and how far it reaches.

One rule for both languages: a Latin letter or digit at an edge needs a neighbour that is neither.
Indonesian words may carry clitics and be doubled; Japanese edges must be ends of morphemes.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from glossary.languages import LanguageRules
from glossary.morphemes import morpheme_edges
from glossary.occurrences import is_word
from glossary.text import Normalised

# A shorter stem with a clitic is more often a word of its own: su + ku, ha + nya.
_SHORTEST_STEM = 3
# With less in common, two hyphenated words are neighbours (Makassar-Sarmi), not one doubled.
_SHORTEST_DOUBLED = 4
_WORD = frozenset(filter(is_word, map(chr, range(0x250))))  # is_word, asked very often
_KANJI = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{3}")
_COMPOUNDING = re.compile("[\u3005\u3400-\u9fff\U00020000-\U0003ffff\u30a1-\u30fa\u30fc0-9A-Za-z]")


class Place(NamedTuple):
    """A stretch of the normalised text that is a term; `doubled` as in kota-kota."""

    start: int
    end: int
    doubled: bool = False


class Boundaries:
    """The boundary rule over one text; the morphemes are analysed when first asked for."""

    def __init__(self, original: str, normalised: Normalised, rules: LanguageRules) -> None:
        self._original = original
        self._map = normalised
        self._text = normalised.text
        self._rules = rules

    def place(self, start: int, end: int) -> Place | None:
        """The place that the term at `start:end` takes, or None if that is no word of its own.

        It is longer than asked where the word is doubled (kota-kota) or its last katakana is
        prolonged (コンピューターサービス for コンピュータ). A clitic is not part of it.
        """
        if self._rules.reduplicates:
            place = self._doubled(start, end)
        else:
            place = Place(start, end + self._is_prolonged(end))
        start, end, _ = place
        if not (self._opens(start) and self._closes(end)):
            return None
        if not (self._map.is_edge(start) and self._map.is_edge(end)):
            return None
        return None if self._is_part_of_compound(start, end) else place

    @cached_property
    def _morpheme_edges(self) -> frozenset[int]:
        return morpheme_edges(self._original)

    def _opens(self, start: int) -> bool:
        before = self._text[start - 1 : start]
        if self._text[start] in _WORD:
            return before not in _WORD and not self._is_inside_doubling(start - 1)
        if not self._rules.uses_morphemes or not before.isalnum():
            return True
        return self._map.starts[start] in self._morpheme_edges

    def _closes(self, end: int) -> bool:
        after = self._text[end : end + 1]
        if self._text[end - 1] in _WORD:
            if after in _WORD:
                return self._has_clitic(end)
            return not self._is_inside_doubling(end)
        if not self._rules.uses_morphemes or not after.isalnum():
            return True
        return after != "々" and self._map.ends[end - 1] in self._morpheme_edges

    def _has_clitic(self, end: int) -> bool:
        """Whether nothing but clitics stands between `end` and the end of the word."""
        clitic = self._rules.clitics.match(self._text, end) if self._rules.clitics else None
        if clitic is None or self._text[clitic.end() : clitic.end() + 1] in _WORD:
            return False
        start = self._letters_before(end)
        if end - start < _SHORTEST_STEM:
            return False
        return self._text[start : clitic.end()] not in self._rules.not_clitic

    def _doubled(self, start: int, end: int) -> Place:
        """Stretched over a doubling of the first word, as in kota-kota and kepala-kepala daerah."""
        text = self._text
        first = text[start:end].split(" ", 1)[0]
        before, after = start - len(first) - 1, end + 1 + len(first)
        if before >= 0 and text[before:start] == f"{first}-":
            return Place(before, end, doubled=True)
        if first == text[start:end] and text[end:after] == f"-{first}":
            return Place(start, after, doubled=True)
        return Place(start, end)

    def _is_inside_doubling(self, hyphen: int) -> bool:
        """Whether a hyphen joins one stem to itself: perundang-undangan holds no undangan."""
        if not self._rules.reduplicates or hyphen < 0 or self._text[hyphen : hyphen + 1] != "-":
            return False
        left = self._text[self._letters_before(hyphen) : hyphen]
        right = self._text[hyphen + 1 : hyphen + 1 + len(left)]
        return any(left.endswith(right[:k]) for k in range(_SHORTEST_DOUBLED, len(right) + 1))

    def _letters_before(self, position: int) -> int:
        """Where the run of letters that ends at `position` starts."""
        start = position
        while start and self._text[start - 1].isalpha():
            start -= 1
        return start

    def _is_prolonged(self, end: int) -> bool:
        """Whether a prolonged sound mark that may be left out follows three katakana."""
        follows = self._text[end : end + 1] == "ー"
        return follows and bool(_KATAKANA.fullmatch(self._text, max(end - 3, 0), end))

    def _is_part_of_compound(self, start: int, end: int) -> bool:
        """A single kanji is a word only on its own: 国 in 国が, not in 各国 or 共和国."""
        if not self._rules.uses_morphemes or not _KANJI.fullmatch(self._text, start, end):
            return False
        neighbours = self._text[max(start - 1, 0) : start] + self._text[end : end + 1]
        return bool(_COMPOUNDING.search(neighbours))
