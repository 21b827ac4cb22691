"""Marked-up text: every character of the original, nothing of it taken for HTML."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages.catalogue import Catalogue, catalogue
from app_pages.markup import Mark, marked, note_text, side_by_side
from glossary.model import Lang
from translate.model import Translation

marks = st.builds(
    lambda start, length, number: Mark(start, start + length, number, "verbatim", '"<title>"'),
    st.integers(0, 12),
    st.integers(1, 6),
    st.integers(1, 40),
)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=18), st.lists(marks, max_size=5))
def test_marking_keeps_every_character(text: str, wanted: list[Mark]) -> None:
    inside = [mark for mark in wanted if mark.end <= len(text)]
    assert unescape(re.sub(r"<[^>]*>", "", marked(text, inside))) == unescape(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("\"a\" & 'b'", "&quot;a&quot; &amp; &#x27;b&#x27;"),
        ("**b** $x$ :red[y] # z", "**b** $x$ :red[y] # z"),  # st.html reads no Markdown
    ],
)
def test_text_is_escaped(text: str, expected: str) -> None:
    assert marked(text, []) == expected


def test_marked_term_carries_number_colour_state_and_title() -> None:
    html = marked("di BKN", [Mark(3, 6, 9, "missing", "BKN → —")])
    assert html == (
        'di <mark class="jb-term jb-c0 jb-missing" data-number="9" title="BKN → —">BKN</mark>'
    )


def test_of_overlapping_marks_the_first_given_stays() -> None:
    html = marked("abcdef", [Mark(2, 5, 1, "verbatim", ""), Mark(0, 3, 2, "verbatim", "")])
    assert re.findall(r"<mark[^>]*>(\w+)</mark>", html) == ["cde"]


def test_term_and_rendering_have_the_same_number(release: Translation, english: Catalogue) -> None:
    html = side_by_side(release.segments, Lang.INDONESIAN, english)
    pairs = re.findall(r'data-number="(\d)"[^>]*>([^<]+)</mark>', html)
    assert pairs == [
        ("1", "Menkeu"),
        ("1", "Menkeu"),
        ("1", "財務大臣"),
        ("1", "財相"),
        ("2", "BKN"),
        ("3", "a.go.id"),
        ("3", "a.go.id"),
    ]


def test_states_say_what_to_do(release: Translation, english: Catalogue) -> None:
    html = side_by_side([*release.segments, None], Lang.INDONESIAN, english)
    rows = html.split('<div class="jb-row ')[2:]
    said = [re.sub(r"<[^>]*>", " ", row.split('<div class="jb-state">')[1]).strip() for row in rows]
    assert [" ".join(words.split()) for words in said] == [
        "✓ done",
        "please check “BKN” is missing from the translation",
        "kept as it is Not in the source language.",
        "✓ done",
        "…",
    ]


def test_blank_line_ends_a_paragraph(release: Translation, english: Catalogue) -> None:
    html = side_by_side(release.segments, Lang.INDONESIAN, english)
    assert [" jb-paragraph" in row for row in html.split('<div class="jb-row ')[2:]] == [
        True,  # two line breaks
        False,  # one
        False,
        False,
    ]


def test_sides_name_their_languages(release: Translation, english: Catalogue) -> None:
    """Without it a browser may draw Chinese letter shapes."""
    html = side_by_side(release.segments, Lang.INDONESIAN, english)
    assert html.count('<div class="jb-target" lang="ja">') == len(release.segments)


def test_unknown_note_is_shown_as_it_is() -> None:
    assert note_text("no_words", catalogue("ja")) == "翻訳する語がありません。"
    assert note_text("the search gave up", catalogue("ja")) == "the search gave up"


def test_note_with_names_keeps_them() -> None:
    note = note_text("unspellable: “龘”", catalogue("en"))
    assert note == "This model's vocabulary cannot spell “龘”."
