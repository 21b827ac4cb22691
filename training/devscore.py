"""chrF of greedy translations of a few held-out lines: dear, so seldom looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glossary.model import Lang
from training.devloss import read_dev_set
from training.generation import answer
from training.heldout import DEV_SETS
from training.prompt import build_prompt


def dev_chrf(model: Any, tokenizer: Any, dev: Path, lines: int) -> dict[str, float]:
    """Return chrF (0–100) of ``lines`` evenly spread lines, keyed ``<set>.<source>``."""
    from eval.corpus import Corpus
    from eval.scores import scores

    results = {}
    for name in DEV_SETS:
        pairs = read_dev_set(dev, name, lines)
        for source in Lang:
            sources = tuple(p.side(source) for p in pairs)
            references = tuple(p.side(source.other) for p in pairs)
            outputs = answer(model, tokenizer, [build_prompt(s, source) for s in sources])
            corpus = Corpus(source, sources, references, tuple(o.text for o in outputs))
            results[f"{name}.{source.value}"] = round(scores(corpus)["chrf"].score, 2)
    return results
