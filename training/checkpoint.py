"""The state of a run on disk: written whole or not at all, the last two kept."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

NAME = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands.

    ``chunk`` and ``batch`` are the next to train on; ``tokens`` and ``seconds`` are sums over
    all sessions; ``fingerprint`` names the text that the position belongs to.
    """

    step: int = 0
    chunk: int = 0
    batch: int = 0
    tokens: int = 0
    seconds: float = 0.0
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Progress, adapter weights, their running mean, optimizer state, chance state, LoRA shape."""

    progress: Progress
    adapter: dict[str, torch.Tensor]
    mean: dict[str, torch.Tensor]
    optimizer: dict[str, Any]
    chance: torch.Tensor
    lora: dict[str, Any]


def save(folder: Path, checkpoint: Checkpoint) -> None:
    """Write the checkpoint beside the old one, then swap; the old one stays as ``.previous``."""
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    path, fresh = folder / NAME, folder / f"{NAME}.new"
    state = {name: getattr(checkpoint, name) for name in Checkpoint.__slots__}
    with fresh.open("wb") as file:
        torch.save(state | {"progress": asdict(checkpoint.progress)}, file)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        path.replace(folder / f"{NAME}.previous")
    fresh.replace(path)


def load(folder: Path) -> Checkpoint | None:
    """Return the newest whole checkpoint of a run, or None before the first."""
    import torch

    for name in (NAME, f"{NAME}.previous"):
        path = folder / name
        if path.exists():
            state = torch.load(path, map_location="cpu", weights_only=True)
            return Checkpoint(**state | {"progress": Progress(**state["progress"])})
    return None
