"""Errors of the translate package.

TranslateError
├── InputError          the text cannot be translated as given (binary, too large, unknown language)
├── ModelLoadError      a model cannot be found or read
├── UnknownModelError   a model's architecture is in no row of the family table
└── ConstraintError     a set of constraints that no text can satisfy
"""


class TranslateError(Exception):
    """Root of this package's errors; the message is fit for a user."""


class InputError(TranslateError):
    """The input text cannot be translated as given."""


class ModelLoadError(TranslateError):
    """A model cannot be found or read; the message says what to do."""


class UnknownModelError(ModelLoadError):
    """The model's architecture is not in the family table."""


class ConstraintError(TranslateError):
    """No text can satisfy the constraints of a segment; the message names them."""
