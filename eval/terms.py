"""Terminology success: how many hard terms of the sources have their rendering in the output.

Every source occurrence of a hard concept counts once. It is met if the segment's output holds any
preferred or admitted form (or a spelling that counts as the same) of any concept the occurrence may
mean. k occurrences in one segment count as k and are met by one rendering, since a translation need
not repeat a name as often as its source does. Renderings may overlap, so the rate is an upper
bound where one term's rendering is part of another's. The reference's own rate is the ceiling.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from eval.corpus import Corpus
from glossary.languages import RULES
from glossary.matching import Matcher
from glossary.model import Concept, ConceptStatus, Enforcement, Glossary, Lang
from glossary.occurrences import occurrences
from glossary.versions import installed_version
from translate.constraints import segment_terms
from translate.model import Constraint
from translate.protected import protected_spans


@dataclass(frozen=True, slots=True)
class Miss:
    """One source occurrence without its rendering in the output.

    `segment` counts from 1; `span` is in characters of the source segment; `expected` holds the
    usable forms, preferred first; `in_reference` tells whether the reference has one.
    """

    segment: int
    span: tuple[int, int]
    source_form: str
    concepts: tuple[str, ...]
    expected: tuple[str, ...]
    in_reference: bool


@dataclass(frozen=True, slots=True)
class TermSuccess:
    """Counts of source occurrences: all, met by the output, met by the reference."""

    total: int
    met: int
    met_by_reference: int
    misses: tuple[Miss, ...]
    signature: str

    @property
    def rate(self) -> float | None:
        """Met by all occurrences, 0 to 1; None where no hard term occurs."""
        return self.met / self.total if self.total else None

    @property
    def reference_rate(self) -> float | None:
        """The same figure for the reference."""
        return self.met_by_reference / self.total if self.total else None


def term_success(
    corpus: Corpus, glossary: Glossary, on: datetime.date | None = None
) -> TermSuccess:
    """Measure `corpus` by the hard concepts of `glossary`; with `on` only those valid that day."""
    matcher = Matcher(glossary)
    lang = corpus.source_lang
    total = met = met_by_reference = 0
    misses: list[Miss] = []
    rows = zip(corpus.sources, corpus.references, corpus.hypotheses, strict=True)
    for number, (source, reference, hypothesis) in enumerate(rows, 1):
        for term in _hard_terms(matcher, source, lang, on):
            count = len(term.occurrences)
            in_reference = _holds(reference, term.alternatives)
            total += count
            met_by_reference += count * in_reference
            if _holds(hypothesis, term.alternatives):
                met += count
            else:
                misses += _misses(number, term, source, in_reference)
    signature = _signature(glossary, total, lang, on)
    return TermSuccess(total, met, met_by_reference, tuple(misses), signature)


def _hard_terms(
    matcher: Matcher, source: str, lang: Lang, on: datetime.date | None
) -> list[Constraint]:
    """What the decoder would be made to say for the glossary's sake (addresses are no terms)."""
    report = matcher.find(source, lang, on)
    terms = segment_terms(source, lang, report, protected_spans(source))
    return [constraint for constraint in terms.constraints if constraint.concept]


def _holds(text: str, forms: Sequence[str]) -> bool:
    return any(any(occurrences(text, form)) for form in forms)


def _misses(number: int, term: Constraint, source: str, in_reference: bool) -> list[Miss]:
    concepts = tuple(term.concept.split("|"))
    return [
        Miss(number, span, source[slice(*span)], concepts, term.alternatives, in_reference)
        for span in term.occurrences
    ]


def _signature(glossary: Glossary, total: int, lang: Lang, on: datetime.date | None) -> str:
    """In sacrebleu's manner: what two figures must agree in to be compared."""
    parts = {
        "terms": "success",
        "glossary": glossary.name,
        "revision": glossary.revision,
        "hard": sum(_is_hard(concept) for concept in glossary.concepts),
        "occurrences": total,
        "direction": f"{lang.value}-{lang.other.value}",
        "on": on.isoformat() if on else "any",
        "matcher": installed_version("jembatan"),
    }
    if RULES[lang].uses_morphemes:
        parts["dictionary"] = installed_version("sudachidict_core")
    return "|".join(f"{key}:{value}" for key, value in parts.items())


def _is_hard(concept: Concept) -> bool:
    approved = concept.status is ConceptStatus.APPROVED
    return approved and concept.enforcement is Enforcement.HARD
