"""One release from text to text: segment, match, constrain, generate, verify, join."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from glossary.matching import Matcher, MatchReport
from glossary.model import Glossary, Lang
from translate.backends.base import Backend
from translate.climb import Climbed, Climber, Job
from translate.constraints import segment_terms
from translate.errors import InputError
from translate.model import (
    Segment,
    SegmentKind,
    SegmentTerms,
    SegmentTranslation,
    Status,
    Translation,
)
from translate.options import Options
from translate.protected import protected_spans
from translate.release_date import find_date
from translate.segment import output_separator, split, split_long
from translate.token_index import TokenIndex
from translate.verify import BAD, ledger

MOST_CHARACTERS = 300_000  # about three hours on two cores; a book, not a release
_BATCH_TOKENS = 1_000  # source tokens a batch: enough to fill two cores, small enough to show early
OnSegment = Callable[[int, int, SegmentTranslation], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """A segment to translate: its terms and every place (index) where the same text stands."""

    job: Job
    places: tuple[int, ...]


class Translator:
    """Translates releases with one model and one glossary. Not for several threads at once."""

    def __init__(
        self, backend: Backend, glossary: Glossary | None, matcher: Matcher | None = None
    ) -> None:
        """`matcher` may be given where one for `glossary` exists already (it is slow to build)."""
        self._backend = backend
        self._glossary = glossary
        self._matcher = matcher or (Matcher(glossary) if glossary else None)
        self._index = TokenIndex(backend.vocabulary)

    def translate(
        self, text: str, source: Lang, options: Options, on_segment: OnSegment | None = None
    ) -> Translation:
        """Translate `text` from `source` into the other language.

        `on_segment(index, total, result)` is called as each segment is done, not always in order.
        Raises InputError for a text that is too long or is no text.
        """
        _require_text(text)
        day = options.day or find_date(text) or datetime.datetime.now().astimezone().date()
        segments = tuple(self._fit(split(text, source), source))
        results: dict[int, SegmentTranslation] = {}

        def done(index: int, result: SegmentTranslation) -> None:
            results[index] = result
            if on_segment:
                on_segment(index, len(segments), result)

        for index, segment in enumerate(segments):
            if segment.kind is SegmentKind.PASS_THROUGH:
                done(index, self._passed(segment))
        tasks = self._tasks(segments, source, day)
        climber = Climber(self._backend, self._index, options)
        for batch in self._batches(tasks):
            climbed = climber.climb([task.job for task in batch])
            for task, outcome in zip(batch, climbed, strict=True):
                for index in task.places:
                    done(index, self._result(segments[index], task.job.terms, outcome, options))
        ordered = tuple(results[i] for i in range(len(segments)))
        return Translation(ordered, self._signature(source, options, day))

    def _fit(self, segments: Sequence[Segment], lang: Lang) -> Iterator[Segment]:
        """Split what is longer than the model reads; every character stays somewhere."""
        limit = self._backend.capabilities.max_source_tokens
        for segment in segments:
            text = segment.text
            if segment.kind is SegmentKind.PASS_THROUGH or self._fits(text, lang, limit):
                yield segment
                continue
            pieces = split_long(text, lang, lambda piece: self._fits(piece, lang, limit))
            for number, piece in enumerate(pieces):
                body = piece.rstrip() if number < len(pieces) - 1 else piece
                yield replace(
                    segment,
                    text=body,
                    prefix=segment.prefix if number == 0 else "",
                    separator=(
                        segment.separator if number == len(pieces) - 1 else piece[len(body) :]
                    ),
                )

    def _fits(self, text: str, lang: Lang, limit: int) -> bool:
        # A token is at least one byte, so short texts need no tokenizer.
        return len(text.encode()) <= limit or self._backend.count_tokens(text, lang) <= limit

    def _tasks(self, segments: Sequence[Segment], source: Lang, day: datetime.date) -> list[_Task]:
        places: dict[str, list[int]] = {}
        for index, segment in enumerate(segments):
            if segment.kind is SegmentKind.TEXT:
                places.setdefault(segment.text, []).append(index)
        return [
            _Task(Job(text, source, self._terms(text, source, day)), tuple(indexes))
            for text, indexes in places.items()
        ]

    def _terms(self, text: str, lang: Lang, day: datetime.date) -> SegmentTerms:
        report = self._matcher.find(text, lang, day) if self._matcher else MatchReport((), ())
        return segment_terms(text, lang, report, protected_spans(text))

    def _batches(self, tasks: Sequence[_Task]) -> Iterator[list[_Task]]:
        """The first segment alone, so that it shows early; then batches of similar length."""
        if not tasks:
            return
        yield [tasks[0]]
        sized = sorted(
            ((self._backend.count_tokens(t.job.text, t.job.lang), t) for t in tasks[1:]),
            key=lambda item: item[0],
        )
        batch: list[_Task] = []
        longest = 0
        for size, task in sized:
            longest = max(longest, size)
            if batch and longest * (len(batch) + 1) > _BATCH_TOKENS:
                yield batch
                batch, longest = [], size
            batch.append(task)
        if batch:
            yield batch

    def _result(
        self, segment: Segment, terms: SegmentTerms, outcome: Climbed, options: Options
    ) -> SegmentTranslation:
        shift = len(segment.prefix)
        checks = tuple(
            replace(
                check,
                source_span=_shift(check.source_span, shift),
                target_span=check.target_span and _shift(check.target_span, shift),
            )
            for check in ledger(outcome.target, terms, outcome.rungs)
        )
        skipped = tuple(
            replace(
                item,
                match=replace(
                    item.match,
                    start=item.match.start + shift,
                    end=item.match.end + shift,
                ),
            )
            for item in terms.skipped
        )
        failed = options.mode.strict and any(check.outcome in BAD for check in checks)
        return SegmentTranslation(
            segment=segment,
            target=segment.prefix + outcome.target,
            separator=output_separator(segment, segment.lang.other),
            status=Status.FAILED if failed else Status.OK,
            score=outcome.score,
            checks=checks,
            skipped=skipped,
            note="unmet" if failed else "",
        )

    def _passed(self, segment: Segment) -> SegmentTranslation:
        separator = output_separator(segment, segment.lang.other)
        return SegmentTranslation(
            segment, segment.source, separator, Status.PASSED_THROUGH, note=segment.note
        )

    def _signature(self, source: Lang, options: Options, day: datetime.date) -> dict[str, str]:
        from importlib.metadata import version

        glossary = self._glossary
        return {
            "jembatan": version("jembatan"),
            "model": self._backend.name,
            "direction": f"{source.value}-{source.other.value}",
            "mode": options.mode.value,
            "beam": str(options.beam),
            "register": options.register.value,
            "glossary": f"{glossary.name}@{glossary.revision}" if glossary else "none",
            "date": day.isoformat(),
        }


def _require_text(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"the text has {len(text):,} characters; at most {MOST_CHARACTERS:,} can be translated "
            "at once. Split it and translate the parts."
        )
    if "\0" in text:
        raise InputError("the input is binary (it contains a NUL character), not a text")


def _shift(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
