"""Translations by ``transformers``' ``generate()``, for measuring during training only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Output:
    """One answer without the surrounding space, and whether the length limit ended it."""

    text: str
    cut: bool


def answer(
    model: Any, tokenizer: Any, prompts: Sequence[str], beam: int = 1, rows: int = 20
) -> list[Output]:
    """Return an answer for each prompt, in order; ``rows`` prompts of like length at a time."""
    import torch

    encoded = tokenizer(list(prompts), add_special_tokens=False)["input_ids"]
    encoded = [[tokenizer.bos_token_id, *ids] for ids in encoded]
    order = sorted(range(len(prompts)), key=lambda i: len(encoded[i]))
    outputs: list[Output | None] = [None] * len(prompts)
    with torch.inference_mode():
        for first in range(0, len(order), rows):
            group = order[first : first + rows]
            for index, output in zip(
                group, _answer(model, tokenizer, [encoded[i] for i in group], beam), strict=True
            ):
                outputs[index] = output
    return [output for output in outputs if output is not None]


def _answer(model: Any, tokenizer: Any, rows: list[list[int]], beam: int) -> list[Output]:
    """Generate for one group, padded on the left."""
    import torch

    longest = max(map(len, rows))
    pad = tokenizer.pad_token_id
    ids = torch.tensor([[pad] * (longest - len(row)) + row for row in rows])
    mask = torch.tensor([[0] * (longest - len(row)) + [1] * len(row) for row in rows])
    limit = 24 + 2 * longest
    generated = model.generate(
        input_ids=ids,
        attention_mask=mask,
        max_new_tokens=limit,
        num_beams=beam,
        do_sample=False,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=pad,
    )[:, longest:]
    return [
        Output(
            tokenizer.decode(row, skip_special_tokens=True).strip(),
            len(row) >= limit and not (row == tokenizer.eos_token_id).any().item(),
        )
        for row in generated
    ]
