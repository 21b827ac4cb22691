"""Where Japanese morphemes end (SudachiPy, split mode A, core dictionary)."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import Any

# Sudachi refuses inputs over 49,149 bytes, counted after its own normalisation, which can turn
# one character into 33 bytes.
_WINDOW = 1000
# With no sentence end in sight, the last morphemes of a window lack their right-hand context.
_CONTEXT = 100
_SENTENCE = re.compile("[^\n。！？]*[\n。！？]?")
_LOCK = Lock()


def morpheme_edges(text: str) -> frozenset[int]:
    """Every offset of `text` at which a morpheme starts or ends.

    Sentences are analysed one by one, so that one sentence gives the same edges alone and in a
    long text. Safe to call from several threads.
    """
    edges = {0, len(text)}
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        while start < end:
            window = text[start : min(start + _WINDOW, end)]
            ends = [start + offset for offset in _morpheme_ends(window)]
            if start + len(window) < end:
                limit = start + _WINDOW - _CONTEXT
                ends = [e for e in ends if e <= limit] or [start + len(window)]
            edges.update(ends)
            start = ends[-1]
    return frozenset(edges)


def _morpheme_ends(text: str) -> list[int]:
    with _LOCK:  # the tokenizer keeps its lattice between calls
        return [morpheme.end() for morpheme in _tokenizer().tokenize(text)]


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from sudachipy import Dictionary

    return Dictionary().tokenizer("A", fields=set())
