"""Short lists of words with their translations: a dictionary that costs few tokens.

Glossary concepts, general words and names of the world are drawn a few at a time and joined with
commas, so that one prompt pays for several. Most of them occur in no sentence of ours.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from training.pairs import Pair
from training.slots_names import table
from training.templates import generate as fill_template
from training.terms import TermPair

LIST_SHARE = 0.4  # of the generated pairs; the others are templates
LONGEST = 6  # words
Words = Sequence[tuple[str, str]]


def word_list(words: Words, rng: random.Random) -> Pair:
    """Return one to six of the words, joined with commas in both languages."""
    chosen = rng.sample(words, min(len(words), rng.choice((1, 3, 4, 5, LONGEST))))
    indonesian, japanese = zip(*chosen, strict=True)
    return Pair(", ".join(indonesian), "、".join(japanese), "words")


def generator(terms: Sequence[TermPair]) -> Callable[[random.Random], Pair]:
    """Return a function that makes a pair from a template or from the words of one kind."""
    glossary = [(term.indonesian[0], term.japanese[0]) for term in terms]
    kinds = [kind for kind in (glossary, table("words"), table("world")) if kind]
    weights = [len(kind) for kind in kinds]

    def generate(rng: random.Random) -> Pair:
        if rng.random() >= LIST_SHARE:
            return fill_template(rng)
        return word_list(rng.choices(kinds, weights)[0], rng)

    return generate
