"""A tiny random model and a tokenizer of characters: training without downloads."""

from __future__ import annotations

import pytest

from training.corpus import Corpus
from training.pairs import Pair

PAIRS = (
    Pair("Rapat dihadiri 38 orang.", "会議には38人が出席した。", "t"),
    Pair("Kementerian Keuangan menaikkan anggaran.", "財務省は予算を増額した。", "t"),
    Pair("Silakan hubungi kami.", "お問い合わせください。", "t"),
    Pair("Biayanya Rp4,5 juta.", "費用は450万ルピアです。", "t"),
)


class CharacterTokenizer:
    """One token a character, by code point modulo the vocabulary, after the special ones."""

    bos_token_id, eos_token_id, pad_token_id, size = 2, 1, 0, 300

    def __call__(self, texts, add_special_tokens=False):
        assert not add_special_tokens
        rows = [[3 + ord(c) % (self.size - 3) for c in text] for text in texts]
        return {"input_ids": rows}


@pytest.fixture
def tokenizer():
    return CharacterTokenizer()


@pytest.fixture
def corpus():
    return Corpus(PAIRS, (), ())


@pytest.fixture
def tiny_model():
    """A factory: every call gives a model with the same random weights."""
    torch = pytest.importorskip("torch")
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    config = Gemma3TextConfig(
        vocab_size=CharacterTokenizer.size,
        hidden_size=16,
        intermediate_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        query_pre_attn_scalar=8,
        sliding_window=64,
        layer_types=["sliding_attention", "full_attention"],
    )

    def make():
        torch.manual_seed(5)
        torch.set_num_threads(1)
        return Gemma3ForCausalLM(config)

    return make
