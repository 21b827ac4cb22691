r"""How large each input channel of the model's matrix products is: what eight bits need to know.

    python -m training.calibrate --model DIR --pairs training/data/a.tsv \
        --out translate/data/embedded/activations.safetensors

Runs some sentence pairs through the float32 model in both directions and writes the root mean
square of every input channel of every product (named as `translate.backends.gemma` does), float16.
The rows of <bos>, hundreds of times larger than all others, are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.model import Lang
from translate.backends.base import ModelInput
from translate.backends.prompts import labelled_lines

if TYPE_CHECKING:
    from torch import Tensor

    from training.pairs import Pair

_OUTLIER = 8.0  # times the median row
_TARGET_TOKENS = 40
_BATCH = 16


class _Recorder:
    """A float32 product that remembers the size of its inputs."""

    def __init__(self, weight: Tensor) -> None:
        self.weight = weight
        self.squares: Any = 0.0
        self.rows = 0

    def __call__(self, x: Tensor) -> Tensor:
        import torch

        size = x.abs().amax(1)
        kept = x[size <= _OUTLIER * size.median()]
        self.squares = self.squares + kept.double().square().sum(0)
        self.rows += len(kept)
        return torch.nn.functional.linear(x, self.weight)


def magnitudes(model: Any, tokenizer: Any, pairs: Sequence[Pair]) -> dict[str, Tensor]:
    """Root mean square of each input channel, by product."""
    import torch

    from translate.backends.gemma import Gemma
    from translate.backends.gemma_state import GemmaState

    recorders: dict[str, _Recorder] = {}

    def record(name: str, weight: Tensor) -> _Recorder:
        recorders[name] = _Recorder(weight)
        return recorders[name]

    gemma = Gemma.of(model, record)
    examples = [
        (ModelInput(pair.side(lang), lang), pair.side(lang.other))
        for lang in Lang
        for pair in pairs
    ]
    with torch.inference_mode():
        for first in range(0, len(examples), _BATCH):
            batch = examples[first : first + _BATCH]
            prompts = tokenizer([labelled_lines(item) for item, _ in batch])["input_ids"]
            texts = [f" {target}" for _, target in batch]
            targets = tokenizer(texts, add_special_tokens=False)["input_ids"]
            state = GemmaState(gemma, prompts)
            rows = torch.arange(len(batch))
            for step in range(min(_TARGET_TOKENS, min(len(t) for t in targets))):
                state.advance(rows, torch.tensor([t[step] for t in targets]))
    return {name: (r.squares / r.rows).sqrt().half() for name, r in recorders.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--model", type=Path, required=True, help="float32 model directory")
    parser.add_argument("--pairs", type=Path, required=True, help="id<TAB>ja lines")
    parser.add_argument("--count", type=int, default=48, help="pairs to use, evenly spaced")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()

    import torch
    from safetensors.torch import save_file
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from training.pairs import read_pairs

    pairs = read_pairs(args.pairs)
    pairs = pairs[:: max(len(pairs) // args.count, 1)][: args.count]
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    save_file(magnitudes(model, tokenizer, pairs), args.out)
    print(f"{args.out}: from {len(pairs)} pairs")


if __name__ == "__main__":
    main()
