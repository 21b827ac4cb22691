"""The Glossary page's rows, filters, card and look-up."""

from __future__ import annotations

import datetime

import pytest

from app_pages.catalogue import Catalogue
from app_pages.concept_card import concept_card
from app_pages.concepts import concept_row, domains, filtered
from app_pages.lookup import found_marks, found_row, found_terms
from app_pages.markup import marked
from glossary.matching import Matcher
from glossary.model import Concept, Enforcement, Form, FormStatus, Glossary, Lang

MINISTER = Concept(
    "p-1",
    (Form("Menteri <Keuangan>"), Form("Menkeu", FormStatus.ADMITTED)),
    (Form("財務大臣"), Form("蔵相", FormStatus.DEPRECATED)),
    domain="post",
    case_sensitive=False,
    valid_from=datetime.date(2000, 1, 1),
)
MEETING = Concept("m-1", (Form("rapat"),), (Form("会議"),), "meeting", enforcement=Enforcement.SOFT)
BODY = Concept("b-1", (Form("Dewan Rapat"),), (Form("会議院"),), "body")
GLOSSARY = Glossary("g", (MINISTER, MEETING, BODY))


@pytest.mark.parametrize(
    ("query", "wanted", "levels", "found"),
    [
        ("", (), (), ["p-1", "m-1", "b-1"]),
        ("RAPAT", (), (), ["m-1", "b-1"]),  # case does not matter
        ("蔵相", (), (), ["p-1"]),  # deprecated forms are searched too
        ("rapat", ("body",), (), ["b-1"]),
        ("", ("post", "body"), (), ["p-1", "b-1"]),  # any of the domains
        ("", (), (Enforcement.SOFT,), ["m-1"]),
        ("rapat", ("post",), (), []),
    ],
)
def test_filters_narrow_the_list(query, wanted, levels, found) -> None:
    assert [c.concept_id for c in filtered(GLOSSARY, query, wanted, levels)] == found


def test_domains_are_sorted_and_not_repeated() -> None:
    assert domains(GLOSSARY) == ["body", "meeting", "post"]


def test_row_has_every_column_in_words(english: Catalogue) -> None:
    row = concept_row(MINISTER, english)
    assert row["Indonesian, accepted"] == "Menkeu"
    assert row["Japanese, to avoid"] == "蔵相"
    assert row["Level"] == "enforced"
    assert row["Case-sensitive"] is False
    assert row["Valid from"] == "2000-01-01"


def test_card_escapes_and_marks_the_form_to_avoid(english: Catalogue) -> None:
    card = concept_card(MINISTER, english)
    assert "Menteri &lt;Keuangan&gt;" in card
    assert '<li class="jb-form-deprecated">蔵相' in card
    assert "Valid to" not in card  # what is not filled in is left out


def test_look_up_tells_enforced_from_skipped(english: Catalogue) -> None:
    text = "Menkeu hadir; Dewan Rapat dan rapat."
    found = found_terms(Matcher(GLOSSARY).find(text, Lang.INDONESIAN))
    rows = [found_row(item, Lang.JAPANESE, english) for item in found]
    assert [(r["Term in the source"], r["Enforced?"], r["Longer term"]) for r in rows] == [
        ("Menkeu", "enforced", ""),
        ("Dewan Rapat", "enforced", ""),
        ("Rapat", "part of a longer term", "Dewan Rapat"),
        ("rapat", "suggested only", ""),
    ]
    html = marked(text, found_marks(found, english))
    assert html.count("jb-enforced") == 2
    assert html.count("jb-skipped") == 1  # the nested one is covered by the longer term
