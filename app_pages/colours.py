"""Numbers and colours of the terms of a release: the same term has the same ones everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from translate.model import SegmentTranslation, TermCheck

# Paul Tol's "light" qualitative scheme, made for dark text on a coloured ground and to stay apart
# in all common kinds of colour blindness (personal.sron.nl/~pault). The numbers say the same.
PALETTE = ("#77aadd", "#eedd88", "#ffaabb", "#44bb99", "#ee8866", "#99ddff", "#bbcc33", "#aaaa00")
INK = "#14181f"


def term_key(check: TermCheck) -> str:
    """What makes two ledger lines the same term: the concept, or the text of a copied item."""
    return check.concept or f"{check.kind}:{check.source_form}"


def number_terms(segments: Iterable[SegmentTranslation]) -> dict[str, int]:
    """Numbers from 1 in order of first appearance, by `term_key`."""
    keys = dict.fromkeys(term_key(check) for segment in segments for check in segment.checks)
    return {key: number for number, key in enumerate(keys, start=1)}


def colour_class(number: int) -> str:
    """The CSS class of a term's number; colours come round again after the palette's end."""
    return f"jb-c{(number - 1) % len(PALETTE)}"


def palette_css(palette: Iterable[str] = PALETTE) -> str:
    """One rule a colour class: a tint behind the text and the full colour below it."""
    return "\n".join(
        f".jb-c{i} {{ background: color-mix(in srgb, {colour} 40%, white); "
        f"box-shadow: inset 0 -0.16em {colour}; color: {INK}; }}"
        for i, colour in enumerate(palette)
    )
