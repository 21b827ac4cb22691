import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matching import Matcher
from glossary.model import (
    Concept,
    ConceptStatus,
    Enforcement,
    Form,
    FormStatus,
    Glossary,
    Lang,
    SkipReason,
)
from glossary.morphemes import morpheme_edges

ID, JA = Lang.INDONESIAN, Lang.JAPANESE


def concept(indonesian, japanese, **fields):
    """A concept whose forms are given as "preferred|admitted|…"; its id is its first form."""
    sides = [
        tuple(
            Form(text, FormStatus.ADMITTED if i else FormStatus.PREFERRED)
            for i, text in enumerate(filter(None, side.split("|")))
        )
        for side in (indonesian, japanese)
    ]
    return Concept(fields.pop("concept_id", indonesian or japanese), *sides, **fields)


def find(concepts, text, lang=ID, on=None):
    return Matcher(Glossary("test", tuple(concepts))).find(text, lang, on)


def surfaces(report):
    return [match.surface for match in report.matches]


def skipped(report):
    return [(item.match.surface, item.reason.value, item.by) for item in report.skipped]


INDONESIAN = [
    ("kota", "Kota itu", ["Kota"], "a term at the very start, another case"),
    ("kota", "di kota", ["kota"], "a term at the very end"),
    ("kota", "kota", ["kota"], "a text that is the term"),
    ("kota", "", [], "an empty text"),
    ("orks", "orkstadt Norks", [], "a part of a word"),
    ("kota", "kota_lama (kota) kota.", ["kota"] * 3, "punctuation is a boundary"),
    ("kota", "kota2 2kota", [], "a digit is none"),
    ("kota", "kotá kota\u0301", [], "another letter, composed or not"),
    ("kota", "🎉kota🇮🇩", ["kota"], "emoji around it"),
    ("kota", "ＫＯＴＡ", ["ＫＯＴＡ"], "full-width letters"),
    ("Badan Pusat Statistik", "BADAN PUSAT STATISTIK", ["BADAN PUSAT STATISTIK"], "a heading"),
    ("Badan Pusat Statistik", "Badan  Pusat\nStatistik", ["Badan  Pusat\nStatistik"], "wrapped"),
    ("Badan Pusat Statistik", "Badan\n\nPusat Statistik", [], "a term ends with its paragraph"),
    (
        "Badan Pusat Statistik|BPS",
        "Badan Pusat Statistik (BPS)",
        ["Badan Pusat Statistik", "BPS"],
        "full form and abbreviation",
    ),
    ("LAN", "lan Lan LAN", ["LAN"], "a short abbreviation keeps its capitals"),
    ("BAPPENAS", "Bappenas", ["Bappenas"], "a long one need not"),
    (
        "Perpres No. 95/2018",
        "PERPRES NO. 95/2018, Perpres No. 95/20180",
        ["PERPRES NO. 95/2018"],
        "punctuation and digits inside",
    ),
    ("UU", "UU-nya UUnya", ["UU"], "a clitic after a hyphen, and a stem too short for one without"),
    ("kementerian", "kementeriannya", ["kementerian"], "-nya"),
    ("kementerian", "kementerianku kementerianmu", ["kementerian"] * 2, "-ku, -mu"),
    (
        "kementerian",
        "kementerianlah kementeriankah kementerianpun",
        ["kementerian"] * 3,
        "-lah, -kah, -pun",
    ),
    ("kementerian", "kementeriannyalah", ["kementerian"], "two clitics"),
    ("kementerian", "kementeriannyaan", [], "something else after the clitic"),
    ("kementerian", "KEMENTERIANNYA", ["KEMENTERIAN"], "a clitic in capitals"),
    ("menteri luar negeri", "menteri luar negerinya", ["menteri luar negeri"], "after a phrase"),
    ("masa", "masalah masanya", ["masa"], "masalah is a word of its own"),
    ("kota", "kota-kota", ["kota-kota"], "doubling is one occurrence"),
    ("kota", "Kota-kotanya", ["Kota-kota"], "doubling with a clitic"),
    ("kepala daerah", "kepala-kepala daerah", ["kepala-kepala daerah"], "the head is doubled"),
    ("kota", "kota-kotaan perkota-kota", [], "a derived doubling is another word"),
    ("undangan", "perundang-undangan", [], "the same within a word"),
    ("hari", "sehari-hari", [], "the same at a word's end"),
    ("Jepang", "Indonesia-Jepang", ["Jepang"], "a hyphen joins two words"),
    ("KTP-el", "KTP‑el", ["KTP‑el"], "a no-break hyphen"),
    ("Jum'at", "Jum’at", ["Jum’at"], "a curly apostrophe"),
    ("direktur", "DİREKTUR direktur", ["direktur"], "case folding lengthens the text before it"),
    ("LAN", "①LAN LAN²", ["LAN", "LAN"], "list and footnote marks are no digits"),
]

JAPANESE = [
    ("京都", "東京都に行く", [], "no morpheme begins there"),
    ("京都", "京都府と京都", ["京都", "京都"], "as a morpheme"),
    ("東京都", "東京都は", ["東京都"], "several morphemes"),
    ("都", "東京都は都の", ["都"], "one kanji inside a name and on its own"),
    ("国", "国が定め、各国と外国の共和国", ["国"], "one kanji inside compounds"),
    ("人", "人々の", [], "an iteration mark"),
    ("国家行政院", "国家行政院", ["国家行政院"], "a text that is the term"),
    ("国家行政院", "（国家行政院）🎉", ["国家行政院"], "between marks"),
    ("LAN", "LANは、PLANやLAN2", ["LAN"], "Latin edges need word boundaries"),
    ("デジタル庁", "ﾃﾞｼﾞﾀﾙ庁", ["ﾃﾞｼﾞﾀﾙ庁"], "half-width kana"),
    ("コンピュータ", "コンピューターと", ["コンピューター"], "a prolonged sound more"),
    ("コンピューター", "コンピュータと", ["コンピュータ"], "a prolonged sound less"),
    ("コンピュータ", "コンピューターサービス", ["コンピューター"], "the same inside a compound"),
    ("国民協議会(MPR)", "国民協議会（MPR）は", ["国民協議会（MPR）"], "bracket width"),
    ("〜に基づき", "法令に基づき定める", ["に基づき"], "a slot before the term"),
    ("第５条", "第5条", ["第5条"], "digit width"),
]


@pytest.mark.parametrize(("term", "text", "expected", "why"), INDONESIAN)
def test_an_indonesian_term_is_found_as_a_word(term, text, expected, why):
    assert surfaces(find([concept(term, "訳")], text)) == expected, why


@pytest.mark.parametrize(("term", "text", "expected", "why"), JAPANESE)
def test_a_japanese_term_is_found_between_morpheme_ends(term, text, expected, why):
    assert surfaces(find([concept("istilah", term)], text, JA)) == expected, why


@pytest.mark.parametrize(
    ("term", "case_sensitive", "text", "expected"),
    [
        ("Garuda", True, "garuda Garuda GARUDA", ["Garuda"]),
        ("LAN", False, "lan LAN", ["lan", "LAN"]),
        ("Badan Pusat Statistik|BPS", None, "badan pusat statistik bps", ["badan pusat statistik"]),
    ],
)
def test_a_concept_can_say_whether_case_counts(term, case_sensitive, text, expected):
    assert surfaces(find([concept(term, "訳", case_sensitive=case_sensitive)], text)) == expected


def test_the_longest_term_wins_and_shields_what_it_holds():
    terms = [concept("kementerian", "省"), concept("Kementerian Dalam Negeri", "内務省")]
    report = find(terms, "Kementerian  Dalam Negeri")
    assert surfaces(report) == ["Kementerian  Dalam Negeri"]
    assert skipped(report) == [("Kementerian", "nested", "Kementerian  Dalam Negeri")]


@pytest.mark.parametrize("level", [Enforcement.SOFT, Enforcement.REFERENCE])
def test_a_softer_phrase_shields_the_hard_word_inside_it(level):
    report = find(
        [concept("hal", "件名"), concept("dalam hal", "場合", enforcement=level)], "dalam hal"
    )
    assert surfaces(report) == []
    assert skipped(report) == [("dalam hal", level.value, ""), ("hal", "nested", "dalam hal")]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["satu dua", "dua tiga empat"], ["dua tiga empat"]),  # the longer of two that straddle
        (["satu dua", "dua tiga"], ["satu dua"]),  # as long: the one further left
        (
            ["satu dua", "dua tiga", "tiga empat"],
            ["satu dua", "tiga empat"],
        ),  # a loser shields none
    ],
)
def test_straddling_terms_do_not_both_match(terms, expected):
    report = find([concept(term, "訳") for term in terms], "satu dua tiga empat")
    assert surfaces(report) == expected
    assert {item.reason for item in report.skipped} == {SkipReason.NESTED}


DAY = datetime.date(2024, 10, 20)
IDLE = [
    ({"status": ConceptStatus.DRAFT}, "not_approved"),
    ({"status": ConceptStatus.RETIRED}, "not_approved"),
    ({"valid_from": DAY + datetime.timedelta(1)}, "outside_validity"),
    ({"valid_to": DAY - datetime.timedelta(1)}, "outside_validity"),
]


@pytest.mark.parametrize(("fields", "reason"), IDLE)
def test_a_concept_that_is_not_in_force_shields_nothing(fields, reason):
    terms = [concept("kementerian", "省"), concept("kementerian pertanian", "農業省", **fields)]
    report = find(terms, "kementerian pertanian", on=DAY)
    assert surfaces(report) == ["kementerian"]
    assert skipped(report) == [("kementerian pertanian", reason, "")]


def test_validity_includes_both_ends_and_is_ignored_without_a_date():
    term = concept("kota", "市", valid_from=DAY, valid_to=DAY)
    assert surfaces(find([term], "kota", on=DAY)) == ["kota"]
    assert surfaces(find([term], "kota")) == ["kota"]


def test_concepts_with_one_surface_are_one_match_in_glossary_order():
    terms = [
        concept("menteri|MENTERI", "大臣", concept_id="first"),
        concept("menteri", "閣僚", concept_id="soft", enforcement=Enforcement.SOFT),
        concept("bupati|Menteri", "相", concept_id="second"),
        concept("menteri", "旧", concept_id="draft", status=ConceptStatus.DRAFT),
    ]
    report = find(terms, "Menteri")
    assert [[c.concept_id for c in m.concepts] for m in report.matches] == [["first", "second"]]
    found = {
        item.reason.value: [c.concept_id for c in item.match.concepts] for item in report.skipped
    }
    assert found == {"soft": ["soft"], "not_approved": ["draft"]}


def test_an_exact_term_wins_over_the_doubling_of_another():
    terms = [concept("undang", "招く"), concept("undang-undang", "法律")]
    report = find(terms, "undang-undang")
    assert [c.concept_id for m in report.matches for c in m.concepts] == ["undang-undang"]


def test_a_hard_concept_without_a_rendering_is_skipped():
    report = find([concept("kota", "")], "kota")
    assert skipped(report) == [("kota", "no_target", "")]
    assert surfaces(find([concept("kota", "", do_not_translate=True)], "kota")) == ["kota"]


def test_a_deprecated_form_is_no_source_term():
    term = Concept("x", (Form("kota"), Form("kotamadya", FormStatus.DEPRECATED)), (Form("市"),))
    assert surfaces(find([term], "kotamadya kota")) == ["kota"]


def test_a_form_of_nothing_visible_matches_nothing():
    assert surfaces(find([concept("\u200b", "訳"), concept("kota", "市")], "kota \u200b")) == [
        "kota"
    ]


def test_an_empty_glossary_matches_nothing():
    assert find([], "kota") == find([concept("desa", "村")], "kota")


def test_a_text_beyond_the_tokenizers_limit_is_matched_to_its_end():
    term = concept("istilah", "国家行政院")
    wrapped = "国家行政院は東京都で会議を開いた。" * 3000
    endless = "国家行政院と東京都と" * 3000
    for text in (wrapped, endless):
        assert len(surfaces(find([term], text, JA))) == 3000


def test_lone_compatibility_characters_are_not_cut():
    assert surfaces(find([concept("istilah", "会社")], "㍿と会社", JA)) == ["会社"]


def test_threads_can_share_a_matcher():
    matcher = Matcher(Glossary("t", (concept("kota", "市"), concept("istilah", "東京都"))))
    texts = [("東京都は" * n, JA) for n in range(1, 40)] + [("kota " * n, ID) for n in range(1, 40)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda t: matcher.find(*t), texts))
    assert together == [matcher.find(*t) for t in texts]


def naive(terms, edges, text):
    """Spans of `terms` in `text` between `edges`: all substrings tried, the longest kept first."""
    found = [
        (start, end)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if re.sub(r"\s+", " ", text[start:end].lower()) in terms and {start, end} <= edges
    ]
    kept = []
    for start, end in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return sorted(kept)


WORDS = st.lists(st.sampled_from(["a", "b", "ab", "ba"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(WORDS, max_size=5), st.text(alphabet="aabbAB .", max_size=30))
def test_agrees_with_a_naive_search_between_word_boundaries(terms, text):
    text = re.sub(" +", " ", text)
    edges = {m.start() for m in re.finditer(r"\b", text)}
    report = find([concept(t, "訳", concept_id=str(i)) for i, t in enumerate(terms)], text)
    assert [(m.start, m.end) for m in report.matches] == naive(set(terms), edges, text)


JAPANESE_TEXT = st.text(alphabet="東京都国家行政院のが。、", max_size=20)


@given(
    st.lists(st.text(alphabet="東京都国家行政院", min_size=2, max_size=5), max_size=6),
    JAPANESE_TEXT,
)
def test_agrees_with_a_naive_search_between_morphemes(terms, text):
    report = find([concept(str(i), t) for i, t in enumerate(terms)], text, JA)
    edges = morpheme_edges(text)
    assert [(m.start, m.end) for m in report.matches] == naive(set(terms), edges, text)


@given(
    st.lists(
        st.sampled_from(["kota", "kota besar", "besar-besar", "LAN", "国", "東京都", "か\u3099ス"])
    ),
    st.lists(
        st.sampled_from(
            [
                "kota",
                "Kota",
                "-",
                "besar",
                " ",
                "\n",
                "nya",
                "LAN",
                "lan",
                "国",
                "東京",
                "都",
                "㍿",
                "か",
                "\u3099",
                "ス",
                "İ",
                "ß",
                "\u0301",
                "\u200d",
                "🎉",
                "ー",
                "。",
            ]
        )
    ).map("".join),
    st.sampled_from(list(Lang)),
)
def test_matches_are_stretches_of_the_text_and_do_not_overlap(terms, text, lang):
    report = find([concept(t, t, concept_id=str(i)) for i, t in enumerate(terms)], text, lang)
    for match in [*report.matches, *(item.match for item in report.skipped)]:
        assert match.surface == text[match.start : match.end] != ""
        assert match.concepts
    ends = [0, *(m.end for m in report.matches)]
    assert all(end <= m.start for end, m in zip(ends, report.matches, strict=False))
