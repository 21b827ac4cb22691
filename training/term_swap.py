"""Another name in the place of a name: the same new concept on both sides of a pair.

Most glossary concepts occur in no sentence of ours. Putting them where a concept of the same
domain stood shows the model their names and, since the hint always names them, that a hint is to
be followed even where the sentence would suggest another word.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from training.pairs import Pair
from training.terms import Occurrence, TermPair

# Domains whose concepts can stand for each other in a sentence: names, not ideas.
DOMAINS = frozenset(
    "institution_id institution_jp post prefecture province system_name local_office document law "
    "regency city".split()
)
_JOINED = re.compile(r"[㐀-鿿゠-ヿA-Za-z0-9]")


class TermSwapper:
    """Swaps one name of a pair for another of its domain."""

    def __init__(self, terms: Sequence[TermPair]) -> None:
        self._by_domain: dict[str, list[TermPair]] = defaultdict(list)
        for term in terms:
            if term.domain in DOMAINS:
                self._by_domain[term.domain].append(term)

    def swap(
        self, pair: Pair, found: Sequence[Occurrence], rng: random.Random
    ) -> tuple[Pair, Occurrence] | None:
        """Return the new pair and its new occurrence, or None where nothing can be swapped."""
        fitting = [o for o in found if o.term.domain in DOMAINS and _stands_free(pair, o)]
        if not fitting:
            return None
        old = rng.choice(fitting)
        new = rng.choice(self._by_domain[old.term.domain])
        indonesian, japanese = new.indonesian[0], rng.choice(new.japanese[:2])
        same_case = indonesian[0].isupper() == old.indonesian[0].isupper()
        if not same_case or any(form in pair.indonesian for form in new.indonesian):
            return None
        swapped = Pair(
            pair.indonesian.replace(old.surface, indonesian),
            pair.japanese.replace(old.japanese, japanese),
            pair.origin,
        )
        return swapped, Occurrence(new, indonesian, indonesian, japanese)


def _stands_free(pair: Pair, found: Occurrence) -> bool:
    """Whether both forms occur once, whole, and not as part of a longer Japanese word."""
    if found.surface != found.indonesian or len(found.japanese) < 2:
        return False
    if pair.indonesian.count(found.surface) != 1 or pair.japanese.count(found.japanese) != 1:
        return False
    start = pair.japanese.index(found.japanese)
    around = (
        pair.japanese[max(0, start - 1) : start] + pair.japanese[start + len(found.japanese) :][:1]
    )
    return not _JOINED.search(around)
