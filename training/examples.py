"""From a sentence pair to the text a model is trained on, with fresh chance in every round."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.model import Lang
from training.figures import vary_figures
from training.hints import HintMaker
from training.pairs import Pair
from training.prompt import build_prompt
from training.register import register_of
from training.term_swap import TermSwapper
from training.terms import TermIndex, TermPair


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt without ``<bos>`` and the answer that follows it, with the leading space."""

    prompt: str
    answer: str


@dataclass(frozen=True, slots=True)
class ExampleShares:
    """Probabilities: new figures where a pair has safe ones, another name, a register tag."""

    figures: float = 0.5
    swap: float = 0.5
    register: float = 0.35


class ExampleMaker:
    """Turns pairs into examples: new figures, hints from the glossary, a register tag."""

    def __init__(self, terms: Sequence[TermPair], shares: ExampleShares | None = None) -> None:
        self._index = TermIndex(terms)
        self._hints = HintMaker(terms) if terms else None
        self._swapper = TermSwapper(terms)
        self._shares = shares or ExampleShares()

    def make(self, pair: Pair, source_lang: Lang, rng: random.Random) -> Example:
        """Return one example; the same ``rng`` state gives the same example."""
        if rng.random() < self._shares.figures:
            pair = vary_figures(pair, rng)
        found = self._index.find(pair)
        swapped = None
        if rng.random() < self._shares.swap:
            swapped = self._swapper.swap(pair, found, rng)
        if swapped:
            pair, due = swapped
            found = [due, *(o for o in self._index.find(pair) if o.term != due.term)]
        source, target = pair.side(source_lang), pair.side(source_lang.other)
        hints: list[tuple[str, str]] = []
        if self._hints:
            hints = self._hints.draw(found, source, source_lang, rng, bool(swapped))
        register = "auto"
        if source_lang is Lang.INDONESIAN and rng.random() < self._shares.register:
            register = register_of(target) or "auto"
        return Example(build_prompt(source, source_lang, hints, register), f" {target}")
