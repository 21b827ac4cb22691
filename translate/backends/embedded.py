"""The model that comes with the product: one quantised GGUF file, read into transformers.

transformers can read the file itself (`from_pretrained(directory, gguf_file=...)`), but spends most
of that time on converting a tokenizer that we ship beside it. This reader takes the weights only
and gives exactly the same ones (a test holds it to that).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.backends.gguf_file import GgufFile, read_gguf
from translate.errors import ModelLoadError

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import Gemma3ForCausalLM, PreTrainedTokenizerFast

GGUF_NAME = "model.gguf"
EMBEDDING = "token_embd.weight"

# llama.cpp's names of tensors to those of transformers' Gemma3ForCausalLM.
_WHOLE_MODEL = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}
_BLOCK = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "attn_norm": "input_layernorm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
# Arguments of Gemma3TextConfig to the metadata keys that hold them.
_CONFIG = {
    "hidden_size": "embedding_length",
    "intermediate_size": "feed_forward_length",
    "num_hidden_layers": "block_count",
    "num_attention_heads": "attention.head_count",
    "num_key_value_heads": "attention.head_count_kv",
    "head_dim": "attention.key_length",
    "query_pre_attn_scalar": "attention.key_length",
    "max_position_embeddings": "context_length",
    "rms_norm_eps": "attention.layer_norm_rms_epsilon",
    "sliding_window": "attention.sliding_window",
    "rope_theta": "rope.freq_base",
}


def embedded_directory() -> Path:
    """The folder of the packaged model: `model.gguf`, its tokenizer, card, notice and terms."""
    return Path(str(files("translate") / "data" / "embedded"))


def load_embedded(
    threads: int | None = None, directory: Path | None = None
) -> tuple[Gemma3ForCausalLM, PreTrainedTokenizerFast]:
    """The embedded model in float32, ready for inference, and its tokenizer.

    `threads` limits torch's threads in this process; `directory` is another folder of the
    same layout.

    Raises:
        ModelLoadError: a file is missing or broken; the message says what to do.
    """
    import torch
    from transformers import PreTrainedTokenizerFast

    if threads is not None:
        torch.set_num_threads(threads)
    directory = directory or embedded_directory()
    model = load_gguf(directory / GGUF_NAME)
    try:
        tokenizer = PreTrainedTokenizerFast.from_pretrained(directory, local_files_only=True)
    except Exception as error:  # the tokenizers library raises bare Exception for a broken file
        raise _broken(directory / "tokenizer.json", error) from error
    if len(tokenizer) != model.config.vocab_size:
        raise _broken(
            directory, f"{len(tokenizer)} tokens for {model.config.vocab_size} embedding rows"
        )
    return model, tokenizer


def load_gguf(path: Path) -> Gemma3ForCausalLM:
    """A Gemma 3 GGUF as a float32 model with tied embeddings, in evaluation mode.

    Peak memory is little more than the float32 weights: tensors are dequantised one by one into
    the place where the model keeps them.

    Raises:
        ModelLoadError: the file is missing or broken, or holds another architecture.
    """
    file = open_gguf(path)
    try:
        return build_model(read_config(file), read_weights(file))
    except (ValueError, KeyError, StopIteration, RuntimeError) as error:
        raise _broken(path, error) from error


def open_gguf(path: Path) -> GgufFile:
    """The header of a Gemma 3 GGUF; the tensors stay on disk until they are read.

    Raises:
        ModelLoadError: the file is missing or broken, or holds another architecture.
    """
    try:
        file = read_gguf(path)
    except FileNotFoundError as error:
        raise ModelLoadError(
            f"The embedded model's file {path} is missing: install jembatan again (in a clone: "
            f"git checkout -- {path.parent.name}/{path.name}), or give another --model"
        ) from error
    except (OSError, ValueError) as error:
        raise _broken(path, error) from error
    architecture = file.metadata.get("general.architecture")
    if architecture != "gemma3":
        raise ModelLoadError(f"{path} holds a model of architecture {architecture!r}, not gemma3")
    return file


def read_config(file: GgufFile) -> dict[str, Any]:
    """Arguments of `Gemma3TextConfig` from the metadata; the vocabulary is the embedding's."""
    config: dict[str, Any] = {n: file.metadata[f"gemma3.{key}"] for n, key in _CONFIG.items()}
    rows = next(t.shape[0] for t in file.tensors if t.name == EMBEDDING)
    return {**config, "vocab_size": rows, "tie_word_embeddings": True}


def read_weights(file: GgufFile, rows: Sequence[int] | None = None) -> dict[str, Tensor]:
    """Float32 weights under transformers' names; `rows`: the embedding rows to keep, in order."""
    import torch
    from gguf import dequantize

    weights: dict[str, Tensor] = {}
    for tensor in file.tensors:
        data = tensor.data
        if rows is not None and tensor.name == EMBEDDING:
            data = data[list(rows)]
        name = transformers_name(tensor.name)
        weight = torch.from_numpy(dequantize(data, tensor.kind).copy())
        # llama.cpp keeps a norm's factor w of x·w, transformers the w of x·(1 + w).
        weights[name] = weight - 1 if name.endswith("norm.weight") else weight
    return weights


def build_model(config: Mapping[str, Any], weights: dict[str, Tensor]) -> Gemma3ForCausalLM:
    """A Gemma 3 text model that holds `weights` themselves, no copies.

    Raises:
        ValueError: a tensor is missing, unknown, or of another shape than `config` asks for.
    """
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    with torch.device("meta"):
        model = Gemma3ForCausalLM(Gemma3TextConfig(**config))
    wanted = {name: tuple(p.shape) for name, p in model.named_parameters()}
    found = {name: tuple(w.shape) for name, w in weights.items()}
    if wanted != found:
        wrong = sorted(n for n in wanted | found if wanted.get(n) != found.get(n))
        raise ValueError(f"{len(wrong)} tensors do not fit the configuration, {wrong[0]} first")
    with _no_progress_bar():
        loaded: Any = Gemma3ForCausalLM.from_pretrained(
            None, config=model.config, state_dict=weights, dtype=torch.float32
        )
    evaluated: Gemma3ForCausalLM = loaded.eval()
    return evaluated


def transformers_name(name: str) -> str:
    """transformers' name of llama.cpp's tensor.

    `blk.3.attn_q.weight` → `model.layers.3.self_attn.q_proj.weight`.

    Raises:
        ValueError: a Gemma 3 text model has no such tensor.
    """
    stem = name.removesuffix(".weight")
    if stem in _WHOLE_MODEL:
        return f"{_WHOLE_MODEL[stem]}.weight"
    block, _, rest = stem.partition(".")
    number, _, part = rest.partition(".")
    if block != "blk" or part not in _BLOCK:
        raise ValueError(f"unknown tensor {name}")
    return f"model.layers.{number}.{_BLOCK[part]}.weight"


def llama_name(name: str) -> str:
    """llama.cpp's name of a tensor: the inverse of `transformers_name`.

    Raises:
        ValueError: a Gemma 3 text model has no such tensor.
    """
    stem = name.removesuffix(".weight")
    for ours, theirs in _WHOLE_MODEL.items():
        if stem == theirs:
            return f"{ours}.weight"
    number, _, part = stem.removeprefix("model.layers.").partition(".")
    for ours, theirs in _BLOCK.items():
        if part == theirs:
            return f"blk.{number}.{ours}.weight"
    raise ValueError(f"unknown tensor {name}")


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Nothing to watch: the weights are in memory already."""
    from transformers.utils import logging as logs

    logging: Any = logs  # its functions are untyped
    showed = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if showed:
            logging.enable_progress_bar()


def _broken(path: Path, reason: object) -> ModelLoadError:
    return ModelLoadError(
        f"Cannot read the embedded model {path} ({reason}): the file is broken or incomplete; "
        "install jembatan again, or give another --model"
    )
