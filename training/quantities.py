"""Numbers with scale words as both languages write them, and the same value in both.

Read: ``4,5 juta`` ↔ ``450万``, ``2.811.749`` ↔ ``281万1749``, ``38`` ↔ ``38``. Only digits are
read (no ``dua puluh``, no 二十). Percent signs, currencies and counters stay in the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

ID_SCALES = {
    "": 1,
    "ribu": 1_000,
    "juta": 1_000_000,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
}
JA_SCALES = {"兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3}

_ID = re.compile(
    r"(?<![\w.,/:+–-])(?P<rp>Rp ?)?(?P<number>\d{1,3}(?:\.\d{3})+|\d+)(?P<fraction>,\d+)?"
    r"(?:[  ](?P<scale>ribu|juta|miliar|milyar|triliun)\b)?(?![\w/:–]|[.,]\d|-\d)",
    re.IGNORECASE,
)
_JA_PART = r"\d+(?:,\d{3})*(?:\.\d+)?"
_JA = re.compile(
    rf"(?<![A-Za-z\d.,/+~〜~–兆億万千-])(?<!\d[:：])(?:{_JA_PART}[兆億万千])*(?:{_JA_PART})?"
    r"(?![\d兆億万千/]|[.,:：]\d|[~〜~–-]\d)"
)
_JA_PIECE = re.compile(rf"({_JA_PART})([兆億万千]?)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: where it stands, its value, and whether thousands are separated."""

    start: int
    end: int
    value: Decimal
    text: str


def indonesian_quantities(text: str) -> list[Quantity]:
    """Return the numbers of an Indonesian text; the span leaves out the currency."""
    found = []
    for match in _ID.finditer(text):
        whole = match["number"].replace(".", "")
        number = Decimal(whole + (match["fraction"] or "").replace(",", "."))
        value = number * ID_SCALES[(match["scale"] or "").lower()]
        start = match.start("number")
        found.append(Quantity(start, match.end(), value, text[start : match.end()]))
    return found


def japanese_quantities(text: str) -> list[Quantity]:
    """Return the numbers of a Japanese text."""
    found = []
    for match in _JA.finditer(text):
        if not match.group():
            continue
        pieces = _JA_PIECE.findall(match.group())
        values = (Decimal(n.replace(",", "")) * JA_SCALES.get(scale, 1) for n, scale in pieces)
        value = sum(values, Decimal())
        found.append(Quantity(match.start(), match.end(), value, match.group()))
    return found


def write_indonesian(value: Decimal, like: str) -> str:
    """Write a value with the scale word and the separators of ``like``.

    Without a scale word thousands are separated, unless ``like`` has four digits and no
    separator (a year, a code).
    """
    last_word = like.split()[-1]
    scale_word = last_word if last_word.lower() in ID_SCALES else ""
    number = (value / ID_SCALES[scale_word.lower()]).normalize()
    whole, _, fraction = f"{number:f}".partition(".")
    separated = not (len(whole) == 4 and re.fullmatch(r"\d{4}", like))
    text = f"{int(whole):,}".replace(",", ".") if separated else whole
    text += f",{fraction}" if fraction else ""
    return f"{text} {scale_word}" if scale_word else text


def write_japanese(value: Decimal, like: str) -> str:
    """Write a value in the style of ``like``: with commas, or 兆, 億 and 万 where large."""
    if not any(scale in like for scale in "兆億万") and ("," in like or value < 10_000):
        return f"{value.normalize():,f}" if "," in like else f"{value.normalize():f}"
    rest, parts = value, []
    for sign in "兆億万":
        count = int(rest // JA_SCALES[sign])
        if count:
            parts.append(f"{count:,}{sign}" if "," in like else f"{count}{sign}")
            rest -= count * JA_SCALES[sign]
    if rest:
        parts.append(f"{rest.normalize():f}")
    return "".join(parts)
