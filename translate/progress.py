"""Progress on standard error: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from translate.pipeline import OnSegment

_FEW = 3  # segments; fewer need none
_LINES = 10


@contextmanager
def progress() -> Iterator[OnSegment]:
    """A callback for finished segments that shows how many there are of how many."""
    if sys.stderr is None:
        yield lambda _index, _total, _result: None
    elif sys.stderr.isatty():
        with _bar() as on_segment:
            yield on_segment
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[OnSegment]:
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("segments"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("segments", total=None, visible=False)

        def show(_index: int, total: int, _result: object) -> None:
            bar.update(task, total=total, advance=1, visible=total > _FEW)

        yield show


def _lines() -> OnSegment:
    done = 0

    def show(_index: int, total: int, _result: object) -> None:
        nonlocal done
        done += 1
        if total > _FEW and (done * _LINES // total > (done - 1) * _LINES // total):
            print(f"{done}/{total} segments", file=sys.stderr, flush=True)  # noqa: T201

    return show
