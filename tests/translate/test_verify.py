"""The ledger says what stands in the target, and where."""

from __future__ import annotations

import pytest

from translate.model import Constraint, ConstraintKind, Outcome, Rung, SegmentTerms
from translate.verify import landings, ledger, satisfied


def constraint(
    *alternatives: str, forbidden: tuple[str, ...] = (), spans: int = 1, preferred: int = 1
) -> Constraint:
    return Constraint(
        ConstraintKind.TERM,
        "c",
        alternatives[0],
        tuple((i, i + 1) for i in range(spans)),
        alternatives=alternatives,
        preferred=preferred,
        forbidden=forbidden,
    )


@pytest.mark.parametrize(
    ("item", "target", "outcome", "form", "why"),
    [
        (
            constraint("国家行政院", "LAN"),
            "国家行政院は",
            Outcome.VERBATIM,
            "国家行政院",
            "preferred",
        ),
        (constraint("国家行政院", "LAN"), "LANは", Outcome.VARIANT, "LAN", "admitted"),
        (constraint("国家行政院", "LAN"), "PLANは", Outcome.MISSING, "", "inside another word"),
        (constraint("Presiden"), "Presidensial", Outcome.MISSING, "", "inside another word"),
        (constraint("国会"), "国会と国会", Outcome.DUPLICATED, "国会", "twice for one occurrence"),
        (constraint("国会", spans=2), "国会と国会", Outcome.VERBATIM, "国会", "twice for two"),
        (
            constraint("大統領", forbidden=("社長",)),
            "大統領は社長",
            Outcome.FORBIDDEN,
            "社長",
            "a forbidden rendering besides the right one",
        ),
    ],
)
def test_outcome_of_one_constraint(
    item: Constraint, target: str, outcome: Outcome, form: str, why: str
) -> None:
    terms = SegmentTerms((item,), item.forbidden)
    check = ledger(target, terms, {})[0]
    assert (check.outcome, check.target_form) == (outcome, form), why
    if check.target_span:
        assert target[slice(*check.target_span)] == form
    assert satisfied(target, terms) == (outcome not in (Outcome.MISSING, Outcome.FORBIDDEN))


def test_nothing_counts_inside_a_longer_rendering() -> None:
    terms = SegmentTerms((constraint("国会"), constraint("国会議事堂")))
    assert [x.outcome for x in landings("国会議事堂", terms)] == [Outcome.MISSING, None]
    assert satisfied("国会議事堂の国会", terms)


def test_a_forbidden_string_inside_an_allowed_rendering_is_forgiven() -> None:
    terms = SegmentTerms(
        (constraint("大統領府"), constraint("長官", forbidden=("大統領",))), ("大統領",)
    )
    assert satisfied("大統領府の長官", terms)
    assert not satisfied("大統領の大統領府の長官", terms)


def test_each_source_occurrence_has_its_line_with_its_own_span_and_rung() -> None:
    terms = SegmentTerms((constraint("国会", spans=2),))
    checks = ledger("国会と国会", terms, {"国会": Rung.HARD})
    assert [c.source_span for c in checks] == [(0, 1), (1, 2)]
    assert [c.target_span for c in checks] == [(0, 2), (3, 5)]
    assert {c.rung for c in checks} == {Rung.HARD}
