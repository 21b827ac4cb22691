"""Tokens of examples, and batches of like length under a token budget."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from training.examples import Example

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one example with ``<bos>`` and ``<eos>``; the answer starts at ``start``."""

    ids: tuple[int, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step.

    ``ids`` [rows, length] padded on the right; ``positions`` [n] of the flattened rows that predict
    an answer token, ``targets`` [n] the tokens they should predict; ``tokens`` without padding.
    """

    ids: torch.Tensor
    positions: torch.Tensor
    targets: torch.Tensor
    tokens: int


def encode(tokenizer: Any, examples: Sequence[Example], longest: int) -> list[Encoded]:
    """Tokenise prompts and answers apart, so that training and decoding see the same border.

    Examples over ``longest`` tokens are left out.
    """
    texts = [text for example in examples for text in (example.prompt, example.answer)]
    if not texts:
        return []
    rows = tokenizer(texts, add_special_tokens=False)["input_ids"]
    encoded = []
    for prompt, answer in zip(rows[::2], rows[1::2], strict=True):
        ids = (tokenizer.bos_token_id, *prompt, *answer, tokenizer.eos_token_id)
        if len(ids) <= longest:
            encoded.append(Encoded(ids, 1 + len(prompt)))
    return encoded


def pack(encoded: Sequence[Encoded], budget: int, rng: random.Random) -> list[list[Encoded]]:
    """Group examples of like length so that rows × longest stays within ``budget`` tokens.

    Equal lengths are in chance order, and so are the groups.
    """
    order = sorted(encoded, key=lambda e: (len(e.ids), rng.random()))
    groups: list[list[Encoded]] = []
    for example in order:
        if groups and len(example.ids) * (len(groups[-1]) + 1) <= budget:
            groups[-1].append(example)
        else:
            groups.append([example])
    rng.shuffle(groups)
    return groups


def tensors(group: Sequence[Encoded], pad: int) -> Batch:
    """Return the tensors of one group. Causal attention makes a mask needless: pads are last."""
    import torch

    length = max(len(e.ids) for e in group)
    ids = torch.full((len(group), length), pad, dtype=torch.long)
    positions, targets = [], []
    for row, example in enumerate(group):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        positions += [row * length + i - 1 for i in range(example.start, len(example.ids))]
        targets += example.ids[example.start :]
    tokens = sum(len(e.ids) for e in group)
    return Batch(ids, torch.tensor(positions), torch.tensor(targets), tokens)
