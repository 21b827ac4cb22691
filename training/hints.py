"""The ``Terms:`` line of a training example: mostly right, sometimes useless, rarely wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.model import Lang
from training.terms import Occurrence, TermPair


@dataclass(frozen=True, slots=True)
class HintShares:
    """How hints are drawn; all are probabilities.

    ``some``: a pair that has terms gets a hint line. ``surface``: the source term stands as it is
    written in the text (inflected), not as in the glossary. ``stray``: a line also gets a term that
    is not in the source. ``stray_alone``: a pair without hints gets only stray terms.
    ``wrong_sense``: a term of the source whose translation the reference does not use.
    """

    some: float = 0.55
    surface: float = 0.2
    stray: float = 0.1
    stray_alone: float = 0.03
    wrong_sense: float = 0.03
    most: int = 5


class HintMaker:
    """Draws the hints of one example."""

    def __init__(self, terms: Sequence[TermPair], shares: HintShares | None = None) -> None:
        self._terms = terms
        self._shares = shares or HintShares()

    def draw(
        self,
        found: Sequence[Occurrence],
        source: str,
        source_lang: Lang,
        rng: random.Random,
        first_is_due: bool = False,
    ) -> list[tuple[str, str]]:
        """Return (source term, target term) pairs, shuffled half of the time; often empty.

        ``first_is_due``: the first occurrence must be among the hints.
        """
        shares = self._shares
        true = _unique([self._hint(o, source_lang, rng) for o in found if o.japanese])
        hints: list[tuple[str, str]] = []
        if first_is_due:
            hints = [true[0], *self._some_of(true, rng)]
            hints = list(dict.fromkeys(hints))
        elif true and rng.random() < shares.some:
            hints = self._some_of(true, rng)
            if rng.random() < shares.stray:
                hints += self._stray(source, source_lang, rng)
        elif rng.random() < shares.stray_alone:
            hints = self._stray(source, source_lang, rng)
        wrong = [o for o in found if not o.japanese]
        if source_lang is Lang.INDONESIAN and wrong and rng.random() < shares.wrong_sense:
            occurrence = rng.choice(wrong)
            hints.append((occurrence.indonesian, occurrence.term.japanese[0]))
        hints = hints[: shares.most]
        if rng.random() < 0.5:
            rng.shuffle(hints)
        return hints

    def _some_of(self, true: list[tuple[str, str]], rng: random.Random) -> list[tuple[str, str]]:
        """Return all hints half of the time, else at least one of them, in order of the text."""
        if rng.random() < 0.5:
            return true
        count = rng.randint(1, len(true))
        return [true[i] for i in sorted(rng.sample(range(len(true)), count))]

    def _hint(self, found: Occurrence, source_lang: Lang, rng: random.Random) -> tuple[str, str]:
        """Return one hint; the target is always the form that the reference uses."""
        if source_lang is Lang.JAPANESE:
            return found.japanese, found.indonesian
        use_surface = rng.random() < self._shares.surface
        return (found.surface if use_surface else found.indonesian), found.japanese

    def _stray(self, source: str, source_lang: Lang, rng: random.Random) -> list[tuple[str, str]]:
        """Return a term that does not stand in the source, as a careless glossary would offer."""
        term = rng.choice(self._terms)
        indonesian, japanese = term.indonesian[0], term.japanese[0]
        hint = (indonesian, japanese) if source_lang is Lang.INDONESIAN else (japanese, indonesian)
        return [] if hint[0].casefold() in source.casefold() else [hint]


def _unique(hints: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Drop repeats of a source term, keeping the first."""
    return list({source: (source, target) for source, target in reversed(hints)}.values())[::-1]
