"""One release from text to text: segment, match, constrain, generate, verify, join."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from glossary.matching import Matcher, MatchReport
from glossary.model import Glossary, Lang, SkippedMatch
from glossary.versions import installed_version
from translate.backends.base import Backend
from translate.climb import Climbed, Climber, Job
from translate.constraints import segment_terms
from translate.model import (
    Outcome,
    Segment,
    SegmentKind,
    SegmentTerms,
    SegmentTranslation,
    Status,
    TermCheck,
    Translation,
)
from translate.options import Options
from translate.protected import protected_spans
from translate.reading import require_text
from translate.release_date import find_date
from translate.segment import output_separator, split, split_long
from translate.token_index import token_index
from translate.verify import BAD, ledger

_BATCH_TOKENS = 1_000  # source tokens a batch: enough to fill two cores, small enough to show early
OnSegment = Callable[[int, int, SegmentTranslation], None]


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment that the model can read at once, and what follows its target."""

    segment: Segment
    separator: str


@dataclass(frozen=True, slots=True)
class _Task:
    """A text to translate, its terms, and every part (its index) that has this text."""

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
        self._index = token_index(backend.vocabulary)

    def translate(
        self, text: str, source: Lang, options: Options, on_segment: OnSegment | None = None
    ) -> Translation:
        """Translate `text` from `source` into the other language.

        `on_segment(index, total, result)` is called as each segment is done, not always in order.
        Raises InputError for a text that is too long or is no text.
        """
        require_text(text)
        day = options.day or find_date(text) or datetime.datetime.now().astimezone().date()
        parts = self._parts(split(text, source), source.other)
        results: dict[int, SegmentTranslation] = {}

        def done(index: int, result: SegmentTranslation) -> None:
            results[index] = result
            if on_segment:
                on_segment(index, len(parts), result)

        for index, part in enumerate(parts):
            if part.segment.kind is SegmentKind.PASS_THROUGH:
                done(index, _passed(part))
        climber = Climber(self._backend, self._index, options)
        for batch in self._batches(self._tasks(parts, source, day)):
            climbed = climber.climb([task.job for task in batch])
            for task, outcome in zip(batch, climbed, strict=True):
                for index in task.places:
                    done(index, self._result(parts[index], task.job.terms, outcome, options))
        ordered = tuple(results[i] for i in range(len(parts)))
        return Translation(ordered, self._signature(source, options, day))

    def _parts(self, segments: Sequence[Segment], target: Lang) -> list[_Part]:
        """The segments, those that are longer than the model reads in pieces."""
        parts: list[_Part] = []
        for number, segment in enumerate(segments, 1):
            pieces = self._pieces(segment)
            # A sentence was cut between them, whatever spaces stood there.
            parts += [_Part(p, " " if target is Lang.INDONESIAN else "") for p in pieces[:-1]]
            last = number == len(segments)
            parts.append(_Part(pieces[-1], output_separator(pieces[-1], target, is_last=last)))
        return parts

    def _pieces(self, segment: Segment) -> list[Segment]:
        """`segment` in pieces that the model can read; every character stays somewhere."""
        limit = self._backend.capabilities.max_source_tokens
        if segment.kind is SegmentKind.PASS_THROUGH or self._fits(
            segment.text, segment.lang, limit
        ):
            return [segment]
        texts = split_long(
            segment.text, segment.lang, lambda piece: self._fits(piece, segment.lang, limit)
        )
        pieces = [replace(segment, text="", separator="")]
        for text in texts:
            body = text.strip()
            before, after = text[: text.find(body)], text[text.find(body) + len(body) :]
            if not pieces[-1].text:
                pieces[-1] = replace(pieces[-1], prefix=pieces[-1].prefix + before, text=body)
            elif body:
                pieces[-1] = replace(pieces[-1], separator=pieces[-1].separator + before)
                pieces.append(replace(segment, prefix="", text=body, separator=""))
            pieces[-1] = replace(pieces[-1], separator=pieces[-1].separator + after)
        pieces[-1] = replace(pieces[-1], separator=pieces[-1].separator + segment.separator)
        return pieces

    def _fits(self, text: str, lang: Lang, limit: int) -> bool:
        # A token is at least one byte, so short texts need no tokenizer.
        return len(text.encode()) <= limit or self._backend.count_tokens(text, lang) <= limit

    def _tasks(self, parts: Sequence[_Part], source: Lang, day: datetime.date) -> list[_Task]:
        places: dict[str, list[int]] = {}
        for index, part in enumerate(parts):
            if part.segment.kind is SegmentKind.TEXT:
                places.setdefault(part.segment.text, []).append(index)
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
        self, part: _Part, terms: SegmentTerms, outcome: Climbed, options: Options
    ) -> SegmentTranslation:
        segment, shift = part.segment, len(part.segment.prefix)
        checks = tuple(
            _moved(check, shift) for check in ledger(outcome.target, terms, outcome.rungs)
        )
        failed = options.mode.strict and any(check.outcome in BAD for check in checks)
        return SegmentTranslation(
            segment=segment,
            target=segment.prefix + outcome.target,
            separator=part.separator,
            status=Status.FAILED if failed else Status.OK,
            score=outcome.score,
            checks=checks,
            skipped=tuple(_moved_skip(item, shift) for item in terms.skipped),
            note=self._why_failed(terms, checks) if failed else "",
        )

    def _why_failed(self, terms: SegmentTerms, checks: Sequence[TermCheck]) -> str:
        """ "unmet", or "unspellable: " and what this model's vocabulary cannot write at all."""
        missing = {c.source_form for c in checks if c.outcome is Outcome.MISSING}
        hopeless = [
            constraint.alternatives[0]
            for constraint in terms.constraints
            if constraint.source_form in missing
            and all(
                self._index.spelling(form.encode(errors="replace")) is None
                for form in constraint.alternatives
            )
        ]
        if not hopeless:
            return "unmet"
        names = ", ".join(f"“{form}”" for form in hopeless)
        return f"unspellable: {names}"

    def _signature(self, source: Lang, options: Options, day: datetime.date) -> dict[str, str]:
        glossary = self._glossary
        return {
            "jembatan": installed_version("jembatan"),
            "model": self._backend.name,
            "direction": f"{source.value}-{source.other.value}",
            "mode": options.mode.value,
            "beam": str(options.beam),
            "register": options.register.value,
            "glossary": f"{glossary.name}@{glossary.revision}" if glossary else "none",
            "date": day.isoformat(),
        }


def _passed(part: _Part) -> SegmentTranslation:
    segment = part.segment
    return SegmentTranslation(
        segment, segment.source, part.separator, Status.PASSED_THROUGH, note=segment.note
    )


def _moved(check: TermCheck, by: int) -> TermCheck:
    """`check` with spans that count from the start of the prefix instead of the text."""
    target_span = check.target_span and _shift(check.target_span, by)
    return replace(check, source_span=_shift(check.source_span, by), target_span=target_span)


def _moved_skip(item: SkippedMatch, by: int) -> SkippedMatch:
    start, end = _shift((item.match.start, item.match.end), by)
    return replace(item, match=replace(item.match, start=start, end=end))


def _shift(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
