"""Measure an adapter on the dev sets.

``python -m training.evaluate --base DIR --dev DIR [--adapter FILE] [--sets authored,releases,ntrex]
[--directions id,ja] [--limit N] [--beam 1] [--glossary FILE] [--register polite] [--out FILE]``
prints one JSON line per set and direction: BLEU and chrF with their signatures, figure accuracy,
terms, register, and the shares of faulty outputs. With a glossary the prompt gets the terms that
stand on both sides.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.model import Lang
from training.devloss import dev_batches, dev_loss, read_dev_set
from training.faults import faults
from training.figure_accuracy import figure_accuracy
from training.generation import Output, answer
from training.lora import merge_adapter
from training.modelling import load_tokenizer
from training.pairs import Pair
from training.prompt import build_prompt
from training.register import register_of
from training.terms import TermIndex, read_terms

SETS = {"authored": "authored", "releases": "releases", "ntrex": "ntrex-dev"}
Hints = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Task:
    """One measurement: which pairs, from which language, with which hints per pair."""

    name: str
    source_lang: Lang
    pairs: tuple[Pair, ...]
    terms: tuple[Hints, ...]
    use_hints: bool
    register: str
    beam: int

    @property
    def prompts(self) -> list[str]:
        """The prompts of the pairs."""
        return [
            build_prompt(
                pair.side(self.source_lang),
                self.source_lang,
                hints if self.use_hints else [],
                self.register,
            )
            for pair, hints in zip(self.pairs, self.terms, strict=True)
        ]


def occurring_terms(index: TermIndex | None, pair: Pair, source: Lang) -> Hints:
    """Return (source, target) of the glossary terms that stand on both sides."""
    found = index.find(pair) if index else []
    both = {(o.surface, o.japanese) for o in found if o.japanese}
    return [(i, j) if source is Lang.INDONESIAN else (j, i) for i, j in sorted(both)]


def measure(task: Task, outputs: Sequence[Output]) -> dict[str, Any]:
    """Return every figure of one measurement."""
    from eval.corpus import Corpus
    from eval.scores import scores

    target = task.source_lang.other
    sources = [p.side(task.source_lang) for p in task.pairs]
    references = [p.side(target) for p in task.pairs]
    texts = [output.text for output in outputs]
    corpus = Corpus(task.source_lang, tuple(sources), tuple(references), tuple(texts))
    figures = figure_accuracy(sources, references, texts, task.source_lang)
    due = [(text, t) for text, hints in zip(texts, task.terms, strict=True) for _, t in hints]
    met = sum(term.casefold() in text.casefold() for text, term in due)
    result: dict[str, Any] = {
        "set": task.name,
        "direction": f"{task.source_lang.value}-{target.value}",
        "lines": len(texts),
        "beam": task.beam,
        "hints": task.use_hints,
    }
    for name, score in scores(corpus).items():
        result |= {name: round(score.score, 2), f"{name}_signature": score.signature}
    result |= {"figures": round(figures.share, 3), "figures_total": figures.total}
    result |= {"terms": round(met / len(due), 3) if due else None, "terms_total": len(due)}
    if task.register != "auto":
        endings = [r for r in map(register_of, texts) if r]
        result["register"] = round(endings.count(task.register) / max(1, len(endings)), 3)
    shares = faults(sources, texts, [output.cut for output in outputs], target)
    return result | {name: round(share, 4) for name, share in shares.items()}


def tasks(arguments: argparse.Namespace) -> list[Task]:
    """Return the measurements that the command line asks for."""
    index = TermIndex(read_terms(arguments.glossary)) if arguments.glossary else None
    wanted = []
    for name in arguments.sets.split(","):
        pairs = tuple(read_dev_set(arguments.dev, SETS[name], arguments.limit))
        for code in arguments.directions.split(","):
            source = Lang(code)
            terms = tuple(occurring_terms(index, pair, source) for pair in pairs)
            hints = arguments.hints
            if arguments.register != "auto" and source is Lang.JAPANESE:
                continue
            wanted.append(
                Task(name, source, pairs, terms, hints, arguments.register, arguments.beam)
            )
    return wanted


def load(base: Path, adapter: Path | None) -> Any:
    """Return the base with the adapter added to its weights."""
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    if adapter:
        merge_adapter(model, adapter)
    return model


def parser() -> argparse.ArgumentParser:
    """Return the command line of the module."""
    parser = argparse.ArgumentParser(description="Measure an adapter on the dev sets.")
    add = parser.add_argument
    add("--base", type=Path, required=True, help="folder of the base model and tokenizer")
    add("--dev", type=Path, required=True, help="folder of the dev sets")
    add("--adapter", type=Path, help="adapter file; none measures the base itself")
    add("--sets", default="authored,releases,ntrex")
    add("--directions", default="id,ja", help="source languages")
    add("--limit", type=int, help="lines of each set, evenly spread")
    add("--beam", type=int, default=1)
    add("--glossary", type=Path, help="glossary file: terms are counted")
    add("--hints", action="store_true", help="put the occurring terms into the prompt")
    add("--register", default="auto", choices=("auto", "plain", "polite"))
    add("--threads", type=int, default=2)
    add(
        "--loss", action="store_true", help="only the loss per answer token: cheap and fine-grained"
    )
    add("--out", type=Path, help="also append the lines, with the outputs, to this file")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    import torch

    arguments = parser().parse_args(argv)
    torch.set_num_threads(arguments.threads)
    tokenizer, model = load_tokenizer(arguments.base), load(arguments.base, arguments.adapter)
    if arguments.loss:
        batches = dev_batches(tokenizer, arguments.dev, arguments.limit or 1000, 1440, 640)
        print(json.dumps({"adapter": str(arguments.adapter), "loss": dev_loss(model, batches)}))
        return 0
    for task in tasks(arguments):
        began = time.monotonic()
        outputs = answer(model, tokenizer, task.prompts, task.beam)
        result = measure(task, outputs) | {"seconds": round(time.monotonic() - began, 1)}
        print(json.dumps(result, ensure_ascii=False), flush=True)
        if arguments.out:
            kept = {"adapter": str(arguments.adapter), "outputs": [o.text for o in outputs]}
            with arguments.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(result | kept, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
