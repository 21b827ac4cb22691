"""What the code needs to know about each language, in one table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from glossary.model import Lang


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """How one language marks its words.

    `uses_morphemes`: words are not spaced, so a term's ends must be ends of morphemes.
    `clitics` matches what may be written onto a word after a term; `not_clitic` lists whole words
    (lower case) that only look like a word with a clitic. `reduplicates`: a hyphenated doubling
    is the plural. `metric_tokenizer` is sacrebleu's name for BLEU's tokenizer.
    """

    uses_morphemes: bool
    clitics: re.Pattern[str] | None
    not_clitic: frozenset[str]
    reduplicates: bool
    metric_tokenizer: str


# Words of their own that end like a clitic: masa (period) is not in masalah (problem), nor akhir
# (end) in akhirnya (finally).
_NOT_CLITIC = """
    abdullah adalah alangkah berkah bongkah istilah jumlah langkah majalah makalah makkah masalah
    nafkah naskah paskah sebelah sekolah seolah serakah setelah tingkah
    berlaku maluku memangku mengaku pelaku pemangku pengaku perilaku selaku tuanku
    adapun ataupun biarpun himpun kendatipun maupun meskipun rumpun sekalipun walaupun
    adanya agaknya akhirnya artinya awalnya berikutnya biasanya hendaknya khususnya kiranya lainnya
    misalnya mulanya nyatanya pastinya rupanya sebaiknya sebelumnya sebenarnya seharusnya
    selanjutnya sesungguhnya setidaknya tentunya umumnya
"""

RULES: Mapping[Lang, LanguageRules] = MappingProxyType(
    {
        Lang.INDONESIAN: LanguageRules(
            uses_morphemes=False,
            clitics=re.compile("(?=.)(?:ku|mu|nya)?(?:lah|kah|pun)?"),
            not_clitic=frozenset(_NOT_CLITIC.split()),
            reduplicates=True,
            metric_tokenizer="13a",
        ),
        Lang.JAPANESE: LanguageRules(
            uses_morphemes=True,
            clitics=None,
            not_clitic=frozenset(),
            reduplicates=False,
            metric_tokenizer="ja-mecab",
        ),
    }
)

_JAPANESE_LETTER = re.compile("[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_LATIN_LETTER = re.compile("[A-Za-z]")


def main_script(text: str) -> Lang:
    """The language of the pair whose script prevails in `text`.

    A Japanese letter says as much as two Latin ones. Text in neither counts as Indonesian.
    """
    japanese = len(_JAPANESE_LETTER.findall(text))
    latin = len(_LATIN_LETTER.findall(text))
    return Lang.JAPANESE if japanese and 2 * japanese >= latin else Lang.INDONESIAN
