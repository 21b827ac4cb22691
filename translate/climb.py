"""The ladder: prompt, verify, constrained search where something is missing, verify again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from glossary.model import Lang
from translate.backends.base import Backend, ModelInput
from translate.beam import Request
from translate.decoding import SearchOptions, search
from translate.model import Hypothesis, Rung, SegmentTerms
from translate.options import Mode, Options
from translate.token_index import TokenIndex
from translate.verify import landings, satisfied

_CLOSE = 0.1  # nats a token: as good as the best


@dataclass(frozen=True, slots=True)
class Job:
    """One segment to translate and what the glossary says about it."""

    text: str
    lang: Lang
    terms: SegmentTerms

    @property
    def demanding(self) -> bool:
        """Whether the constrained search has anything to do."""
        return bool(self.terms.constraints)


@dataclass(frozen=True, slots=True)
class Climbed:
    """A target, its score (nats a token) and the rung that met each item, by source form."""

    target: str
    score: float
    rungs: dict[str, Rung] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Climber:
    """A model made ready to climb."""

    backend: Backend
    index: TokenIndex
    options: Options

    def climb(self, jobs: Sequence[Job]) -> list[Climbed]:
        """Translate `jobs`; the results stand in their order.

        In a strict mode a job that cannot be satisfied gets its best unconstrained target.
        """
        forced = [i for i, job in enumerate(jobs) if job.demanding and self._mode is Mode.HARD]
        results = self._free(jobs, [i for i in range(len(jobs)) if i not in forced])
        if self._mode is Mode.LADDER:
            forced = [
                i for i, result in results.items() if not satisfied(result.target, jobs[i].terms)
            ]
        found = self._forced(jobs, forced, results)
        results |= self._free(jobs, [i for i in forced if i not in found and i not in results])
        results |= found
        for i in forced:
            if i not in found:
                results[i] = _failed(results[i], jobs[i].terms)
        return [results[i] for i in range(len(jobs))]

    @property
    def _mode(self) -> Mode:
        return self.options.mode

    @property
    def _hinted(self) -> bool:
        return self._mode is not Mode.NONE and self.backend.capabilities.reads_hints

    def _free(self, jobs: Sequence[Job], chosen: Sequence[int]) -> dict[int, Climbed]:
        """Translate without constraints; hints, if the mode has them, do what they can."""
        results = {}
        for i, hypotheses in self._run(jobs, chosen, constrained=False):
            best = hypotheses[0]
            hinted = {h.source for h in jobs[i].terms.hints} if self._hinted else set()
            rungs = {
                c.source_form: Rung.PROMPT if c.source_form in hinted else Rung.NONE
                for c in jobs[i].terms.constraints
            }
            results[i] = Climbed(best.text, best.score, rungs)
        return results

    def _forced(
        self, jobs: Sequence[Job], chosen: Sequence[int], before: dict[int, Climbed]
    ) -> dict[int, Climbed]:
        """Translate with constraints; only what satisfies is returned."""
        results = {}
        for i, hypotheses in self._run(jobs, chosen, constrained=True):
            terms = jobs[i].terms
            best = _choose(hypotheses, terms)
            if best is None:
                continue
            rungs = {c.source_form: Rung.HARD for c in terms.constraints}
            if i in before:
                met = (x for x in landings(before[i].target, terms) if x.outcome is None)
                forms = (x.constraint.source_form for x in met)
                rungs |= {form: before[i].rungs[form] for form in forms}
            results[i] = Climbed(best.text, best.score, rungs)
        return results

    def _run(
        self, jobs: Sequence[Job], chosen: Sequence[int], *, constrained: bool
    ) -> list[tuple[int, list[Hypothesis]]]:
        """The hypotheses of each chosen job."""
        inputs = [self._input(jobs[i]) for i in chosen]
        requests = [
            Request(
                self.backend.vocabulary,
                jobs[i].terms.constraints if constrained else (),
                jobs[i].terms.forbidden if constrained else (),
            )
            for i in chosen
        ]
        found = search(
            self.backend, inputs, requests, self.index, SearchOptions(beam=self.options.beam)
        )
        return list(zip(chosen, found, strict=True))

    def _input(self, job: Job) -> ModelInput:
        hints = job.terms.hints if self._hinted else ()
        return ModelInput(job.text, job.lang, hints, self.options.register)


def _choose(hypotheses: Sequence[Hypothesis], terms: SegmentTerms) -> Hypothesis | None:
    """The best that satisfies; among those nearly as good the one with fewest needless repeats."""
    good = [h for h in hypotheses if satisfied(h.text, terms)]
    close = [h for h in good if h.finished == good[0].finished and h.score > good[0].score - _CLOSE]
    return min(close, key=lambda h: _surplus(h, terms), default=None)


def _surplus(hypothesis: Hypothesis, terms: SegmentTerms) -> int:
    return sum(landing.surplus for landing in landings(hypothesis.text, terms))


def _failed(best: Climbed, terms: SegmentTerms) -> Climbed:
    """A target that the highest rung could not help: what it misses went all the way up."""
    missing = (x.constraint.source_form for x in landings(best.target, terms) if x.outcome)
    return replace(best, rungs=best.rungs | dict.fromkeys(missing, Rung.HARD))
