"""The endless order of training examples, cut into chunks that any run can compute again.

Chunk ``k`` depends only on the seed, ``k`` and the text, never on what was read before, so a
position in the stream is two numbers: the chunk and the batch within it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass

from glossary.model import Lang
from training.corpus import Corpus
from training.examples import Example, ExampleMaker
from training.pairs import Pair


@dataclass(frozen=True, slots=True)
class Mix:
    """Examples per chunk of each kind."""

    authored: int = 1430
    public: int = 390
    generated: int = 230


class Stream:
    """Deterministic chunks of examples: every authored pair once per direction and epoch."""

    def __init__(
        self,
        corpus: Corpus,
        maker: ExampleMaker,
        generate: Callable[[random.Random], Pair] | None,
        mix: Mix,
        seed: int,
    ) -> None:
        self._corpus, self._maker, self._generate = corpus, maker, generate
        self._mix, self._seed = mix, seed

    @property
    def fingerprint(self) -> str:
        """A digest of the text and the mix: positions mean the same only under the same one."""
        digest = hashlib.sha256(repr((self._mix, self._seed)).encode())
        for pair in (*self._corpus.authored, *self._corpus.public):
            digest.update(f"{pair.indonesian}\t{pair.japanese}\n".encode())
        return digest.hexdigest()[:16]

    def epoch(self, chunk: int) -> float:
        """Return how often the authored text has been seen, in both directions, before a chunk."""
        return chunk * self._mix.authored / (2 * max(1, len(self._corpus.authored)))

    def chunk(self, number: int) -> list[Example]:
        """Return the examples of one chunk, in chance order."""
        rng = random.Random(f"{self._seed}/chunk/{number}")
        drawn = self._authored(number) + self._public(rng) + self._generated(rng)
        rng.shuffle(drawn)
        return [self._maker.make(pair, source, rng) for pair, source in drawn]

    def _authored(self, number: int) -> list[tuple[Pair, Lang]]:
        """Return this chunk's run of the endless row of shuffled epochs."""
        size = 2 * len(self._corpus.authored)
        first, end = number * self._mix.authored, (number + 1) * self._mix.authored
        drawn: list[tuple[Pair, Lang]] = []
        while size and first < end:
            epoch, start = divmod(first, size)
            stop = min(size, start + end - first)
            order = list(range(size))
            random.Random(f"{self._seed}/epoch/{epoch}").shuffle(order)
            drawn += [self._directed(index) for index in order[start:stop]]
            first += stop - start
        return drawn

    def _directed(self, index: int) -> tuple[Pair, Lang]:
        """Return the pair and source language that a number up to twice the corpus size means."""
        pair = self._corpus.authored[index // 2]
        return pair, (Lang.JAPANESE if index % 2 else Lang.INDONESIAN)

    def _public(self, rng: random.Random) -> list[tuple[Pair, Lang]]:
        """Draw public pairs by the weight of their source."""
        if not self._corpus.public:
            return []
        pairs = rng.choices(self._corpus.public, self._corpus.public_weights, k=self._mix.public)
        return [(pair, rng.choice(tuple(Lang))) for pair in pairs]

    def _generated(self, rng: random.Random) -> list[tuple[Pair, Lang]]:
        """Make pairs from templates."""
        if self._generate is None:
            return []
        return [(self._generate(rng), rng.choice(tuple(Lang))) for _ in range(self._mix.generated)]
