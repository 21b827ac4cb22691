"""The ladder: which rung met a term, what is searched again, and what a failure leaves behind."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model import Lang
from tests.translate.tiny import (
    Counting,
    Obedient,
    Ruled,
    constraint,
    limited,
    naively_satisfied,
    terms_of,
    vocabulary,
)
from translate.backends.scripted import EOS, RandomBackend
from translate.climb import Climbed, Climber, Job
from translate.model import Constraint, Hint, Rung, SegmentTerms
from translate.options import Mode, Options
from translate.token_index import TokenIndex
from translate.verify import satisfied

PIECES = vocabulary("政府", "は", "国会", "省", "庁", "述べた", "。")
STRICT = [Mode.HARD, Mode.LADDER]


def job(*wanted: Constraint, hints: tuple[Hint, ...] = (), text: str = "x") -> Job:
    terms = terms_of(wanted)
    return Job(text, Lang.INDONESIAN, SegmentTerms(terms.constraints, terms.forbidden, hints))


def climb(backend: RandomBackend, mode: Mode, *jobs: Job, beam: int = 4) -> list[Climbed]:
    climber = Climber(backend, TokenIndex(backend.vocabulary), Options(mode, beam))
    return climber.climb(jobs)


def hint(item: Constraint) -> Hint:
    return Hint(item.source_form, item.alternatives[0])


MINISTRY, AGENCY = constraint("省"), constraint("庁")


@pytest.mark.parametrize(
    ("mode", "reads", "script", "hinted", "target", "rungs", "why"),
    [
        (Mode.NONE, True, "省。", "", "省。", "none none", "the model's own words"),
        (Mode.SOFT, False, "省。", "省庁", "省。", "none none", "it reads no hints"),
        (Mode.SOFT, True, "は。", "省", "は。省", "prompt none", "only one term was hinted"),
        (Mode.LADDER, True, "は。", "省庁", "は。省庁", "prompt prompt", "the prompt did it"),
        (Mode.LADDER, False, "省庁。", "", "省庁。", "none none", "nothing had to be done"),
        (Mode.LADDER, True, "は。", "省", None, "prompt hard", "the other one was searched for"),
        (Mode.HARD, True, "は。", "省庁", None, "hard hard", "all is searched for"),
    ],
)
def test_each_term_has_the_rung_that_met_it(
    mode: Mode, reads: bool, script: str, hinted: str, target: str | None, rungs: str, why: str
) -> None:
    backend = (Obedient if reads else Counting)({"x": script}, PIECES)
    hints = tuple(hint(item) for item in (MINISTRY, AGENCY) if item.source_form in hinted)
    (result,) = climb(backend, mode, job(MINISTRY, AGENCY, hints=hints))
    assert [result.rungs["省"], result.rungs["庁"]] == rungs.split(), why
    if target is None:
        assert satisfied(result.target, terms_of([MINISTRY, AGENCY])), why
    else:
        assert result.target == target, why


def test_only_what_misses_something_is_searched_again() -> None:
    backend = Counting({"good": "省。", "bad": "は。", "free": "は。"}, PIECES)
    jobs = (job(MINISTRY, text="good"), job(MINISTRY, text="bad"), job(text="free"))
    results = climb(backend, Mode.LADDER, *jobs)
    assert [item.source for item in backend.asked] == ["good", "bad", "free", "bad"]
    assert [r.target for r in results][::2] == ["省。", "は。"]
    assert "省" in results[1].target


@pytest.mark.parametrize("mode", [Mode.NONE, Mode.SOFT])
def test_lenient_modes_leave_the_model_alone(mode: Mode) -> None:
    backend = Counting({"x": "は。"}, PIECES)
    (result,) = climb(backend, mode, job(MINISTRY))
    assert result.target == "は。"
    assert len(backend.asked) == 1


@pytest.mark.parametrize(
    ("mode", "reads", "seen"),
    [(Mode.NONE, True, 0), (Mode.SOFT, True, 1), (Mode.SOFT, False, 0), (Mode.LADDER, True, 1)],
)
def test_hints_go_to_models_that_read_them_unless_the_mode_is_none(
    mode: Mode, reads: bool, seen: int
) -> None:
    backend = (Obedient if reads else Counting)({"x": "は。"}, PIECES)
    climb(backend, mode, job(MINISTRY, hints=(hint(MINISTRY),)))
    assert len(backend.asked[0].hints) == seen


@pytest.mark.parametrize("mode", STRICT)
def test_what_cannot_be_met_leaves_the_best_free_text_and_the_highest_rung(mode: Mode) -> None:
    backend = Counting({"x": "政府は省。"}, PIECES)
    (result,) = climb(backend, mode, job(MINISTRY, constraint("龘")))
    assert result.target == "政府は省。"
    assert result.rungs == {"省": Rung.NONE, "龘": Rung.HARD}


@pytest.mark.parametrize("mode", STRICT)
def test_a_term_longer_than_the_model_can_write_fails_openly(mode: Mode) -> None:
    backend = Counting({"x": "は。"}, PIECES)
    limited(backend, target_tokens=10)
    (result,) = climb(backend, mode, job(constraint("省" * 30)))
    assert result.target == "は。"
    assert result.rungs == {"省" * 30: Rung.HARD}


@pytest.mark.parametrize("mode", STRICT)
def test_two_terms_that_forbid_each_other_are_both_met(mode: Mode) -> None:
    wanted = constraint("省", forbidden=("庁",)), constraint("庁", forbidden=("省",))
    (result,) = climb(Counting({"x": "政府は。"}, PIECES), mode, job(*wanted))
    assert "省" in result.target
    assert "庁" in result.target


@pytest.mark.parametrize(
    ("again", "target", "why"),
    [
        (0.55, "政府は国会", "saying it twice is hardly better"),
        (0.90, "政府は国会国会", "the model is sure that it belongs there twice"),
    ],
)
def test_of_results_nearly_as_good_the_one_without_a_needless_repeat_is_taken(
    again: float, target: str, why: str
) -> None:
    token = {text: 2 + n for n, text in enumerate(("政府", "は", "国会", "省", "庁"))}
    never = dict.fromkeys([1, *token.values()], -40.0)

    def rule(prefix: tuple[int, ...]) -> dict[int, float]:
        said = "".join({v: k for k, v in token.items()}[t] for t in prefix)
        follows = {"": "政府", "政府": "は", "政府は": "国会"}.get(said)
        if follows:
            return never | {EOS: -40.0, token[follows]: 0.0}
        if said == "政府は国会":
            return never | {EOS: math.log(1 - again), token["国会"]: math.log(again)}
        return never | {EOS: 0.0}

    backend = Ruled(vocabulary(*token), rule)
    (result,) = climb(backend, Mode.HARD, job(constraint("国会")))
    assert result.target == target, why


def test_results_stand_in_the_order_of_the_jobs() -> None:
    backend = Counting({"a": "政府。", "b": "述べた。", "c": "国会。"}, PIECES)
    jobs = (job(text="a"), job(MINISTRY, text="b"), job(text="c"))
    first, second, third = climb(backend, Mode.HARD, *jobs)
    assert (first.target, third.target) == ("政府。", "国会。")
    assert "省" in second.target


def test_nothing_to_translate_gives_nothing() -> None:
    assert climb(Counting({}, PIECES), Mode.LADDER) == []


FORM = st.text(alphabet="国会省ab ", min_size=1, max_size=3).filter(lambda f: f == f.strip())


@st.composite
def demands(draw: st.DrawFn) -> tuple[Constraint, ...]:
    forms = draw(st.lists(FORM, min_size=1, max_size=3, unique=True))
    return tuple(
        constraint(form, *draw(st.lists(FORM, max_size=1)), forbidden=(draw(FORM),))
        for form in forms
    )


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(demands(), min_size=1, max_size=3),
    st.sampled_from(STRICT),
    st.integers(1, 4),
)
def test_a_strict_result_satisfies_or_is_the_free_text(
    seed: int, sets: list[tuple[Constraint, ...]], mode: Mode, beam: int
) -> None:
    backend = RandomBackend(seed, vocabulary("国会", *"国会省ab "))
    jobs = [job(*wanted, text=f"x{n}") for n, wanted in enumerate(sets)]
    free = climb(backend, Mode.NONE, *jobs, beam=beam)
    for item, result, plain in zip(jobs, climb(backend, mode, *jobs, beam=beam), free, strict=True):
        assert satisfied(result.target, item.terms) == naively_satisfied(result.target, item.terms)
        assert satisfied(result.target, item.terms) or result.target == plain.target
