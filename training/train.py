"""Fine-tune adapters on the base model, in sessions that may be cut at any moment.

``python -m training.train --base DIR --out DIR --init-adapter FILE --public DIR --dev DIR``.
The same command goes on where the last checkpoint stopped. SIGTERM or SIGINT writes a checkpoint
after the step at hand and ends the session. It writes ``checkpoint.pt`` and ``log.jsonl``.
"""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.corpus import DATA, load_corpus
from training.examples import ExampleMaker
from training.lora import LoraSettings
from training.modelling import load_model, load_tokenizer
from training.schedule import Schedule
from training.stream import Mix, Stream
from training.terms import read_terms
from training.trainer import Limits, Trainer
from training.word_lists import generator


@dataclass
class StopRequest:
    """Whether a signal asked the run to end; the only state a signal handler touches."""

    asked: bool = field(default=False)

    def install(self) -> None:
        """Listen to SIGTERM and SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: object) -> None:
        self.asked = True


def parser() -> argparse.ArgumentParser:
    """Return the command line of the module."""
    parser = argparse.ArgumentParser(description="Fine-tune adapters; run again to go on.")
    add = parser.add_argument
    add("--base", type=Path, required=True, help="folder of the base model and tokenizer")
    add("--out", type=Path, required=True, help="folder of the run")
    add("--init-adapter", type=Path, help="adapter file to start from")
    add("--data", type=Path, default=DATA, help="folder of our own pairs")
    add("--public", type=Path, help="folder of public pairs")
    add("--dev", type=Path, help="folder of held-out lines: never trained on, loss is watched")
    add("--glossary", type=Path, help="glossary file for the hints")
    add("--rank", type=int, default=32)
    add("--first-layer", type=int, default=0, help="blocks below carry no adapter")
    add("--rate", type=float, default=3e-4, help="peak learning rate")
    add("--warmup", type=int, default=40, help="steps")
    add("--decay-from", type=int, help="tokens seen at which the last decay begins")
    add("--decay-over", type=int, default=1_000_000, help="tokens of the last decay")
    add("--mean", type=float, default=0.998, help="memory of the running mean of the weights")
    add("--budget", type=int, default=1440, help="tokens a batch, padding included")
    add("--longest", type=int, default=320, help="tokens of an example")
    add("--mix", type=int, nargs=3, default=(1430, 390, 230), help="authored public generated")
    add("--seed", type=int, default=11)
    add("--threads", type=int, default=2)
    add("--steps", type=int, help="end after this many steps in all")
    add("--save-minutes", type=float, default=8)
    add("--dev-minutes", type=float, default=40)
    add("--dev-lines", type=int, default=40, help="lines of each dev set")
    add("--chrf-lines", type=int, default=0, help="lines for chrF, at every third look; 0: never")
    return parser


def build_trainer(arguments: argparse.Namespace, stop: StopRequest) -> Trainer:
    """Load text, model and checkpoint as the command line says."""
    import torch

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    corpus = load_corpus(arguments.data, arguments.public, arguments.dev)
    terms = read_terms(arguments.glossary) if arguments.glossary else []
    mix = Mix(*arguments.mix)
    stream = Stream(corpus, ExampleMaker(terms), generator(terms), mix, arguments.seed)
    settings = LoraSettings(rank=arguments.rank, first_layer=arguments.first_layer)
    model: Any = load_model(arguments.base, settings, arguments.init_adapter)
    schedule = Schedule(
        arguments.rate, arguments.warmup, arguments.decay_from, arguments.decay_over
    )
    limits = Limits(
        budget=arguments.budget,
        longest=arguments.longest,
        mean=arguments.mean,
        steps=arguments.steps,
        save_minutes=arguments.save_minutes,
        dev_minutes=arguments.dev_minutes,
        dev_lines=arguments.dev_lines,
        chrf_lines=arguments.chrf_lines,
    )
    tokenizer = load_tokenizer(arguments.base)
    trainer = Trainer(model, tokenizer, stream, settings, schedule, limits, arguments.out)
    trainer.stop_asked = lambda: stop.asked
    if arguments.dev:
        trainer.watch(arguments.dev)
    return trainer


def main(argv: Sequence[str] | None = None) -> int:
    """Train until asked to stop."""
    stop = StopRequest()
    stop.install()
    trainer = build_trainer(parser().parse_args(argv), stop)
    trainer.resume()
    trainer.run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
