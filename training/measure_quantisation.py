"""What quantisation costs: a GGUF against the model it was made from.

``python -m training.measure_quantisation --reference DIR --candidate FILE --dev PREFIX`` prints
JSON. ``PREFIX.id`` and ``PREFIX.ja`` are parallel lines. First the next-token distributions on the
references (cheap, little noise): Kullback–Leibler divergence in nats a token, how often the most
likely token is the same, and the cross-entropy of both models. Then, unless ``--no-translation``,
chrF and BLEU of greedy translations by both (dear, and noisy: sacrebleu's signatures are given).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.corpus import Corpus
from eval.scores import scores
from glossary.model import Lang
from training.batches import Encoded, encode, tensors
from training.examples import Example
from training.generation import answer
from training.pairs import Pair
from training.prompt import build_prompt
from translate.backends.embedded import load_gguf

if TYPE_CHECKING:
    import torch

LONGEST = 512  # tokens of an example


def read_dev(prefix: Path) -> list[Pair]:
    """The parallel lines of ``PREFIX.id`` and ``PREFIX.ja``.

    Raises:
        ValueError: the files have different numbers of lines.
    """
    sides = [
        Path(f"{prefix}.{lang.value}").read_text(encoding="utf-8").splitlines()
        for lang in (Lang.INDONESIAN, Lang.JAPANESE)
    ]
    if len(sides[0]) != len(sides[1]):
        raise ValueError(f"{prefix}: {len(sides[0])} and {len(sides[1])} lines")
    return [Pair(*pair) for pair in zip(*sides, strict=True)]


def load(path: Path) -> Any:
    """A model in float32 from a GGUF file or a model directory."""
    import torch
    from transformers import AutoModelForCausalLM

    if path.suffix == ".gguf":
        return load_gguf(path)
    return AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval()


def compare_logits(
    reference: Any, candidate: Any, tokenizer: Any, pairs: Sequence[Pair]
) -> dict[str, float]:
    """Means over the target tokens of ``pairs``, each in both directions."""
    examples = [
        Example(build_prompt(pair.side(lang), lang), f" {pair.side(lang.other)}")
        for pair in pairs
        for lang in Lang
    ]
    encoded = sorted(encode(tokenizer, examples, LONGEST), key=lambda e: len(e.ids))
    totals = dict.fromkeys(("divergence", "agreement", "reference_loss", "candidate_loss"), 0.0)
    tokens = 0
    for start in range(0, len(encoded), 8):
        group = encoded[start : start + 8]
        (theirs, targets), (ours, _) = (_scores(m, group) for m in (reference, candidate))
        tokens += len(targets)
        totals["divergence"] += float((theirs.exp() * (theirs - ours)).sum())
        totals["agreement"] += float((theirs.argmax(1) == ours.argmax(1)).sum())
        totals["reference_loss"] -= float(theirs.gather(1, targets[:, None]).sum())
        totals["candidate_loss"] -= float(ours.gather(1, targets[:, None]).sum())
    return {"tokens": tokens, **{name: total / tokens for name, total in totals.items()}}


def _scores(model: Any, group: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
    """Log-probabilities (tokens, vocabulary) at the answers' positions, and the true tokens."""
    import torch

    batch = tensors(group, 0)
    with torch.inference_mode():
        hidden = model.model(input_ids=batch.ids, use_cache=False).last_hidden_state
        logits = model.lm_head(hidden.flatten(0, 1)[batch.positions])
    return logits.log_softmax(-1), batch.targets


def compare_translations(
    models: dict[str, Any], tokenizer: Any, pairs: Sequence[Pair]
) -> dict[str, Any]:
    """chrF, BLEU and seconds by direction and model."""
    results: dict[str, Any] = {}
    for lang in Lang:
        sources = tuple(pair.side(lang) for pair in pairs)
        references = tuple(pair.side(lang.other) for pair in pairs)
        prompts = [build_prompt(source, lang) for source in sources]
        for name, model in models.items():
            started = time.perf_counter()
            targets = tuple(output.text for output in answer(model, tokenizer, prompts))
            corpus = Corpus(lang, sources, references, targets)
            found: dict[str, Any] = {n: asdict(s) for n, s in scores(corpus).items()}
            found["seconds"] = round(time.perf_counter() - started, 1)
            results.setdefault(f"{lang.value}-{lang.other.value}", {})[name] = found
    return results


def measure(
    reference: Path, candidate: Path, tokenizer: Path, pairs: Sequence[Pair], translations: bool
) -> dict[str, Any]:
    """Both comparisons; the first on every fourth pair."""
    from transformers import PreTrainedTokenizerFast

    words = PreTrainedTokenizerFast.from_pretrained(tokenizer)
    models = {"reference": load(reference), "candidate": load(candidate)}
    result: dict[str, Any] = {"bytes": candidate.stat().st_size}
    result["logits"] = compare_logits(*models.values(), words, pairs[::4])
    if translations:
        result["translations"] = compare_translations(models, words, pairs)
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; prints JSON."""
    parser = argparse.ArgumentParser(prog="python -m training.measure_quantisation")
    parser.add_argument("--reference", type=Path, required=True, help="model directory, float32")
    parser.add_argument("--candidate", type=Path, required=True, help="GGUF file (or directory)")
    parser.add_argument("--tokenizer", type=Path, help="its folder (default: the reference's)")
    parser.add_argument("--dev", type=Path, required=True, help="prefix of .id and .ja files")
    parser.add_argument("--no-translation", action="store_true", help="compare logits only")
    options = parser.parse_args(arguments)
    result = measure(
        options.reference,
        options.candidate,
        options.tokenizer or options.reference,
        read_dev(options.dev),
        not options.no_translation,
    )
    json.dump(result, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
