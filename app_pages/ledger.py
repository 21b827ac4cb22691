"""The ledger as rows: what was enforced and what became of it, what was not and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app_pages.catalogue import Catalogue
from app_pages.colours import number_terms, term_key
from glossary.model import Lang, SkipReason, TermMatch
from translate.model import (
    ConstraintKind,
    Outcome,
    Rung,
    SegmentTranslation,
    Status,
    TermCheck,
)

BAD = frozenset({Outcome.MISSING, Outcome.FORBIDDEN, Outcome.DUPLICATED})


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One enforced item: `number` is its term's number in the release, `segment` counts from 1."""

    number: int
    segment: int
    kind: ConstraintKind
    term: str
    rendering: str
    outcome: Outcome
    rung: Rung
    concept: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """One match that was not enforced; `renderings` are what the glossary has for it."""

    segment: int
    term: str
    reason: SkipReason
    by: str
    renderings: str
    concept: str


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to look at: a failed segment (`check` None) or an item that is not as it should."""

    segment: int
    check: TermCheck | None


def ledger_rows(segments: Sequence[SegmentTranslation]) -> list[LedgerRow]:
    """The enforced items in text order."""
    numbers = number_terms(segments)
    return [
        LedgerRow(
            number=numbers[term_key(check)],
            segment=place,
            kind=check.kind,
            term=check.source_form,
            rendering=check.target_form,
            outcome=check.outcome,
            rung=check.rung,
            concept=check.concept,
        )
        for place, segment in enumerate(segments, start=1)
        for check in segment.checks
    ]


def skipped_rows(segments: Sequence[SegmentTranslation]) -> list[SkippedRow]:
    """The matches that were not enforced, in text order."""
    return [
        SkippedRow(
            segment=place,
            term=item.match.surface,
            reason=item.reason,
            by=item.by,
            renderings=renderings(item.match, segment.segment.lang.other),
            concept=" | ".join(concept.concept_id for concept in item.match.concepts),
        )
        for place, segment in enumerate(segments, start=1)
        for item in segment.skipped
    ]


def renderings(match: TermMatch, target: Lang) -> str:
    """The preferred forms of a match's concepts in `target`, each once."""
    forms = dict.fromkeys(concept.preferred(target) for concept in match.concepts)
    return " / ".join(form for form in forms if form)


def concerns(segments: Sequence[SegmentTranslation]) -> Iterator[Concern]:
    """What a translator should look at, in text order."""
    for place, segment in enumerate(segments, start=1):
        found = [Concern(place, check) for check in segment.checks if check.outcome in BAD]
        if not found and segment.status is Status.FAILED:
            found = [Concern(place, None)]
        yield from found


def concern_text(check: TermCheck, text: Catalogue) -> str:
    """One sentence on an item that is missing, forbidden or duplicated."""
    return text(f"concern.{check.outcome}", term=check.source_form, rendering=check.target_form)
