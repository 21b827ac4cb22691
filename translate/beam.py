"""The beam of one segment: its rows, what they may become, and the hypotheses that have ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from translate.automaton import Automaton, State
from translate.backends.base import Vocabulary
from translate.banks import Candidate, share
from translate.model import Constraint, Hypothesis
from translate.token_index import TokenIndex
from translate.ways import Way, Ways

_SPARE = 8  # further tokens of a constrained row, as some may be forbidden
_NO_END = 1.0  # nats a token; an end that the model thought unlikely is worse than none


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a beam may go.

    `rows` are kept at a time. Past `limit` tokens what is unmet is forced, and past `most` tokens,
    which the model cannot go beyond, everything ends. No hypothesis says the same `no_repeat`
    tokens twice (0: it may).
    """

    rows: int
    limit: int
    most: int
    no_repeat: int = 0


@dataclass(frozen=True)
class Request:
    """What one segment must and must not say. Both empty: plain beam search."""

    vocabulary: Vocabulary
    constraints: tuple[Constraint, ...] = ()
    forbidden: tuple[str, ...] = ()
    automaton: Automaton = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "automaton", Automaton(self.constraints, self.forbidden))


@dataclass(frozen=True, slots=True)
class Row:
    """One unfinished hypothesis."""

    tokens: tuple[int, ...] = ()
    score: float = 0.0
    state: State = field(default_factory=State)
    counts: tuple[int, ...] = ()


class Beam:
    """Beam search of one segment, one step at a time: `advancing`, `extend`, `go_on`."""

    def __init__(self, request: Request, index: TokenIndex, bounds: Bounds) -> None:
        self._request = request
        self._automaton = request.automaton
        self._bounds = bounds
        self._ways = Ways(request.vocabulary, request.constraints, self._automaton, index)
        self._late = max(0, min(bounds.limit, bounds.most - self._ways.room))
        self._cap = min(self._late + self._ways.room, bounds.most)
        self._rows = [Row(counts=(0,) * len(request.constraints))]
        self._row_ways: list[list[Way]] = []
        self._candidates: list[Candidate] = []
        self._finished: list[Hypothesis] = []
        self.parents: list[int] = []

    @property
    def width(self) -> int:
        """How many rows the beam holds now."""
        return len(self._rows)

    @property
    def best_wanted(self) -> int:
        """How many of the model's best tokens the beam wants to see for each row."""
        free = not self._request.constraints and not self._request.forbidden
        return 2 * self._bounds.rows + (0 if free else _SPARE)

    @property
    def last_tokens(self) -> list[int]:
        """The newest token of each row."""
        return [row.tokens[-1] for row in self._rows]

    def advancing(self) -> list[list[int]]:
        """For each row the tokens whose scores it needs: those that serve unmet constraints, and
        the end of the text for a row that is past the limit."""
        self._row_ways = [
            self._ways.after(row.state, row.counts, late=self._is_late(row)) for row in self._rows
        ]
        return [[way.token for way in ways] for ways in self._row_ways]

    def extend(
        self, best: Sequence[tuple[list[float], list[int]]], advancing: Sequence[Sequence[float]]
    ) -> None:
        """Collect the candidates of every row and end the hypotheses that may end.

        `best[r]` are the scores and tokens the model likes best after row r, `advancing[r]` the
        scores of the tokens that `advancing()` named.
        """
        self._candidates = []
        for number, row in enumerate(self._rows):
            late = self._is_late(row)
            ways = zip(advancing[number], self._row_ways[number], strict=True)
            served = self._ways.pick(row.state, ways, late=late)
            circling = looping(row.tokens, self._bounds.no_repeat)
            free = () if late else zip(*best[number], strict=True)
            offered = {token: score for score, token in free if token not in circling}
            self._offer(number, row, offered | served)

    def go_on(self) -> bool:
        """Keep the best candidates as the new rows; False where the segment is done."""
        chosen = share(self._candidates, self._bounds.rows)
        steps = len(self._rows[0].tokens) + 1
        if not chosen or self._done(chosen, steps):
            return False
        rows = [
            Row((*self._rows[c.parent].tokens, c.token), c.score, c.state, c.counts) for c in chosen
        ]
        self.parents = [c.parent for c in chosen]
        self._rows = rows
        if steps < self._cap:
            return True
        self._give_up()
        return False

    def hypotheses(self) -> list[Hypothesis]:
        """What the search found, satisfying ones first, the best first; one without an end stands
        behind others unless these are much worse."""
        if not self._finished:
            self._give_up()
        return sorted(self._finished, key=lambda h: (not h.satisfied, -_worth(h)))

    def _offer(self, number: int, row: Row, offered: Mapping[int, float]) -> None:
        vocabulary = self._request.vocabulary
        for token, log_probability in offered.items():
            score = row.score + log_probability
            if score == float("-inf"):
                continue
            if token in vocabulary.eos_ids:
                self._end(row, score)
                continue
            step = self._automaton.read(row.state, vocabulary.token_bytes[token] or b"")
            if step is None:
                continue
            counts = _plus(row.counts, step.gains)
            progress = self._progress(step.state, counts)
            self._candidates.append(Candidate(score, number, token, step.state, counts, progress))

    def _end(self, row: Row, score: float) -> None:
        """Finish `row` if the end of the text leaves everything met."""
        step = self._automaton.end(row.state)
        if step is None or not self._automaton.satisfied(_plus(row.counts, step.gains)):
            return
        text = self._request.vocabulary.text(row.tokens)
        self._finished.append(Hypothesis(text, score / (len(row.tokens) + 1)))

    def _progress(self, state: State, counts: tuple[int, ...]) -> tuple[int, bool]:
        needs = self._automaton.needs
        met = sum(min(max(c, 0), need) for c, need in zip(counts, needs, strict=True))
        under_way = any(counts[i] < needs[i] for i, _ in self._automaton.partial(state))
        return met, under_way

    def _done(self, chosen: Sequence[Candidate], steps: int) -> bool:
        """Whether no row is likely to beat what has ended (as transformers' heuristic bound)."""
        if not self._finished:
            return False
        best = max(hypothesis.score for hypothesis in self._finished)
        return best >= max(candidate.score for candidate in chosen) / steps

    def _give_up(self) -> None:
        """The limit is reached: keep the rows as unfinished hypotheses."""
        for row in self._rows:
            step = self._automaton.end(row.state)
            met = step is not None and self._automaton.satisfied(_plus(row.counts, step.gains))
            score = row.score / max(len(row.tokens), 1)
            text = self._request.vocabulary.text(row.tokens)
            self._finished.append(Hypothesis(text, score, satisfied=met, finished=False))

    def _is_late(self, row: Row) -> bool:
        if not self._request.constraints or len(row.tokens) < self._late:
            return False
        # Within a character of the model's own choice only the model can go on.
        return not row.state.tail or bool(self._automaton.rests(row.state))


def _worth(hypothesis: Hypothesis) -> float:
    return hypothesis.score - (0.0 if hypothesis.finished else _NO_END)


def looping(tokens: tuple[int, ...], size: int) -> frozenset[int]:
    """Tokens that would make a text say the same `size` tokens again; none in a short text.

    Models that lose their way go round in circles until the limit stops them.
    """
    if not size or len(tokens) < 2 * size:
        return frozenset()
    tail = tokens[1 - size :] if size > 1 else ()
    starts = range(len(tokens) - size + 1)
    return frozenset(tokens[i + size - 1] for i in starts if tokens[i : i + size - 1] == tail)


def _plus(counts: tuple[int, ...], gains: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    if not gains:
        return counts
    changed = list(counts)
    for index, gain in gains:
        changed[index] += gain
    return tuple(changed)
