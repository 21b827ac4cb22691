"""The types that flow through the glossary: languages, concepts with their forms, matches."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Lang(StrEnum):
    """The two languages; the values are ISO 639-1 codes and appear only at the edges."""

    INDONESIAN = "id"
    JAPANESE = "ja"

    @property
    def other(self) -> Lang:
        """The other language of the pair."""
        return Lang.JAPANESE if self is Lang.INDONESIAN else Lang.INDONESIAN


class FormStatus(StrEnum):
    """Standing of one form within its concept (ISO 30042 administrative status)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"


class Enforcement(StrEnum):
    """How a concept acts on a translation.

    hard: must be in the target, and is measured. soft: offered to the model, never forced.
    reference: looked up and shown only.
    """

    HARD = "hard"
    SOFT = "soft"
    REFERENCE = "reference"


class ConceptStatus(StrEnum):
    """Editorial state; only approved concepts are enforced."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a concept in one language."""

    text: str
    status: FormStatus = FormStatus.PREFERRED


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept with its forms in both languages (concept-oriented as in ISO 704 and TBX).

    `case_sensitive` None means: decide by form (a short all-capital abbreviation is sensitive).
    `valid_from` and `valid_to` are inclusive; None means unbounded or unknown.
    """

    concept_id: str
    indonesian: tuple[Form, ...]
    japanese: tuple[Form, ...]
    domain: str = ""
    part_of_speech: str = ""
    enforcement: Enforcement = Enforcement.HARD
    case_sensitive: bool | None = None
    do_not_translate: bool = False
    status: ConceptStatus = ConceptStatus.APPROVED
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    source: str = ""
    definition_indonesian: str = ""
    definition_japanese: str = ""
    note: str = ""

    def forms(self, lang: Lang) -> tuple[Form, ...]:
        """All forms in `lang`, preferred first."""
        return self.indonesian if lang is Lang.INDONESIAN else self.japanese

    def usable(self, lang: Lang) -> tuple[str, ...]:
        """Texts of the preferred and admitted forms in `lang`, preferred first."""
        return tuple(f.text for f in self.forms(lang) if f.status is not FormStatus.DEPRECATED)

    def preferred(self, lang: Lang) -> str:
        """Text of the preferred form in `lang`, or "" where that side is empty."""
        return next((f.text for f in self.forms(lang) if f.status is FormStatus.PREFERRED), "")

    def deprecated(self, lang: Lang) -> tuple[str, ...]:
        """Texts that must not be used for this concept in `lang`."""
        return tuple(f.text for f in self.forms(lang) if f.status is FormStatus.DEPRECATED)

    def valid_on(self, day: datetime.date) -> bool:
        """Whether the concept's validity covers `day`."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Glossary:
    """An ordered list of concepts; the order decides which rendering comes first."""

    name: str
    concepts: tuple[Concept, ...]
    revision: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(repr(self.concepts).encode()).hexdigest()[:12]
        object.__setattr__(self, "revision", digest)

    def __add__(self, other: Glossary) -> Glossary:
        """Both lists, the left one first (so that it wins where both know a term)."""
        return Glossary(f"{self.name}+{other.name}", self.concepts + other.concepts)


@dataclass(frozen=True, slots=True)
class TermMatch:
    """One occurrence of a term: `text[start:end] == surface`.

    `concepts` holds every concept that has this surface, in glossary order.
    """

    concepts: tuple[Concept, ...]
    start: int
    end: int
    surface: str


class SkipReason(StrEnum):
    """Why a match is not enforced (keys of the message catalogues)."""

    NESTED = "nested"
    SOFT = "soft"
    REFERENCE = "reference"
    OUTSIDE_VALIDITY = "outside_validity"
    NOT_APPROVED = "not_approved"
    NO_TARGET = "no_target"


@dataclass(frozen=True, slots=True)
class SkippedMatch:
    """A match that is shown but not enforced, and why.

    `by` is the surface of the longer term where the reason is `nested`.
    """

    match: TermMatch
    reason: SkipReason
    by: str = ""
