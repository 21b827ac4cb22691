"""Numbers in both languages, and fresh figures that agree on both sides."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from glossary.model import Lang
from training.figure_accuracy import figure_accuracy
from training.figures import new_value, vary_figures
from training.pairs import Pair
from training.quantities import (
    indonesian_quantities,
    japanese_quantities,
    write_indonesian,
    write_japanese,
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Rp4,5 juta", [4_500_000]),  # decimal comma and scale word
        ("2.811.749 orang", [2_811_749]),  # thousands points
        ("38 dari 40", [38, 40]),
        ("pukul 09.30 WIB", []),  # a time is no number
        ("(9/11/2022)", []),  # nor a slash date
        ("2024–2026", []),  # ranges are left alone
        ("COVID-19", []),  # part of a name
        ("12,5 persen", ["12.5"]),
        ("Tembus Rp400 Triliun", [400 * 10**12]),  # a headline
    ],
)
def test_indonesian_numbers_are_read_by_value(text, values):
    assert [q.value for q in indonesian_quantities(text)] == [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("281万1749人", [2_811_749]),  # scale and rest
        ("1兆2000億ルピア", [1_200_000_000_000]),
        ("12.5%", ["12.5"]),
        ("2024年3月12日", [2024, 3, 12]),
        ("2009年法律第25号", [2009, 25]),
        ("1,264,300円", [1_264_300]),
        ("2024~2026年", []),
        ("金額:187億4500万ルピア", [18_745_000_000]),  # after a label, and never from its middle
        ("27万5000kW", [275_000]),
        ("10:30開始", []),
    ],
)
def test_japanese_numbers_are_read_by_value(text, values):
    assert [q.value for q in japanese_quantities(text)] == [Decimal(v) for v in values]


@pytest.mark.parametrize("value", [7, 31, 5600, 12_345, 450_000_000, 1_203_000_000_000])
def test_written_numbers_read_back_as_the_same_value(value):
    for like in ("1", "1.000", "1 juta"):
        written = write_indonesian(Decimal(value), like)
        assert [q.value for q in indonesian_quantities(written)] == [value]
    for like in ("1", "1,000", "1万"):
        written = write_japanese(Decimal(value), like)
        assert [q.value for q in japanese_quantities(written)] == [value]


@pytest.mark.parametrize(
    ("indonesian", "japanese"),
    [
        ("Rapat dihadiri 38 orang.", "会議には38人が出席した。"),
        ("Anggarannya Rp4,5 miliar.", "予算は45億ルピアである。"),
        ("Undang-Undang Nomor 25 Tahun 2009", "2009年法律第25号"),
        ("Dibuka 12 Maret 2024 untuk 1.250 peserta.", "2024年3月12日に1250人を対象に開始。"),
    ],
)
def test_new_figures_stay_equal_on_both_sides(indonesian, japanese):
    changed = 0
    for seed in range(40):
        pair = vary_figures(Pair(indonesian, japanese), random.Random(seed))
        changed += pair.indonesian != indonesian
        accuracy = figure_accuracy(
            [pair.indonesian], [pair.japanese], [pair.japanese], Lang.INDONESIAN
        )
        count = len(japanese_quantities(japanese))
        assert (accuracy.kept, accuracy.total) == (count, count)
    assert changed > 20


def test_figures_that_occur_twice_are_left_alone():
    pair = Pair("Dari 5 menjadi 5 orang.", "5人から5人に。")
    assert all(vary_figures(pair, random.Random(seed)) == pair for seed in range(20))


@pytest.mark.parametrize(
    ("value", "low", "high"), [("2024", 1901, 2039), ("7", 2, 9), ("28", 2, 31)]
)
def test_new_values_stay_plausible(value, low, high):
    drawn = [new_value(Decimal(value), random.Random(seed)) for seed in range(60)]
    assert all(low <= number <= high for number in drawn)


@pytest.mark.parametrize(
    ("hypothesis", "kept"),
    [
        ("2024年3月12日に38人", 4),
        ("2024年2月27日に38人", 2),  # wrong day and month
        ("", 0),
    ],
)
def test_figure_accuracy_counts_what_is_in_the_output(hypothesis, kept):
    source = "Pada 12 Maret 2024 hadir 38 orang."
    accuracy = figure_accuracy([source], ["2024年3月12日に38人"], [hypothesis], Lang.INDONESIAN)
    assert (accuracy.kept, accuracy.total) == (kept, 4)
