from collections import defaultdict

import pytest

from glossary.bundled import bundled_glossary
from glossary.checks import Severity, check_glossary
from glossary.matching import Matcher
from glossary.model import Enforcement, Lang
from glossary.text import key

ID, JA = Lang.INDONESIAN, Lang.JAPANESE


@pytest.fixture(scope="module")
def matcher():
    return Matcher(bundled_glossary())


@pytest.fixture(scope="module")
def hard():
    return [c for c in bundled_glossary().concepts if c.enforcement is Enforcement.HARD]


def test_the_bundled_glossary_is_read_once_and_named():
    glossary = bundled_glossary()
    assert glossary.name == "bundled"
    assert len(glossary.concepts) > 1000
    assert bundled_glossary() is glossary


def test_every_concept_is_found_in_its_own_forms(matcher):
    for lang in Lang:
        for concept in matcher.glossary.concepts:
            for form in concept.usable(lang):
                report = matcher.find(form, lang)
                found = [*report.matches, *(item.match for item in report.skipped)]
                assert any(concept in match.concepts for match in found), form


def test_the_checks_find_no_error():
    findings = check_glossary(bundled_glossary())
    assert [str(f) for f in findings if f.severity is Severity.ERROR] == []


def test_every_concept_has_a_domain_and_both_definitions():
    incomplete = [
        c.concept_id
        for c in bundled_glossary().concepts
        if not (c.domain and c.definition_indonesian and c.definition_japanese)
    ]
    assert incomplete == []


def test_every_hard_concept_has_both_sides(hard):
    assert len(hard) >= 900
    assert [c.concept_id for c in hard if not all(map(c.preferred, Lang))] == []


def test_no_hard_form_is_a_single_character_or_a_pattern(hard):
    risky = [
        (c.concept_id, form)
        for c in hard
        for lang in Lang
        for form in c.usable(lang)
        if len(key(form)) < 2 or "〜" in form
    ]
    assert risky == []


def test_no_hard_concept_deprecates_what_another_with_the_same_term_prefers(hard):
    for source in Lang:
        by_term = defaultdict(list)
        for concept in hard:
            for form in concept.usable(source):
                by_term[key(form)].append(concept)
        for term, concepts in by_term.items():
            preferred = {c.preferred(source.other) for c in concepts}
            deprecated = {form for c in concepts for form in c.deprecated(source.other)}
            assert not preferred & deprecated, term


def test_no_deprecated_form_is_part_of_an_allowed_form_of_its_concept():
    clashes = [
        (c.concept_id, bad, good)
        for c in bundled_glossary().concepts
        for lang in Lang
        for bad in c.deprecated(lang)
        for good in c.usable(lang)
        if bad in good
    ]
    assert clashes == []


ENFORCED = [
    (ID, "LAN dan JCLAIR menggelar lokakarya.", {"LAN": "国家行政院"}, "the sample release"),
    (JA, "LANとJCLAIRが開催した。", {"LAN": "Lembaga Administrasi Negara"}, "Latin in Japanese"),
    (
        ID,
        "kata Deputi Bidang Kajian Kebijakan dan Inovasi Administrasi Negara Tri Widodo",
        {
            "Deputi Bidang Kajian Kebijakan dan Inovasi Administrasi Negara": (
                "行政政策研究・イノベーション担当次官"
            )
        },
        "a post with its field, not Deputi alone",
    ),
    (
        ID,
        "reformasi birokrasi tematik",
        {"reformasi birokrasi tematik": "テーマ別官僚改革"},
        "longest",
    ),
    (ID, "BNPB dan BPBD", {"BNPB": "国家防災庁", "BPBD": "地方防災局"}, "agencies"),
    (
        JA,
        "人事院は勧告した。",
        {"人事院": "Otoritas Kepegawaian Nasional Jepang"},
        "Japanese agency",
    ),
    (
        JA,
        "地方自治総局長",
        {"地方自治総局長": "Direktur Jenderal Otonomi Daerah"},
        "not the directorate",
    ),
]


@pytest.mark.parametrize(("lang", "text", "expected", "why"), ENFORCED)
def test_official_terms_are_enforced(matcher, lang, text, expected, why):
    found = {
        m.surface: m.concepts[0].preferred(lang.other) for m in matcher.find(text, lang).matches
    }
    assert expected.items() <= found.items(), why


NOT_ENFORCED = [
    (JA, "国会で審議した。", "the Diet or the DPR"),
    (JA, "大統領が述べた。", "whose president"),
    (ID, "Presiden Direktur PT Maju Jaya", "a company's president"),
    (ID, "siswa SD/MI, SMP/MTs, dan SMA/MA", "MA is a kind of school here"),
    (ID, "Hal itu disampaikan di bidang pendidikan.", "hal is rarely 件名, bidang rarely 部"),
    (ID, "Rp3,2 juta untuk 1.200 KK", "units, and households rather than family cards"),
    (ID, "Permen dan keripik", "sweets, not a ministerial regulation"),
    (ID, "gerakan PSN di kelurahan", "killing mosquito larvae, not a strategic project"),
]


@pytest.mark.parametrize(("lang", "text", "why"), NOT_ENFORCED)
def test_ambiguous_words_are_not_enforced(matcher, lang, text, why):
    assert [m.surface for m in matcher.find(text, lang).matches] == [], why
