"""A job gives its segments as they come, waits its turn, stops when asked, and never raises."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from app_pages.jobs import Job, JobState, OnSegment
from glossary.model import Lang
from translate.errors import InputError
from translate.model import Segment, SegmentTranslation, Status, Translation

DONE = SegmentTranslation(Segment("a", Lang.INDONESIAN), "あ", "", Status.OK)


def test_segments_show_in_text_order_before_the_end() -> None:
    go_on = threading.Event()

    def work(on_segment: OnSegment) -> Translation:
        on_segment(1, 2, DONE)
        go_on.wait(5)
        on_segment(0, 2, DONE)
        return Translation((DONE, DONE))

    job = Job(work, threading.Lock()).start()
    _until(lambda: job.segments())
    assert job.segments() == [None, DONE]
    assert job.state is JobState.RUNNING
    go_on.set()
    _until(lambda: job.ended)
    assert job.state is JobState.DONE
    assert job.segments() == [DONE, DONE]


def test_second_job_waits_for_the_first() -> None:
    lock = threading.Lock()
    lock.acquire()
    job = Job(lambda _: Translation(()), lock).start()
    time.sleep(0.05)
    assert job.state is JobState.WAITING
    lock.release()
    _until(lambda: job.ended)
    assert job.state is JobState.DONE


def test_stop_while_waiting_ends_at_once_and_does_no_work() -> None:
    lock = threading.Lock()
    lock.acquire()
    job = Job(lambda _: pytest.fail("worked"), lock).start()
    job.stop()
    _until(lambda: job.ended)
    assert job.state is JobState.STOPPED


def test_stop_keeps_what_is_done_and_frees_the_model() -> None:
    lock = threading.Lock()
    started = threading.Event()

    def work(on_segment: OnSegment) -> Translation:
        for index in range(1000):
            on_segment(index, 1000, DONE)
            started.set()
            time.sleep(0.01)
        return Translation(())

    job = Job(work, lock).start()
    started.wait(5)
    job.stop()
    _until(lambda: job.ended)
    assert job.state is JobState.STOPPED
    assert any(job.segments())
    assert lock.acquire(timeout=5)


@pytest.mark.parametrize("problem", [InputError("too long"), RuntimeError("a fault of ours")])
def test_problem_is_kept_and_the_model_is_free_again(problem: Exception) -> None:
    def work(_: OnSegment) -> Translation:
        raise problem

    lock = threading.Lock()
    job = Job(work, lock).start()
    _until(lambda: job.ended)
    assert job.state is JobState.FAILED
    assert job.problem is problem
    assert lock.acquire(timeout=5)


def _until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.005)
