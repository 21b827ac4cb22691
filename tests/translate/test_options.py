"""What the modes promise."""

from __future__ import annotations

import pytest

from translate.options import Mode, Options


@pytest.mark.parametrize(
    ("mode", "strict"),
    [(Mode.NONE, False), (Mode.SOFT, False), (Mode.HARD, True), (Mode.LADDER, True)],
)
def test_only_modes_that_enforce_call_a_miss_a_failure(mode: Mode, strict: bool) -> None:
    assert mode.strict == strict


def test_without_a_choice_terms_are_enforced() -> None:
    assert Options().mode.strict
