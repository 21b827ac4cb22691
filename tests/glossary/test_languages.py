import pytest
from sacrebleu.metrics.bleu import BLEU

from glossary.languages import RULES, main_script
from glossary.model import Lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Badan Pusat Statistik", Lang.INDONESIAN),
        ("統計局", Lang.JAPANESE),
        ("LANとJCLAIRが開催した", Lang.JAPANESE),  # Latin names in Japanese
        ("Kementerian (省) itu mengumumkan", Lang.INDONESIAN),  # a gloss in Indonesian
        ("ﾃﾞｼﾞﾀﾙ", Lang.JAPANESE),
        ("", Lang.INDONESIAN),
    ],
)
def test_the_prevailing_script_tells_the_language(text, lang):
    assert main_script(text) is lang


@pytest.mark.parametrize("lang", list(Lang))
def test_every_language_has_rules_and_a_tokenizer_that_sacrebleu_knows(lang):
    assert RULES[lang].metric_tokenizer in BLEU.TOKENIZERS
