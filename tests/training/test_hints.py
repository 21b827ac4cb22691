"""Terms in sentence pairs, the hints drawn from them, and the prompt they end up in."""

from __future__ import annotations

import random

import pytest

from glossary.model import Lang
from training.examples import ExampleMaker, ExampleShares
from training.hints import HintMaker, HintShares
from training.pairs import Pair
from training.register import register_of
from training.term_swap import TermSwapper
from training.terms import TermIndex, TermPair, read_terms

TERMS = (
    TermPair(("Kementerian Keuangan", "Kemenkeu"), ("財務省",), "institution_id"),
    TermPair(("anggaran",), ("予算", "歳出"), "budget_finance"),
    TermPair(("izin usaha",), ("事業許可",), "investment_trade"),
    TermPair(("APBN",), ("国家予算",), "budget_finance"),
)
BUDGET = Pair("Kementerian Keuangan menaikkan anggaran.", "財務省は予算を増額した。")
CONTACT = Pair("Silakan hubungi kami.", "お問い合わせください。")


@pytest.mark.parametrize(
    ("indonesian", "japanese", "found"),
    [
        (
            BUDGET.indonesian,
            BUDGET.japanese,
            [("Kementerian Keuangan", "財務省"), ("anggaran", "予算")],
        ),
        ("Anggarannya naik.", "歳出が増えた。", [("anggaran", "歳出")]),  # clitic, admitted form
        ("Anggaran naik.", "費用が増えた。", [("anggaran", "")]),  # rendered otherwise
        ("apbn", "国家予算", []),  # an abbreviation needs its capitals
        ("penganggaran", "予算編成", []),  # no match inside a word
    ],
)
def test_terms_are_found_on_both_sides(indonesian, japanese, found):
    occurrences = TermIndex(TERMS).find(Pair(indonesian, japanese))
    assert [(o.indonesian, o.japanese) for o in occurrences] == found


def test_the_longest_term_wins():
    longer = TermPair(("anggaran negara",), ("国家予算",))
    found = TermIndex([*TERMS, longer]).find(Pair("anggaran negara", "国家予算"))
    assert [o.indonesian for o in found] == ["anggaran negara"]


@pytest.mark.parametrize("source", list(Lang))
def test_true_hints_are_in_source_and_reference(source):
    maker = HintMaker(TERMS, HintShares(some=1, stray=0, stray_alone=0, wrong_sense=0))
    found = TermIndex(TERMS).find(BUDGET)
    for seed in range(30):
        hints = maker.draw(found, BUDGET.side(source), source, random.Random(seed))
        assert hints
        for term, target in hints:
            assert term in BUDGET.side(source)
            assert target in BUDGET.side(source.other)


def test_stray_hints_are_not_in_the_source():
    maker = HintMaker(TERMS, HintShares(some=0, stray_alone=1, wrong_sense=0))
    found = TermIndex(TERMS).find(BUDGET)
    drawn = [
        hint
        for seed in range(30)
        for hint in maker.draw(found, BUDGET.indonesian, Lang.INDONESIAN, random.Random(seed))
    ]
    assert {term for term, _ in drawn} == {"izin usaha", "APBN"}


def test_shares_of_hints_are_as_asked():
    maker = ExampleMaker(TERMS, ExampleShares(figures=0))
    rng = random.Random(0)
    prompts = [maker.make(BUDGET, Lang.INDONESIAN, rng).prompt for _ in range(600)]
    share = sum("\nTerms: " in prompt for prompt in prompts) / len(prompts)
    assert 0.48 < share < 0.65


MINISTRIES = (
    TERMS[0],
    TermPair(("Kementerian Pertanian",), ("農業省",), "institution_id"),
)


@pytest.mark.parametrize(
    ("indonesian", "japanese", "swapped"),
    [
        (BUDGET.indonesian, BUDGET.japanese, True),
        (
            "Kementerian Keuangan dan Kementerian Keuangan",
            "財務省と財務省",
            False,
        ),  # which is which?
        ("Peraturan Kementerian Keuangan", "財務省令", False),  # part of a longer word
        ("Anggaran naik.", "予算が増えた。", False),  # an idea is no name
    ],
)
def test_names_are_swapped_on_both_sides_and_always_hinted(indonesian, japanese, swapped):
    pair, index = Pair(indonesian, japanese), TermIndex([*MINISTRIES, TERMS[1]])
    swapper, maker = TermSwapper(MINISTRIES), HintMaker(TERMS)
    results = [swapper.swap(pair, index.find(pair), random.Random(seed)) for seed in range(20)]
    assert any(results) == swapped
    for new, due in filter(None, results):
        assert (due.indonesian, due.japanese) == ("Kementerian Pertanian", "農業省")
        assert new.indonesian == indonesian.replace("Keuangan", "Pertanian")
        assert new.japanese == japanese.replace("財務省", "農業省")
        found = [due, *index.find(pair)]
        hints = maker.draw(found, new.indonesian, Lang.INDONESIAN, random.Random(0), True)
        assert ("Kementerian Pertanian", "農業省") in hints


def test_examples_have_the_prompt_of_the_runtime():
    maker = ExampleMaker((), ExampleShares(figures=0, register=1))
    example = maker.make(CONTACT, Lang.INDONESIAN, random.Random(0))
    assert example.prompt == "Indonesian: Silakan hubungi kami.\nJapanese (polite):"
    assert example.answer == " お問い合わせください。"
    back = maker.make(CONTACT, Lang.JAPANESE, random.Random(0))
    assert back.prompt == "Japanese: お問い合わせください。\nIndonesian:"


@pytest.mark.parametrize(
    ("japanese", "register"),
    [
        ("会議を開きます。", "polite"),
        ("ご連絡ください。", "polite"),
        ("参加はできません。", "polite"),
        ("会議を開いた。", "plain"),
        ("これは規則である。", "plain"),
        ("適用しない。", "plain"),
        ("財務省、予算を増額", None),  # a heading
        ("「行きます」と述べた。", "plain"),  # the sentence's own ending counts
        ("詳細は下記のとおり。", None),
    ],
)
def test_the_register_is_read_off_the_ending(japanese, register):
    assert register_of(japanese) == register


def test_a_glossary_without_columns_is_refused(tmp_path):
    path = tmp_path / "terms.tsv"
    path.write_text("id_preferred\tja_preferred\na\tb\n", "utf-8")
    with pytest.raises(ValueError, match="ja_admitted"):
        read_terms(path)
