"""What the layers of a model see: second moments of their inputs over some training text."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.model import Lang
from training.batches import encode, pack, tensors
from training.examples import Example
from training.pairs import Pair, read_pairs
from training.prompt import build_prompt

if TYPE_CHECKING:
    import torch

# Layers that read the same input share one matrix: the first of them stands for all.
READERS = {
    "self_attn.q_proj": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "self_attn.o_proj": ("self_attn.o_proj",),
    "mlp.gate_proj": ("mlp.gate_proj", "mlp.up_proj"),
    "mlp.down_proj": ("mlp.down_proj",),
}
BUDGET = 1400  # tokens in a batch
LONGEST = 256


def sample_pairs(folder: Path, count: int, seed: int = 1) -> list[Pair]:
    """``count`` pairs drawn evenly from the ``.tsv`` files of ``folder``, the same every time."""
    files = sorted(folder.glob("*.tsv"))
    if not files:
        raise FileNotFoundError(f"No .tsv files of sentence pairs in {folder}")
    rng = random.Random(seed)
    drawn: list[Pair] = []
    for path in files:
        pairs = read_pairs(path)
        drawn += rng.sample(pairs, min(len(pairs), -(-count // len(files))))
    return rng.sample(drawn, min(count, len(drawn)))


def input_moments(model: Any, tokenizer: Any, pairs: Sequence[Pair]) -> dict[str, torch.Tensor]:
    """Sum of x·xᵀ over every token, by weight name, float32 (inputs, inputs).

    Each pair is read once, the directions in turn, with prompt and reference.
    """
    import torch

    moments: dict[str, torch.Tensor] = {}
    hooks = [
        module.register_forward_pre_hook(_adder(moments, path))
        for path, module in model.named_modules()
        if path.partition("layers.")[2].partition(".")[2] in READERS
    ]
    try:
        with torch.inference_mode():
            for ids in _batches(tokenizer, pairs):
                model.model(input_ids=ids, use_cache=False)
    finally:
        for hook in hooks:
            hook.remove()
    return _for_every_reader(moments)


def _batches(tokenizer: Any, pairs: Sequence[Pair]) -> list[torch.Tensor]:
    """Token ids of the examples, cut to the shortest of their batch so that nothing is padding."""
    examples = [
        Example(build_prompt(pair.side(lang), lang), f" {pair.side(lang.other)}")
        for pair, lang in zip(pairs, [Lang.INDONESIAN, Lang.JAPANESE] * len(pairs), strict=False)
    ]
    groups = pack(encode(tokenizer, examples, LONGEST), BUDGET, random.Random(1))
    batches = []
    for group in groups:
        shortest = min(len(e.ids) for e in group)
        batches.append(tensors(group, tokenizer.pad_token_id).ids[:, :shortest])
    return batches


def _adder(moments: dict[str, torch.Tensor], path: str) -> Callable[[Any, Any], None]:
    def add(_module: Any, arguments: tuple[torch.Tensor]) -> None:
        inputs = arguments[0].flatten(0, -2)
        product = inputs.T @ inputs
        moments[path] = moments[path] + product if path in moments else product

    return add


def _for_every_reader(moments: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    shared = {}
    for path, matrix in moments.items():
        for name, readers in READERS.items():
            if path.endswith(name):
                block = path.removesuffix(name)
                shared.update({f"{block}{reader}.weight": matrix for reader in readers})
    return shared
