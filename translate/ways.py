"""Which tokens serve what a text still owes: they start or go on with a constraint's string."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from translate.automaton import Automaton, State
from translate.backends.base import Vocabulary
from translate.model import Constraint
from translate.token_index import TokenIndex

_END = -1
_SPARE = 5  # tokens: the rest of a character, and the end


class Way(NamedTuple):
    """A token and the constraint it serves (-1: it ends the text).

    `rest` is what its string lacks after it, `left` how many tokens that takes; `goes_on`: the
    string is under way already.
    """

    token: int
    constraint: int
    rest: bytes = b""
    left: int = 0
    goes_on: bool = False


class Ways:
    """The ways of one segment. Only tokens after which the string can still be spelled count."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        constraints: Sequence[Constraint],
        automaton: Automaton,
        index: TokenIndex,
    ) -> None:
        self._vocabulary = vocabulary
        self._automaton = automaton
        self._index = index
        self._texts = [[_encoded(a) for a in c.alternatives if a] for c in constraints]
        self._starts = [self._starting(i) for i in range(len(constraints))]
        self._found: dict[tuple[int, bool, bool, tuple[int, ...], bool], list[Way]] = {}

    @property
    def room(self) -> int:
        """Tokens that are enough to go on with one string and then write every constraint."""
        lengths = [
            [n for n in map(self._index.spelling, texts) if n is not None] or [0]
            for texts in self._texts
        ]
        if not lengths:
            return 0
        needs = self._automaton.needs
        once = sum(need * (min(n) + 1) for need, n in zip(needs, lengths, strict=True))
        return once + max(map(max, lengths)) + _SPARE

    def after(self, state: State, counts: Sequence[int], *, late: bool) -> list[Way]:
        """Ways on from a text. `late`: it is past its limit and may say nothing else."""
        owed = self._owed(state, counts)
        key = (state.node, state.in_word, _must_go_on(state), owed, late)
        if key not in self._found:
            self._found[key] = list(dict.fromkeys(self._find(state, owed, late)))
        return self._found[key]

    def pick(
        self, state: State, scored: Iterable[tuple[float, Way]], *, late: bool
    ) -> dict[int, float]:
        """The best token that really serves each constraint, with its score.

        What is under way goes before what could be begun: for its own constraint, and in a late
        text for all; and there the fewest tokens win.
        """
        ends: dict[int, float] = {}
        groups: dict[int, list[tuple[bool, int, float, Way]]] = {}
        for score, way in scored:
            if way.constraint == _END:
                ends[way.token] = score
            else:
                item = (not way.goes_on, way.left * late, -score, way)
                groups.setdefault(way.constraint, []).append(item)
        served = (
            next((item for item in sorted(group) if self._serves(state, item[3])), None)
            for group in groups.values()
        )
        picked = [item for item in served if item]
        if late and not all(begins for begins, _, _, _ in picked):
            picked = [item for item in picked if not item[0]]
        return ends | {way.token: -score for _, _, score, way in picked}

    def _owed(self, state: State, counts: Sequence[int]) -> tuple[int, ...]:
        """Constraints that would be unmet if a word's end came now."""
        end = self._automaton.end(state)
        gains = dict(end.gains) if end else {}
        needs = enumerate(zip(counts, self._automaton.needs, strict=True))
        return tuple(i for i, (count, need) in needs if count + gains.get(i, 0) < need)

    def _find(self, state: State, owed: Sequence[int], late: bool) -> list[Way]:
        stuck = _must_go_on(state)
        if late and not owed and not stuck:
            return [Way(token, _END) for token in self._vocabulary.eos_ids]
        under_way = [
            (i, rest) for i, rest in self._automaton.rests(state) if rest and (i in owed or stuck)
        ]
        ways = [w for i, rest in under_way for w in self._spelling(i, rest, goes_on=True)]
        ways += [way for i in owed for way in self._starts[i]]
        if late and state.in_word:
            ways += [way for i in owed for way in self._spaces(i)]
        return ways

    def _starting(self, constraint: int) -> list[Way]:
        """Ways into the constraint's strings, with or without a space before them."""
        ways = [
            way
            for text in self._texts[constraint]
            for start in (text, b" " + text)
            for way in self._spelling(constraint, start)
            if self._bytes(way.token) != b" "
        ]
        return list(dict.fromkeys(ways))

    def _spelling(self, constraint: int, rest: bytes, *, goes_on: bool = False) -> list[Way]:
        ways = []
        for token in self._index.starting(rest):
            after = rest[len(self._bytes(token)) :]
            left = self._index.spelling(after)
            if left is not None:
                ways.append(Way(token, constraint, after, left, goes_on))
        return ways

    def _spaces(self, constraint: int) -> list[Way]:
        """A lone space after a word, for vocabularies that have none before a word's letters."""
        tokens = [t for t in self._index.starting(b" ")[:1] if self._bytes(t) == b" "]
        lengths = [n for n in map(self._index.spelling, self._texts[constraint]) if n is not None]
        return [Way(token, constraint, left=min(lengths)) for token in tokens if lengths]

    def _serves(self, state: State, way: Way) -> bool:
        """Whether the token completes its string, gets as far with it as it should, or parts words
        (a string's start within a word is no start)."""
        data = self._bytes(way.token)
        step = self._automaton.read(state, data)
        if step is None:
            return False
        if dict(step.gains).get(way.constraint, 0) > 0 or (data == b" " and state.in_word):
            return True
        return (way.constraint, way.rest) in self._automaton.rests(step.state)

    def _bytes(self, token: int) -> bytes:
        return self._vocabulary.token_bytes[token] or b""


def _must_go_on(state: State) -> bool:
    """Whether the string under way must go on though it may be met already: it covers a forbidden
    one, or the text stands within a character."""
    return bool(state.pending or state.tail)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")
