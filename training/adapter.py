"""Write the adapter of a checkpoint as a file that the base model and the runtime read.

``python -m training.adapter --checkpoint RUN --out adapter.safetensors`` takes the running mean of
the weights, which is better than the last weights while the learning rate is still high;
``--last`` takes those. Format: ``lora.py``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.checkpoint import load
from training.lora import folded


def export(run: Path, out: Path, last: bool = False) -> int:
    """Write the adapter of the newest checkpoint in ``run``; return the tokens it has seen.

    Raises ``FileNotFoundError`` where the run has no checkpoint yet.
    """
    from safetensors.torch import save_file

    checkpoint = load(run)
    if checkpoint is None:
        raise FileNotFoundError(f"{run}: no checkpoint")
    tensors = checkpoint.adapter if last else checkpoint.mean
    progress = checkpoint.progress
    metadata = {"step": str(progress.step), "tokens": str(progress.tokens), "format": "pt"}
    fresh = out.with_name(f"{out.name}.new")
    save_file(folded(tensors, checkpoint.lora["scale"]), fresh, metadata)
    fresh.replace(out)
    return progress.tokens


def main(argv: Sequence[str] | None = None) -> int:
    """Command line of this module."""
    parser = argparse.ArgumentParser(description="Export the adapter of a training run.")
    parser.add_argument("--checkpoint", type=Path, required=True, help="folder of the run")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--last", action="store_true", help="the last weights, not their mean")
    arguments = parser.parse_args(argv)
    tokens = export(arguments.checkpoint, arguments.out, arguments.last)
    print(f"{arguments.out}: after {tokens:,} tokens")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
