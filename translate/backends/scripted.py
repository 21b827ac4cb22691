"""Backends without a model, for tests: scores from a hash, or from a script."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from glossary.model import Lang
from translate.backends.base import Capabilities, ModelInput, Vocabulary

if TYPE_CHECKING:
    from torch import Tensor

EOS, PAD = 0, 1
_STRONG = 30.0


def small_vocabulary(pieces: Iterable[str] = ()) -> Vocabulary:
    """End of sentence, padding, `pieces`, and every byte that may stand in a line of text."""
    texts = [piece.encode() for piece in dict.fromkeys(pieces)]
    single = [bytes([b]) for b in range(0x20, 0x100) if b != 0x7F]
    return Vocabulary((None, None, *texts, *single), frozenset({EOS}), strip_leading_space=False)


class RandomBackend:
    """A model whose scores are noise, fixed by `seed`, the input and the partial target."""

    def __init__(self, seed: int, vocabulary: Vocabulary | None = None) -> None:
        self.name = f"random-{seed}"
        self.vocabulary = vocabulary or small_vocabulary()
        self.capabilities = Capabilities(
            reads_hints=False, reads_register=False, max_source_tokens=400, max_target_tokens=400
        )
        self._seed = seed

    def count_tokens(self, text: str, lang: Lang) -> int:  # noqa: ARG002
        """One token a byte."""
        return len(text.encode())

    def begin(self, inputs: Sequence[ModelInput]) -> ScriptedState:
        """Row i of the new state is the empty target of `inputs[i]`."""
        return ScriptedState(self, [(item, ()) for item in inputs])

    def scores(self, item: ModelInput, prefix: tuple[int, ...]) -> Tensor:
        """Logits after `prefix`, float32, shape (vocabulary size,)."""
        import torch

        key = repr((self._seed, item, prefix)).encode()
        number = int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()) >> 1
        generator = torch.Generator().manual_seed(number)
        return torch.randn(len(self.vocabulary.token_bytes), generator=generator)


class ScriptedBackend(RandomBackend):
    """A model that strongly prefers one target for every source it knows.

    After words that are not in its script it goes on where the script stopped. An unknown source
    gets noise.
    """

    def __init__(
        self, script: Mapping[str, str], vocabulary: Vocabulary | None = None, seed: int = 0
    ) -> None:
        super().__init__(seed, vocabulary)
        self.name = "scripted"
        self._script = {source: target.encode() for source, target in script.items()}

    def scores(self, item: ModelInput, prefix: tuple[int, ...]) -> Tensor:
        """Noise, and a strong preference for the longest token that goes on with the script."""
        scores = super().scores(item, prefix)
        target = self._script.get(item.source)
        if target is None:
            return scores
        said = b"".join(self.vocabulary.token_bytes[t] or b"" for t in prefix)
        rest = target[_place(said, target) :]
        if not rest:
            scores[list(self.vocabulary.eos_ids)] += _STRONG
        for token, data in enumerate(self.vocabulary.token_bytes):
            if data and rest.startswith(data):
                scores[token] += _STRONG + len(data)
        return scores


class ScriptedState:
    """Rows are pairs of an input and the tokens said so far."""

    def __init__(
        self, backend: RandomBackend, rows: Sequence[tuple[ModelInput, tuple[int, ...]]]
    ) -> None:
        self._backend = backend
        self._rows = list(rows)

    @property
    def logits(self) -> Tensor:
        """Next-token logits of every row, float32, shape (rows, vocabulary size)."""
        import torch

        return torch.stack([self._backend.scores(item, prefix) for item, prefix in self._rows])

    def advance(self, parents: Tensor, tokens: Tensor) -> None:
        """Replace the rows: new row i is old row `parents[i]` followed by `tokens[i]`."""
        pairs = zip(parents.tolist(), tokens.tolist(), strict=True)
        self._rows = [(self._rows[p][0], (*self._rows[p][1], t)) for p, t in pairs]


def _place(said: bytes, target: bytes) -> int:
    """How far into `target` a text has come, in bytes, passing over what the script lacks."""
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    place = 0
    for character in decoder.decode(said):
        data = character.encode()
        if target.startswith(data, place):
            place += len(data)
    begun = decoder.getstate()[0]
    return place + len(begun) if target.startswith(begun, place) else place
