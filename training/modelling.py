"""The base model with adapters, and the loss of one batch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.batches import Batch
from training.lora import LoraSettings, add_lora, load_adapter

if TYPE_CHECKING:
    import torch


def load_tokenizer(base: Path) -> Any:
    """Return the pruned tokenizer of the base folder."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(base)


def load_model(base: Path, settings: LoraSettings, adapter: Path | None = None) -> Any:
    """Return the float32 base with trainable adapters, filled from ``adapter`` where given."""
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    add_lora(model, settings)
    if adapter:
        load_adapter(model, adapter, settings)
    return model


def batch_loss(model: Any, batch: Batch) -> torch.Tensor:
    """Return the mean cross-entropy (nats) of the answer tokens, the only ones projected."""
    from torch.nn import functional

    hidden = model.model(input_ids=batch.ids, use_cache=False).last_hidden_state
    answer = hidden.flatten(0, 1)[batch.positions]
    return functional.cross_entropy(model.lm_head(answer), batch.targets)
