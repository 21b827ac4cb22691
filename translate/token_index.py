"""Finding the tokens that spell a string, without looking at the whole vocabulary."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from translate.backends.base import Vocabulary

_MOST_OVERRUNS = 64


class TokenIndex:
    """The vocabulary sorted by bytes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        entries = [(data, i) for i, data in enumerate(vocabulary.token_bytes) if data]
        entries.sort()
        self._bytes = [data for data, _ in entries]
        self._tokens = [token for _, token in entries]
        self._exact: dict[bytes, int] = {}
        for data, token in entries:
            self._exact.setdefault(data, token)
        self._longest = max((len(data) for data in self._bytes), default=0)
        self.spelling = lru_cache(maxsize=65536)(self._spelling)

    def starting(self, rest: bytes) -> list[int]:
        """Tokens that begin to spell `rest`: those that are a prefix of it, longest first, and
        those that spell it whole and go on (at most 64 of these, the shortest in byte order)."""
        ends = range(min(len(rest), self._longest), 0, -1)
        tokens = [self._exact[rest[:end]] for end in ends if rest[:end] in self._exact]
        first = bisect_left(self._bytes, rest)
        for i in range(first, min(first + _MOST_OVERRUNS, len(self._bytes))):
            if not self._bytes[i].startswith(rest):
                break
            if self._bytes[i] != rest:
                tokens.append(self._tokens[i])
        return tokens

    def _spelling(self, data: bytes) -> int | None:
        """The fewest tokens that spell `data` exactly, or None where the vocabulary cannot."""
        best: list[int | None] = [0] + [None] * len(data)
        for start in range(len(data)):
            before = best[start]
            if before is None:
                continue
            for end in range(start + 1, min(start + self._longest, len(data)) + 1):
                known = best[end]
                if (known is None or known > before + 1) and data[start:end] in self._exact:
                    best[end] = before + 1
        return best[len(data)]


@lru_cache(maxsize=4)
def token_index(vocabulary: Vocabulary) -> TokenIndex:
    """The index of `vocabulary`, built once for all translations with its model."""
    return TokenIndex(vocabulary)
