"""Making a matrix product's inputs even, so that eight bits hold them.

A few channels of a language model's activations are tens of times larger than the rest, and a
common step for all channels then rounds the rest away. SmoothQuant (Xiao et al. 2023, arXiv
2211.10438) divides each channel by a factor and multiplies the weight's column with it, which
changes no result; the division is folded into what comes before (a norm's factor or the rows of
another weight), so it costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

_STRENGTH = 0.7  # share of the unevenness that moves into the weights; measured, see MODEL_CARD.md


@dataclass(frozen=True)
class Smoothing:
    """`magnitudes[name]`: root mean square of that product's input channels; None: do nothing."""

    magnitudes: Mapping[str, Tensor] | None

    def after_norm(self, name: str, weight: Tensor, norm: Tensor) -> tuple[Tensor, Tensor]:
        """`weight` (out, in) whose input is scaled by `norm` (in,): both, made even."""
        if self.magnitudes is None:
            return weight, norm
        factor = _factor(self.magnitudes[name], weight)
        return weight * factor, norm / factor

    def after_linear(self, name: str, weight: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """`weight` (out, k * n) whose input are k runs of the n channels that `before` (n, …) makes
        (attention repeats its one value head for every query head): both, made even."""
        if self.magnitudes is None:
            return weight, before
        runs = weight.shape[1] // len(before)
        magnitude = self.magnitudes[name].view(runs, -1).square().mean(0).sqrt()
        columns = weight.abs().view(len(weight) * runs, -1)
        factor = _factor(magnitude, columns)
        return weight * factor.repeat(runs), before / factor[:, None]


def _factor(magnitude: Tensor, weight: Tensor) -> Tensor:
    """Factors (in,) of mean 1 by which the weight's columns grow."""
    even = (magnitude / magnitude.mean()).clamp(min=1e-6) ** _STRENGTH
    factor = even / weight.abs().amax(0).clamp(min=1e-6) ** (1 - _STRENGTH)
    return factor / factor.mean()
