"""The Glossary page: browsing the bundled terms and looking a text up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

OpenApp = Callable[..., AppTest]


@pytest.fixture
def glossary_page(open_app: OpenApp) -> AppTest:
    return open_app().switch_page("app_pages/glossary_page.py").run()


def test_all_concepts_and_columns_are_there(glossary_page: AppTest) -> None:
    table = glossary_page.dataframe[0].value
    assert len(table) > 2_000
    assert len(table.columns) == 19
    assert f"{len(table)} of {len(table)} concepts" in [c.value for c in glossary_page.caption]


def test_search_folds_case_and_width(glossary_page: AppTest) -> None:
    glossary_page.text_input(key="glossary_query").set_value(
        "ＫＥＭＥＮＴＥＲＩＡＮ keuangan"
    ).run()
    assert "Kementerian Keuangan" in set(glossary_page.dataframe[0].value["Indonesian"])
    assert len(glossary_page.dataframe[0].value) < 30


def test_filters_by_level(glossary_page: AppTest) -> None:
    glossary_page.multiselect(key="glossary_levels").select("reference").run()
    assert set(glossary_page.dataframe[0].value["Level"]) == {"reference"}


def test_single_hit_is_shown_in_full(glossary_page: AppTest) -> None:
    glossary_page.text_input(key="glossary_query").set_value("insid-099").run()
    cards = [
        e.value for e in glossary_page.get("html") if e.value.startswith('<div class="jb-concept')
    ]
    assert len(cards) == 1
    assert "Badan Kepegawaian Negara" in cards[0]


def test_no_hit_says_what_to_do(glossary_page: AppTest) -> None:
    glossary_page.text_input(key="glossary_query").set_value("qqqq").run()
    assert "Try a shorter text" in glossary_page.info[0].value
    assert not glossary_page.exception


def test_filters_survive_a_change_of_page(glossary_page: AppTest) -> None:
    glossary_page.text_input(key="glossary_query").set_value("presiden").run()
    glossary_page.switch_page("app_pages/translate_page.py").run()
    glossary_page.switch_page("app_pages/glossary_page.py").run()
    assert glossary_page.text_input(key="glossary_query").value == "presiden"


@pytest.mark.parametrize(
    ("text", "term", "rendering"),
    [
        ("Kementerian Keuangan mengumumkan hal itu.", "Kementerian Keuangan", "財務省"),
        ("財務省が発表した。", "財務省", "Kementerian Keuangan"),
        ("BKN", "BKN", "国家公務員庁"),  # too short to show its language
    ],
)
def test_look_up_finds_the_terms_of_a_text(
    glossary_page: AppTest, text: str, term: str, rendering: str
) -> None:
    glossary_page.text_area(key="lookup_text").set_value(text).run()
    table = glossary_page.dataframe[-1].value
    row = table[table["Term in the source"] == term].iloc[0]
    assert rendering in row["In the glossary"]
    assert row["Enforced?"] == "enforced"


@pytest.mark.parametrize("language", ["id", "ja"])
def test_page_speaks_the_other_languages(open_app: OpenApp, language: str) -> None:
    app = open_app(language).switch_page("app_pages/glossary_page.py").run()
    assert app.title[0].value == {"id": "Glosarium", "ja": "用語集"}[language]
    assert not app.exception
