"""The beam of one segment: its rows, what they may become, and the hypotheses that have ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from translate.automaton import Automaton, State
from translate.backends.base import Vocabulary
from translate.banks import Candidate, share
from translate.model import Constraint, Hypothesis
from translate.token_index import TokenIndex

Scored = tuple[float, int]
Way = tuple[int, int]  # a token and the constraint it serves
_SPARE = 8  # further tokens of a constrained row, as some may be forbidden


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

    def __init__(self, request: Request, index: TokenIndex, rows: int, limit: int) -> None:
        self._request = request
        self._automaton = request.automaton
        self._index = index
        self._size = rows
        self._limit = limit
        spellings = [self._longest_spelling(c) for c in request.constraints]
        self._cap = limit + sum(spellings) + 2 * bool(spellings)
        self._rows = [Row(counts=(0,) * len(request.constraints))]
        self._candidates: list[Candidate] = []
        self._finished: list[Hypothesis] = []
        self._starts = [self._starting(c) for c in request.constraints]
        self._ways: dict[tuple[int, tuple[int, ...]], list[Way]] = {}
        self.parents: list[int] = []

    @property
    def width(self) -> int:
        """How many rows the beam holds now."""
        return len(self._rows)

    @property
    def best_wanted(self) -> int:
        """How many of the model's best tokens the beam wants to see for each row."""
        free = not self._request.constraints and not self._request.forbidden
        return 2 * self._size + (0 if free else _SPARE)

    @property
    def last_tokens(self) -> list[int]:
        """The newest token of each row."""
        return [row.tokens[-1] for row in self._rows]

    def advancing(self) -> list[list[int]]:
        """For each row the tokens whose scores it needs: those that serve unmet constraints, and
        the end of the text for a row that is past the limit."""
        return [[token for token, _ in self._row_ways(row)] for row in self._rows]

    def extend(
        self, best: Sequence[tuple[list[float], list[int]]], advancing: Sequence[Sequence[float]]
    ) -> None:
        """Collect the candidates of every row and end the hypotheses that may end.

        `best[r]` are the scores and tokens the model likes best after row r, `advancing[r]` the
        scores of the tokens that `advancing()` named.
        """
        self._candidates = []
        for number, row in enumerate(self._rows):
            scores, tokens = best[number]
            late = bool(self._request.constraints) and len(row.tokens) >= self._limit
            offered: list[Scored] = [] if late else list(zip(scores, tokens, strict=True))
            seen = {token for _, token in offered}
            ways = zip(advancing[number], self._row_ways(row), strict=True)
            offered += [item for item in self._pick(row, ways, late) if item[1] not in seen]
            self._offer(number, row, offered)

    def go_on(self) -> bool:
        """Keep the best candidates as the new rows; False where the segment is done."""
        chosen = share(self._candidates, self._size)
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
        """What the search found, satisfying ones first, best score first."""
        if not self._finished:
            self._give_up()
        return sorted(self._finished, key=lambda h: (not h.satisfied, not h.finished, -h.score))

    def _offer(self, number: int, row: Row, offered: Iterable[Scored]) -> None:
        vocabulary = self._request.vocabulary
        for log_probability, token in offered:
            score = row.score + log_probability
            if score == float("-inf"):
                continue
            if token in vocabulary.eos_ids:
                self._end(row, score)
                continue
            step = self._automaton.read(row.state, self._bytes(token))
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

    def _row_ways(self, row: Row) -> list[Way]:
        """Tokens that begin or go on with an unmet constraint (or end a row past the limit)."""
        needs = self._automaton.needs
        unmet = tuple(i for i, (c, n) in enumerate(zip(row.counts, needs, strict=True)) if c < n)
        if not unmet:
            late = bool(needs) and len(row.tokens) >= self._limit
            return [(token, -1) for token in self._request.vocabulary.eos_ids] if late else []
        key = (row.state.node, unmet)
        if key not in self._ways:
            going = self._automaton.rests(row.state)
            ways = [(token, i) for i in unmet for token in self._starts[i]]
            ways += [
                (token, i)
                for i, rest in going
                if i in unmet and rest
                for token in self._index.starting(rest)
            ]
            self._ways[key] = list(dict.fromkeys(ways))
        return self._ways[key]

    def _pick(self, row: Row, ways: Iterable[tuple[float, Way]], late: bool) -> list[Scored]:
        """The best-scored token that really serves each constraint.

        Past the limit only what is under way goes on, if anything is, and the fewest tokens win.
        """
        by_constraint: dict[int, list[Scored]] = {}
        for score, (token, constraint) in ways:
            by_constraint.setdefault(constraint, []).append((score, token))
        picked: list[Scored] = by_constraint.pop(-1, [])
        begun = dict(self._automaton.partial(row.state))
        if late and any(constraint in begun for constraint in by_constraint):
            by_constraint = {i: ways_ for i, ways_ in by_constraint.items() if i in begun}
        for constraint, scored in by_constraint.items():
            scored.sort(key=lambda item: (-item[0], item[1]))
            if late:
                scored.sort(key=lambda item: -len(self._bytes(item[1])))
            first = next((s for s in scored if self._serves(row, s[1], constraint, begun)), None)
            picked += [first] if first else []
        return picked

    def _serves(self, row: Row, token: int, constraint: int, begun: dict[int, int]) -> bool:
        """Whether `token` completes the constraint or gets further with it."""
        step = self._automaton.read(row.state, self._bytes(token))
        if step is None:
            return False
        if any(i == constraint and gain > 0 for i, gain in step.gains):
            return True
        return dict(self._automaton.partial(step.state)).get(constraint, 0) > begun.get(
            constraint, 0
        )

    def _bytes(self, token: int) -> bytes:
        return self._request.vocabulary.token_bytes[token] or b""

    def _starting(self, constraint: Constraint) -> list[int]:
        """Tokens that begin one of the constraint's strings, with or without a space before."""
        tokens = [
            token
            for text in constraint.alternatives
            for start in (text.encode(), b" " + text.encode())
            for token in self._index.starting(start)
            if self._bytes(token) != b" "
        ]
        return list(dict.fromkeys(tokens))

    def _longest_spelling(self, constraint: Constraint) -> int:
        """Tokens that the longest spelling of the constraint may take, with a space before it."""
        spellings = [self._index.spelling(text.encode()) for text in constraint.alternatives]
        return max((s for s in spellings if s is not None), default=0) + 1


def _plus(counts: tuple[int, ...], gains: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    if not gains:
        return counts
    changed = list(counts)
    for index, gain in gains:
        changed[index] += gain
    return tuple(changed)
