"""Loss on the held-out sets, cheap enough to watch during training."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from glossary.model import Lang
from training.batches import Batch, encode, pack, tensors
from training.examples import Example
from training.heldout import DEV_SETS
from training.modelling import batch_loss
from training.pairs import Pair
from training.prompt import build_prompt


def read_dev_set(dev: Path, name: str, limit: int | None = None) -> list[Pair]:
    """Return the pairs of ``<name>.id`` and ``<name>.ja``; evenly spread ones under a limit.

    Raises ``ValueError`` where the two files differ in length.
    """
    sides = [(dev / f"{name}.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in Lang]
    if len(sides[0]) != len(sides[1]):
        raise ValueError(f"{dev}/{name}: {len(sides[0])} and {len(sides[1])} lines")
    pairs = [Pair(*texts, name) for texts in zip(*sides, strict=True)]
    if limit is None or limit >= len(pairs):
        return pairs
    return [pairs[i * len(pairs) // limit] for i in range(limit)]


def dev_batches(
    tokenizer: Any, dev: Path, limit: int, budget: int, longest: int
) -> dict[str, list[Batch]]:
    """Return batches without hints, keyed ``<set>.<source>``, of ``limit`` lines a set."""
    batches = {}
    for name in DEV_SETS:
        pairs = read_dev_set(dev, name, limit)
        for source in Lang:
            examples = [
                Example(build_prompt(p.side(source), source), f" {p.side(source.other)}")
                for p in pairs
            ]
            groups = pack(encode(tokenizer, examples, longest), budget, random.Random(0))
            batches[f"{name}.{source.value}"] = [
                tensors(group, tokenizer.pad_token_id) for group in groups
            ]
    return batches


def dev_loss(model: Any, batches: dict[str, list[Batch]]) -> dict[str, float]:
    """Return the mean loss per answer token (nats) of every set and direction."""
    import torch

    losses = {}
    with torch.inference_mode():
        for key, group in batches.items():
            total = sum(batch_loss(model, b).item() * len(b.targets) for b in group)
            losses[key] = round(total / max(1, sum(len(b.targets) for b in group)), 4)
    return losses
