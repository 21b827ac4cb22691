"""The ladder: prompt, verify, constrained search where something is missing, verify again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from glossary.model import Lang
from translate.backends.base import Backend, ModelInput
from translate.beam import Request
from translate.decoding import SearchOptions, search
from translate.model import Hypothesis, Rung, SegmentTerms
from translate.options import Mode, Options
from translate.token_index import TokenIndex
from translate.verify import landings, satisfied


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
        results |= self._forced(jobs, forced, results)
        results |= self._free(jobs, [i for i in forced if i not in results])
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
        for i, best in self._run(jobs, chosen, constrained=False):
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
        for i, best in self._run(jobs, chosen, constrained=True):
            terms = jobs[i].terms
            if not satisfied(best.text, terms):
                continue
            earlier = before.get(i)
            met = (
                [x for x in landings(earlier.target, terms) if x.outcome is None] if earlier else []
            )
            rungs = {c.source_form: Rung.HARD for c in terms.constraints}
            if earlier:
                forms = (x.constraint.source_form for x in met)
                rungs |= {form: earlier.rungs[form] for form in forms}
            results[i] = Climbed(best.text, best.score, rungs)
        return results

    def _run(
        self, jobs: Sequence[Job], chosen: Sequence[int], *, constrained: bool
    ) -> list[tuple[int, Hypothesis]]:
        """The best hypothesis of each chosen job."""
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
        return [(i, hypotheses[0]) for i, hypotheses in zip(chosen, found, strict=True)]

    def _input(self, job: Job) -> ModelInput:
        hints = job.terms.hints if self._hinted else ()
        return ModelInput(job.text, job.lang, hints, self.options.register)
