"""What became of each enforced item in a finished target: the ledger.

Counts as the automaton does (same boundaries, nothing counted inside a longer allowed string, a
forbidden string inside an allowed one forgiven), so a hypothesis the search calls satisfied is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from glossary.occurrences import occurrences
from translate.model import Constraint, Outcome, Rung, SegmentTerms, TermCheck

Span = tuple[int, int]
BAD = frozenset({Outcome.MISSING, Outcome.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a constraint's renderings stand in a target."""

    constraint: Constraint
    spans: tuple[Span, ...]
    forbidden: tuple[Span, ...]

    @property
    def outcome(self) -> Outcome | None:
        """MISSING or FORBIDDEN where it failed, else None (each occurrence has its own outcome)."""
        if self.forbidden:
            return Outcome.FORBIDDEN
        return Outcome.MISSING if len(self.spans) < self.constraint.at_least else None

    @property
    def surplus(self) -> int:
        """How many renderings there are beyond one for each source occurrence."""
        wanted = max(self.constraint.at_least, len(self.constraint.occurrences))
        return max(0, len(self.spans) - wanted)


def landings(target: str, terms: SegmentTerms) -> tuple[Landing, ...]:
    """Every constraint's renderings in `target`, in the constraints' order."""
    found = [
        {span for form in c.alternatives for span in occurrences(target, form, overlapping=True)}
        for c in terms.constraints
    ]
    everything = set().union(*found) if found else set()
    outer = {s for s in everything if not any(_inside(s, other) for other in everything)}
    return tuple(
        Landing(
            constraint,
            tuple(sorted(spans & outer)),
            _forbidden(target, constraint, terms.forbidden, everything),
        )
        for constraint, spans in zip(terms.constraints, found, strict=True)
    )


def ledger(target: str, terms: SegmentTerms, rungs: dict[str, Rung]) -> tuple[TermCheck, ...]:
    """One line for each source occurrence of each constraint, in source order.

    `rungs` maps a constraint's source form to the rung that met it (none where not given).
    """
    checks = [
        _check(target, landing, number, rungs.get(landing.constraint.source_form, Rung.NONE))
        for landing in landings(target, terms)
        for number in range(len(landing.constraint.occurrences))
    ]
    return tuple(sorted(checks, key=lambda check: check.source_span))


def satisfied(target: str, terms: SegmentTerms) -> bool:
    """Whether `target` meets every constraint and holds nothing forbidden."""
    return all(landing.outcome is None for landing in landings(target, terms))


def _forbidden(
    target: str, constraint: Constraint, forbidden: tuple[str, ...], allowed: set[Span]
) -> tuple[Span, ...]:
    """Forbidden renderings of this constraint that no allowed rendering covers."""
    return tuple(
        span
        for form in constraint.forbidden
        if form in forbidden
        for span in occurrences(target, form, overlapping=True)
        if not any(_inside(span, other) for other in allowed)
    )


def _check(target: str, landing: Landing, number: int, rung: Rung) -> TermCheck:
    constraint = landing.constraint
    spans = landing.forbidden or landing.spans
    span = spans[min(number, len(spans) - 1)] if spans else None
    form = target[span[0] : span[1]] if span else ""
    outcome = landing.outcome
    if outcome is None and landing.surplus:
        outcome = Outcome.DUPLICATED
    if outcome is None:
        verbatim = form in constraint.alternatives[: constraint.preferred]
        outcome = Outcome.VERBATIM if verbatim else Outcome.VARIANT
    return TermCheck(
        kind=constraint.kind,
        concept=constraint.concept,
        source_span=constraint.occurrences[number],
        source_form=constraint.source_form,
        outcome=outcome,
        rung=rung,
        target_span=span,
        target_form=form,
    )


def _inside(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]
