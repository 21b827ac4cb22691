import pytest

from glossary.checks import check_glossary
from glossary.model import Concept, ConceptStatus, Enforcement, Form, FormStatus, Glossary

DEPRECATED = FormStatus.DEPRECATED


def concept(concept_id, indonesian, japanese, bad_indonesian="", bad_japanese="", **fields):
    sides = [
        (
            *(Form(text, FormStatus.ADMITTED if i else FormStatus.PREFERRED) for i, text in good),
            *(Form(text, DEPRECATED) for text in filter(None, [bad])),
        )
        for good, bad in (
            (enumerate(filter(None, indonesian.split("|"))), bad_indonesian),
            (enumerate(filter(None, japanese.split("|"))), bad_japanese),
        )
    ]
    return Concept(concept_id, *sides, **fields)


BMKG = concept("bmkg", "Badan Meteorologi", "気象気候庁", bad_japanese="気象庁")
CASES = [
    ([concept("a", "kota", "都市"), concept("a", "desa", "村落")], "error", "duplicate_id", ("a",)),
    ([concept("a", "", "")], "error", "empty_side", ("a",)),
    ([concept("a", "kota", "")], "warning", "empty_side", ("a",)),
    ([concept("a", "kota", "\u200b")], "warning", "empty_side", ("a",)),
    ([concept("a", "", "都市", "kota")], "warning", "empty_side", ("a",)),
    ([concept("a", "kota", "都市", "kota")], "error", "deprecated_in_allowed", ("a",)),
    ([concept("a", "hektare", "公頃", "hektar")], "warning", "deprecated_in_allowed", ("a",)),
    (
        [concept("a", "Menteri", "大臣"), concept("b", "x y|MENTERI", "閣僚")],
        "warning",
        "conflicting_renderings",
        ("a", "b"),
    ),
    (
        [concept("a", "menteri", "大臣"), concept("b", "pejabat", "大臣")],
        "warning",
        "conflicting_renderings",
        ("a", "b"),
    ),
    (
        [BMKG, concept("jma", "Badan Meteorologi Jepang", "気象庁")],
        "warning",
        "preferred_elsewhere_deprecated",
        ("jma", "bmkg"),
    ),
    ([concept("a", "negara", "国")], "warning", "short_key", ("a",)),
    ([concept("a", "AI", "人工知能")], "warning", "short_key", ("a",)),
]


@pytest.mark.parametrize(("concepts", "severity", "check", "ids"), CASES)
def test_each_fault_is_found_once(concepts, severity, check, ids):
    (finding,) = check_glossary(Glossary("t", tuple(concepts)))
    assert (finding.severity, finding.check, finding.concept_ids) == (severity, check, ids)


SOUND = [
    ([concept("a", "kota", "都市"), concept("b", "desa", "村落")], "unrelated concepts"),
    ([concept("a", "Garuda", "", do_not_translate=True)], "an untranslated name has one side"),
    ([concept("a", "kota", "都市"), concept("b", "kota|bandar", "都市")], "the same rendering"),
    (
        [concept("a", "kota", "都市"), concept("b", "kota", "町", enforcement=Enforcement.SOFT)],
        "a soft alternative is offered, not enforced",
    ),
    ([concept("a", "negara", "国", enforcement=Enforcement.SOFT)], "a soft term may be short"),
    (
        [concept("a", "kota", "都市"), concept("b", "kota", "市街", status=ConceptStatus.RETIRED)],
        "history does not contradict",
    ),
]


@pytest.mark.parametrize(("concepts", "why"), SOUND)
def test_a_sound_glossary_has_no_findings(concepts, why):
    assert check_glossary(Glossary("t", tuple(concepts))) == (), why


def test_errors_come_before_warnings():
    glossary = Glossary("t", (concept("a", "negara", "国"), concept("b", "", "")))
    assert [f.severity for f in check_glossary(glossary)] == ["error", "warning"]


def test_a_finding_reads_as_a_sentence_with_its_ids():
    (finding,) = check_glossary(Glossary("t", (concept("a", "kota", ""),)))
    assert str(finding) == ("warning: a: “kota” has no usable form in Japanese [empty_side]")
