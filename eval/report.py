"""A measurement for programs (JSON) and for people (a table)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from eval.scores import Score
from eval.terms import Miss, TermSuccess

if TYPE_CHECKING:
    from rich.console import RenderableType


def as_json(scores: Mapping[str, Score], terms: TermSuccess | None) -> dict[str, Any]:
    """`{"scores": {name: {"score", "signature"}}, "terminology": {…} | null}`, unrounded."""
    return {
        "scores": {
            name: {"score": score.score, "signature": score.signature}
            for name, score in scores.items()
        },
        "terminology": _terms_as_json(terms) if terms else None,
    }


def _terms_as_json(terms: TermSuccess) -> dict[str, Any]:
    return {
        "total": terms.total,
        "met": terms.met,
        "rate": terms.rate,
        "reference": {"met": terms.met_by_reference, "rate": terms.reference_rate},
        "signature": terms.signature,
        "misses": [
            {
                "segment": miss.segment,
                "source_span": list(miss.span),
                "source_form": miss.source_form,
                "concepts": list(miss.concepts),
                "expected": list(miss.expected),
                "in_reference": miss.in_reference,
            }
            for miss in terms.misses
        ],
    }


def as_tables(scores: Mapping[str, Score], terms: TermSuccess | None) -> list[RenderableType]:
    """The scores, and the missed terms if there are any, for a terminal."""
    from rich.table import Table

    table = Table("measure", "value")
    table.add_column("signature", overflow="fold")
    for name, score in scores.items():
        label = {"bleu": "BLEU", "chrf": "chrF"}.get(name, name)
        table.add_row(label, f"{score.score:.2f}", score.signature)
    if terms is None:
        return [table]
    output = _share(terms.met, terms.total, terms.rate)
    ceiling = _share(terms.met_by_reference, terms.total, terms.reference_rate)
    table.add_row("terms", output, terms.signature)
    table.add_row("terms, reference", ceiling, "what the reference itself reaches")
    return [table, _misses(terms.misses)] if terms.misses else [table]


def _share(met: int, total: int, rate: float | None) -> str:
    return "no hard term" if rate is None else f"{met}/{total} = {rate:.1%}"


def _misses(misses: tuple[Miss, ...]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table("segment", "missed term", "expected", "in reference", title="Missed")
    for miss in misses:
        in_reference = "yes" if miss.in_reference else "no"
        expected = Text(miss.expected[0] if miss.expected else "")
        table.add_row(str(miss.segment), Text(miss.source_form), expected, in_reference)
    return table
