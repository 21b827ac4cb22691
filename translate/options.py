"""What a user may choose for one translation."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from translate.backends.base import Register


class Mode(StrEnum):
    """How terms are enforced.

    none: not at all. soft: offered in the prompt where the model reads one. hard: every segment
    with terms goes through the constrained search. ladder: prompt first, constrained search only
    where something is missing. hard and ladder are strict: a segment that misses something is
    marked failed.
    """

    NONE = "none"
    SOFT = "soft"
    HARD = "hard"
    LADDER = "ladder"

    @property
    def strict(self) -> bool:
        """Whether a segment that misses something counts as failed."""
        return self in (Mode.HARD, Mode.LADDER)


@dataclass(frozen=True, slots=True)
class Options:
    """`beam`: hypotheses kept while searching. `day`: the release's date, None to find it."""

    mode: Mode = Mode.LADDER
    beam: int = 4
    day: datetime.date | None = None
    register: Register = Register.AUTO
