"""A tiny random Gemma 3 with a real tokenizer, of a shape that can be exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.translate.tiny_tokenizers import gemma_tokenizer


def tiny_gemma(vocabulary: int) -> Any:
    """Widths of 64 (Q5_0) and 256 (Q5_K); heads of 256, which transformers takes for granted."""
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    torch.manual_seed(3)
    torch.set_num_threads(1)
    config = Gemma3TextConfig(
        vocab_size=vocabulary,
        hidden_size=64,
        intermediate_size=256,
        num_hidden_layers=7,  # the sixth looks at everything, the others at a window
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=256,
        sliding_window=8,
        max_position_embeddings=512,
        initializer_range=0.15,
    )
    model = Gemma3ForCausalLM(config).eval()
    with torch.no_grad():  # norms that are all alike would hide a mistake with their offset
        for name, weight in model.named_parameters():
            if name.endswith("norm.weight"):
                weight.copy_(torch.rand_like(weight) - 0.5)
    return model


def write_tiny_gemma(folder: Path) -> Any:
    """Save model and tokenizer in ``folder``; return the model."""
    tokenizer = gemma_tokenizer()
    model = tiny_gemma(len(tokenizer))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return model
