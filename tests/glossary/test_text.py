import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text import key, normalise

# Characters whose folding changes lengths or depends on neighbours, more often than chance has them
TRICKY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "がか\u3099ｶﾞーｰ―‐-〜～アイウンタﾀ㍿ﬁİßſΣςé\u0301\u0323\u200d\ufe0f①²Ａ　 \n\r\t\u00ad"
        ),
    ),
    max_size=40,
)

SAME_KEY = [
    ("BADAN PUSAT STATISTIK", "Badan Pusat Statistik", "case"),
    ("Badan  Pusat\nStatistik", "Badan Pusat Statistik", "double space and line break"),
    ("Badan\u00a0Pusat\u3000Statistik", "Badan Pusat Statistik", "no-break and wide spaces"),
    ("ＢＰＳ", "BPS", "full-width letters"),
    ("ﾃﾞｼﾞﾀﾙ庁", "デジタル庁", "half-width kana with voicing marks"),
    ("か\u3099", "が", "combining voicing mark"),
    ("コンピューター", "コンピュータ", "prolonged sound at the end"),
    ("コンピューター", "コンピュ―ター", "dash for a prolonged sound"),
    ("サ‐バー", "サーバー", "hyphen for a prolonged sound"),
    ("サーバー室", "サーバ室", "prolonged sound before kanji"),
    ("10〜20", "10～20", "wave dashes"),
    ("KTP‑el", "KTP-el", "no-break hyphen"),
    ("Jakarta–Bandung", "Jakarta-Bandung", "en dash"),
    ("Jum’at", "Jum'at", "curly apostrophe"),
    ("“Garuda”", '"Garuda"', "curly quotes"),
    ("国民協議会（MPR）", "国民協議会(MPR)", "bracket width"),
    ("Kemen\u00adterian", "Kementerian", "soft hyphen"),
    ("葛\U000e0100城", "葛城", "ideographic variation selector"),
    ("〜に基づき", "に基づき", "a slot before the term"),
    ("Cafe\u0301", "Café", "decomposed accent"),
]

DIFFERENT_KEY = [
    ("キー", "キ", "short katakana words differ by the mark"),
    ("ビール", "ビル", "a mark inside a word counts"),
    ("ハ", "パ", "voicing counts"),
    ("大", "太", "kanji are not folded"),
    ("LAN²", "LAN2", "a footnote mark is no digit"),
]


@pytest.mark.parametrize(("one", "other", "why"), SAME_KEY)
def test_spellings_of_one_term_have_one_key(one, other, why):
    assert key(one) == key(other), why


@pytest.mark.parametrize(("one", "other", "why"), DIFFERENT_KEY)
def test_different_words_keep_different_keys(one, other, why):
    assert key(one) != key(other), why


def test_a_blank_line_is_kept_apart_from_a_line_break():
    assert normalise("Badan\n\nPusat").text == "badan\npusat"
    assert normalise("Badan\r\nPusat").text == "badan pusat"


@pytest.mark.parametrize(
    ("text", "start", "end", "original"),
    [
        ("a\u00ad  b", 0, 1, "a"),  # an invisible character belongs to no letter
        ("ｶﾞス", 0, 1, "ｶﾞ"),  # two characters make one
        ("㍿国", 0, 4, "㍿"),  # one character makes four
        ("İa", 0, 2, "İ"),  # case folding lengthens
        ("サーバーは", 0, 3, "サーバー"),  # the dropped mark belongs to the letter before it
        ("a \n b", 1, 2, " \n "),  # a run of white space is one
    ],
)
def test_a_position_maps_to_what_it_came_from(text, start, end, original):
    assert text[slice(*normalise(text).span(start, end))] == original


@given(TRICKY, st.booleans())
def test_every_position_maps_into_the_original_in_order(text, fold_case):
    result = normalise(text, fold_case=fold_case)
    assert len(result.text) == len(result.starts) == len(result.ends)
    pairs = zip(result.starts, result.ends, strict=True)
    assert all(0 <= start < end <= len(text) for start, end in pairs)
    assert list(result.starts) == sorted(result.starts)
    assert list(result.ends) == sorted(result.ends)


@given(TRICKY)
def test_edges_cut_the_original_between_whole_characters(text):
    result = normalise(text)
    edges = [i for i in range(len(result.text) + 1) if result.is_edge(i)]
    spans = [result.span(a, b) for a, b in itertools.pairwise(edges)]
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert end <= start
        assert not unicodedata.combining(text[start])


@given(TRICKY)
def test_what_is_not_mapped_is_invisible_or_folded_white_space(text):
    result = normalise(text)
    covered = {i for s, e in zip(result.starts, result.ends, strict=True) for i in range(s, e)}
    lost = {text[i] for i in range(len(text)) if i not in covered}
    assert all(unicodedata.category(c) in {"Cf", "Mn", "Cn", "Lo"} for c in lost)


@given(TRICKY, TRICKY)
def test_sentences_normalise_alike_alone_and_together(one, other):
    together = normalise(f"{one}。x{other}").text
    assert together == normalise(f"{one}。").text + normalise(f"x{other}").text


@given(st.text(alphabet="aZ é漢かカー-", max_size=20))
def test_case_is_kept_when_asked(text):
    kept = normalise(text, fold_case=False)
    assert kept.text.casefold() == normalise(text).text
