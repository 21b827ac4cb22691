"""From a model directory to one GGUF file that transformers and llama.cpp read."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from gguf import GGUFReader, TokenType
from safetensors.torch import save_file

from tests.training.tiny_gemma import write_tiny_gemma
from tests.translate.tiny_tokenizers import SENTENCES
from training import export as exporting
from training.base import TOKENIZER
from translate.backends.embedded import load_gguf


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiny")
    write_tiny_gemma(path)
    return path


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pairs")
    half = len(SENTENCES) // 2
    lines = [f"{a}\t{b}\n" for a, b in zip(SENTENCES[:half], SENTENCES[half:], strict=True)]
    (path / "pairs.tsv").write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def gguf(folder: Path, calibration: Path) -> Path:
    out = folder / "model.gguf"
    arguments = ["--model", folder, "--out", out, "--calibration", calibration]
    assert exporting.main([str(a) for a in arguments]) == 0
    return out


def field(gguf: Path, key: str) -> Any:
    return GGUFReader(gguf).fields[key].contents()


def test_the_file_computes_nearly_what_the_model_computes(folder, gguf):
    from transformers import AutoModelForCausalLM

    original = AutoModelForCausalLM.from_pretrained(folder).eval()
    tokens = torch.arange(40).reshape(2, 20) * 7
    with torch.inference_mode():
        expected, found = (m(input_ids=tokens).logits for m in (original, load_gguf(gguf)))
    assert (found - expected).norm() < 0.25 * expected.norm()  # random weights amplify it
    assert not torch.equal(found, expected)  # it was quantised at all


def test_matrices_get_the_type_that_fits_their_width(gguf):
    kinds = {t.name: t.tensor_type.name for t in GGUFReader(gguf).tensors}
    assert kinds["token_embd.weight"] == "Q8_0"  # noqa: S105
    assert kinds["blk.0.attn_q.weight"] == "Q5_0"  # 64 wide
    assert kinds["blk.0.ffn_down.weight"] == "Q5_K"  # 256 wide
    assert kinds["blk.6.attn_q_norm.weight"] == kinds["output_norm.weight"] == "F32"


def test_an_embedding_that_was_eight_bits_loses_nothing(folder, gguf, tmp_path):
    once = load_gguf(gguf)
    once.save_pretrained(tmp_path)
    shutil.copy(folder / "tokenizer.json", tmp_path)
    out = tmp_path / "again.gguf"
    assert exporting.main(["--model", str(tmp_path), "--out", str(out), "--plain"]) == 0
    again = load_gguf(out)
    assert torch.equal(again.model.embed_tokens.weight, once.model.embed_tokens.weight)


def test_metadata(folder, gguf):
    assert field(gguf, "general.architecture") == "gemma3"
    assert field(gguf, "general.license") == "gemma"
    assert field(gguf, "gemma3.block_count") == 7
    assert field(gguf, "gemma3.attention.sliding_window") == 8
    assert field(gguf, "gemma3.rope.freq_base") == 1_000_000
    ids = ("bos", "eos", "padding", "unknown")
    assert [field(gguf, f"tokenizer.ggml.{i}_token_id") for i in ids] == [2, 1, 0, 3]
    pieces = field(gguf, "tokenizer.ggml.tokens")
    kinds = dict(zip(pieces, field(gguf, "tokenizer.ggml.token_type"), strict=True))
    assert kinds["<eos>"] == TokenType.CONTROL
    assert kinds["\n"] == TokenType.USER_DEFINED
    assert kinds["<0xE3>"] == TokenType.BYTE
    assert kinds["▁"] == TokenType.NORMAL
    config = json.loads((folder / "config.json").read_text())
    assert len(pieces) == config["vocab_size"]


def merged_by_score(text: str, scores: dict[str, float]) -> list[str]:
    """llama.cpp's tokeniser: of all adjacent pairs, the one of the best score is joined first."""
    pieces = list(text.replace(" ", "▁"))
    while True:
        pairs = [a + b for a, b in pairwise(pieces)]
        known = [i for i, pair in enumerate(pairs) if pair in scores]
        if not known:
            return pieces
        best = max(known, key=lambda i: (scores[pairs[i]], -i))
        pieces[best : best + 2] = [pairs[best]]


def test_llama_cpp_would_cut_text_as_our_tokenizer_does(tmp_path):
    """Its scores must order merges as `tokenizer.json` does: checked on the real vocabulary."""
    from gguf import GGUFWriter
    from transformers import PreTrainedTokenizerFast

    writer = GGUFWriter(tmp_path / "vocabulary.gguf", "gemma3")
    exporting.add_tokenizer(writer, TOKENIZER / "tokenizer.json")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    pieces = field(tmp_path / "vocabulary.gguf", "tokenizer.ggml.tokens")
    scores = field(tmp_path / "vocabulary.gguf", "tokenizer.ggml.scores")
    kinds = field(tmp_path / "vocabulary.gguf", "tokenizer.ggml.token_type")
    normal = {
        piece: score
        for piece, score, kind in zip(pieces, scores, kinds, strict=True)
        if kind == TokenType.NORMAL
    }
    tokenizer = PreTrainedTokenizerFast.from_pretrained(TOKENIZER)
    for sentence in SENTENCES:
        assert merged_by_score(sentence, normal) == tokenizer.tokenize(sentence)


def test_an_adapter_is_merged_on_the_way(folder, tmp_path):
    name = "model.layers.0.self_attn.q_proj"
    adapter = {f"{name}.lora_A": torch.ones(1, 64), f"{name}.lora_B": torch.ones(512, 1)}
    save_file(adapter, tmp_path / "adapter.safetensors")
    arguments = ["--model", folder, "--adapter", tmp_path / "adapter.safetensors", "--plain"]
    out = tmp_path / "model.gguf"
    assert exporting.main([str(a) for a in [*arguments, "--out", out]]) == 0
    weight = load_gguf(out).model.layers[0].self_attn.q_proj.weight
    assert abs(weight.mean().item() - 1) < 0.05


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"query_pre_attn_scalar": 64}, "not scaled by the head's width"),
        ({"rope_parameters": {"sliding_attention": {"rope_theta": 5000}}}, "rotary base"),
    ],
)
def test_what_llama_cpp_cannot_express_is_refused(folder, tmp_path, capsys, change, complaint):
    model = tmp_path / "model"
    shutil.copytree(folder, model)
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps(config | change))
    out = tmp_path / "model.gguf"
    assert exporting.main(["--model", str(model), "--out", str(out), "--plain"]) == 1
    assert complaint in capsys.readouterr().err
    assert not out.exists()


def test_a_file_over_the_limit_is_not_left_behind(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(exporting, "LARGEST", 1000)
    out = tmp_path / "model.gguf"
    assert exporting.main(["--model", str(folder), "--out", str(out), "--plain"]) == 1
    assert "limit is 1,000" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_missing_calibration_text_is_named(folder, tmp_path, capsys):
    arguments = ["--model", folder, "--out", tmp_path / "x.gguf", "--calibration", tmp_path]
    assert exporting.main([str(a) for a in arguments]) == 1
    assert "No .tsv files" in capsys.readouterr().err
