"""Term pairs of the glossary, and where both sides of one stand in a sentence pair."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.pairs import Pair

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CLITIC = re.compile(r"(nya|lah|kah|pun|ku|mu)$")
LONGEST_TERM = 9  # words


@dataclass(frozen=True, slots=True)
class TermPair:
    """One concept: its forms in both languages, the preferred one first."""

    indonesian: tuple[str, ...]
    japanese: tuple[str, ...]
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A concept found on both sides: dictionary forms, the surface read, and its domain.

    ``japanese`` is empty where the concept's Japanese forms are absent from the reference.
    """

    term: TermPair
    indonesian: str
    surface: str
    japanese: str


def read_terms(path: Path) -> list[TermPair]:
    """Read concepts from a tab-separated glossary with the columns of ``glossary.tsv``.

    Raises ``ValueError`` where a column that is needed is missing.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    needed = {"id_preferred", "id_admitted", "ja_preferred", "ja_admitted", "domain"}
    if rows and not needed <= rows[0].keys():
        raise ValueError(f"{path}: columns missing: {sorted(needed - rows[0].keys())}")
    terms = []
    for row in rows:
        indonesian = _forms(row["id_preferred"], row["id_admitted"])
        japanese = _forms(row["ja_preferred"], row["ja_admitted"])
        if indonesian and japanese:
            terms.append(TermPair(indonesian, japanese, row["domain"]))
    return terms


class TermIndex:
    """Finds glossary concepts in sentence pairs by their Indonesian words."""

    def __init__(self, terms: Iterable[TermPair]) -> None:
        self._by_words: dict[tuple[str, ...], list[tuple[TermPair, str]]] = defaultdict(list)
        for term in terms:
            for form in term.indonesian:
                words = tuple(m.group().casefold() for m in _WORD.finditer(form))
                if words and len(form) > 2:
                    self._by_words[words].append((term, form))

    def find(self, pair: Pair) -> list[Occurrence]:
        """Return the concepts of the Indonesian side, the longest at each place, left to right."""
        words = list(_WORD.finditer(pair.indonesian))
        found, start = [], 0
        while start < len(words):
            hit = self._longest(words, start, pair.indonesian)
            if hit is None:
                start += 1
                continue
            length, surface, candidates = hit
            found += _resolve(candidates, surface, pair.japanese)
            start += length
        return found

    def _longest(
        self, words: Sequence[re.Match[str]], start: int, text: str
    ) -> tuple[int, str, list[tuple[TermPair, str]]] | None:
        """Return (words, surface, concepts) of the longest term that starts at a word."""
        for length in range(min(LONGEST_TERM, len(words) - start), 0, -1):
            run = words[start : start + length]
            surface = text[run[0].start() : run[-1].end()]
            key = tuple(word.group().casefold() for word in run)
            bare = (*key[:-1], _CLITIC.sub("", key[-1]))
            candidates = self._by_words.get(key) or self._by_words.get(bare) or []
            fitting = [c for c in candidates if not c[1].isupper() or surface.isupper()]
            if fitting:
                return length, surface, fitting
        return None


def _resolve(
    candidates: Sequence[tuple[TermPair, str]], surface: str, japanese: str
) -> list[Occurrence]:
    """Return the first concept whose Japanese form is in the reference, else one without."""
    for term, form in candidates:
        present = [f for f in term.japanese if len(f) > 1 and f in japanese]
        if present:
            return [Occurrence(term, form, surface, max(present, key=len))]
    term, form = candidates[0]
    return [Occurrence(term, form, surface, "")]


def _forms(preferred: str, admitted: str) -> tuple[str, ...]:
    """Return the forms of one cell pair; forms with a placeholder are useless as text."""
    forms = [preferred, *admitted.split(" | ")]
    clean = [form.strip() for form in forms]
    return tuple(f for f in clean if f and "〜" not in f and "~" not in f and "=" not in f)
