"""Which terms a text holds, which of them a translation would enforce, and why not the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app_pages.catalogue import Catalogue
from app_pages.ledger import renderings
from app_pages.markup import Mark
from glossary.matching import MatchReport
from glossary.model import Lang, SkippedMatch, TermMatch


@dataclass(frozen=True, slots=True)
class Found:
    """One match in a text. `skipped` is None where it would be enforced."""

    match: TermMatch
    skipped: SkippedMatch | None
    number: int


def found_terms(report: MatchReport) -> list[Found]:
    """All matches in text order; the same concepts have the same number, from 1."""
    enforced = [(match, None) for match in report.matches]
    others = [(item.match, item) for item in report.skipped]
    ordered = sorted([*enforced, *others], key=lambda pair: (pair[0].start, -pair[0].end))
    numbers: dict[tuple[str, ...], int] = {}
    return [
        Found(match, skipped, numbers.setdefault(_ids(match), len(numbers) + 1))
        for match, skipped in ordered
    ]


def found_marks(found: list[Found], text: Catalogue) -> Iterator[Mark]:
    """Marks for the text, the enforced matches first, so that `marked` prefers them."""
    for item in sorted(found, key=lambda item: item.skipped is not None):
        state = "enforced" if item.skipped is None else "skipped"
        title = " · ".join([item.match.surface, verdict(item, text), *_ids(item.match)])
        yield Mark(item.match.start, item.match.end, item.number, state, title)


def found_row(item: Found, target: Lang, text: Catalogue) -> dict[str, str | int]:
    """The table row of one match."""
    return {
        text("ledger.number"): item.number,
        text("ledger.term"): item.match.surface,
        text("ledger.known"): renderings(item.match, target),
        text("lookup.enforced"): verdict(item, text),
        text("ledger.by"): item.skipped.by if item.skipped else "",
        text("ledger.concept"): " | ".join(_ids(item.match)),
    }


def verdict(item: Found, text: Catalogue) -> str:
    """Whether the match would be enforced, or why not."""
    return text(f"reason.{item.skipped.reason}") if item.skipped else text("lookup.yes")


def _ids(match: TermMatch) -> tuple[str, ...]:
    return tuple(concept.concept_id for concept in match.concepts)
