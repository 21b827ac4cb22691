"""The byte automaton: which constraints a target text has met so far, and what it must not become.

One Aho-Corasick automaton (Aho & Corasick 1975) per segment over the UTF-8 bytes of all its allowed
and forbidden strings. Tracking bytes instead of token lists means that any tokenisation that spells
a term counts, a token may overrun a term's edge, and overlapping forbidden strings cannot slip
through. No torch here.

Word boundaries are symbols of their own: wherever a text changes between word characters (Latin
letters, digits: `glossary.occurrences.is_word`) and anything else, the stream has a BOUNDARY.
A pattern is the stream of its own text, so "LAN" is BOUNDARY L A N BOUNDARY and cannot match in
"PLAN" or "LANGSUNG", while 国会 has no boundary at its edges and matches anywhere.

Two rules need memory beyond the automaton's node:
- A forbidden string inside an allowed one does not count. When a forbidden string completes while
  an allowed string that covers it is still growing, the verdict is pending until that one
  completes (pardoned) or breaks off (dead).
- A string inside a longer one of any constraint is not counted for its own constraint: completing
  the longer one takes back what its inside had added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from translate.model import Constraint

BOUNDARY = 256
_SPLIT_LEADS = (0xC3, 0xC9)  # lead bytes whose class depends on the next byte (× and ÷; U+0250…)


@dataclass(frozen=True, slots=True)
class State:
    """Where a text stands.

    `lead` is a byte whose class depends on the next one, `tail` the bytes of an unfinished
    character, `pending` counts the symbols since an unpardoned forbidden string began (0: none).
    """

    node: int = 0
    in_word: bool = False
    lead: int = 0
    tail: bytes = b""
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """Result of reading some bytes: the new state, and what each constraint's count changes by."""

    state: State
    gains: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Node:
    depth: int
    children: dict[int, int] = field(default_factory=dict)
    fail: int = 0
    own_gains: dict[int, int] = field(default_factory=dict)
    owners: set[int] = field(default_factory=set)  # constraints with a string through this node
    allowed: bool = False
    forbidden: bool = False
    # Read off the whole suffix chain:
    gains: tuple[tuple[int, int], ...] = ()
    forbidden_length: int = 0
    allowed_length: int = 0
    allowed_depth: int = 0
    partial: tuple[tuple[int, int], ...] = ()  # (constraint, symbols of it already there)


class Automaton:
    """All constraints and forbidden strings of one segment, compiled. Immutable to its users."""

    def __init__(self, constraints: Sequence[Constraint], forbidden: Iterable[str] = ()) -> None:
        self.needs = tuple(c.at_least for c in constraints)
        self._nodes = [_Node(0)]
        self._patterns = patterns = dict[tuple[int, ...], set[int]]()
        self._paths: dict[tuple[int, ...], tuple[int, ...]] = {}
        for index, constraint in enumerate(constraints):
            for text in constraint.alternatives:
                patterns.setdefault(stream(text), set()).add(index)
        for pattern, owners in patterns.items():
            self._paths[pattern] = self._insert(pattern, owners)
            self._nodes[self._paths[pattern][-1]].allowed = True
        for text in forbidden:
            if text and (pattern := stream(text)) not in patterns:
                self._nodes[self._insert(pattern, set())[-1]].forbidden = True
        self._link()
        self._count(patterns)
        self._summarise()
        self._cache: dict[tuple[State, bytes], Step | None] = {}
        self._rests: dict[int, tuple[tuple[int, bytes], ...]] = {}

    def read(self, state: State, data: bytes) -> Step | None:
        """Read `data`; None where that completes a forbidden string beyond pardon, or is no UTF-8
        (a text may break off within a character, which the next token goes on with)."""
        key = (state, data)
        if key not in self._cache:
            self._cache[key] = self._read(state, data)
        return self._cache[key]

    def end(self, state: State) -> Step | None:
        """Read the end of the text, which is a boundary after a word.

        None where a forbidden string or half a character is left.
        """
        if state.tail:
            return None
        step = self._symbols(state, (BOUNDARY,)) if state.in_word else Step(state)
        return None if step is None or step.state.pending else step

    def partial(self, state: State) -> tuple[tuple[int, int], ...]:
        """Constraints whose strings the text's end has begun: (constraint, symbols there)."""
        return self._nodes[state.node].partial

    def rests(self, state: State) -> tuple[tuple[int, bytes], ...]:
        """What is still to be written of each string that is under way: (constraint, bytes).

        The bytes are empty where only the word's end is missing.
        """
        if state.node not in self._rests:
            self._rests[state.node] = self._find_rests(state.node)
        return self._rests[state.node]

    def satisfied(self, counts: Sequence[int]) -> bool:
        """Whether every constraint occurs often enough."""
        return all(count >= need for count, need in zip(counts, self.needs, strict=True))

    def _find_rests(self, node: int) -> tuple[tuple[int, bytes], ...]:
        rests: list[tuple[int, bytes]] = []
        while node:
            for pattern, owners in self._patterns.items():
                depth = self._nodes[node].depth
                if self._paths[pattern][depth : depth + 1] == (node,):
                    data = bytes(symbol for symbol in pattern[depth:] if symbol != BOUNDARY)
                    rests += [(owner, data) for owner in sorted(owners)]
            node = self._nodes[node].fail
        return tuple(rests)

    def _insert(self, pattern: tuple[int, ...], owners: set[int]) -> tuple[int, ...]:
        """Add `pattern`; returns the nodes on its path, the root first."""
        node = 0
        path = [node]
        for symbol in pattern:
            children = self._nodes[node].children
            if symbol not in children:
                children[symbol] = len(self._nodes)
                self._nodes.append(_Node(self._nodes[node].depth + 1))
            node = children[symbol]
            self._nodes[node].owners |= owners
            path.append(node)
        return tuple(path)

    def _link(self) -> None:
        """Failure links, breadth first."""
        queue = list(self._nodes[0].children.values())
        for index in queue:
            node = self._nodes[index]
            for symbol, child in node.children.items():
                self._nodes[child].fail = self._goto(node.fail, symbol)
                queue.append(child)
        self._order = queue

    def _goto(self, node: int, symbol: int) -> int:
        while node and symbol not in self._nodes[node].children:
            node = self._nodes[node].fail
        return self._nodes[node].children.get(symbol, 0)

    def _count(self, patterns: dict[tuple[int, ...], set[int]]) -> None:
        """Each string gives its owners one and takes back what its inside has given."""
        for pattern in sorted(patterns, key=len):
            inside: dict[int, int] = {}
            node = 0
            for symbol in pattern:
                node = self._goto(node, symbol)
                _add(inside, self._chain_gains(node))
            gains = dict.fromkeys(patterns[pattern], 1)
            _add(gains, {owner: -gain for owner, gain in inside.items()})
            self._nodes[node].own_gains = gains

    def _chain_gains(self, node: int) -> dict[int, int]:
        gains: dict[int, int] = {}
        while node:
            _add(gains, self._nodes[node].own_gains)
            node = self._nodes[node].fail
        return gains

    def _summarise(self) -> None:
        for index in self._order:
            node = self._nodes[index]
            back = self._nodes[node.fail]
            node.gains = tuple(sorted(self._chain_gains(index).items()))
            node.forbidden_length = node.depth if node.forbidden else back.forbidden_length
            node.allowed_length = node.depth if node.allowed else back.allowed_length
            node.allowed_depth = node.depth if node.owners else back.allowed_depth
            partial = dict(back.partial)
            partial.update(dict.fromkeys(node.owners, node.depth))
            node.partial = tuple(sorted(partial.items()))

    def _read(self, state: State, data: bytes) -> Step | None:
        tail = _tail(state.tail + data)
        if tail is None:
            return None
        in_word, lead = state.in_word, state.lead
        symbols: list[int] = []
        for byte in data:
            in_word, lead = _emit(symbols, in_word, lead, byte)
        step = self._symbols(state, symbols)
        if step is None:
            return None
        return Step(State(step.state.node, in_word, lead, tail, step.state.pending), step.gains)

    def _symbols(self, state: State, symbols: Iterable[int]) -> Step | None:
        node, pending = state.node, state.pending
        gains: dict[int, int] = {}
        for symbol in symbols:
            node = self._goto(node, symbol)
            here = self._nodes[node]
            if here.gains:
                _add(gains, dict(here.gains))
            pending = max(pending + 1 if pending else 0, here.forbidden_length)
            if pending <= here.allowed_length:
                pending = 0
            if pending > here.allowed_depth:
                return None
        ahead = replace(state, node=node, pending=pending)
        return Step(ahead, tuple(sorted(gains.items())))


def stream(text: str) -> tuple[int, ...]:
    """`text` as symbols: its UTF-8 bytes with BOUNDARY wherever words begin and end."""
    symbols: list[int] = []
    in_word, lead = False, 0
    for byte in text.encode("utf-8", errors="replace"):
        in_word, lead = _emit(symbols, in_word, lead, byte)
    if in_word:
        symbols.append(BOUNDARY)
    return tuple(symbols)


def _emit(symbols: list[int], in_word: bool, lead: int, byte: int) -> tuple[bool, int]:
    """Append the symbols that `byte` adds; a lead byte of undecided class waits for the next."""
    if lead:
        word = byte not in (0x97, 0xB7) if lead == 0xC3 else byte < 0x90
    elif byte in _SPLIT_LEADS:
        return in_word, byte
    elif 0x80 <= byte < 0xC0:  # inside a character: of the same class
        word = in_word
    else:
        word = chr(byte).isalnum() if byte < 0x80 else 0xC4 <= byte <= 0xC8
    if word != in_word:
        symbols.append(BOUNDARY)
    if lead:
        symbols.append(lead)
    symbols.append(byte)
    return word, 0


def _tail(data: bytes) -> bytes | None:
    """The unfinished character at the end of `data`; None where `data` begins no UTF-8 text."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        unfinished = error.reason == "unexpected end of data"
        return data[error.start :] if unfinished else None
    return b""


def _add(total: dict[int, int], more: dict[int, int]) -> None:
    for key, value in more.items():
        total[key] = total.get(key, 0) + value
