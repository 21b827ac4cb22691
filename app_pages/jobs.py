"""Translations that run beside the page, so that a click or a change of page loses nothing.

No streamlit here: the page looks at a job, the job knows nothing of pages.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from enum import StrEnum

from glossary.errors import GlossaryError
from translate.errors import TranslateError
from translate.model import SegmentTranslation, Translation

_LOG = logging.getLogger(__name__)
OnSegment = Callable[[int, int, SegmentTranslation], None]
Work = Callable[[OnSegment], Translation]
_PATIENCE = 0.2  # seconds between looks at a stop while waiting


class JobState(StrEnum):
    """Where a job is: the last three are ends."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class _StopRequested(Exception):  # noqa: N818 (not an error: how a stop leaves the pipeline)
    pass


class Job:
    """One translation in its own thread, holding `lock` (the model's) while it works.

    `work` is given a callback for finished segments and returns the translation.
    """

    def __init__(self, work: Work, lock: threading.Lock) -> None:
        self._work, self._lock = work, lock
        self._segments_lock = threading.Lock()
        self._stop = threading.Event()
        self._done: dict[int, SegmentTranslation] = {}
        self._total = 0
        self.state = JobState.WAITING
        self.translation: Translation | None = None
        self.problem: Exception | None = None

    def start(self) -> Job:
        """Begin; returns the job itself."""
        # A daemon, so that Ctrl-C on the server does not wait for it.
        threading.Thread(target=self._run, daemon=True, name="translation").start()
        return self

    def stop(self) -> None:
        """Ask the job to end after the segment in hand; what is done stays."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether a stop has been asked for."""
        return self._stop.is_set()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in (JobState.DONE, JobState.FAILED, JobState.STOPPED)

    def segments(self) -> list[SegmentTranslation | None]:
        """All segments in text order, None where not translated yet; empty before the first."""
        if self.translation is not None:
            return list(self.translation.segments)
        with self._segments_lock:
            return [self._done.get(i) for i in range(self._total)]

    def _run(self) -> None:
        while not self._lock.acquire(timeout=_PATIENCE):
            if self._stop.is_set():
                self.state = JobState.STOPPED
                return
        try:
            self.state = JobState.RUNNING
            end = self._outcome()
        finally:
            self._lock.release()
        self.state = end

    def _outcome(self) -> JobState:
        try:
            if self._stop.is_set():
                return JobState.STOPPED
            self.translation = self._work(self._on_segment)
        except _StopRequested:
            return JobState.STOPPED
        except (TranslateError, GlossaryError) as problem:
            self.problem = problem
        except Exception as problem:
            _LOG.exception("translation failed")
            self.problem = problem
        return JobState.FAILED if self.problem else JobState.DONE

    def _on_segment(self, index: int, total: int, result: SegmentTranslation) -> None:
        with self._segments_lock:
            self._done[index], self._total = result, total
        if self._stop.is_set():
            raise _StopRequested
