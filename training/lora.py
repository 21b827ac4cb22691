"""Low-rank adapters on the linear layers of a causal language model.

An adapter file maps ``<module path>.lora_A`` [rank, in] and ``<module path>.lora_B`` [out, rank]
to float16 tensors with the scale folded into B, so that the adapted weight is ``W + B @ A``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import nn

ADAPTED = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True, slots=True)
class LoraSettings:
    """Rank, scale of the product B·A, and the first block that carries adapters."""

    rank: int = 32
    scale: float = 2.0
    first_layer: int = 0


def lora_class() -> type[nn.Module]:
    """Return the adapter layer class; torch is imported only here."""
    import torch
    from torch import nn
    from torch.nn import functional

    class LoraLinear(nn.Module):
        """A frozen linear map plus ``scale · B·A``: the same shapes as the layer it replaces."""

        def __init__(self, linear: nn.Linear, settings: LoraSettings) -> None:
            super().__init__()
            self.weight = linear.weight.requires_grad_(False)
            out_features, in_features = linear.weight.shape
            self.scale = settings.scale
            self.lora_A = nn.Parameter(torch.empty(settings.rank, in_features))
            self.lora_B = nn.Parameter(torch.zeros(out_features, settings.rank))
            nn.init.normal_(self.lora_A, std=in_features**-0.5)

        def forward(self, hidden: torch.Tensor) -> torch.Tensor:
            low = functional.linear(hidden, self.lora_A)
            change = functional.linear(low, self.lora_B * self.scale)
            return functional.linear(hidden, self.weight) + change

    return LoraLinear


def add_lora(model: nn.Module, settings: LoraSettings) -> None:
    """Freeze ``model`` and put trainable adapters on its linear layers, in place."""
    lora_linear = lora_class()
    model.requires_grad_(False)
    for path, module in list(model.named_modules()):
        parent_path, _, name = path.rpartition(".")
        if name not in ADAPTED or _layer_number(path) < settings.first_layer:
            continue
        setattr(model.get_submodule(parent_path), name, lora_linear(module, settings))


def adapter_parameters(model: nn.Module) -> Iterator[tuple[str, nn.Parameter]]:
    """Yield the trainable adapter tensors with their names, in a fixed order."""
    for name, parameter in model.named_parameters():
        if name.endswith((".lora_A", ".lora_B")):
            yield name, parameter


def folded(tensors: dict[str, torch.Tensor], scale: float) -> dict[str, torch.Tensor]:
    """Return the tensors as an adapter file holds them: float16, the scale folded into B."""
    import torch

    return {
        name: (tensor * (scale if name.endswith(".lora_B") else 1)).to(torch.float16).contiguous()
        for name, tensor in tensors.items()
    }


def load_adapter(model: nn.Module, path: Path, settings: LoraSettings) -> None:
    """Fill the adapters of ``model`` from a file. A file of lower rank fills the first rows.

    Raises ``ValueError`` when the file does not fit the model: a missing layer or a higher rank.
    """
    import torch
    from safetensors.torch import load_file

    stored = load_file(path)
    with torch.no_grad():
        for name, parameter in adapter_parameters(model):
            if name not in stored:
                raise ValueError(f"{path}: no tensor {name}")
            _fill(parameter, stored[name].float(), name, settings)


def merge_adapter(model: nn.Module, path: Path) -> None:
    """Add B·A of the file to the plain linear weights of ``model``, in place.

    Raises ``ValueError`` when the file names a layer that the model does not have.
    """
    import torch
    from safetensors.torch import load_file

    stored = load_file(path)
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name in sorted(stored):
            if not name.endswith(".lora_A"):
                continue
            layer = name.removesuffix(".lora_A")
            if f"{layer}.weight" not in parameters:
                raise ValueError(f"{path}: the model has no layer {layer}")
            change = stored[f"{layer}.lora_B"].float() @ stored[name].float()
            parameters[f"{layer}.weight"] += change


def _fill(parameter: torch.Tensor, stored: torch.Tensor, name: str, settings: LoraSettings) -> None:
    """Copy one stored tensor; rows (A) or columns (B) beyond its rank keep their start values."""
    is_b = name.endswith(".lora_B")
    rank = stored.shape[1] if is_b else stored.shape[0]
    if rank > settings.rank:
        raise ValueError(f"{name}: stored rank {rank} is higher than {settings.rank}")
    if is_b:
        parameter[:, :rank] = stored / settings.scale
    else:
        parameter[:rank] = stored


def _layer_number(path: str) -> int:
    """Return the block number in a module path such as ``model.layers.3.mlp.up_proj``."""
    parts = path.split(".")
    return int(parts[parts.index("layers") + 1])
