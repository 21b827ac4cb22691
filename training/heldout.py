"""Lines that must never be trained on, and what counts as nearly equal to one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.pairs import Pair, read_pairs

DEV_SETS = ("authored", "releases", "ntrex-dev")
_LEFT_OUT = re.compile(r"[\W\d_]+")
SHINGLE = 8  # characters
# Letters from which equality with a public line is no chance: "PENGUMUMAN" = "お知らせ" is.
LONG_PAIR = 20
LONG_LINE = {"indonesian": 40, "japanese": 20}


@dataclass(frozen=True, slots=True)
class Match:
    """A line that overlaps a held-out line; ``overlap`` is the Jaccard share of shingles, 0–1."""

    line: str
    held_out: str
    overlap: float


def normalise(text: str) -> str:
    """Return the letters only: no case, spaces, punctuation or figures."""
    return _LEFT_OUT.sub("", text).casefold()


def shingles(text: str) -> set[str]:
    """Return the character n-grams of the normalised text; a short text is its own n-gram."""
    letters = normalise(text)
    if len(letters) <= SHINGLE:
        return {letters} if letters else set()
    return {letters[i : i + SHINGLE] for i in range(len(letters) - SHINGLE + 1)}


class HeldOut:
    """An index over held-out lines that finds equal and nearly equal ones."""

    def __init__(self, lines: Iterable[str], threshold: float = 0.5) -> None:
        """``threshold``: the least shingle overlap that counts as nearly equal."""
        self._threshold = threshold
        self._lines = [line for line in lines if len(normalise(line)) >= 4]
        self._shingles = [shingles(line) for line in self._lines]
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, grams in enumerate(self._shingles):
            for gram in grams:
                self._where[gram].append(number)

    def find(self, line: str) -> Match | None:
        """Return the held-out line that ``line`` overlaps most, or None below the threshold."""
        grams = shingles(line)
        known = grams & self._where.keys()
        if len(known) < self._threshold * len(grams):  # the union is no smaller than the line
            return None
        shared: dict[int, int] = defaultdict(int)
        for gram in known:
            for number in self._where[gram]:
                shared[number] += 1
        best = max(shared, key=lambda n: self._overlap(grams, n, shared[n]), default=None)
        if best is None:
            return None
        overlap = self._overlap(grams, best, shared[best])
        return Match(line, self._lines[best], overlap) if overlap >= self._threshold else None

    def _overlap(self, grams: set[str], number: int, common: int) -> float:
        """Jaccard overlap with held-out line ``number``."""
        return common / (len(grams) + len(self._shingles[number]) - common)


def read_dev_lines(dev: Path) -> list[str]:
    """Return every line of the dev folder: the sets and the whole releases, both languages."""
    paths = sorted(path for path in dev.iterdir() if path.suffix in (".id", ".ja", ".txt"))
    if not paths:
        raise FileNotFoundError(f"{dev}: no held-out files")
    lines = [line.strip() for path in paths for line in path.read_text("utf-8").split("\n")]
    return [line for line in lines if line]


class PublicText:
    """Recognises pairs of ours that a public source has too: they may not be committed."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._pairs: set[tuple[str, str]] = set()
        self._lines: set[str] = set()
        for pair in pairs:
            indonesian, japanese = normalise(pair.indonesian), normalise(pair.japanese)
            self._pairs.add((indonesian, japanese))
            if len(indonesian) >= LONG_LINE["indonesian"]:
                self._lines.add(indonesian)
            if len(japanese) >= LONG_LINE["japanese"]:
                self._lines.add(japanese)

    def has(self, pair: Pair) -> bool:
        """Whether the pair, or a long side of it, is public apart from case and punctuation."""
        indonesian, japanese = normalise(pair.indonesian), normalise(pair.japanese)
        same_pair = len(indonesian) >= LONG_PAIR and (indonesian, japanese) in self._pairs
        return same_pair or not self._lines.isdisjoint((indonesian, japanese))


def read_public(public: Path) -> list[Pair]:
    """Return every pair of the public folder."""
    return [pair for path in sorted(public.glob("*.tsv")) for pair in read_pairs(path)]
