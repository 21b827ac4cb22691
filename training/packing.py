"""Codes and scales of five-bit grids as the bytes of llama.cpp's block types.

Layouts: ``ggml-common.h`` of llama.cpp; the tests read the bytes back with gguf-py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.rounding import BLOCK, GROUP, Grid

if TYPE_CHECKING:
    import torch

    Bytes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def pack_q5_0(codes: torch.Tensor, grid: Grid) -> Bytes:
    """``Q5_0`` rows, uint8 (rows, columns / 32 · 22): scale, high bits and low nibbles by block."""
    rows = codes.shape[0]
    blocks = codes.numpy().reshape(-1, BLOCK)
    (scale,) = (p.numpy().reshape(-1, 1).view(np.uint8) for p in grid.packed)
    high = np.packbits(blocks >> 4, axis=1, bitorder="little")
    halves = blocks.reshape(-1, 2, BLOCK // 2) & 15
    low = halves[:, 0] | halves[:, 1] << 4
    return np.concatenate([scale, high, low], axis=1).reshape(rows, -1)


def pack_q5_k(codes: torch.Tensor, grid: Grid) -> Bytes:
    """``Q5_K`` rows, uint8 (rows, columns / 256 · 176).

    A group of 256 is two float16 units, 12 bytes of 6-bit scales and minima, 32 bytes of high bits
    (bit s of byte i belongs to weight i of block s) and 128 bytes of low nibbles.
    """
    rows = codes.shape[0]
    groups = codes.numpy().reshape(-1, GROUP // BLOCK, BLOCK)
    units = [p.numpy().reshape(-1, 1).view(np.uint8) for p in grid.packed[:2]]
    scales, minima = (p.numpy().reshape(-1, GROUP // BLOCK) for p in grid.packed[2:])
    high = np.packbits(groups >> 4, axis=1, bitorder="little").reshape(-1, BLOCK)
    pairs = groups.reshape(-1, GROUP // BLOCK // 2, 2, BLOCK) & 15
    low = (pairs[:, :, 0] | pairs[:, :, 1] << 4).reshape(-1, GROUP // 2)
    parts = [*units, _six_bits(scales, minima), high, low]
    return np.concatenate(parts, axis=1).reshape(rows, -1)


def _six_bits(scales: Bytes, minima: Bytes) -> Bytes:
    """Eight scales and eight minima of 6 bits in 12 bytes: the last four of each are split."""
    first = scales[:, :4] | scales[:, 4:] >> 4 << 6
    second = minima[:, :4] | minima[:, 4:] >> 4 << 6
    third = (scales[:, 4:] & 15) | (minima[:, 4:] & 15) << 4
    return np.concatenate([first, second, third], axis=1)
