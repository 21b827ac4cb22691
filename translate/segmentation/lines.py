"""From lines to cells: which lines are table rows, and where their cells are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

# Everything that str.splitlines counts as a line break.
LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Invisible characters that count as space at a text's edge: zero-width space, joiner, BOM.
INVISIBLE = "\u200b\u2060\ufeff"

_BAR = re.compile(r"[|｜│┃\t]")
_GAP = re.compile(r"(?<=\S)(?:[ \u00a0\u3000]{2,}+|\u3000)(?=\S)")
_WIDE_GAP = re.compile(r"(?<=\S)(?:[ \u00a0\u3000]{3,}+|\u3000[ \u00a0\u3000]++)(?=\S)")
_LEADING_COLON = re.compile(r"[:：]\s+(?=\S)")
_CELL_LIMIT = 40
_SENTENCE_END = frozenset(".!?。！？｡、,;…")

Span = tuple[int, int]


def lines(text: str) -> list[Span]:
    """Spans of the lines of `text`, without their line breaks."""
    spans, start = [], 0
    for line_break in LINE_BREAK.finditer(text):
        spans.append((start, line_break.start()))
        start = line_break.end()
    spans.append((start, len(text)))
    return spans


def strip(text: str, start: int, end: int) -> Span:
    """The span within `start:end` without spaces and invisible characters at its edges."""
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return start, end


def cells(text: str, contents: Sequence[Span]) -> Iterator[list[Span]]:
    """For every line of `contents` (stripped, not empty) the cells it consists of, stripped too.

    A line of prose is one cell. Bars and tabs always part cells; runs of spaces only where the line
    is clearly a row: wide gaps between short cells, or gaps as many as in a neighbouring line.
    """
    spaced = [_spaced_cells(text, *content, _GAP) for content in contents]
    for number, (start, end) in enumerate(contents):
        if not any(map(str.isalnum, text[start:end])):
            yield [(start, end)]
        elif _BAR.search(text, start, end):
            yield _barred_cells(text, start, end)
        elif len(row := _spaced_cells(text, start, end, _WIDE_GAP)) > 1:
            yield row
        elif _is_row(text, spaced, number):
            yield spaced[number]
        else:
            yield [(start, end)]


def _barred_cells(text: str, start: int, end: int) -> list[Span]:
    found, cell_start = [], start
    for bar in _BAR.finditer(text, start, end):
        found.append((cell_start, bar.start()))
        cell_start = bar.end()
    found.append((cell_start, end))
    stripped = [strip(text, *cell) for cell in found]
    return [_without_colon(text, *cell) for cell in stripped if cell[0] < cell[1]]


def _spaced_cells(text: str, start: int, end: int, gaps: re.Pattern[str]) -> list[Span]:
    """The cells that `gaps` part, or none where they look like prose."""
    found, cell_start = [], start
    for gap in gaps.finditer(text, start, end):
        found.append((cell_start, gap.start()))
        cell_start = gap.end()
    found.append((cell_start, end))
    for left, right in found:
        if right - left > _CELL_LIMIT or text[right - 1] in _SENTENCE_END:
            return []
    return [_without_colon(text, *cell) for cell in found]


def _without_colon(text: str, start: int, end: int) -> Span:
    """A form's "Nama   : Budi" has the colon between its cells."""
    colon = _LEADING_COLON.match(text, start, end)
    return (colon.end(), end) if colon else (start, end)


def _is_row(text: str, spaced: Sequence[list[Span]], number: int) -> bool:
    """Whether narrow gaps part cells: a neighbouring line has as many, and no cell reads on."""
    row = spaced[number]
    gaps = [text[left[1] : right[0]] for left, right in pairwise(row)]
    if not gaps or ("\u3000" in gaps and len(row) < 3):  # 山田　太郎
        return False
    neighbours = [n for n in (number - 1, number + 1) if 0 <= n < len(spaced)]
    aligned = any(len(spaced[n]) == len(row) for n in neighbours)
    return aligned and not any(text[start].islower() for start, _ in row[1:])
