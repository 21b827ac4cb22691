"""The model-free backends keep the same contract as the real ones."""

from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from glossary.model import Lang
from translate.backends.base import ModelInput
from translate.backends.scripted import RandomBackend, ScriptedBackend, small_vocabulary

SOURCE = ModelInput("Pemerintah", Lang.INDONESIAN)


def _greedy(backend: RandomBackend, insert: dict[int, bytes] | None = None) -> str:
    """Best token after best token, with bytes of our own put in after so many tokens."""
    state, said = backend.begin([SOURCE]), []
    table = backend.vocabulary.token_bytes
    while len(said) < 100:
        token = int(state.logits.argmax())
        if token in backend.vocabulary.eos_ids:
            return backend.vocabulary.text(said)
        for next_token in [
            token,
            *(table.index(bytes([b])) for b in (insert or {}).get(len(said), b"")),
        ]:
            said.append(next_token)
            state.advance(torch.tensor([0]), torch.tensor([next_token]))
    raise AssertionError("no end")


def test_the_script_is_said() -> None:
    backend = ScriptedBackend({SOURCE.source: "日本の政府。"}, small_vocabulary(["日本", "政府"]))
    assert _greedy(backend) == "日本の政府。"


def test_after_words_of_our_own_the_script_goes_on() -> None:
    backend = ScriptedBackend({SOURCE.source: "日本の政府。"}, small_vocabulary(["日本", "の"]))
    assert _greedy(backend, {1: "国民".encode()}) == "日本の国民政府。"


@given(
    seed=st.integers(0, 5),
    steps=st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(2, 200)), max_size=4), max_size=4
    ),
)
def test_noise_depends_on_input_and_prefix_only(
    seed: int, steps: list[list[tuple[int, int]]]
) -> None:
    backend = RandomBackend(seed)
    inputs = [SOURCE, ModelInput("官報", Lang.JAPANESE)]
    state = backend.begin(inputs)
    rows: list[tuple[ModelInput, tuple[int, ...]]] = [(item, ()) for item in inputs]
    for step in steps:
        if not step:
            continue
        parents = [p % len(rows) for p, _ in step]
        state.advance(torch.tensor(parents), torch.tensor([t for _, t in step]))
        rows = [(rows[p][0], (*rows[p][1], t)) for p, (_, t) in zip(parents, step, strict=True)]
    assert torch.equal(state.logits, torch.stack([backend.scores(*row) for row in rows]))
    assert not torch.equal(backend.scores(SOURCE, ()), RandomBackend(seed + 1).scores(SOURCE, ()))
