"""Tokens that spell a string are found without scanning the vocabulary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from translate.backends.base import Vocabulary
from translate.token_index import TokenIndex

PIECES = st.lists(st.binary(min_size=1, max_size=3), max_size=20, unique=True)


def test_finds_prefixes_and_overruns() -> None:
    pieces = (None, b"ab", b"a", b"abc", b"abcd", b"b", b"bc")
    index = TokenIndex(Vocabulary(pieces, frozenset({0})))
    assert index.starting(b"abc") == [3, 1, 2, 4], "longest prefix first, then what goes on"
    assert index.starting(b"x") == []


@given(PIECES, st.binary(min_size=1, max_size=4))
def test_finds_what_a_scan_finds(pieces: list[bytes], rest: bytes) -> None:
    index = TokenIndex(Vocabulary(tuple(pieces), frozenset()))
    scan = {i for i, p in enumerate(pieces) if rest.startswith(p) or p.startswith(rest)}
    assert set(index.starting(rest)) == scan


@given(PIECES, st.lists(st.integers(0, 19), min_size=1, max_size=4))
def test_spelling_takes_no_more_tokens_than_it_was_made_of(
    pieces: list[bytes], chosen: list[int]
) -> None:
    if not pieces:
        return
    parts = [pieces[i % len(pieces)] for i in chosen]
    fewest = TokenIndex(Vocabulary(tuple(pieces), frozenset())).spelling(b"".join(parts))
    assert fewest is not None
    assert fewest <= len(parts)


def test_what_cannot_be_spelled_has_no_spelling() -> None:
    index = TokenIndex(Vocabulary((b"a", b"bc"), frozenset()))
    assert index.spelling(b"ab") is None
    assert index.spelling(b"abc") == 2
