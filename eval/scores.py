"""BLEU and chrF of a corpus, by sacrebleu."""

from __future__ import annotations

from dataclasses import dataclass

from eval.corpus import Corpus
from glossary.languages import RULES


@dataclass(frozen=True, slots=True)
class Score:
    """A corpus score, 0 to 100 and unrounded, with sacrebleu's signature of how it was made."""

    score: float
    signature: str


def scores(corpus: Corpus) -> dict[str, Score]:
    """Corpus BLEU (with the target language's tokenizer) and chrF, by the names "bleu", "chrf"."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    tokenizer = RULES[corpus.target_lang].metric_tokenizer
    metrics = {"bleu": BLEU(tokenize=tokenizer), "chrf": CHRF()}
    hypotheses, references = list(corpus.hypotheses), [list(corpus.references)]
    return {
        name: Score(metric.corpus_score(hypotheses, references).score, str(metric.get_signature()))
        for name, metric in metrics.items()
    }
