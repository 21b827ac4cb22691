"""Filters that decide whether a pair is worth training on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from training.pairs import Pair

_KANA_KANJI = re.compile(r"[぀-ヿ㐀-鿿]")
_KANA = re.compile(r"[぀-ヿ]")
_LATIN = re.compile(r"[A-Za-z]")
_MARKUP = re.compile(r"[<>{}\\|`]|%[sd(]|&[a-z]+;|\*\*|__|\]\(|https?://|//|=>|\$\{|::")
_DIGITS = re.compile(r"\d+")
# Function words that English has and Indonesian has not, and the other way round.
_ENGLISH = frozenset("the of and is are this that with from you your for not have has was".split())
_INDONESIAN = frozenset(
    "yang dan di ke dari untuk dengan pada ini itu tidak akan adalah dalam oleh atau anda kami "
    "saya telah bisa dapat juga ada sudah karena para".split()
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the filters; lengths in characters, the ratio is Japanese to Indonesian."""

    shortest: int = 2
    longest_indonesian: int = 420
    longest_japanese: int = 230
    lowest_ratio: float = 0.16
    highest_ratio: float = 1.1


def too_long(pair: Pair, limits: Limits) -> bool:
    """Lengths outside the bounds."""
    indonesian, japanese = len(pair.indonesian), len(pair.japanese)
    return not (
        limits.shortest <= indonesian <= limits.longest_indonesian
        and 1 <= japanese <= limits.longest_japanese
    )


def odd_ratio(pair: Pair, limits: Limits) -> bool:
    """A length ratio that a translation hardly has; short lines are let through."""
    if len(pair.indonesian) < 20:
        return False
    ratio = len(pair.japanese) / len(pair.indonesian)
    return not limits.lowest_ratio <= ratio <= limits.highest_ratio


def swapped(pair: Pair, _limits: Limits) -> bool:
    """Indonesian that is in good part Japanese, as when columns are swapped; quotes may be."""
    return len(_KANA_KANJI.findall(pair.indonesian)) > 0.3 * len(pair.indonesian)


def wrong_script(pair: Pair, _limits: Limits) -> bool:
    """Indonesian with kana or kanji, or Japanese that is mostly Latin letters."""
    if _KANA_KANJI.search(pair.indonesian) or not _KANA_KANJI.search(pair.japanese):
        return True
    return len(_LATIN.findall(pair.japanese)) > 0.45 * len(pair.japanese)


def wrong_language(pair: Pair, _limits: Limits) -> bool:
    """English on the Indonesian side, or a long Japanese side without any kana (Chinese)."""
    words = re.findall(r"[a-z]+", pair.indonesian.lower())
    english = sum(word in _ENGLISH for word in words)
    if english >= 2 and english > sum(word in _INDONESIAN for word in words):
        return True
    return len(pair.japanese) > 18 and not _KANA.search(pair.japanese)


def markup(pair: Pair, _limits: Limits) -> bool:
    """Program text, placeholders or mark-up on either side."""
    return bool(_MARKUP.search(pair.indonesian) or _MARKUP.search(pair.japanese))


def figures_differ(pair: Pair, _limits: Limits) -> bool:
    """A sign of bad alignment: no long digit string of one side is on the other side.

    Not for our own text, which writes 40 persen as 4割 and the like.
    """
    indonesian = {d for d in _DIGITS.findall(pair.indonesian) if len(d) < 4 or d.startswith("20")}
    japanese = set(_DIGITS.findall(pair.japanese))
    return bool(indonesian) and bool(japanese) and not indonesian & japanese


Filter = Callable[[Pair, Limits], bool]
# Our own short titles, addresses and lists of names break the other rules and are right.
AUTHORED_FILTERS: tuple[Filter, ...] = (too_long, swapped)
PUBLIC_FILTERS: tuple[Filter, ...] = (
    too_long,
    swapped,
    odd_ratio,
    wrong_script,
    wrong_language,
    markup,
    figures_differ,
)


def clean(
    pairs: Iterable[Pair], filters: tuple[Filter, ...], limits: Limits | None = None
) -> tuple[list[Pair], dict[str, int]]:
    """Return the pairs that pass, without repeats, and how many each filter took out."""
    bounds = limits or Limits()
    kept: list[Pair] = []
    dropped: dict[str, int] = {"duplicate": 0} | {f.__name__: 0 for f in filters}
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        reason = next((f.__name__ for f in filters if f(pair, bounds)), None)
        key = (pair.indonesian.casefold(), pair.japanese)
        if reason is None and key in seen:
            reason = "duplicate"
        if reason is None:
            seen.add(key)
            kept.append(pair)
        else:
            dropped[reason] += 1
    return kept, dropped
