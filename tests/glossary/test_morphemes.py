from hypothesis import given
from hypothesis import strategies as st

from glossary.morphemes import morpheme_edges


def test_short_units_are_the_morphemes():
    assert morpheme_edges("東京都に") == {0, 2, 3, 4}


@given(
    st.text(alphabet="東京都国が。！？\nー a", max_size=30),
    st.text(alphabet="東京都国が。", max_size=30),
)
def test_a_sentence_has_the_same_edges_alone_and_in_a_text(before, sentence):
    start = len(before) + 1
    whole = morpheme_edges(f"{before}。{sentence}")
    assert {e - start for e in whole if e >= start} == morpheme_edges(sentence)


def test_windows_of_a_long_sentence_agree_with_its_short_self():
    unit = "国家行政院と東京都と"
    edges = morpheme_edges(unit * 400)
    assert edges == {i * len(unit) + e for i in range(400) for e in morpheme_edges(unit)}


def test_a_morpheme_longer_than_a_window_does_not_stop_the_analysis():
    assert 5000 in morpheme_edges("a" * 5000 + "国")


def test_characters_that_grow_when_normalised_fit_the_tokenizer():
    assert max(morpheme_edges("\ufdfa" * 3000)) == 3000
