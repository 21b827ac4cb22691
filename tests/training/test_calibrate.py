"""The sizes of activations that the eight-bit engine goes by are those of the model's products."""

from __future__ import annotations

from typing import Any

import torch

from tests.translate.backends.test_gemma import tiny_gemma
from training.calibrate import magnitudes
from training.pairs import Pair
from translate.backends.gemma import Gemma

PAIRS = [Pair("Rapat dibuka.", "会議が開かれた。"), Pair("Ia hadir.", "彼は出席した。")]


class Letters:
    """A tokenizer of a tiny vocabulary: one token a character; 0 is padding, whose row is empty."""

    def __call__(self, texts: list[str], add_special_tokens: bool = True) -> dict[str, Any]:
        start = [1] if add_special_tokens else []
        return {"input_ids": [[*start, *(1 + ord(c) % 49 for c in text)] for text in texts]}


def test_every_product_has_a_size_for_each_of_its_input_channels() -> None:
    model = tiny_gemma(window=64)
    widths: dict[str, int] = {}

    def note(name: str, weight: torch.Tensor) -> Any:
        widths[name] = weight.shape[1]
        return lambda x: torch.nn.functional.linear(x, weight)

    Gemma.of(model, note)
    sizes = magnitudes(model, Letters(), PAIRS)
    assert {name: len(size) for name, size in sizes.items()} == widths
    assert all(size.isfinite().all() and (size > 0).all() for size in sizes.values())


def test_the_size_is_the_root_mean_square_of_what_the_product_reads() -> None:
    model = tiny_gemma(window=64)
    with torch.no_grad():  # a norm whose factor is 3 in one channel and 1 in the others
        norm = model.model.layers[0].input_layernorm.weight
        norm.zero_()
        norm[5] = 2.0
    size = magnitudes(model, Letters(), PAIRS)["0.qkv"].float()
    plain = size.clone()
    plain[5] /= 3
    # Root mean square norm: over all channels the squares average to one.
    torch.testing.assert_close(plain.square().mean(), torch.tensor(1.0), rtol=2e-3, atol=0)
