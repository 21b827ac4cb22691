"""Errors of the glossary package.

GlossaryError
├── GlossaryFileError      a file cannot be read at all, or has unreadable rows (all of them listed)
└── UnknownFormatError     the suffix names no format we know
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class GlossaryError(Exception):
    """Root of this package's errors; the message is fit for a user."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One unreadable place of a glossary file. `row` counts from 1 and includes the header row."""

    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        where = [f"row {self.row}"] if self.row is not None else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class GlossaryFileError(GlossaryError):
    """A glossary file was refused; `problems` lists everything wrong with it."""

    def __init__(self, path: Path | str, problems: Sequence[Problem]) -> None:
        self.path = Path(path)
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path}: {problem}" for problem in self.problems))


class UnknownFormatError(GlossaryError):
    """The file's suffix names no format."""
