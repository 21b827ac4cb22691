"""How many figures of the source survive a translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from glossary.model import Lang
from training.quantities import indonesian_quantities, japanese_quantities
from training.slots_figures import MONTHS

_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
_SLASH = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?!\d)")


@dataclass(frozen=True, slots=True)
class FigureAccuracy:
    """``kept`` of ``total`` figures are in the output."""

    kept: int
    total: int

    @property
    def share(self) -> float:
        """Share kept, 0–1; 1 where there are no figures."""
        return self.kept / self.total if self.total else 1.0


def figures(text: str, lang: Lang) -> Counter[Decimal]:
    """Return the values in a text; Indonesian months and 9/11/2022 count as their numbers."""
    if lang is Lang.JAPANESE:
        return Counter(q.value for q in japanese_quantities(text))
    values = Counter(q.value for q in indonesian_quantities(text))
    values.update(Decimal(MONTHS.index(m[1]) + 1) for m in _MONTH.finditer(text))
    values.update(Decimal(part) for m in _SLASH.finditer(text) for part in m.groups() if part)
    return values


def figure_accuracy(
    sources: Sequence[str],
    references: Sequence[str],
    hypotheses: Sequence[str],
    source_lang: Lang,
) -> FigureAccuracy:
    """Count the figures that source and reference share, and those of them in the hypothesis.

    What a good translation writes otherwise (15.00 → 午後3時) is in neither count.
    """
    kept = total = 0
    for source, reference, hypothesis in zip(sources, references, hypotheses, strict=True):
        due = figures(source, source_lang) & figures(reference, source_lang.other)
        kept += (due & figures(hypothesis, source_lang.other)).total()
        total += due.total()
    return FigureAccuracy(kept, total)
