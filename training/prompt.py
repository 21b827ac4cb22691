"""The prompt of the embedded model for a training example: the runtime's own builder."""

from __future__ import annotations

from collections.abc import Sequence

from glossary.model import Lang
from translate.backends.base import ModelInput, Register
from translate.backends.prompts import labelled_lines
from translate.model import Hint


def build_prompt(
    source: str,
    source_lang: Lang,
    hints: Sequence[tuple[str, str]] = (),
    register: str = "auto",
) -> str:
    """Return the prompt without ``<bos>``, ending in the target's label and a colon.

    The answer follows after one space. ``hints`` are (source term, target term); ``register`` is
    auto, plain or polite. Raises ``ValueError`` for a source with a line break.
    """
    if "\n" in source or "\r" in source:
        raise ValueError("a source segment may not contain a line break")
    item = ModelInput(
        source,
        source_lang,
        hints=tuple(Hint(*hint) for hint in hints),
        register=Register(register),
    )
    return labelled_lines(item)
