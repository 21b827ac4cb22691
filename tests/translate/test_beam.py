"""One segment's beam: what is offered to its rows, and how a term is forced where it must be."""

from __future__ import annotations

import math

import pytest

from tests.translate.tiny import Ruled, constraint, source, vocabulary
from translate.backends.base import Vocabulary
from translate.backends.scripted import EOS, RandomBackend, ScriptedBackend
from translate.beam import Beam, Bounds, Request, looping
from translate.decoding import SearchOptions, search
from translate.model import Constraint, Hypothesis
from translate.token_index import TokenIndex


def run(
    backend: RandomBackend, *wanted: Constraint, beam: int = 1, limit: int = 10
) -> list[Hypothesis]:
    forbidden = tuple(form for c in wanted for form in c.forbidden)
    request = Request(backend.vocabulary, wanted, forbidden)
    bounds = SearchOptions(beam, length_factor=0, length_extra=limit)
    return search(backend, [source()], [request], TokenIndex(backend.vocabulary), bounds)[0]


def says(pieces: Vocabulary, script: str) -> ScriptedBackend:
    return ScriptedBackend({"x": script}, pieces)


def test_a_term_is_put_where_the_model_says_it_and_once() -> None:
    pieces = vocabulary("政府", "は", "国会", "議会", "で", "述べた", "。")
    backend = says(pieces, "政府は国会で述べた。")
    best = run(backend, constraint("国会", "議会"), beam=4)[0]
    assert best.text == "政府は国会で述べた。"


def test_a_term_the_model_would_not_say_is_put_in_and_the_text_goes_on() -> None:
    backend = says(vocabulary("政府", "は", "国会", "で", "述べた", "。"), "政府は述べた。")
    best = run(backend, constraint("国会"), beam=4)[0]
    assert best.text.replace("国会", "") == "政府は述べた。"
    assert best.text.count("国会") == 1


@pytest.mark.parametrize("limit", [0, 6])
def test_no_token_is_taken_after_which_a_term_cannot_be_spelled(limit: int) -> None:
    # The model loves 国会, but 議 alone is no token: 国 and 会議 it must be.
    pieces = vocabulary("国会", "国", "会議", *"あいうえおかきくけこさしすせ")
    backend = Ruled(pieces, lambda prefix: {2: 9.0, EOS: 1.0})
    assert "国会議" in run(backend, constraint("国会議"), limit=limit)[0].text


def test_past_the_limit_a_term_takes_as_few_tokens_as_it_can() -> None:
    pieces = vocabulary("国会議事堂", "国会", "国", "会", "議", "事", "堂")
    backend = Ruled(pieces, lambda prefix: {4: 9.0})  # it would like to begin with 国
    assert run(backend, constraint("国会議事堂"), limit=0)[0].text == "国会議事堂"


def test_words_past_the_limit_are_parted_and_not_begun_twice() -> None:
    # The end of LAN counts only once something follows; that must not be another LAN.
    backend = says(vocabulary(*"LANBK "), "x")
    best = run(backend, constraint("LAN"), constraint("BKN"), limit=0)[0]
    assert best.text in ("LAN BKN", "BKN LAN")


def test_a_term_past_the_limit_waits_for_the_end_of_a_character() -> None:
    # One token a byte: the limit falls within the model's あ.
    pieces = vocabulary(*(bytes([b]) for b in sorted(set("国会あ。".encode()))))
    backend = says(pieces, "あ。")
    for limit in (0, 1, 2, 3):
        best = run(backend, constraint("国会"), limit=limit)[0]
        assert best.satisfied, limit
        assert best.text.replace("国会", "") in ("あ。", "あ", ""), limit


def test_a_met_term_begun_again_at_the_limit_is_written_to_its_characters_end() -> None:
    single = (bytes([b]) for b in sorted(set("国会。".encode())))
    backend = says(vocabulary(*single, *"abcdefghijklmno"), "国会国会。")
    for limit in range(6, 13):
        best = run(backend, constraint("国会"), limit=limit)[0]
        assert best.finished, limit
        assert best.text in ("国会", "国会国", "国会国会"), limit


def test_a_term_under_way_goes_on_rather_than_begin_anew() -> None:
    pieces = vocabulary("国", "会", *"あいうえおかきくけこさしすせ")
    backend = Ruled(pieces, lambda prefix: {2: 9.0, 3: -9.0})
    assert run(backend, constraint("国会"), limit=20)[0].text.startswith("国会")


def test_past_the_limit_a_term_under_way_is_finished_before_another_begins() -> None:
    pieces = vocabulary("国", "会", "政", "府")
    backend = Ruled(pieces, lambda prefix: {4 if prefix[-1:] == (2,) else 2: 9.0})
    best = run(backend, constraint("国会"), constraint("政府"), limit=0)[0]
    assert best.text == "国会政府"


def test_a_forbidden_string_under_way_in_an_allowed_one_goes_on_to_its_end() -> None:
    # 大統領府 is met; then the model says 大統領 again, and 府 is far from what it would say next.
    pieces = vocabulary("大統領", "府", *"あいうえおかきくけこさしすせそ")
    said = {(): {2: 9.0}, (2,): {3: 9.0}, (2, 3): {4: 9.0}, (2, 3, 4): {2: 9.0}}
    backend = Ruled(pieces, lambda prefix: said.get(prefix, {3: -20.0, EOS: 5.0}))
    best = run(backend, constraint("大統領府", forbidden=("大統領",)))[0]
    assert best.satisfied
    assert best.text.startswith("大統領府あ大統領府")


def test_a_forbidden_string_is_not_said_even_where_the_model_insists() -> None:
    backend = says(vocabulary("国会", "議会", "は", "。"), "議会は。")
    for hypothesis in run(backend, constraint("国会", forbidden=("議会",)), beam=4):
        assert "議会" not in hypothesis.text


def test_two_terms_that_begin_alike_take_one_row_for_their_common_token() -> None:
    wanted = (constraint("国会"), constraint("国民"))
    pieces = vocabulary("国", "会", "民")
    beam = Beam(Request(pieces, wanted), TokenIndex(pieces), Bounds(4, 9, 99))
    asked = beam.advancing()
    assert set(asked[0]) == {2}
    # The model offers only the end of the text and 会; both terms ask for 国.
    beam.extend([([-1.0, -2.0], [EOS, 3])], [[-3.0] * len(asked[0])])
    assert beam.go_on()
    assert sorted(beam.last_tokens) == [2, 3]


def test_an_impossible_continuation_ends_the_search_without_a_result() -> None:
    pieces = vocabulary("国")
    beam = Beam(Request(pieces, (constraint("国"),)), TokenIndex(pieces), Bounds(2, 9, 99))
    wanted = beam.advancing()
    beam.extend([([-math.inf], [EOS])], [[-math.inf] * len(wanted[0])])
    assert not beam.go_on()
    (only,) = beam.hypotheses()
    assert (only.text, only.satisfied, only.finished) == ("", False, False)


def test_where_a_term_cannot_be_spelled_the_search_ends_and_says_so() -> None:
    backend = says(vocabulary("政府", "は", "国会", "。"), "政府は。")
    found = run(backend, constraint("龘"), constraint("国会"), beam=3)
    assert not any(hypothesis.satisfied for hypothesis in found)
    assert found[0].text


def test_unfinished_hypotheses_come_after_those_that_ended() -> None:
    backend = says(vocabulary("あ", "い"), "あいあいあい")
    best, *_ = run(backend, beam=2, limit=3)
    assert not best.finished
    assert best.text == "あいあ"


@pytest.mark.parametrize(
    ("tokens", "banned", "why"),
    [
        ((1, 2, 3, 1, 2), set(), "shorter than two times three"),
        ((1, 2, 3, 1, 2, 9), set(), "2 9 is new"),
        ((1, 2, 3, 9, 1, 2), {3}, "1 2 3 was said"),
        ((1, 2, 3, 1, 2, 4, 1, 2), {3, 4}, "1 2 3 and 1 2 4 were said"),
        ((7, 7, 7, 7, 7, 7), {7}, "overlapping with itself"),
        ((), set(), "nothing was said"),
    ],
)
def test_tokens_that_would_repeat_three(
    tokens: tuple[int, ...], banned: set[int], why: str
) -> None:
    assert looping(tokens, 3) == banned, why
    assert looping(tokens, 0) == set()
