"""The embedded model's engine computes what transformers computes."""

from __future__ import annotations

import random
from typing import Any

import pytest
import torch
from torch.nn.functional import linear

from translate.backends.causal import CausalState
from translate.backends.gemma import Gemma
from translate.backends.gemma_state import GemmaState
from translate.backends.int8 import Int8Linear

VOCABULARY = 50


def tiny_gemma(window: int) -> Any:
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    torch.manual_seed(1)
    config = Gemma3TextConfig(
        vocab_size=VOCABULARY,
        hidden_size=48,
        intermediate_size=48,
        num_hidden_layers=4,
        num_attention_heads=3,
        num_key_value_heads=1,
        head_dim=16,
        sliding_window=window,
        layer_types=["sliding_attention", "full_attention"] * 2,
        query_pre_attn_scalar=16,
    )
    model = Gemma3ForCausalLM(config).eval()
    with torch.no_grad():  # norms that are not all the same, or folding them would show nothing
        for name, weight in model.named_parameters():
            if "norm" in name:
                weight.copy_(torch.rand_like(weight) - 0.5)
    return model


def exact(_name: str, weight: torch.Tensor) -> Any:
    return lambda x: linear(x, weight)


def magnitudes(model: Any) -> dict[str, torch.Tensor]:
    """Uneven made-up channel sizes for every product of the model."""
    sizes = {}

    def note(name: str, weight: torch.Tensor) -> Any:
        sizes[name] = torch.rand(weight.shape[1]) * 9 + 0.1
        return exact(name, weight)

    Gemma.of(model, note)
    return sizes


def random_walk(rng: random.Random, rows: int, steps: int) -> list[tuple[list[int], list[int]]]:
    """Parents and tokens of some steps: rows multiply, are dropped, and change places."""
    walk = []
    for _ in range(steps):
        size = rng.randint(1, 7)
        parents = [rng.randrange(rows) for _ in range(size)]
        walk.append((parents, [rng.randrange(VOCABULARY) for _ in range(size)]))
        rows = size
    return walk


@pytest.mark.parametrize(("window", "why"), [(64, "never slides"), (6, "slides in mid-sentence")])
@pytest.mark.parametrize("smoothed", [False, True])
def test_gives_the_logits_of_transformers(window: int, why: str, smoothed: bool) -> None:
    model = tiny_gemma(window)
    gemma = Gemma.of(model, exact, magnitudes(model) if smoothed else None)
    rng = random.Random(window)
    prompts = [[rng.randrange(VOCABULARY) for _ in range(n)] for n in (3, 9, 5, 1)]
    with torch.inference_mode():
        theirs, ours = CausalState(model, prompts, pad=0), GemmaState(gemma, prompts)
        torch.testing.assert_close(ours.logits, theirs.logits, rtol=1e-3, atol=1e-4, msg=why)
        for parents, tokens in random_walk(rng, len(prompts), steps=80):
            for state in (theirs, ours):
                state.advance(torch.tensor(parents), torch.tensor(tokens))
            torch.testing.assert_close(ours.logits, theirs.logits, rtol=1e-3, atol=1e-4, msg=why)


def test_a_row_does_not_depend_on_the_rows_beside_it() -> None:
    gemma = Gemma.of(tiny_gemma(window=6), exact)
    with torch.inference_mode():
        together, alone = GemmaState(gemma, [[1, 2, 3, 4], [5, 6]]), GemmaState(gemma, [[5, 6]])
        together.advance(torch.tensor([0, 1, 1]), torch.tensor([7, 8, 9]))
        alone.advance(torch.tensor([0, 0]), torch.tensor([8, 9]))
        torch.testing.assert_close(together.logits[1:], alone.logits, rtol=1e-4, atol=1e-5)


def test_eight_bit_products_are_close_whatever_the_rows_size() -> None:
    torch.manual_seed(0)
    weight = torch.randn(40, 640)  # as wide as real ones, whose largest weights are rare
    x = torch.randn(5, 640) * torch.tensor([1e-3, 0.1, 1.0, 50.0, 1e4])[:, None]
    wanted = linear(x, weight)
    error = (Int8Linear(weight)(x) - wanted).norm(dim=1) / wanted.norm(dim=1)
    assert error.max() < 0.05
    assert Int8Linear(weight)(torch.zeros(2, 640)).abs().max() == 0
