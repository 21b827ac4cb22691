"""Errors of the eval package.

EvalError
└── CorpusError     files that cannot be scored against each other (all problems listed)
"""

from collections.abc import Sequence


class EvalError(Exception):
    """Root of this package's errors; the message is fit for a user."""


class CorpusError(EvalError):
    """The files of a corpus were refused; `problems` lists everything wrong with them."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
