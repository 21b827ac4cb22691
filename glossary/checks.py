"""What is wrong or risky in a glossary that can be read: duplicates, contradictions, misfires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from glossary.model import Concept, ConceptStatus, Enforcement, Glossary, Lang
from glossary.text import key

# A key this short occurs by chance: one kanji or kana, two Latin letters.
_SHORT_KEY = {Lang.INDONESIAN: 2, Lang.JAPANESE: 1}


class Severity(StrEnum):
    """An error must be mended; a warning may be meant."""

    ERROR = "error"
    WARNING = "warning"


class Check(StrEnum):
    """What a finding is about."""

    DUPLICATE_ID = "duplicate_id"
    CONFLICTING_RENDERINGS = "conflicting_renderings"
    PREFERRED_ELSEWHERE_DEPRECATED = "preferred_elsewhere_deprecated"
    DEPRECATED_IN_ALLOWED = "deprecated_in_allowed"
    SHORT_KEY = "short_key"
    EMPTY_SIDE = "empty_side"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `concept_ids` are those it concerns, in glossary order."""

    severity: Severity
    check: Check
    concept_ids: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"{self.severity}: {', '.join(self.concept_ids)}: {self.message} [{self.check}]"


def check_glossary(glossary: Glossary) -> tuple[Finding, ...]:
    """Every finding, errors first, otherwise by check and in glossary order."""
    # Retired concepts are history: they may contradict what replaced them.
    current = [c for c in glossary.concepts if c.status is not ConceptStatus.RETIRED]
    findings = chain(
        _duplicate_ids(glossary.concepts),
        chain.from_iterable(_empty_sides(concept) for concept in current),
        chain.from_iterable(_deprecated_in_allowed(concept) for concept in current),
        chain.from_iterable(_conflicting_renderings(current, lang) for lang in Lang),
        chain.from_iterable(_preferred_elsewhere_deprecated(current, lang) for lang in Lang),
        chain.from_iterable(_short_keys(concept) for concept in current),
    )
    return tuple(sorted(findings, key=lambda f: f.severity is not Severity.ERROR))


def _duplicate_ids(concepts: Iterable[Concept]) -> Iterator[Finding]:
    seen: set[str] = set()
    for concept in concepts:
        if concept.concept_id in seen:
            message = f"this id occurs again, for “{_name(concept)}”"
            yield _error(Check.DUPLICATE_ID, concept, message)
        seen.add(concept.concept_id)


def _empty_sides(concept: Concept) -> Iterator[Finding]:
    empty = [lang for lang in Lang if not any(map(key, concept.usable(lang)))]
    if len(empty) == len(Lang):
        yield _error(Check.EMPTY_SIDE, concept, "has no usable form in either language")
    elif empty and not concept.do_not_translate:
        message = f"“{_name(concept)}” has no usable form in {empty[0].name.capitalize()}"
        yield _warning(Check.EMPTY_SIDE, [concept], message)


def _deprecated_in_allowed(concept: Concept) -> Iterator[Finding]:
    for lang in Lang:
        for deprecated in concept.deprecated(lang):
            for allowed in concept.usable(lang):
                if deprecated == allowed:
                    message = f"“{deprecated}” is both allowed and deprecated"
                    yield _error(Check.DEPRECATED_IN_ALLOWED, concept, message)
                elif deprecated in allowed:
                    message = f"deprecated “{deprecated}” is part of the allowed “{allowed}”"
                    yield _warning(Check.DEPRECATED_IN_ALLOWED, [concept], message)


def _conflicting_renderings(concepts: Iterable[Concept], source: Lang) -> Iterator[Finding]:
    """Hard concepts with one source term and different preferred renderings."""
    by_key: defaultdict[str, dict[str, Concept]] = defaultdict(dict)
    for concept in concepts:
        target = concept.preferred(source.other)
        if concept.enforcement is Enforcement.HARD and target:
            for form_key in dict.fromkeys(map(key, concept.usable(source))):
                by_key[form_key].setdefault(key(target), concept)
    for form_key, by_target in by_key.items():
        if len(by_target) > 1:
            rivals = list(by_target.values())
            targets = ", ".join(f"“{c.preferred(source.other)}”" for c in rivals)
            message = f"“{form_key}” has several preferred renderings: {targets}"
            yield _warning(Check.CONFLICTING_RENDERINGS, rivals, message)


def _preferred_elsewhere_deprecated(concepts: list[Concept], lang: Lang) -> Iterator[Finding]:
    preferring: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        preferring[concept.preferred(lang)].append(concept)
    for concept in concepts:
        for deprecated in concept.deprecated(lang):
            for other in preferring.get(deprecated, ()):
                if other is not concept:
                    message = f"“{deprecated}” is preferred by one and deprecated by the other"
                    pair = [other, concept]
                    yield _warning(Check.PREFERRED_ELSEWHERE_DEPRECATED, pair, message)


def _short_keys(concept: Concept) -> Iterator[Finding]:
    if concept.enforcement is not Enforcement.HARD:
        return
    for lang in Lang:
        for form in concept.usable(lang):
            if 0 < len(key(form)) <= _SHORT_KEY[lang]:
                message = f"“{form}” is so short that it may match by chance"
                yield _warning(Check.SHORT_KEY, [concept], message)


def _error(check: Check, concept: Concept, message: str) -> Finding:
    return Finding(Severity.ERROR, check, (concept.concept_id,), message)


def _warning(check: Check, concepts: Iterable[Concept], message: str) -> Finding:
    ids = tuple(dict.fromkeys(c.concept_id for c in concepts))
    return Finding(Severity.WARNING, check, ids, message)


def _name(concept: Concept) -> str:
    forms = [*concept.indonesian, *concept.japanese]
    return forms[0].text if forms else ""
