"""Loading the packaged model: what transformers would load, and clear words about broken files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.training.tiny_gemma import write_tiny_gemma
from training.export import main as export
from translate.backends.embedded import (
    GGUF_NAME,
    embedded_directory,
    load_embedded,
    load_gguf,
)
from translate.errors import ModelLoadError


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model in the layout of the packaged one."""
    path = tmp_path_factory.mktemp("embedded")
    source = tmp_path_factory.mktemp("source")
    write_tiny_gemma(source)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, path)
    assert export(["--model", str(source), "--out", str(path / GGUF_NAME), "--plain"]) == 0
    return path


@pytest.fixture
def copy(directory: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(directory, tmp_path / "copy"))


def test_the_weights_are_those_that_transformers_reads(directory):
    from transformers import AutoModelForCausalLM

    theirs = AutoModelForCausalLM.from_pretrained(directory, gguf_file=GGUF_NAME).eval()
    ours = load_gguf(directory / GGUF_NAME)
    expected, found = theirs.state_dict(), ours.state_dict()
    assert expected.keys() == found.keys()
    assert all(torch.equal(expected[name], found[name]) for name in expected)
    tokens = torch.arange(60).reshape(2, 30)  # longer than the attention window
    with torch.inference_mode():
        assert torch.equal(theirs(input_ids=tokens).logits, ours(input_ids=tokens).logits)


def test_model_and_tokenizer_belong_together(directory):
    model, tokenizer = load_embedded(1, directory)
    assert torch.get_num_threads() == 1
    assert not model.training
    assert model.dtype == torch.float32
    assert model.lm_head.weight is model.model.embed_tokens.weight
    assert len(tokenizer) == model.config.vocab_size
    assert tokenizer("Jakarta")["input_ids"][0] == model.config.bos_token_id


def test_a_missing_file(copy):
    (copy / GGUF_NAME).unlink()
    with pytest.raises(ModelLoadError, match=r"missing: install jembatan again"):
        load_embedded(directory=copy)


@pytest.mark.parametrize("share", [0, 0.0001, 0.01, 0.2, 0.5, 0.99])
def test_a_file_cut_short(copy, share):
    path = copy / GGUF_NAME
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelLoadError, match="broken or incomplete; install jembatan again"):
        load_embedded(directory=copy)


@pytest.mark.parametrize(
    ("start", "wrong"),
    [
        (0, b"version https://git-lfs"),  # a pointer instead of the file
        (4, b"\x02"),  # another version
        (8, b"\xff" * 16),  # counts of tensors and keys
        (24, b"\xff" * 8),  # length of the first key
    ],
)
def test_a_broken_header(copy, start, wrong):
    path = copy / GGUF_NAME
    data = bytearray(path.read_bytes())
    data[start : start + len(wrong)] = wrong
    path.write_bytes(data)
    with pytest.raises(ModelLoadError, match="broken or incomplete"):
        load_embedded(directory=copy)


def test_another_architecture(copy):
    path = copy / GGUF_NAME
    path.write_bytes(path.read_bytes().replace(b"gemma3", b"gemma9"))
    with pytest.raises(ModelLoadError, match="'gemma9', not gemma3"):
        load_embedded(directory=copy)


def test_a_tensor_of_an_unknown_name(copy):
    path = copy / GGUF_NAME
    path.write_bytes(path.read_bytes().replace(b"blk.0.ffn_up", b"blk.0.ffn_xx"))
    with pytest.raises(ModelLoadError, match="unknown tensor"):
        load_embedded(directory=copy)


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_a_missing_or_broken_tokenizer(copy, content):
    path = copy / "tokenizer.json"
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(ModelLoadError, match=r"tokenizer\.json"):
        load_embedded(directory=copy)


def test_a_tokenizer_of_another_size(copy):
    shutil.copy(embedded_directory() / "tokenizer.json", copy)
    with pytest.raises(ModelLoadError, match=r"43520 tokens for \d+ embedding rows"):
        load_embedded(directory=copy)


PACKAGED = embedded_directory() / GGUF_NAME
MEASURE = """
import resource
from translate.backends.embedded import load_embedded
model, tokenizer = load_embedded(1)
prompt = tokenizer("Indonesian: Kementerian Keuangan\\nJapanese:", return_tensors="pt")
output = model.generate(**prompt, max_new_tokens=12, do_sample=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(tokenizer.decode(output[0][prompt["input_ids"].shape[1]:], skip_special_tokens=True))
"""


@pytest.mark.skipif(not PACKAGED.exists(), reason="the packaged model is not in this tree")
def test_the_packaged_model_is_small_and_translates():
    assert PACKAGED.stat().st_size < 100_000_000
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True
    )
    kilobytes, text = run.stdout.strip().split("\n", 1)
    assert int(kilobytes) < 1_600_000
    assert text.strip() == "財務省"
