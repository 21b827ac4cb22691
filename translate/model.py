"""The types that flow through a translation: segments, constraints, hypotheses, the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from glossary.model import Lang, SkippedMatch


class SegmentKind(StrEnum):
    """What the pipeline does with a segment."""

    TEXT = "text"
    PASS_THROUGH = "pass_through"  # noqa: S105 (no password)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of source text: `prefix + text + separator` is the source, to the character.

    `prefix` holds what is kept as it is before the sentence (indent, bullet, numbering, table bar),
    `separator` what follows it in the source (spaces, line breaks, table bar, or nothing).
    `note` says why a segment passes through ("" for text).
    """

    text: str
    lang: Lang
    prefix: str = ""
    separator: str = ""
    kind: SegmentKind = SegmentKind.TEXT
    note: str = ""

    @property
    def source(self) -> str:
        """What a user sees as this segment: prefix and text."""
        return self.prefix + self.text


class ConstraintKind(StrEnum):
    """Where a constraint comes from."""

    TERM = "term"
    DO_NOT_TRANSLATE = "dnt"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing the target must say: any one of `alternatives`, the preferred ones first.

    The first `preferred` alternatives count as verbatim, the rest as variants. `forbidden` are
    renderings that this constraint's concept rules out. `at_least` is how often it must appear.
    `occurrences` are the spans (start, end) in the segment's text that gave rise to it.
    """

    kind: ConstraintKind
    concept: str
    source_form: str
    occurrences: tuple[tuple[int, int], ...]
    alternatives: tuple[str, ...]
    preferred: int = 1
    forbidden: tuple[str, ...] = ()
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Hint:
    """A term pair offered to a model that reads a glossary in its prompt."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class SegmentTerms:
    """Everything the glossary says about one segment."""

    constraints: tuple[Constraint, ...] = ()
    forbidden: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    skipped: tuple[SkippedMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A target text with the model's length-normalised log-probability (nats per token)."""

    text: str
    score: float
    satisfied: bool = True
    finished: bool = True


class Outcome(StrEnum):
    """What became of one enforced item."""

    VERBATIM = "verbatim"
    VARIANT = "variant"
    MISSING = "missing"
    DUPLICATED = "duplicated"
    FORBIDDEN = "forbidden"


class Rung(StrEnum):
    """How far up the ladder an item had to go before it was met."""

    NONE = "none"
    PROMPT = "prompt"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class TermCheck:
    """One line of the ledger: one source occurrence of an enforced item; spans in characters."""

    kind: ConstraintKind
    concept: str
    source_span: tuple[int, int]
    source_form: str
    outcome: Outcome
    rung: Rung
    target_span: tuple[int, int] | None = None
    target_form: str = ""


class Status(StrEnum):
    """How a segment ended."""

    OK = "ok"
    FAILED = "failed"
    PASSED_THROUGH = "passed_through"


@dataclass(frozen=True, slots=True)
class SegmentTranslation:
    """One translated segment. `target` includes the prefix; spans count from its start."""

    segment: Segment
    target: str
    separator: str
    status: Status
    score: float | None = None
    checks: tuple[TermCheck, ...] = ()
    skipped: tuple[SkippedMatch, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A whole release. `signature` says how it was made (model, glossary revision, mode, …)."""

    segments: tuple[SegmentTranslation, ...]
    signature: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The target text: targets and separators, joined."""
        return "".join(s.target + s.separator for s in self.segments)
