"""The date of a release, as its own text gives it: it decides which terms are valid."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb pebruari",
            "maret mar",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "agustus agu agt",
            "september sep sept",
            "oktober okt",
            "november nov nopember",
            "desember des",
        ),
        start=1,
    )
    for name in names.split()
}
_INDONESIAN = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\.?\s+(\d{{4}})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_JAPANESE = re.compile(r"(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})日")
_ERA = re.compile(r"(令和|平成)(元|\d{1,2})年\s?(\d{1,2})月\s?(\d{1,2})日")
_ERA_STARTS = {"令和": 2018, "平成": 1988}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９／", "0123456789/")


def find_date(text: str) -> datetime.date | None:
    """The first complete date of `text` in either language, day first; None without one."""
    dates = sorted(_dates(text.translate(_FULL_WIDTH)))
    return dates[0][1] if dates else None


def _dates(text: str) -> Iterator[tuple[int, datetime.date]]:
    for m in _INDONESIAN.finditer(text):
        yield from _date(m.start(), int(m[3]), _MONTHS[m[2].lower()], int(m[1]))
    for m in _NUMERIC.finditer(text):
        yield from _date(m.start(), int(m[3]), int(m[2]), int(m[1]))
    for pattern in (_ISO, _JAPANESE):
        for m in pattern.finditer(text):
            yield from _date(m.start(), int(m[1]), int(m[2]), int(m[3]))
    for m in _ERA.finditer(text):
        year = _ERA_STARTS[m[1]] + (1 if m[2] == "元" else int(m[2]))
        yield from _date(m.start(), year, int(m[3]), int(m[4]))


def _date(start: int, year: int, month: int, day: int) -> Iterator[tuple[int, datetime.date]]:
    try:
        yield start, datetime.date(year, month, day)
    except ValueError:  # 31 April, or not a date at all
        return
