"""The learning rate over a campaign of many sessions, and the running mean of the weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Schedule:
    """Warm-up (steps), then constant, then linear decay to a tenth by tokens seen.

    ``decay_from`` is None while the campaign goes on; its last run sets it.
    """

    peak: float = 3e-4
    warmup: int = 40
    decay_from: int | None = None
    decay_over: int = 1_000_000

    def rate(self, step: int, tokens: int) -> float:
        """Return the learning rate of a step (from 0) after ``tokens`` seen."""
        rate = self.peak * min(1.0, (step + 1) / self.warmup)
        if self.decay_from is None or tokens <= self.decay_from:
            return rate
        done = min(1.0, (tokens - self.decay_from) / self.decay_over)
        return rate * (1 - 0.9 * done)


def ema_decay(step: int, longest: float) -> float:
    """Return the share of the old mean kept after a step: short memory first, then ``longest``."""
    return min(longest, (1 + step) / (10 + step))


def update_mean(
    mean: dict[str, torch.Tensor], parameters: Iterable[tuple[str, torch.Tensor]], decay: float
) -> None:
    """Move the running mean towards the parameters, in place."""
    import torch

    with torch.no_grad():
        for name, parameter in parameters:
            mean[name].lerp_(parameter.detach(), 1 - decay)
