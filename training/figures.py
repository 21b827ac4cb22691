"""Fresh figures in a sentence pair: the same new value on both sides.

A number is replaced only where its value occurs once on each side, so that the two spans surely
mean each other. Years, days and months stay plausible; weekdays and months keep their names.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from training.pairs import Pair
from training.quantities import (
    Quantity,
    indonesian_quantities,
    japanese_quantities,
    write_indonesian,
    write_japanese,
)
from training.slots_figures import MONTHS

_ID_DATE = re.compile(rf"(?<!\d)(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?(?!\d)")
_JA_DATE = re.compile(r"(?<!\d)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class _Slot:
    """Two spans that mean the same, with the new text of each."""

    indonesian: tuple[int, int, str]
    japanese: tuple[int, int, str]


def vary_figures(pair: Pair, rng: random.Random) -> Pair:
    """Return the pair with about two thirds of its safe figures and dates replaced."""
    dates = _date_slots(pair, rng)
    numbers = [s for s in _number_slots(pair, rng) if not any(_overlap(s, d) for d in dates)]
    slots = [slot for slot in (*dates, *numbers) if rng.random() < 0.67]
    return Pair(
        _replace(pair.indonesian, [slot.indonesian for slot in slots]),
        _replace(pair.japanese, [slot.japanese for slot in slots]),
        pair.origin,
    )


def new_value(value: Decimal, rng: random.Random) -> Decimal:
    """Draw a value of the same size and precision; small counts and years stay near."""
    number = value.normalize()
    if number != number.to_integral_value():
        digits = -int(number.as_tuple().exponent)
        drawn = rng.uniform(float(value) * 0.4, float(value) * 1.9) or 0.1
        return Decimal(f"{drawn:.{digits}f}")
    whole = int(number)
    if 1900 <= whole <= 2100:
        return Decimal(min(2039, max(1901, whole + rng.randint(-9, 4))))
    if whole < 10:
        return Decimal(rng.randint(2, 9))
    if whole <= 31:
        return Decimal(rng.randint(2, 31))
    zeros = len(str(whole)) - len(str(whole).rstrip("0"))
    unit = 10 ** max(0, zeros - (rng.random() < 0.3))
    return Decimal(max(1, rng.randint(int(whole * 0.3), int(whole * 2.2)) // unit) * unit)


def _number_slots(pair: Pair, rng: random.Random) -> list[_Slot]:
    """Return the numbers whose value stands exactly once on each side."""
    indonesian = indonesian_quantities(pair.indonesian)
    japanese = japanese_quantities(pair.japanese)
    counts = Counter(q.value for q in indonesian), Counter(q.value for q in japanese)
    by_value = {q.value: q for q in japanese}
    slots = []
    for quantity in indonesian:
        value = quantity.value
        if value > 1 and counts[0][value] == counts[1][value] == 1:
            slots.append(_slot(quantity, by_value[value], new_value(value, rng)))
    return slots


def _slot(indonesian: Quantity, japanese: Quantity, value: Decimal) -> _Slot:
    """Return the two spans written anew, each in its own style."""
    return _Slot(
        (indonesian.start, indonesian.end, write_indonesian(value, indonesian.text)),
        (japanese.start, japanese.end, write_japanese(value, japanese.text)),
    )


def _date_slots(pair: Pair, rng: random.Random) -> list[_Slot]:
    """Return the dates with day and month that stand exactly once on each side."""
    japanese = list(_JA_DATE.finditer(pair.japanese))
    slots = []
    for left in _ID_DATE.finditer(pair.indonesian):
        day, month = int(left[1]), MONTHS.index(left[2]) + 1
        same = [r for r in japanese if (int(r[2]), int(r[3])) == (month, day)]
        if len(same) == 1 and left[3] == same[0][1]:
            slots.append(_new_date(left, same[0], rng))
    return slots


def _new_date(left: re.Match[str], right: re.Match[str], rng: random.Random) -> _Slot:
    """Draw a date with or without a year, as the sentence has it."""
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    year = rng.randint(1998, 2030)
    indonesian = f"{day} {MONTHS[month - 1]}" + (f" {year}" if left[3] else "")
    japanese = (f"{year}年" if right[1] else "") + f"{month}月{day}日"
    return _Slot((*left.span(), indonesian), (*right.span(), japanese))


def _overlap(one: _Slot, other: _Slot) -> bool:
    """Whether two slots touch the same characters on either side."""
    return any(
        a[0] < b[1] and b[0] < a[1]
        for a, b in ((one.indonesian, other.indonesian), (one.japanese, other.japanese))
    )


def _replace(text: str, spans: list[tuple[int, int, str]]) -> str:
    """Return the text with each span replaced, from the right so that offsets stay true."""
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text
