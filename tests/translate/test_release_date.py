"""The date that decides which terms are valid is read from the release itself."""

from __future__ import annotations

import datetime

import pytest

from translate.release_date import find_date


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("pada Rabu (9/11/2022).", (2022, 11, 9), "day first, as Indonesia writes"),
        ("Jakarta, 18 Maret 2026 —", (2026, 3, 18), "month by name"),
        ("Jakarta, 3 Pebruari 2014", (2014, 2, 3), "old spelling"),
        ("2022年11月9日（水）に", (2022, 11, 9), "Japanese"),
        ("令和6年4月1日", (2024, 4, 1), "era year"),
        ("令和元年5月1日", (2019, 5, 1), "first year of an era"),
        ("２０２４年１月２日", (2024, 1, 2), "full-width digits"),
        ("terbit 2024-02-29", (2024, 2, 29), "ISO"),
        ("31/4/2024, lalu 1/5/2024", (2024, 5, 1), "31 April is no date"),
        ("5 Mei 2020 dan 4 April 2019", (2020, 5, 5), "the first one counts"),
    ],
)
def test_finds_the_first_complete_date(text: str, expected: tuple[int, int, int], why: str) -> None:
    assert find_date(text) == datetime.date(*expected), why


@pytest.mark.parametrize("text", ["", "tahun 2024", "11月9日", "pukul 09.11.20 WIB", "30/2/2024"])
def test_no_date_in_a_text_without_one(text: str) -> None:
    assert find_date(text) is None
