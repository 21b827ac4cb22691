"""Five-bit rounding: the bytes are llama.cpp's, and the rounding is better than the nearest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType, dequantize, quantize

from training.packing import pack_q5_0, pack_q5_k
from training.rounding import BLOCK, fit_q5_0, fit_q5_k, round_to

FORMATS = {
    "Q5_0": (fit_q5_0, pack_q5_0, GGMLQuantizationType.Q5_0),
    "Q5_K": (fit_q5_k, pack_q5_k, GGMLQuantizationType.Q5_K),
}


@pytest.fixture(params=FORMATS)
def block_type(request: pytest.FixtureRequest) -> Any:
    return FORMATS[request.param]


def layer(rows: int = 24, columns: int = 512) -> tuple[torch.Tensor, torch.Tensor]:
    """A random weight and correlated, uneven inputs of a layer."""
    generator = torch.Generator().manual_seed(2)
    weight = torch.randn(rows, columns, generator=generator)
    mixing = torch.randn(columns // 4, columns, generator=generator)
    inputs = torch.randn(2000, columns // 4, generator=generator) @ mixing
    inputs = inputs + torch.randn(2000, columns, generator=generator)
    return weight, inputs * torch.rand(columns, generator=generator).exp()


def stored(weight: torch.Tensor, moments: torch.Tensor | None, block_type: Any) -> torch.Tensor:
    """The weight as gguf-py reads it back from the bytes."""
    fit, pack, kind = block_type
    power = torch.ones(weight.shape[1]) if moments is None else moments.diagonal()
    grid = fit(weight, power)
    return torch.from_numpy(dequantize(pack(round_to(weight, grid, moments), grid), kind))


def test_the_bytes_read_back_as_scale_times_code_plus_offset(block_type):
    fit, pack, kind = block_type
    weight, _ = layer()
    grid = fit(weight, torch.ones(weight.shape[1]))
    codes = round_to(weight, grid, None)
    expected = grid.scale.repeat_interleave(BLOCK, 1) * codes
    expected = expected + grid.offset.repeat_interleave(BLOCK, 1)
    read = torch.from_numpy(dequantize(pack(codes, grid), kind))
    assert torch.equal(read, expected)


def test_fitted_scales_beat_those_of_gguf(block_type):
    weight, _ = layer()
    plain = quantize(weight.numpy(), GGMLQuantizationType.Q5_0)
    theirs = torch.from_numpy(dequantize(plain, GGMLQuantizationType.Q5_0))
    ours = stored(weight, None, block_type)
    assert (ours - weight).square().mean() < 0.95 * (theirs - weight).square().mean()


def test_compensation_brings_outputs_nearer_though_weights_go_further(block_type):
    weight, inputs = layer()
    nearest = stored(weight, None, block_type)
    compensated = stored(weight, inputs.T @ inputs, block_type)
    errors = [(inputs @ (w - weight).T).square().mean() for w in (nearest, compensated)]
    assert errors[1] < 0.5 * errors[0]


@pytest.mark.parametrize(
    "weight",
    [
        torch.zeros(2, 256),  # no range at all
        torch.full((2, 256), 0.5),  # one value, which no minimum ≤ 0 can be
        torch.full((2, 256), -0.5),
        torch.eye(2, 256) * 9,  # one weight a row
    ],
)
def test_flat_blocks_survive(weight, block_type):
    read = stored(weight, None, block_type)
    assert torch.isfinite(read).all()
    assert (read - weight).abs().max() <= 0.02 * weight.abs().max()


def test_inputs_that_never_occur_do_no_harm(block_type):
    weight, inputs = layer()
    inputs[:, 100:300] = 0
    assert torch.isfinite(stored(weight, inputs.T @ inputs, block_type)).all()


def test_packed_sizes(block_type):
    fit, pack, _ = block_type
    weight, _ = layer(3, 512)
    grid = fit(weight, torch.ones(512))
    packed = pack(round_to(weight, grid, None), grid)
    assert packed.dtype == np.uint8
    assert packed.shape == (3, 512 * 11 // 16)  # 5.5 bits a weight
