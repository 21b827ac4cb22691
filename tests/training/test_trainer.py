"""Adapters, the schedule, and runs that are cut and resumed."""

from __future__ import annotations

import json
import os
import signal

import pytest

from training.examples import ExampleMaker
from training.heldout import DEV_SETS
from training.lora import LoraSettings, adapter_parameters, add_lora, load_adapter, merge_adapter
from training.schedule import Schedule, ema_decay
from training.stream import Mix, Stream
from training.templates import generate

torch = pytest.importorskip("torch")

from training.adapter import export  # noqa: E402
from training.checkpoint import load  # noqa: E402
from training.devloss import dev_loss  # noqa: E402
from training.train import StopRequest  # noqa: E402
from training.trainer import Limits, Trainer  # noqa: E402

LORA = LoraSettings(rank=2)


@pytest.fixture
def run(tiny_model, tokenizer, corpus):
    """A factory of trainers over the same start weights."""

    def make(out, steps, **limits):
        model = tiny_model()
        add_lora(model, LORA)
        stream = Stream(corpus, ExampleMaker(()), generate, Mix(4, 0, 2), seed=3)
        schedule = Schedule(peak=1e-2, warmup=2)
        settings = Limits(budget=300, longest=400, steps=steps, **limits)
        return Trainer(model, tokenizer, stream, LORA, schedule, settings, out)

    return make


def finished(trainer):
    trainer.resume()
    trainer.run()
    return {name: p.detach().clone() for name, p in trainer.parameters.items()}, trainer.mean


def test_a_cut_run_ends_with_the_weights_of_an_uncut_one(run, tmp_path):
    whole, whole_mean = finished(run(tmp_path / "whole", steps=9))
    for steps in (2, 5, 9):  # within a chunk, and over its end
        parts, parts_mean = finished(run(tmp_path / "parts", steps=steps))
    assert load(tmp_path / "parts").progress.chunk > 0
    for name, tensor in whole.items():
        assert torch.equal(tensor, parts[name]), name
        assert torch.equal(whole_mean[name], parts_mean[name]), name


def test_training_lowers_the_loss_and_logs_it(run, tmp_path):
    finished(run(tmp_path, steps=40))
    entries = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    losses = [entry["loss"] for entry in entries if "tokens_per_second" in entry]
    assert losses[-1] < losses[0]


def test_dev_losses_are_those_of_the_mean_and_leave_the_run_alone(run, tmp_path):
    dev = tmp_path / "dev"
    dev.mkdir()
    for name in DEV_SETS:
        (dev / f"{name}.id").write_text("Rapat dimulai.\nBuka.\n", "utf-8")
        (dev / f"{name}.ja").write_text("会議が始まる。\n開館。\n", "utf-8")
    trainer = run(tmp_path / "run", steps=5)
    finished(trainer)
    trainer.watch(dev)
    before = {name: p.detach().clone() for name, p in trainer.parameters.items()}
    live = dev_loss(trainer.model, trainer.dev)
    trainer.report_dev()
    assert all(torch.equal(p, before[name]) for name, p in trainer.parameters.items())
    last = json.loads((tmp_path / "run" / "log.jsonl").read_text().splitlines()[-1])
    assert set(last["loss"]) == {f"{name}.{lang}" for name in DEV_SETS for lang in ("id", "ja")}
    assert last["loss"] != live


def test_a_signal_saves_and_ends_the_run(run, tmp_path):
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        stop = StopRequest()
        stop.install()
        trainer = run(tmp_path, steps=None)
        trainer.stop_asked = lambda: stop.asked
        os.kill(os.getpid(), signal.SIGTERM)
        trainer.run()
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert load(tmp_path).progress.step == 1


def test_a_cut_during_saving_leaves_the_checkpoint_before(run, tmp_path):
    finished(run(tmp_path, steps=2))
    finished(run(tmp_path, steps=3))
    (tmp_path / "checkpoint.pt").unlink()
    assert load(tmp_path).progress.step == 2


def test_an_exported_adapter_does_what_the_trained_one_does(run, tmp_path, tiny_model):
    trainer = run(tmp_path, steps=4)
    finished(trainer)
    path = tmp_path / "adapter.safetensors"
    assert export(tmp_path, path, last=True) > 0
    ids = torch.tensor([[2, 40, 50, 60]])
    merged, again = tiny_model(), tiny_model()
    plain = merged(ids).logits
    merge_adapter(merged, path)
    add_lora(again, LORA)
    load_adapter(again, path, LORA)
    expected = trainer.model(ids).logits
    assert torch.allclose(merged(ids).logits, expected, atol=2e-3)
    assert torch.allclose(again(ids).logits, expected, atol=2e-3)
    assert not torch.allclose(plain, expected, atol=2e-3)


def test_a_lower_rank_grows_into_a_higher_one(run, tmp_path, tiny_model):
    trainer = run(tmp_path, steps=4)
    finished(trainer)
    export(tmp_path, tmp_path / "a.safetensors", last=True)
    higher = LoraSettings(rank=4)
    model = tiny_model()
    add_lora(model, higher)
    load_adapter(model, tmp_path / "a.safetensors", higher)
    ids = torch.tensor([[2, 40, 50]])
    assert torch.allclose(model(ids).logits, trainer.model(ids).logits, atol=2e-3)


def test_only_adapters_learn(tiny_model):
    model = tiny_model()
    add_lora(model, LoraSettings(rank=2, first_layer=1))
    learning = {name for name, p in model.named_parameters() if p.requires_grad}
    assert learning == {name for name, _ in adapter_parameters(model)}
    assert all(".layers.1." in name for name in learning)


def test_exporting_before_the_first_checkpoint_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="no checkpoint"):
        export(tmp_path, tmp_path / "a.safetensors")


@pytest.mark.parametrize(
    ("step", "tokens", "rate"),
    [(0, 0, 0.5), (1, 10, 1.0), (500, 90, 1.0), (500, 150, 0.55), (500, 900, 0.1)],
)
def test_the_rate_warms_up_stays_and_decays_by_tokens(step, tokens, rate):
    schedule = Schedule(peak=1.0, warmup=2, decay_from=100, decay_over=100)
    assert schedule.rate(step, tokens) == pytest.approx(rate)


def test_the_mean_forgets_its_start_soon_and_remembers_long_later():
    assert ema_decay(0, 0.99) == pytest.approx(0.1)
    assert ema_decay(10_000, 0.99) == 0.99
