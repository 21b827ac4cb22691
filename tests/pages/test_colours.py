"""Term colours can be read, told apart, and stay with their term."""

from __future__ import annotations

import re
from itertools import combinations

from app_pages.colours import INK, PALETTE, colour_class, number_terms, palette_css
from translate.model import Translation


def test_same_concept_has_one_number_throughout(release: Translation) -> None:
    assert number_terms(release.segments) == {"c-1": 1, "c-2": 2, "dnt:a.go.id": 3}


def test_colours_come_round_again() -> None:
    assert colour_class(1) == colour_class(1 + len(PALETTE))
    assert colour_class(1) != colour_class(len(PALETTE))


def test_every_colour_class_has_a_rule() -> None:
    ruled = set(re.findall(r"\.(jb-c\d+)", palette_css()))
    assert ruled == {colour_class(number) for number in range(1, 40)}


def test_ink_is_readable_on_every_full_colour() -> None:
    """WCAG AA for text is 4.5; the tints behind the text are lighter still."""
    assert min(_contrast(INK, colour) for colour in PALETTE) > 4.5


def test_colours_differ() -> None:
    assert all(_distance(a, b) > 60 for a, b in combinations(PALETTE, 2))


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _distance(a: str, b: str) -> int:
    return sum(abs(x - y) for x, y in zip(_channels(a), _channels(b), strict=True))


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (value / 255 for value in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a: str, b: str) -> float:
    dark, light = sorted([_luminance(a), _luminance(b)])
    return (light + 0.05) / (dark + 0.05)
