"""Sharing a beam's rows among hypotheses that have met more and fewer constraints.

Dynamic beam allocation (Post & Vilar 2018): hypotheses only compete with those that have got as
far with their constraints, or one that has paid for a term would always lose to one that has not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate.automaton import State


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to go on: row `parent` followed by `token`. `score` is the sum of log-probabilities.

    `progress` is (constraints met, whether one is under way).
    """

    score: float
    parent: int
    token: int
    state: State
    counts: tuple[int, ...]
    progress: tuple[int, bool]


def share(candidates: Sequence[Candidate], rows: int) -> list[Candidate]:
    """At most `rows` candidates: the best of each bank in turn, the furthest bank first.

    With fewer rows than banks the furthest and the nearest banks get one each before those
    between, so that a beam always holds both a hypothesis that is nearly done and one that is
    still free to place its terms; and the best candidate of all is there whatever its bank, as it
    places its terms where the model would.
    """
    ranked = sorted(candidates, key=_order)
    banks: dict[tuple[int, bool], list[Candidate]] = {}
    for candidate in ranked:
        banks.setdefault(candidate.progress, []).append(candidate)
    order = _outside_in(sorted(banks, reverse=True))
    chosen: list[Candidate] = []
    depth = 0
    while len(chosen) < rows and any(len(bank) > depth for bank in banks.values()):
        chosen += [banks[key][depth] for key in order if len(banks[key]) > depth]
        depth += 1
    kept = chosen[:rows]
    if rows > 1 and kept and ranked[0] not in kept:
        kept[-1] = ranked[0]
    return kept


def _order(candidate: Candidate) -> tuple[float, int, int]:
    """Best score first; ties by row and token, so that results do not depend on chance."""
    return -candidate.score, candidate.parent, candidate.token


def _outside_in(keys: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
    ordered = []
    while keys:
        ordered.append(keys.pop(0))
        if keys:
            ordered.append(keys.pop())
    return ordered
