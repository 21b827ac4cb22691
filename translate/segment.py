"""Lossless segmentation of a release: lines, table cells, sentences.

`join(split(text, lang)) == text` for every text. A segment's text is stripped and has no line
break; what stands between texts is in prefixes and separators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from glossary.model import Lang
from translate.detect import foreign_to
from translate.model import Segment, SegmentKind
from translate.segmentation import indonesian, japanese
from translate.segmentation.clauses import split_long
from translate.segmentation.lines import LINE_BREAK, cells, lines, strip
from translate.segmentation.markers import marker_end

__all__ = ["join", "output_separator", "split", "split_long"]

_SENTENCE_ENDS = {
    Lang.INDONESIAN: indonesian.sentence_ends,
    Lang.JAPANESE: japanese.sentence_ends,
}
_ENDS_SENTENCE = re.compile(r"[.!?…。！？｡．][^\w\s]{0,8}\Z")
_SPACES = re.compile(r"[^\S\t]*")


def split(text: str, lang: Lang) -> tuple[Segment, ...]:
    """The segments of `text`, which is in `lang`; none for the empty text.

    Passing through are segments without words ("no_words" in `note`) and such in another language
    ("other_language"). Blank lines at the text's start are the separator of an empty segment, so
    that no prefix ever holds a line break.
    """
    places = list(_places(text, lang))
    first = places[0][0] if places else len(text)
    segments = []
    if first:
        blank = Segment("", lang, "", text[:first], SegmentKind.PASS_THROUGH, "no_words")
        segments.append(blank)
    nexts = [*(place[0] for place in places), len(text)][1:]
    for (prefix, start, end), following in zip(places, nexts, strict=True):
        note = foreign_to(text[start:end], lang)
        kind = SegmentKind.PASS_THROUGH if note else SegmentKind.TEXT
        separator = text[end:following]
        segments.append(Segment(text[start:end], lang, text[prefix:start], separator, kind, note))
    return tuple(segments)


def join(segments: Iterable[Segment]) -> str:
    """The text that `segments` were split from."""
    return "".join(s.prefix + s.text + s.separator for s in segments)


def output_separator(segment: Segment, target_lang: Lang, *, is_last: bool = False) -> str:
    """What follows the target of `segment`.

    Line breaks, table bars and gaps between cells stay as they are. Between sentences of a line
    Indonesian has one space and Japanese nothing, whatever the source had.
    """
    separator = segment.separator
    between_sentences = _ENDS_SENTENCE.search(segment.text) or len(separator) < 2
    if is_last or not _SPACES.fullmatch(separator) or LINE_BREAK.search(separator):
        return separator
    if segment.kind is SegmentKind.PASS_THROUGH:
        return separator or (" " if target_lang is Lang.INDONESIAN else "")
    if not between_sentences:
        return separator
    return " " if target_lang is Lang.INDONESIAN else ""


def _places(text: str, lang: Lang) -> Iterator[tuple[int, int, int]]:
    """(prefix start, text start, text end) of every segment, in order."""
    line_starts, contents = [], []
    for line_start, line_end in lines(text):
        start, end = strip(text, line_start, line_end)
        if start < end:
            line_starts.append(line_start)
            contents.append((marker_end(text, start, end), end))
    for line_start, row in zip(line_starts, cells(text, contents), strict=True):
        prefix: int | None = line_start
        for cell in row:
            for start, end in _sentences(text, *cell, lang):
                yield start if prefix is None else prefix, marker_end(text, start, end), end
                prefix = None


def _sentences(text: str, start: int, end: int, lang: Lang) -> Iterator[tuple[int, int]]:
    """Stripped spans of the sentences of one cell."""
    for cut in (*_SENTENCE_ENDS[lang](text, start, end), end):
        sentence = strip(text, start, cut)
        if sentence[0] < sentence[1]:
            yield sentence
        start = cut
