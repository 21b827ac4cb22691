"""From what the glossary found in a segment to what its target must and must not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glossary.matching import MatchReport
from glossary.model import Concept, Lang, SkippedMatch, SkipReason, TermMatch
from glossary.occurrences import surface_variants
from translate.model import Constraint, ConstraintKind, Hint, SegmentTerms

MOST_HINTS = 8  # the embedded model was trained with up to five; longer lists only dilute


def segment_terms(
    text: str, lang: Lang, report: MatchReport, protected: Sequence[tuple[int, int]] = ()
) -> SegmentTerms:
    """Constraints, forbidden strings and hints for one segment.

    `report` holds the term matches in `text`, `protected` the spans that go through unchanged
    (URLs, addresses); a term inside a protected span is skipped as nested in it.
    """
    kept, nested = _outside(text, report.matches, protected)
    terms = _group(kept, lang.other)
    constraints = (*terms, *_copies(text, protected))
    # A form that any matched concept allows is forbidden to nobody: 気象庁 is wrong for BMKG and
    # right for the Japanese agency.
    allowed = {form for constraint in constraints for form in constraint.alternatives}
    forbidden = {f: None for c in constraints for f in c.forbidden if f not in allowed}
    return SegmentTerms(
        constraints=constraints,
        forbidden=tuple(forbidden),
        hints=_hints(terms, report.skipped, lang.other),
        skipped=(*report.skipped, *nested),
    )


def alternatives(concepts: Sequence[Concept], lang: Lang) -> tuple[tuple[str, ...], int]:
    """Everything that renders one of `concepts` in `lang`, and how many of these are preferred.

    Preferred forms come first in the order of the concepts, then admitted ones, then the
    spellings that count as the same (`surface_variants`).
    """
    preferred = list(dict.fromkeys(filter(None, (c.preferred(lang) for c in concepts))))
    usable = [form for concept in concepts for form in concept.usable(lang)]
    variants = [v for form in (*preferred, *usable) for v in surface_variants(form, lang)]
    return tuple(dict.fromkeys((*preferred, *usable, *variants))), len(preferred)


def _outside(
    text: str, matches: Iterable[TermMatch], protected: Sequence[tuple[int, int]]
) -> tuple[list[TermMatch], list[SkippedMatch]]:
    kept: list[TermMatch] = []
    nested: list[SkippedMatch] = []
    for match in matches:
        around = next((s for s in protected if match.start < s[1] and s[0] < match.end), None)
        if around is None:
            kept.append(match)
        else:
            nested.append(SkippedMatch(match, SkipReason.NESTED, text[around[0] : around[1]]))
    return kept, nested


def _group(matches: Sequence[TermMatch], target: Lang) -> list[Constraint]:
    """One constraint for all occurrences of the same concepts."""
    groups: dict[tuple[str, ...], list[TermMatch]] = {}
    for match in matches:
        key = tuple(dict.fromkeys(c.concept_id for c in match.concepts))
        groups.setdefault(key, []).append(match)
    return [_term(key, group, target) for key, group in groups.items()]


def _term(key: tuple[str, ...], matches: Sequence[TermMatch], target: Lang) -> Constraint:
    first = matches[0]
    concepts = first.concepts
    copied = all(c.do_not_translate for c in concepts)
    forms, preferred = alternatives(concepts, target)
    if copied and not forms:
        forms, preferred = (first.surface,), 1
    forbidden = {f: None for c in concepts for f in c.deprecated(target) if f not in forms}
    return Constraint(
        kind=ConstraintKind.DO_NOT_TRANSLATE if copied else ConstraintKind.TERM,
        concept="|".join(key),
        source_form=first.surface,
        occurrences=tuple((m.start, m.end) for m in matches),
        alternatives=forms,
        preferred=preferred,
        forbidden=tuple(forbidden),
    )


def _copies(text: str, protected: Sequence[tuple[int, int]]) -> list[Constraint]:
    """One constraint for each address, however often it occurs."""
    places: dict[str, list[tuple[int, int]]] = {}
    for start, end in protected:
        places.setdefault(text[start:end], []).append((start, end))
    return [
        Constraint(
            ConstraintKind.DO_NOT_TRANSLATE, "", surface, tuple(spans), alternatives=(surface,)
        )
        for surface, spans in places.items()
    ]


def _hints(
    terms: Sequence[Constraint], skipped: Sequence[SkippedMatch], target: Lang
) -> tuple[Hint, ...]:
    """Pairs for the prompt: what is enforced first, then the soft terms, in text order."""
    hints = {c.source_form: c.alternatives[0] for c in terms}
    for item in skipped:
        if item.reason is SkipReason.SOFT:
            rendering = next(filter(None, (c.preferred(target) for c in item.match.concepts)), "")
            if rendering:
                hints.setdefault(item.match.surface, rendering)
    return tuple(Hint(s, t) for s, t in list(hints.items())[:MOST_HINTS])
