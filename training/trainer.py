"""The training loop: steps, log lines, checkpoints, dev losses."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from training.batches import Batch, encode, pack, tensors
from training.checkpoint import Checkpoint, Progress, load, save
from training.devloss import dev_batches, dev_loss
from training.devscore import dev_chrf
from training.lora import LoraSettings, adapter_parameters
from training.modelling import batch_loss
from training.schedule import Schedule, ema_decay, update_mean
from training.stream import Stream

LOG_EVERY = 10  # steps
CHRF_EVERY = 3  # dev reports: greedy decoding costs minutes


@dataclass(frozen=True, slots=True)
class Limits:
    """Tokens a batch and an example, memory of the mean, steps in all, minutes between saves."""

    budget: int = 1440
    longest: int = 320
    mean: float = 0.998
    steps: int | None = None
    save_minutes: float = 8
    dev_minutes: float = 40
    dev_lines: int = 40
    chrf_lines: int = 0
    clip: float = 1.0


class Trainer:
    """One run: everything that changes while it trains is in ``progress`` and the tensors."""

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        stream: Stream,
        lora: LoraSettings,
        schedule: Schedule,
        limits: Limits,
        out: Path,
    ) -> None:
        import torch

        self.model, self.tokenizer, self.stream = model.train(), tokenizer, stream
        self.lora, self.schedule, self.limits, self.out = lora, schedule, limits, out
        self.parameters = dict(adapter_parameters(model))
        self.mean = {name: p.detach().clone() for name, p in self.parameters.items()}
        self.optimizer = torch.optim.AdamW(
            self.parameters.values(), lr=schedule.peak, betas=(0.9, 0.99), weight_decay=0.0
        )
        self.progress = Progress(fingerprint=stream.fingerprint)
        self.stop_asked: Callable[[], bool] = lambda: False
        self.dev: dict[str, list[Batch]] = {}
        self.dev_folder: Path | None = None
        self.reports = 0
        out.mkdir(parents=True, exist_ok=True)

    def watch(self, dev: Path) -> None:
        """Report the loss on held-out lines now and then."""
        limits, self.dev_folder = self.limits, dev
        self.dev = dev_batches(
            self.tokenizer, dev, limits.dev_lines, limits.budget, 2 * limits.longest
        )

    def resume(self) -> None:
        """Take up the last checkpoint. Under changed text the position starts at the next chunk."""
        import torch

        checkpoint = load(self.out)
        if checkpoint is None:
            return
        with torch.no_grad():
            for name, parameter in self.parameters.items():
                parameter.copy_(checkpoint.adapter[name])
                self.mean[name].copy_(checkpoint.mean[name])
        self.optimizer.load_state_dict(checkpoint.optimizer)
        torch.set_rng_state(checkpoint.chance)
        self.progress = checkpoint.progress
        if self.progress.fingerprint != self.stream.fingerprint:
            self._log({"event": "text changed", "before": self.progress.fingerprint})
            self.progress = replace(
                self.progress,
                chunk=self.progress.chunk + 1,
                batch=0,
                fingerprint=self.stream.fingerprint,
            )
        self._log({"event": "resumed"} | asdict(self.progress))

    def run(self) -> None:
        """Train until asked to stop or until the last step; the end is always saved."""
        saved = watched = time.monotonic()
        losses: list[float] = []
        began = time.monotonic(), self.progress.tokens
        for batch in self._batches():
            losses.append(self._step(batch))
            if self.progress.step % LOG_EVERY == 0:
                began = self._log_speed(losses, began)
                losses = []
            if self._finished():
                break
            if time.monotonic() - saved > 60 * self.limits.save_minutes:
                self.save()
                saved = time.monotonic()
            if self.dev and time.monotonic() - watched > 60 * self.limits.dev_minutes:
                self.report_dev()
                watched = time.monotonic()
        self.save()
        self._log({"event": "stopped"} | asdict(self.progress))

    def save(self) -> None:
        """Write a checkpoint."""
        import torch

        parameters = {name: p.detach() for name, p in self.parameters.items()}
        state = self.optimizer.state_dict()
        chance = torch.get_rng_state()
        lora = asdict(self.lora)
        save(self.out, Checkpoint(self.progress, parameters, self.mean, state, chance, lora))

    def report_dev(self) -> None:
        """Log the dev losses of the running mean, and at times its chrF."""
        entry: dict[str, Any] = {"event": "dev", "step": self.progress.step}
        with self._mean_weights():
            entry["loss"] = dev_loss(self.model, self.dev)
            lines = self.limits.chrf_lines
            if lines and self.dev_folder and self.reports % CHRF_EVERY == CHRF_EVERY - 1:
                entry["chrf"] = dev_chrf(self.model, self.tokenizer, self.dev_folder, lines)
        self.reports += 1
        self._log(entry)

    @contextmanager
    def _mean_weights(self) -> Iterator[None]:
        """Put the running mean into the model, and the live weights back at the end."""
        import torch

        live = {name: p.detach().clone() for name, p in self.parameters.items()}
        try:
            with torch.no_grad():
                for name, parameter in self.parameters.items():
                    parameter.copy_(self.mean[name])
            self.model.eval()
            yield
        finally:
            self.model.train()
            with torch.no_grad():
                for name, parameter in self.parameters.items():
                    parameter.copy_(live[name])

    def _batches(self) -> Iterator[Batch]:
        """Yield batches from the position on; before each, ``progress`` names it."""
        while True:
            number = self.progress.chunk
            encoded = encode(self.tokenizer, self.stream.chunk(number), self.limits.longest)
            groups = pack(encoded, self.limits.budget, random.Random(number))
            for index in range(self.progress.batch, len(groups)):
                yield tensors(groups[index], self.tokenizer.pad_token_id)
            self.progress = replace(self.progress, chunk=number + 1, batch=0)

    def _step(self, batch: Batch) -> float:
        """Train on one batch and return its loss."""
        import torch

        began, progress = time.monotonic(), self.progress
        for group in self.optimizer.param_groups:
            group["lr"] = self.schedule.rate(progress.step, progress.tokens)
        loss = batch_loss(self.model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters.values(), self.limits.clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        update_mean(self.mean, self.parameters.items(), ema_decay(progress.step, self.limits.mean))
        self.progress = replace(
            progress,
            step=progress.step + 1,
            batch=progress.batch + 1,
            tokens=progress.tokens + batch.tokens,
            seconds=progress.seconds + time.monotonic() - began,
        )
        return float(loss.detach())

    def _finished(self) -> bool:
        """Whether a signal or the step limit ends the run here."""
        steps = self.limits.steps
        return self.stop_asked() or (steps is not None and self.progress.step >= steps)

    def _log_speed(self, losses: list[float], began: tuple[float, int]) -> tuple[float, int]:
        """Log mean loss and speed of the last steps; return the new start of measurement."""
        now, progress = time.monotonic(), self.progress
        speed = (progress.tokens - began[1]) / max(1e-9, now - began[0])
        rate = self.schedule.rate(progress.step - 1, progress.tokens)
        self._log(
            {
                "step": progress.step,
                "tokens": progress.tokens,
                "epoch": round(self.stream.epoch(progress.chunk), 3),
                "loss": round(sum(losses) / len(losses), 4),
                "lr": rate,
                "tokens_per_second": round(speed, 1),
                "minutes": round(progress.seconds / 60, 2),
            }
        )
        return now, progress.tokens

    def _log(self, entry: dict[str, Any]) -> None:
        """Append one line to ``log.jsonl``."""
        stamped = {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())} | entry
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(stamped, ensure_ascii=False) + "\n")
