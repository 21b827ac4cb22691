"""The JSON of a translation: its keys are an interface that scripts rely on."""

from __future__ import annotations

import json

from glossary.model import Enforcement, Lang
from tests.translate.tiny import Counting, concept, glossary, vocabulary
from translate.as_json import as_json
from translate.options import Options
from translate.pipeline import Translator

TEXT = "1. Badan itu, rapat.\n---"


def values() -> dict[str, object]:
    backend = Counting({"Badan itu, rapat.": "庁の会。"}, vocabulary(*"庁の会。"))
    terms = glossary(concept("badan", "庁"), concept("rapat", "会", enforcement=Enforcement.SOFT))
    return as_json(Translator(backend, terms).translate(TEXT, Lang.INDONESIAN, Options()))


def test_holds_signature_segments_checks_and_skipped() -> None:
    found = values()
    assert list(found) == ["signature", "segments"]
    assert found["signature"]["mode"] == "ladder"
    sentence, rule = found["segments"]
    score = sentence.pop("score")
    assert -1 < score <= 0
    assert sentence == {
        "source": "1. Badan itu, rapat.",
        "target": "1. 庁の会。",
        "separator": "\n",
        "status": "ok",
        "note": "",
        "checks": [
            {
                "kind": "term",
                "concept": "badan",
                "source_span": [3, 8],
                "source_form": "Badan",
                "outcome": "verbatim",
                "rung": "none",
                "target_span": [3, 4],
                "target_form": "庁",
            }
        ],
        "skipped": [
            {
                "concept": "rapat",
                "source_span": [14, 19],
                "source_form": "rapat",
                "reason": "soft",
                "by": "",
            }
        ],
    }
    assert rule == {
        "source": "---",
        "target": "---",
        "separator": "",
        "status": "passed_through",
        "note": "no_words",
        "score": None,
        "checks": [],
        "skipped": [],
    }


def test_is_plain_json() -> None:
    found = values()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_spans_point_at_the_forms_they_name() -> None:
    (check,) = values()["segments"][0]["checks"]
    segment = values()["segments"][0]
    assert segment["source"][slice(*check["source_span"])] == check["source_form"]
    assert segment["target"][slice(*check["target_span"])] == check["target_form"]


def test_a_missing_term_has_no_target_span() -> None:
    backend = Counting({"Badan": "会"}, vocabulary("会"))
    translation = Translator(backend, glossary(concept("badan", "庁"))).translate(
        "Badan", Lang.INDONESIAN, Options()
    )
    (check,) = as_json(translation)["segments"][0]["checks"]
    assert (check["outcome"], check["rung"]) == ("missing", "hard")
    assert (check["target_span"], check["target_form"]) == (None, "")
