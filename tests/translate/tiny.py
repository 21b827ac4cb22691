"""What the tests of the translation chain share: vocabularies, models, naive search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from glossary.model import Concept, Enforcement, Form, FormStatus, Glossary, Lang
from glossary.occurrences import is_word
from translate.backends.base import Capabilities, ModelInput, Vocabulary
from translate.backends.scripted import EOS, RandomBackend, ScriptedBackend, ScriptedState
from translate.model import (
    Constraint,
    ConstraintKind,
    SegmentTerms,
    SegmentTranslation,
    Translation,
)
from translate.options import Options
from translate.pipeline import Translator

if TYPE_CHECKING:
    from torch import Tensor

Span = tuple[int, int]


def vocabulary(*pieces: str | bytes) -> Vocabulary:
    """End of sentence (0), padding (1) and `pieces` (2 …)."""
    data = [p.encode() if isinstance(p, str) else p for p in pieces]
    return Vocabulary((None, None, *data), frozenset({EOS}), strip_leading_space=False)


def source(text: str = "x") -> ModelInput:
    return ModelInput(text, Lang.INDONESIAN)


def constraint(
    *alternatives: str, forbidden: tuple[str, ...] = (), at_least: int = 1, spans: int = 1
) -> Constraint:
    """A constraint named after its first alternative."""
    return Constraint(
        ConstraintKind.TERM,
        alternatives[0],
        alternatives[0],
        tuple((i, i + 1) for i in range(spans)),
        alternatives,
        forbidden=forbidden,
        at_least=at_least,
    )


def terms_of(constraints: Sequence[Constraint]) -> SegmentTerms:
    """The constraints with what they forbid, as `segment_terms` joins them."""
    allowed = {form for c in constraints for form in c.alternatives}
    forbidden = {f: None for c in constraints for f in c.forbidden if f not in allowed}
    return SegmentTerms(tuple(constraints), tuple(forbidden))


def concept(
    indonesian: str,
    japanese: str = "",
    *,
    admitted: Iterable[str] = (),
    deprecated: Iterable[str] = (),
    enforcement: Enforcement = Enforcement.HARD,
    **more: object,
) -> Concept:
    """A concept named after its Indonesian form; the further forms are Japanese."""
    forms = [Form(japanese)] if japanese else []
    forms += [Form(text, FormStatus.ADMITTED) for text in admitted]
    forms += [Form(text, FormStatus.DEPRECATED) for text in deprecated]
    return Concept(indonesian, (Form(indonesian),), tuple(forms), enforcement=enforcement, **more)  # type: ignore[arg-type]


def glossary(*concepts: Concept) -> Glossary:
    return Glossary("test", concepts)


class Counting(ScriptedBackend):
    """A scripted model that notes what it was asked to translate."""

    def __init__(self, script: dict[str, str], pieces: Vocabulary | None = None) -> None:
        super().__init__(script, pieces)
        self.asked: list[ModelInput] = []

    def begin(self, inputs: Sequence[ModelInput]) -> ScriptedState:
        self.asked += inputs
        return super().begin(inputs)


class Obedient(Counting):
    """A scripted model that reads hints: it says each hint's target after its script."""

    def __init__(self, script: dict[str, str], pieces: Vocabulary | None = None) -> None:
        super().__init__(script, pieces)
        self.capabilities = Capabilities(True, False, 400, 400)

    def scores(self, item: ModelInput, prefix: tuple[int, ...]) -> Tensor:
        said = "".join(hint.target for hint in item.hints)
        script = {item.source: self._script[item.source].decode() + said}
        return ScriptedBackend(script, self.vocabulary).scores(item, prefix)


class Ruled(RandomBackend):
    """A model whose strong preference for the next token is a function of the tokens so far."""

    def __init__(
        self, pieces: Vocabulary, rule: Callable[[tuple[int, ...]], dict[int, float]]
    ) -> None:
        super().__init__(0, pieces)
        self._rule = rule

    def scores(self, item: ModelInput, prefix: tuple[int, ...]) -> Tensor:
        import torch

        scores = torch.zeros(len(self.vocabulary.token_bytes))
        for token, score in self._rule(prefix).items():
            scores[token] = score
        return scores


def limited(backend: RandomBackend, source_tokens: int = 400, target_tokens: int = 400) -> None:
    """Set what a model can read and write."""
    reads = backend.capabilities.reads_hints
    backend.capabilities = Capabilities(reads, False, source_tokens, target_tokens)


def spans_of(text: str, form: str) -> set[Span]:
    """Where `form` stands in `text` between boundaries, overlapping ones too; naively."""
    spans = set()
    for start in range(len(text) - len(form) + 1):
        end = start + len(form)
        opens = not (is_word(form[0]) and start and is_word(text[start - 1]))
        closes = not (is_word(form[-1]) and end < len(text) and is_word(text[end]))
        if text[start:end] == form and opens and closes:
            spans.add((start, end))
    return spans


def covered(span: Span, others: set[Span]) -> bool:
    """Whether `span` lies within another one."""
    return any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in others)


def naively_satisfied(text: str, terms: SegmentTerms) -> bool:
    """Whether `text` holds every constraint, and forbidden strings only inside allowed ones."""
    found = [{s for f in c.alternatives for s in spans_of(text, f)} for c in terms.constraints]
    everything = set().union(*found)
    met = all(
        sum(not covered(span, everything) for span in spans) >= c.at_least
        for c, spans in zip(terms.constraints, found, strict=True)
    )
    bad = {span for form in terms.forbidden for span in spans_of(text, form)}
    return met and all(covered(span, everything) for span in bad)


LETTERS = vocabulary(
    *"abcdefghijklmnopqrstuvwxyzABDKNP:/.0123456789 国会省庁局院政府大統領述べた。"
)
MINISTRY = concept("kementerian", "省")
AGENCY = concept("badan", "庁", admitted=["局"], deprecated=["院"])


def translate(
    text: str,
    script: dict[str, str] | RandomBackend,
    *concepts: Concept,
    lang: Lang = Lang.INDONESIAN,
    **options: object,
) -> Translation:
    """`text` translated by a model that follows `script` (or by a model), with `concepts`."""
    backend = Counting(script, LETTERS) if isinstance(script, dict) else script
    translator = Translator(backend, glossary(*concepts) if concepts else None)
    return translator.translate(text, lang, Options(**options))  # type: ignore[arg-type]


def only(translation: Translation) -> SegmentTranslation:
    """The one segment of a translation."""
    (segment,) = translation.segments
    return segment
