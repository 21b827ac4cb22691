"""The constrained search finds what an exhaustive search finds, and nothing it must not say."""

from __future__ import annotations

from collections.abc import Callable

import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.translate.tiny import (
    Ruled,
    constraint,
    limited,
    naively_satisfied,
    source,
    terms_of,
    vocabulary,
)
from translate.backends.base import ModelInput, Vocabulary
from translate.backends.scripted import EOS, RandomBackend, ScriptedBackend, small_vocabulary
from translate.beam import Request
from translate.decoding import SearchOptions, search
from translate.model import Constraint, Hypothesis, SegmentTerms
from translate.token_index import TokenIndex
from translate.verify import satisfied

SHORT = SearchOptions(beam=1000, length_factor=0, length_extra=5)


def run(
    backend: RandomBackend,
    constraints: tuple[Constraint, ...] = (),
    options: SearchOptions = SHORT,
    item: ModelInput | None = None,
) -> list[Hypothesis]:
    terms = terms_of(constraints)
    request = Request(backend.vocabulary, terms.constraints, terms.forbidden)
    index = TokenIndex(backend.vocabulary)
    return search(backend, [item or source()], [request], index, options)[0]


def exhaustive(
    backend: RandomBackend, limit: int, good: Callable[[str], bool], alive: Callable[[str], bool]
) -> tuple[float, str] | None:
    """The best text that is `good`, of all there are; None where `limit` tokens decide nothing.

    Stops, as the search does, when what has ended is better than anything that goes on.
    """
    table = backend.vocabulary.token_bytes
    level: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    ended: list[tuple[float, str]] = []
    for steps in range(1, limit + 1):
        longer = []
        for prefix, score in level:
            row = torch.log_softmax(backend.scores(source(), prefix), dim=-1).tolist()
            text = backend.vocabulary.text(prefix)
            if good(text):
                ended.append(((score + row[EOS]) / (len(prefix) + 1), text))
            longer += [((*prefix, t), score + row[t]) for t, data in enumerate(table) if data]
        level = [item for item in longer if alive(backend.vocabulary.text(item[0]))]
        if ended and max(ended)[0] >= max(score for _, score in level) / steps:
            return max(ended)
    return None


def agree(
    pieces: Vocabulary, constraints: tuple[Constraint, ...], alive: Callable[[str], bool]
) -> None:
    terms, decided = terms_of(constraints), 0
    for seed in range(30):
        backend = RandomBackend(seed, pieces)
        expected = exhaustive(backend, 5, lambda text: naively_satisfied(text, terms), alive)
        if expected is None:
            continue
        decided += 1
        best = run(backend, constraints)[0]
        assert best.text == expected[1], seed
        assert abs(best.score - expected[0]) < 1e-4, seed
        assert best.satisfied
        assert best.finished
    assert decided >= 15, "too few models were decided within the limit"


def test_a_wide_beam_finds_the_best_text_there_is() -> None:
    agree(vocabulary("国", "会", "あ"), (), lambda _: True)


def test_a_wide_beam_finds_the_best_text_that_satisfies() -> None:
    agree(vocabulary("国", "会", "国会"), (constraint("国会"),), lambda _: True)


def test_a_wide_beam_finds_the_best_text_with_an_alternative_of_each_constraint() -> None:
    either = (constraint("国", "会会"), constraint("あ"))
    agree(vocabulary("国", "会", "あ"), either, lambda _: True)


def test_a_wide_beam_finds_the_best_text_without_a_forbidden_string() -> None:
    item = constraint("国", forbidden=("会あ",))
    agree(vocabulary("国", "会", "あ"), (item,), lambda text: "会あ" not in text)


ALPHABET = ("国", "会", "議", "a", "b", " ", "1")
FORMS = st.text(alphabet="".join(ALPHABET), min_size=1, max_size=4).filter(
    lambda form: form == form.strip()
)
PIECES = st.lists(st.text(alphabet="".join(ALPHABET), min_size=2, max_size=3), max_size=4)
BYTES = tuple(bytes([b]) for b in sorted(set("".join(ALPHABET).encode())))


@st.composite
def constraints(draw: st.DrawFn, most: int = 3) -> tuple[Constraint, ...]:
    groups = draw(st.lists(st.lists(FORMS, min_size=1, max_size=2), min_size=1, max_size=most))
    return tuple(
        constraint(*group, forbidden=tuple(draw(st.lists(FORMS, max_size=1)))) for group in groups
    )


def options(beam: int, extra: int = 10) -> SearchOptions:
    return SearchOptions(beam=beam, length_factor=0, length_extra=extra)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**6), constraints(), PIECES, st.booleans(), st.integers(1, 4))
def test_what_the_search_calls_satisfied_is_satisfied(
    seed: int, wanted: tuple[Constraint, ...], pieces: list[str], whole: bool, beam: int
) -> None:
    terms = terms_of(wanted)
    single = ALPHABET if whole else BYTES  # characters as tokens, or their bytes
    backend = RandomBackend(seed, vocabulary(*pieces, *single))
    for hypothesis in run(backend, wanted, options(beam)):
        if hypothesis.satisfied:
            assert naively_satisfied(hypothesis.text, terms), hypothesis
            assert satisfied(hypothesis.text, terms), hypothesis


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.lists(FORMS, min_size=1, max_size=2), min_size=1, max_size=4),
    PIECES,
    st.booleans(),
    st.integers(1, 4),
    st.integers(0, 12),
)
def test_constraints_without_forbidden_strings_are_always_met(
    seed: int, groups: list[list[str]], pieces: list[str], whole: bool, beam: int, extra: int
) -> None:
    wanted = tuple(constraint(*group) for group in groups)
    assume(not nested(wanted))
    single = ALPHABET if whole else BYTES
    backend = RandomBackend(seed, vocabulary(*pieces, *single))
    best = run(backend, wanted, options(beam, extra))[0]
    assert best.satisfied, best
    assert best.finished, best


def nested(wanted: tuple[Constraint, ...]) -> bool:
    """Whether a form lies within another: terms put side by side may then cover each other."""
    forms = {form for c in wanted for form in c.alternatives}
    return any(form in other for form in forms for other in forms if form != other)


def test_a_term_within_another_one_is_met_besides_it() -> None:
    wanted = (constraint("国会"), constraint("国会議"), constraint("会議", "議会"))
    for seed in range(40):
        backend = RandomBackend(seed, vocabulary("国会", *ALPHABET))
        best = run(backend, wanted, options(1 + seed % 4, extra=seed % 12))[0]
        assert best.satisfied, seed
        assert best.finished, seed


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text("国会ab ", min_size=1, max_size=6), constraints()), max_size=4))
def test_results_do_not_depend_on_what_else_is_in_the_batch(
    jobs: list[tuple[str, tuple[Constraint, ...]]],
) -> None:
    backend = RandomBackend(3, vocabulary("国会", *ALPHABET))
    index = TokenIndex(backend.vocabulary)
    inputs = [source(text) for text, _ in jobs]
    # Every other segment is free of constraints.
    sets = [terms_of(wanted if n % 2 else ()) for n, (_, wanted) in enumerate(jobs)]
    requests = [Request(backend.vocabulary, s.constraints, s.forbidden) for s in sets]
    together = search(backend, inputs, requests, index, options(2))
    one_by_one = [
        search(backend, [item], [request], index, options(2))[0]
        for item, request in zip(inputs, requests, strict=True)
    ]
    assert together == one_by_one


def test_no_text_ends_within_a_character() -> None:
    for seed in range(20):
        backend = RandomBackend(seed, vocabulary(*BYTES))
        for hypothesis in run(backend, (constraint("国会"),), options(3)):
            assert "\ufffd" not in hypothesis.text or not hypothesis.satisfied


def test_without_inputs_there_is_nothing_to_do() -> None:
    backend = RandomBackend(0)
    assert search(backend, [], [], TokenIndex(backend.vocabulary), SHORT) == []


def test_the_model_is_never_taken_beyond_what_it_can_write() -> None:
    class Measured(ScriptedBackend):
        longest = 0

        def scores(self, item: ModelInput, prefix: tuple[int, ...]) -> torch.Tensor:
            self.longest = max(self.longest, len(prefix))
            return super().scores(item, prefix)

    long = constraint("国" * 30)
    for room, met in ((60, True), (20, False)):
        backend = Measured({"x": "あ" * 50}, vocabulary("国", "あ"))
        limited(backend, target_tokens=room)
        best = run(backend, (long,), SearchOptions(beam=2, length_extra=50))[0]
        assert best.satisfied == met, room
        assert backend.longest < room


def test_a_constraint_longer_than_the_limit_is_met() -> None:
    backend = ScriptedBackend({"x": "あ"}, small_vocabulary(["あ"]))
    best = run(backend, (constraint("国" * 40),), options(2, extra=3))[0]
    assert best.satisfied
    assert "国" * 40 in best.text


def test_sixty_constraints_are_met() -> None:
    wanted = tuple(constraint(f"第{n}条") for n in range(60))
    backend = ScriptedBackend({"x": "ある。"}, small_vocabulary(["第", "条", "ある", "。"]))
    best = run(backend, wanted, options(4))[0]
    assert best.satisfied
    assert satisfied(best.text, SegmentTerms(wanted))


def test_a_text_that_goes_round_in_circles_is_stopped() -> None:
    ring = vocabulary("あ", "い", "う", "え", "お")

    def round_and_round(prefix: tuple[int, ...]) -> dict[int, float]:
        following = 2 + (prefix[-1] - 1) % 5 if prefix else 2
        return {following: 9.0, EOS: 3.0}

    backend = Ruled(ring, round_and_round)
    long = SearchOptions(beam=1, length_factor=0, length_extra=100)
    looping = run(backend, options=SearchOptions(1, 0, 100, no_repeat=0))[0]
    assert len(looping.text) > 90, "the model alone goes on to the limit"
    stopped = run(backend, options=long)[0]
    assert stopped.finished
    assert 20 <= len(stopped.text) <= 30


def test_the_guard_against_circles_spares_what_a_constraint_needs() -> None:
    term = "いろはにほへとちりぬるを" * 2
    wanted = constraint(term, at_least=2)
    backend = ScriptedBackend({"x": f"{term}。{term}。"}, vocabulary(*"いろはにほへとちりぬるを。"))
    best = run(backend, (wanted,), SearchOptions(beam=2, length_factor=0, length_extra=70))[0]
    assert best.text.count(term) == 2


def test_short_texts_may_repeat_themselves() -> None:
    backend = ScriptedBackend({"x": "あ" * 23}, vocabulary("あ", "い"))
    assert run(backend, options=SearchOptions(2, 0, 60))[0].text == "あ" * 23
