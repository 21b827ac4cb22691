"""A translation as plain JSON values, the shape `python -m translate --json` prints."""

from __future__ import annotations

from typing import Any

from glossary.model import SkippedMatch
from translate.model import SegmentTranslation, TermCheck, Translation


def as_json(translation: Translation) -> dict[str, Any]:
    """`{"signature": …, "segments": […]}`; spans are character offsets into their segment."""
    return {
        "signature": dict(translation.signature),
        "segments": [_segment(segment) for segment in translation.segments],
    }


def _segment(result: SegmentTranslation) -> dict[str, Any]:
    return {
        "source": result.segment.source,
        "target": result.target,
        "separator": result.separator,
        "status": result.status.value,
        "note": result.note,
        "score": result.score,
        "checks": [_check(check) for check in result.checks],
        "skipped": [_skipped(item) for item in result.skipped],
    }


def _check(check: TermCheck) -> dict[str, Any]:
    return {
        "kind": check.kind.value,
        "concept": check.concept,
        "source_span": list(check.source_span),
        "source_form": check.source_form,
        "outcome": check.outcome.value,
        "rung": check.rung.value,
        "target_span": list(check.target_span) if check.target_span else None,
        "target_form": check.target_form,
    }


def _skipped(item: SkippedMatch) -> dict[str, Any]:
    match = item.match
    return {
        "concept": "|".join(dict.fromkeys(c.concept_id for c in match.concepts)),
        "source_span": [match.start, match.end],
        "source_form": match.surface,
        "reason": item.reason.value,
        "by": item.by,
    }
