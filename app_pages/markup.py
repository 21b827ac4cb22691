"""Side-by-side segments as HTML: terms and their renderings marked, everything else escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app_pages.catalogue import Catalogue
from app_pages.colours import colour_class, number_terms, term_key
from app_pages.ledger import BAD, concern_text
from glossary.model import Lang
from translate.model import SegmentTranslation, Status, TermCheck


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of a text to mark; `number` is its term's number, `state` its CSS state."""

    start: int
    end: int
    number: int
    state: str
    title: str


def side_by_side(
    segments: Sequence[SegmentTranslation | None], source: Lang, text: Catalogue
) -> str:
    """HTML of a release; None stands for a segment that is not translated yet."""
    numbers = number_terms(segment for segment in segments if segment)
    rows = [
        _row(number, segment, source, numbers, text) if segment else _pending(number, text)
        for number, segment in enumerate(segments, start=1)
    ]
    head = "".join(
        f'<div class="jb-{side}">{escape(text(f"language.{lang}"))}</div>'
        for side, lang in (("source", source), ("target", source.other))
    )
    return (
        f'<div class="jb-release"><div class="jb-row jb-head"><div class="jb-number"></div>{head}'
        f'<div class="jb-state"></div></div>{"".join(rows)}</div>'
    )


def marked(text: str, marks: Iterable[Mark]) -> str:
    """`text` escaped, with `marks` around their stretches; where some overlap the first stays."""
    covered = bytearray(len(text))
    pieces, at = [], 0
    for mark in sorted(_apart(marks, covered), key=lambda mark: mark.start):
        pieces += [escape(text[at : mark.start]), _mark(text[mark.start : mark.end], mark)]
        at = mark.end
    return "".join([*pieces, escape(text[at:])])


def _apart(marks: Iterable[Mark], covered: bytearray) -> Iterator[Mark]:
    for mark in marks:
        if not any(covered[mark.start : mark.end]):
            covered[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            yield mark


def _mark(surface: str, mark: Mark) -> str:
    # The number is drawn by CSS from the attribute, so that copied text does not contain it.
    return (
        f'<mark class="jb-term {colour_class(mark.number)} jb-{mark.state}" '
        f'data-number="{mark.number}" title="{escape(mark.title)}">{escape(surface)}</mark>'
    )


def _row(
    number: int,
    segment: SegmentTranslation,
    source: Lang,
    numbers: Mapping[str, int],
    text: Catalogue,
) -> str:
    titled = [(check, numbers[term_key(check)], _title(check, text)) for check in segment.checks]
    sources = [Mark(*c.source_span, n, c.outcome.value, title) for c, n, title in titled]
    targets = [
        Mark(*c.target_span, n, c.outcome.value, title) for c, n, title in titled if c.target_span
    ]
    # A blank line in the target is a paragraph's end in the release.
    paragraph = " jb-paragraph" if segment.separator.count("\n") > 1 else ""
    return (
        f'<div class="jb-row jb-{segment.status}{paragraph}"><div class="jb-number">{number}</div>'
        f'<div class="jb-source" lang="{source}">{marked(segment.segment.source, sources)}</div>'
        f'<div class="jb-target" lang="{source.other}">{marked(segment.target, targets)}</div>'
        f'<div class="jb-state">{_state(segment, text)}</div></div>'
    )


def _pending(number: int, text: Catalogue) -> str:
    return (
        f'<div class="jb-row jb-pending"><div class="jb-number">{number}</div>'
        f'<div class="jb-source">…</div><div class="jb-target">…</div>'
        f'<div class="jb-state">{escape(text("status.pending"))}</div></div>'
    )


def _state(segment: SegmentTranslation, text: Catalogue) -> str:
    """The status in words, and below it what to look at."""
    concerns = [concern_text(check, text) for check in segment.checks if check.outcome in BAD]
    attention = segment.status is Status.FAILED or bool(concerns)
    key = "status.attention" if attention else f"status.{segment.status}"
    notes = [*concerns, *([note_text(segment.note, text)] if segment.note else [])]
    chip = f'<span class="jb-chip{" jb-attention" if attention else ""}">{escape(text(key))}</span>'
    return chip + "".join(f'<div class="jb-note">{escape(note)}</div>' for note in notes)


def note_text(note: str, text: Catalogue) -> str:
    """A pipeline note, "key" or "key: names", in the user's language; an unknown one as it is."""
    name, _, names = note.partition(": ")
    key = f"note.{name}"
    return text(key, names=names) if text.knows(key) else note


def _title(check: TermCheck, text: Catalogue) -> str:
    parts = [
        f"{check.source_form} → {check.target_form or '—'}",
        check.concept or text(f"kind.{check.kind}"),
        text(f"outcome.{check.outcome}"),
        text(f"rung.{check.rung}"),
    ]
    return " · ".join(parts)
