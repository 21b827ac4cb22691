"""Matrix products in eight bits on the CPU (FBGEMM through torch).

Weights have a scale for every output row, activations one for every input row: the kernel knows
only one scale for all activations, so rows are brought to the same size before and back after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

_LEVELS = 127


class Int8Linear:
    """Multiplies with one weight matrix (out, in), kept in eight bits."""

    def __init__(self, weight: Tensor) -> None:
        import warnings

        import torch

        scales = (weight.abs().amax(1) / _LEVELS).clamp(min=1e-9).double()
        zeros = torch.zeros(len(weight), dtype=torch.long)
        with warnings.catch_warnings():
            # Deprecated for a later torch; pyproject.toml pins the one that has it.
            warnings.filterwarnings("ignore", message="torch.quantize_per_tensor")
            quantised = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
        self._packed = torch.ops.quantized.linear_prepack(quantised, None)

    def __call__(self, x: Tensor) -> Tensor:
        """x (n, in) to (n, out), float32."""
        import torch

        size = x.abs().amax(1, keepdim=True).clamp(min=1e-9)
        # Full range (no reduce_range): a product pair saturates only where both weights and both
        # inputs are extreme, and the eighth bit is worth more (MODEL_CARD.md has the figures).
        product: Tensor = torch.ops.quantized.linear_dynamic(x / size, self._packed, False)
        return product * size
