"""Five-bit rounding of weight matrices: the grids of llama.cpp's block types, fitted to the data.

Two block types are written, both 5.5 bits a weight: ``Q5_0`` (blocks of 32, a scale each) for any
width, and ``Q5_K`` (blocks of 32 with a scale and a minimum, of 6 bits each, in groups of 256) for
widths that 256 divides. gguf-py only reads the second and rounds the first to the nearest value.
Here scales are fitted by least squares, and where the second moments of a layer's inputs are
known, what rounding one column does to the output is made up for in the columns that follow
(GPTQ: Frantar et al. 2023, arXiv 2210.17323, with columns in order of their inputs' size).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

BLOCK = 32
GROUP = 256
LEVELS = 31  # codes are 0..31
SHRINK = tuple(1 - 0.03 * step for step in range(-1, 9))  # candidate scales, of the full range
DAMPING = 0.01  # of the mean input power, so that rare inputs do not make the moments singular
STRIPE = 128  # columns whose errors are carried on one by one before the rest is updated


@dataclass(frozen=True, slots=True)
class Grid:
    """Value of code q: ``scale · q + offset``; both float32, shape (rows, columns / 32).

    ``packed`` holds what a file stores of them: the arrays that ``pack`` needs.
    """

    scale: torch.Tensor
    offset: torch.Tensor
    packed: tuple[torch.Tensor, ...]


def fit_q5_0(weight: torch.Tensor, power: torch.Tensor) -> Grid:
    """Scales of ``Q5_0``: values d·(q - 16), d in float16, the best of several by weighted error.

    ``weight`` is (rows, columns) float32, ``power`` (columns,) weighs the columns.
    """
    import torch

    blocks, weights = _blocks(weight, power)
    extreme = blocks.gather(2, blocks.abs().argmax(2, keepdim=True))
    best, least = torch.zeros_like(extreme), torch.full_like(extreme, float("inf"))
    for shrink in SHRINK:
        for sign in (-16, 15):  # the longer side of the grid on either side
            scale = extreme * shrink / sign
            codes = _codes(blocks, scale, -16 * scale) - 16
            fitted = (weights * blocks * codes).sum(2, keepdim=True)
            fitted = fitted / (weights * codes * codes).sum(2, keepdim=True).clamp_min(1e-20)
            scale = fitted.half().float()
            codes = _codes(blocks, scale, -16 * scale) - 16
            error = (weights * (scale * codes - blocks) ** 2).sum(2, keepdim=True)
            best, least = torch.where(error < least, scale, best), torch.minimum(error, least)
    scale = best.squeeze(2)
    return Grid(scale, -16 * scale, (scale.half(),))


def fit_q5_k(weight: torch.Tensor, power: torch.Tensor) -> Grid:
    """Scales and minima of ``Q5_K``: values d·s·q - e·m, s and m of 6 bits, d and e float16.

    ``weight`` is (rows, columns) float32 with columns a multiple of 256.
    """
    import torch

    blocks, weights = _blocks(weight, power)
    scale, least = _fit_affine(blocks, weights)
    rows, count = scale.shape[:2]
    scale, minimum = scale.reshape(rows, count // 8, 8), least.reshape(rows, count // 8, 8)
    scale_unit = (scale.amax(2, keepdim=True) / 63).half()
    minimum_unit = (minimum.amax(2, keepdim=True) / 63).half()
    scale_codes = _divide(scale, scale_unit.float()).round().clamp(0, 63)
    # With the scales as they will be read, the minima are fitted once more.
    minimum = _refit_minima(blocks, weights, scale_unit.float() * scale_codes, minimum)
    minimum_codes = _divide(minimum, minimum_unit.float()).round().clamp(0, 63)
    packed = (scale_unit, minimum_unit, scale_codes.byte(), minimum_codes.byte())
    value = (scale_unit.float() * scale_codes).reshape(rows, count)
    offset = -(minimum_unit.float() * minimum_codes).reshape(rows, count)
    return Grid(value, offset, tuple(torch.as_tensor(p) for p in packed))


def round_to(weight: torch.Tensor, grid: Grid, moments: torch.Tensor | None) -> torch.Tensor:
    """Codes 0..31 (uint8, the weight's shape) of the grid that come nearest to the layer's output.

    ``moments`` is the sum of x·xᵀ over the layer's inputs, (columns, columns); without it every
    weight goes to its nearest value.
    """
    import torch

    scale = grid.scale.repeat_interleave(BLOCK, 1)
    offset = grid.offset.repeat_interleave(BLOCK, 1)
    if moments is None:
        return _codes(weight, scale, offset).byte()
    order = moments.diagonal().argsort(descending=True)
    carry = _carry(moments[order][:, order])
    codes = torch.empty_like(weight)
    left, scale, offset = weight[:, order].clone(), scale[:, order], offset[:, order]
    for start in range(0, left.shape[1], STRIPE):
        end = min(start + STRIPE, left.shape[1])
        errors = torch.empty_like(left[:, start:end])
        for column in range(start, end):
            value, step, low = left[:, column], scale[:, column], offset[:, column]
            code = _codes(value, step, low)
            codes[:, column] = code
            error = (value - (step * code + low)) / carry[column, column]
            left[:, column:end] -= error[:, None] * carry[column, column:end]
            errors[:, column - start] = error
        left[:, end:] -= errors @ carry[start:end, end:]
    return codes[:, order.argsort()].byte()


def _carry(moments: torch.Tensor) -> torch.Tensor:
    """Upper Cholesky factor of the inverse of the damped moments, float32."""
    import torch

    moments = moments.double()
    damping = DAMPING * moments.diagonal().mean()
    moments = moments + damping * torch.eye(len(moments), dtype=torch.float64)
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(moments))
    return torch.linalg.cholesky(inverse, upper=True).float()


def _blocks(weight: torch.Tensor, power: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights and their importance as (rows, blocks, 32) and (1, blocks, 32)."""
    rows, columns = weight.shape
    importance = power / power.mean() + 0.1  # no column counts for nothing
    return weight.reshape(rows, columns // BLOCK, BLOCK), importance.reshape(1, -1, BLOCK)


def _codes(value: torch.Tensor, scale: torch.Tensor, offset: torch.Tensor) -> torch.Tensor:
    return _divide(value - offset, scale).round().clamp(0, LEVELS)


def _divide(value: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
    """Quotient, and 0 where the divisor is 0 (a block of equal weights)."""
    import torch

    return torch.where(by == 0, 0.0, value / torch.where(by == 0, 1.0, by))


def _fit_affine(blocks: torch.Tensor, weights: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Scale and minimum (≥ 0, subtracted) of each block, shape (rows, blocks, 1)."""
    import torch

    low, high = blocks.amin(2, keepdim=True).clamp_max(0), blocks.amax(2, keepdim=True)
    best_scale, best_minimum = torch.zeros_like(low), torch.zeros_like(low)
    least = torch.full_like(low, float("inf"))
    for shrink in SHRINK:
        first = ((high - low).clamp_min(0) * shrink / LEVELS, -low * shrink)
        fitted = _regress(blocks, weights, _codes(blocks, first[0], -first[1]))
        for scale, minimum in (first, fitted):  # a block of one value cannot be fitted
            codes = _codes(blocks, scale, -minimum)
            error = (weights * (scale * codes - minimum - blocks) ** 2).sum(2, keepdim=True)
            better = error < least
            best_scale = torch.where(better, scale, best_scale)
            best_minimum = torch.where(better, minimum, best_minimum)
            least = torch.where(better, error, least)
    return best_scale, best_minimum


def _regress(
    blocks: torch.Tensor, weights: torch.Tensor, codes: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Weighted least squares of the weights on their codes: scale, and minimum clamped at 0."""
    total = weights.sum(2, keepdim=True)
    mean_code = (weights * codes).sum(2, keepdim=True) / total
    mean_value = (weights * blocks).sum(2, keepdim=True) / total
    spread = (weights * (codes - mean_code) ** 2).sum(2, keepdim=True)
    together = (weights * (codes - mean_code) * (blocks - mean_value)).sum(2, keepdim=True)
    scale = _divide(together, spread).clamp_min(0)
    return scale, (scale * mean_code - mean_value).clamp_min(0)


def _refit_minima(
    blocks: torch.Tensor, weights: torch.Tensor, scale: torch.Tensor, minimum: torch.Tensor
) -> torch.Tensor:
    """Minima that suit scales already rounded; all of shape (rows, groups, 8)."""
    shape = scale.shape
    step, start = scale.reshape(shape[0], -1, 1), minimum.reshape(shape[0], -1, 1)
    codes = _codes(blocks, step, -start)
    residue = (weights * (step * codes - blocks)).sum(2, keepdim=True)
    return (residue / weights.sum(2, keepdim=True)).clamp_min(0).reshape(shape)
