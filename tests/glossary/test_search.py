import pytest

from glossary.model import Concept, Form, Lang
from glossary.search import search

CONCEPTS = [
    Concept("ins-1", (Form("Badan Pusat Statistik"),), (Form("中央統計庁"),), domain="institution"),
    Concept("dig-1", (Form("digital"),), (Form("デジタル"),), domain="digital"),
    Concept("one-1", (Form("Statistik saja"),), ()),
]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, ["ins-1", "dig-1", "one-1"]),
        ({"query": "STATISTIK"}, ["ins-1", "one-1"]),
        ({"query": "ﾃﾞｼﾞﾀﾙ"}, ["dig-1"]),
        ({"query": "統計", "lang": Lang.JAPANESE}, ["ins-1"]),
        ({"query": "statistik", "lang": Lang.JAPANESE}, []),
        ({"lang": Lang.JAPANESE}, ["ins-1", "dig-1"]),
        ({"query": "ins-"}, ["ins-1"]),
        ({"domain": "digital"}, ["dig-1"]),
        ({"query": "digital", "domain": "institution"}, []),
    ],
)
def test_concepts_are_found_by_a_piece_of_a_form(arguments, expected):
    assert [concept.concept_id for concept in search(CONCEPTS, **arguments)] == expected
