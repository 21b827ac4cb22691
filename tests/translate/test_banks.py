"""A beam holds hypotheses at every stage of their constraints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.automaton import State
from translate.banks import Candidate, share


def candidate(score: float, met: int, under_way: bool = False, token: int = 0) -> Candidate:
    return Candidate(score, 0, token, State(), (), (met, under_way))


@pytest.mark.parametrize(
    ("given_", "rows", "chosen", "why"),
    [
        ([(-1, 0), (-2, 0), (-3, 0)], 2, [-1, -2], "one bank: the best scores"),
        (
            [(-1, 0), (-2, 0), (-90, 1)],
            2,
            [-90, -1],
            "a costly hypothesis that is further survives",
        ),
        ([(-1, 0), (-9, 1), (-10, 1), (-99, 2)], 3, [-99, -1, -9], "furthest and nearest first"),
        ([(-1, 0), (-9, 1), (-99, 2)], 2, [-99, -1], "fewer rows than banks: both ends"),
        (
            [(-9, 0), (-1, 1), (-99, 2)],
            2,
            [-99, -1],
            "the best of all stays, though its bank is between",
        ),
        ([(-1, 1), (-99, 2)], 1, [-99], "a single row is for the furthest"),
        ([(-5, 2)], 4, [-5], "fewer candidates than rows"),
        ([], 4, [], "nothing"),
    ],
)
def test_shares_rows_among_banks(
    given_: list[tuple[float, int]], rows: int, chosen: list[float], why: str
) -> None:
    picked = share([candidate(score, met) for score, met in given_], rows)
    assert [c.score for c in picked] == chosen, why


@given(
    st.lists(st.tuples(st.floats(-50, 0), st.integers(0, 4), st.booleans()), max_size=30),
    st.integers(1, 10),
)
def test_never_more_than_asked_and_the_best_of_the_furthest_bank_stays(
    rows: list[tuple[float, int, bool]], size: int
) -> None:
    candidates = [candidate(s, m, u, token=i) for i, (s, m, u) in enumerate(rows)]
    picked = share(candidates, size)
    assert len(picked) == min(size, len(candidates))
    if candidates:
        furthest = max(c.progress for c in candidates)
        assert picked[0].score == max(c.score for c in candidates if c.progress == furthest)
