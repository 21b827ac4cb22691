"""Which terms occur in a text, and which of them are to be enforced.

Aho–Corasick candidates over the normalised text → boundary rule → overlap choice → levels.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from glossary.boundaries import Boundaries, Place
from glossary.languages import RULES
from glossary.model import (
    Concept,
    ConceptStatus,
    Enforcement,
    Glossary,
    Lang,
    SkippedMatch,
    SkipReason,
    TermMatch,
)
from glossary.text import Normalised, key, normalise, spelling

_ABBREVIATION_LETTERS = 5


@dataclass(frozen=True, slots=True)
class MatchReport:
    """What a text holds: `matches` are enforced and do not overlap, `skipped` says why not.

    Both are in text order. A stretch of text is in both where a hard concept and a softer one
    share a surface, and in `skipped` once for each reason.
    """

    matches: tuple[TermMatch, ...]
    skipped: tuple[SkippedMatch, ...]


class Matcher:
    """Finds a glossary's terms. Threads may share one; a language is prepared when first used."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._indexes: dict[Lang, _Index] = {}
        self._lock = Lock()

    def find(self, text: str, lang: Lang, on: datetime.date | None = None) -> MatchReport:
        """The terms of `text`, which is in `lang`; with `on` None, validity is not looked at.

        Preferred and admitted forms are looked for. Where terms overlap the longest wins, then
        the leftmost, whatever its level; concepts not approved or not valid do not compete.
        """
        normalised = normalise(text)
        matches: list[TermMatch] = []
        skipped: list[SkippedMatch] = []
        competing: dict[Place, tuple[Concept, ...]] = {}

        def match(place: Place, concepts: Iterable[Concept]) -> TermMatch:
            start, end = normalised.span(place.start, place.end)
            return TermMatch(tuple(concepts), start, end, text[start:end])

        def skip(place: Place, reasons: Mapping[SkipReason, list[Concept]]) -> None:
            skipped.extend(SkippedMatch(match(place, cs), r) for r, cs in reasons.items())

        for place, orders in self._index(lang).places(text, normalised).items():
            concepts = [self.glossary.concepts[order] for order in sorted(orders)]
            fit, unfit = _divide(concepts, lambda c: _unfit(c, on))
            skip(place, unfit)
            if fit:
                competing[place] = fit
        rivals = _losers(competing)
        for place, fit in competing.items():
            if place in rivals:
                by = match(rivals[place], ()).surface
                skipped.append(SkippedMatch(match(place, fit), SkipReason.NESTED, by))
                continue
            enforced, rest = _divide(fit, lambda c: _unenforced(c, lang))
            skip(place, rest)
            if enforced:
                matches.append(match(place, enforced))
        matches.sort(key=lambda m: m.start)
        skipped.sort(key=lambda s: (s.match.start, -s.match.end))
        return MatchReport(tuple(matches), tuple(skipped))

    def _index(self, lang: Lang) -> _Index:
        with self._lock:
            if lang not in self._indexes:
                self._indexes[lang] = _Index(self.glossary.concepts, lang)
            return self._indexes[lang]


class _Entry(NamedTuple):
    """One form behind a key: its concept's place in the glossary; its spelling if that counts."""

    order: int
    spelled: str | None


class _Index:
    """The automaton over one language's forms."""

    def __init__(self, concepts: tuple[Concept, ...], lang: Lang) -> None:
        entries: defaultdict[str, dict[_Entry, None]] = defaultdict(dict)
        for order, concept in enumerate(concepts):
            for form in concept.usable(lang):
                if form_key := key(form):
                    spelled = spelling(form) if _is_sensitive(concept, form) else None
                    entries[form_key][_Entry(order, spelled)] = None
        self._rules = RULES[lang]
        self._entries = [tuple(found) for found in entries.values()]
        self._automaton = AhoCorasick(entries, store_patterns=False)

    def places(self, text: str, normalised: Normalised) -> dict[Place, set[int]]:
        """Where forms stand, with the concepts (by place in the glossary) that have them there."""
        boundaries = Boundaries(text, normalised, self._rules)
        places: defaultdict[Place, set[int]] = defaultdict(set)
        found = self._automaton.find_matches_as_indexes(normalised.text, overlapping=True)
        for pattern, start, end in found:
            place = boundaries.place(start, end)
            if place is None:
                continue
            low, high = normalised.span(start, end)
            orders = {
                entry.order
                for entry in self._entries[pattern]
                if entry.spelled is None or entry.spelled == spelling(text[low:high])
            }
            if orders:
                places[place] |= orders
        return places


def _is_sensitive(concept: Concept, form: str) -> bool:
    """Whether case counts: as the concept says, else for abbreviations such as LAN."""
    if concept.case_sensitive is not None:
        return concept.case_sensitive
    letters = sum(map(str.isalpha, form))
    return form.isupper() and letters <= _ABBREVIATION_LETTERS and " " not in form


def _unfit(concept: Concept, on: datetime.date | None) -> SkipReason | None:
    """Why a concept does not even compete for a stretch of text."""
    if concept.status is not ConceptStatus.APPROVED:
        return SkipReason.NOT_APPROVED
    if on is not None and not concept.valid_on(on):
        return SkipReason.OUTSIDE_VALIDITY
    return None


def _unenforced(concept: Concept, lang: Lang) -> SkipReason | None:
    """Why a concept that won its stretch of text is not enforced."""
    if concept.enforcement is Enforcement.SOFT:
        return SkipReason.SOFT
    if concept.enforcement is Enforcement.REFERENCE:
        return SkipReason.REFERENCE
    if not concept.usable(lang.other) and not concept.do_not_translate:
        return SkipReason.NO_TARGET
    return None


def _divide(
    concepts: Iterable[Concept], reason: Callable[[Concept], SkipReason | None]
) -> tuple[tuple[Concept, ...], dict[SkipReason, list[Concept]]]:
    """The concepts without a reason, and the others by their reason."""
    kept: list[Concept] = []
    others: dict[SkipReason, list[Concept]] = {}
    for concept in concepts:
        why = reason(concept)
        if why is None:
            kept.append(concept)
        else:
            others.setdefault(why, []).append(concept)
    return tuple(kept), others


def _losers(places: Iterable[Place]) -> dict[Place, Place]:
    """The places that overlap a longer one (or as long and further left), each with its winner."""
    losers: dict[Place, Place] = {}
    owners: dict[int, Place] = {}
    for place in sorted(places, key=lambda p: (p.start - p.end, p.start, p.doubled)):
        # A winner found earlier is at least as long, so it covers an end of whatever it overlaps.
        winner = owners.get(place.start) or owners.get(place.end - 1)
        if winner:
            losers[place] = winner
        else:
            owners.update(dict.fromkeys(range(place.start, place.end), place))
    return losers
