"""Batched beam search that meets every constraint of every segment.

Beam search with dynamic beam allocation (Post & Vilar 2018; batched: Hu et al. 2019) over the byte
automaton. Candidates of a row are the model's best tokens and, for each constraint still unmet, the
best token that goes on with it. A hypothesis may end only when everything is met; where the length
limit nears, what is unmet is forced. A segment without constraints gets plain beam search, and
segments of both sorts share a batch. Results do not depend on what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate.backends.base import Backend, ModelInput
from translate.beam import Beam, Bounds, Request
from translate.model import Hypothesis
from translate.token_index import TokenIndex

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """`beam`: rows a segment; a target may take factor x source tokens + extra tokens.

    No target says the same `no_repeat` tokens twice (0: it may), but for what a constraint needs.
    """

    beam: int = 4
    length_factor: float = 2.0
    length_extra: int = 20
    no_repeat: int = 12


def search(
    backend: Backend,
    inputs: Sequence[ModelInput],
    requests: Sequence[Request],
    index: TokenIndex,
    options: SearchOptions,
) -> list[list[Hypothesis]]:
    """Translate `inputs` together, `requests[i]` holding what `inputs[i]` must say.

    Returns for every input its hypotheses, those that meet everything first, best score first.
    An input whose constraints cannot be met yields hypotheses with `satisfied=False`.
    """
    import torch

    beams = [
        Beam(request, index, _bounds(backend, item, options))
        for item, request in zip(inputs, requests, strict=True)
    ]
    with torch.inference_mode():
        _run(backend, inputs, beams)
    return [beam.hypotheses() for beam in beams]


def _run(backend: Backend, inputs: Sequence[ModelInput], beams: list[Beam]) -> None:
    import torch

    if not inputs:
        return
    vocabulary = backend.vocabulary
    state = backend.begin(inputs)
    banned = torch.tensor([data is None for data in vocabulary.token_bytes])
    banned[list(vocabulary.eos_ids)] = False
    active = list(beams)
    while True:
        scores = torch.log_softmax(state.logits.float(), dim=-1)
        scores.masked_fill_(banned[: scores.shape[1]], -torch.inf)
        _extend_all(active, scores)
        parents, tokens, going_on = [], [], []
        first = 0
        for beam in active:
            rows = beam.width
            if beam.go_on():
                parents += [first + parent for parent in beam.parents]
                tokens += beam.last_tokens
                going_on.append(beam)
            first += rows
        active = going_on
        if not active:
            return
        state.advance(torch.tensor(parents), torch.tensor(tokens))


def _extend_all(beams: Sequence[Beam], scores: Tensor) -> None:
    """Hand each beam its rows' best tokens and the scores of the tokens it asks for."""
    import torch

    most = min(max(beam.best_wanted for beam in beams), scores.shape[1])
    best_scores, best_tokens = torch.topk(scores, most, dim=-1)
    asked = [beam.advancing() for beam in beams]
    rows, tokens, first = [], [], 0
    for beam, wanted in zip(beams, asked, strict=True):
        for row, row_tokens in enumerate(wanted):
            rows += [first + row] * len(row_tokens)
            tokens += row_tokens
        first += beam.width
    gathered = scores[torch.tensor(rows, dtype=torch.long), torch.tensor(tokens, dtype=torch.long)]
    best = list(zip(best_scores.tolist(), best_tokens.tolist(), strict=True))
    answers = iter(gathered.tolist())
    first = 0
    for beam, wanted in zip(beams, asked, strict=True):
        width = beam.width
        # No more than it wants, or a segment's result would depend on its batch.
        row_best = [
            (row_scores[: beam.best_wanted], row_tokens[: beam.best_wanted])
            for row_scores, row_tokens in best[first : first + width]
        ]
        beam.extend(row_best, [[next(answers) for _ in row] for row in wanted])
        first += width


def _bounds(backend: Backend, item: ModelInput, options: SearchOptions) -> Bounds:
    source = backend.count_tokens(item.source, item.source_lang)
    length = int(source * options.length_factor) + options.length_extra
    most = backend.capabilities.max_target_tokens
    return Bounds(options.beam, min(length, most), most, options.no_repeat)
