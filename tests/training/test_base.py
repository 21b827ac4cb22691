"""Merging adapters, and the names of tensors."""

from __future__ import annotations

import pytest
import torch

from training.base import BaseModelError, appearing, merge_adapter
from translate.backends.embedded import llama_name, transformers_name

WEIGHT = "model.layers.0.mlp.up_proj.weight"
LAYER = WEIGHT.removesuffix(".weight")


def test_a_merged_weight_is_w_plus_b_a():
    state = {WEIGHT: torch.eye(2, 3)}
    factors = {f"{LAYER}.lora_A": torch.ones(1, 3), f"{LAYER}.lora_B": torch.tensor([[1.0], [2]])}
    half = {name: tensor.half() for name, tensor in factors.items()}
    merged = merge_adapter(state, half)[WEIGHT]
    assert merged.tolist() == [[2, 1, 1], [2, 3, 2]]
    assert merged.dtype == torch.float32
    assert torch.equal(state[WEIGHT], torch.eye(2, 3))  # the input is left alone


def test_a_whole_tensor_replaces_the_weight():
    merged = merge_adapter({WEIGHT: torch.zeros(2)}, {WEIGHT: torch.ones(2).half()})
    assert merged[WEIGHT].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("adapter", "complaint"),
    [
        ({"model.layers.9.mlp.up_proj.lora_A": torch.ones(1, 3)}, "the model has no"),
        ({f"{LAYER}.lora_A": torch.ones(1, 3)}, "no lora_B"),
        ({f"{LAYER}.lora_A": torch.ones(1, 4), f"{LAYER}.lora_B": torch.ones(2, 1)}, "fits"),
    ],
)
def test_adapters_that_do_not_fit(adapter, complaint):
    with pytest.raises(BaseModelError, match=complaint):
        merge_adapter({WEIGHT: torch.zeros(2, 3)}, adapter)


@pytest.mark.parametrize(
    ("llama", "transformers"),
    [
        ("token_embd.weight", "model.embed_tokens.weight"),
        ("output_norm.weight", "model.norm.weight"),
        ("blk.17.attn_output.weight", "model.layers.17.self_attn.o_proj.weight"),
        ("blk.0.ffn_norm.weight", "model.layers.0.pre_feedforward_layernorm.weight"),
    ],
)
def test_names_go_both_ways(llama, transformers):
    assert transformers_name(llama) == transformers
    assert llama_name(transformers) == llama


@pytest.mark.parametrize("name", ["output.weight", "blk.0.ssm_a.weight", "blk.0", ""])
def test_unknown_tensors_are_refused(name):
    with pytest.raises(ValueError, match="unknown tensor"):
        transformers_name(name)
    with pytest.raises(ValueError, match="unknown tensor"):
        llama_name(name)


def test_a_directory_appears_whole_or_not_at_all(tmp_path):
    out = tmp_path / "model"
    with appearing(out) as work:
        (work / "old").touch()

    def fail_halfway():
        with appearing(out) as work:
            (work / "half").touch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert [p.name for p in out.iterdir()] == ["old"]
    assert list(tmp_path.iterdir()) == [out]
