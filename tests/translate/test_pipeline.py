"""One release from text to text: nothing is lost, nothing is translated twice."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary.model import Lang
from tests.translate.tiny import (
    AGENCY,
    LETTERS,
    MINISTRY,
    Counting,
    limited,
    only,
    translate,
    vocabulary,
)
from translate.backends.scripted import RandomBackend
from translate.errors import InputError
from translate.model import SegmentKind, SegmentTranslation, Status
from translate.options import Mode, Options
from translate.pipeline import Translator
from translate.reading import MOST_CHARACTERS

ID, JA = Lang.INDONESIAN, Lang.JAPANESE


# Segments and what stands between them


def test_a_release_keeps_its_lines_bullets_and_blank_lines() -> None:
    script = {"Presiden berkata.": "大統領。", "Badan itu ada.": "庁。", "Kata baru.": "述べた。"}
    text = "Presiden berkata. Badan itu ada.\r\n\r\n  1. Kata baru.\r\n-----\r\n"
    result = translate(text, script)
    assert result.text == "大統領。庁。\r\n\r\n  1. 述べた。\r\n-----\r\n"


def test_between_indonesian_sentences_there_is_a_space() -> None:
    script = {"大統領が述べた。": "Presiden.", "省です。": "Badan."}
    result = translate("大統領が述べた。省です。\n", script, lang=JA)
    assert result.text == "Presiden. Badan.\n"


@pytest.mark.parametrize("end", ["", "  ", "\n", " \n\n"])
def test_what_ends_the_text_stays_as_it_is(end: str) -> None:
    assert translate(f"大統領が述べた。{end}", {"大統領が述べた。": "Presiden."}, lang=JA).text == (
        f"Presiden.{end}"
    )


@pytest.mark.parametrize("text", ["", " \n\t\n", "---\n", "https://bkn.go.id", "© 2024"])
def test_where_there_is_nothing_to_translate_the_text_stays(text: str) -> None:
    backend = Counting({}, LETTERS)
    result = Translator(backend, None).translate(text, ID, Options())
    assert result.text == text
    assert backend.asked == []
    assert {s.status for s in result.segments} <= {Status.PASSED_THROUGH}


def test_what_passes_through_says_why() -> None:
    result = translate("Contact us for more of the news and about the site\n", {})
    assert only(result).note == "other_language"
    assert only(result).score is None


def test_the_text_is_its_targets_and_separators() -> None:
    text = "Badan itu ada. Kata baru.\n- Presiden"
    result = translate(text, {"Badan itu ada.": "庁。", "Kata baru.": "", "Presiden": "大統領"})
    assert result.text == "".join(s.target + s.separator for s in result.segments)
    assert "".join(s.segment.source + s.segment.separator for s in result.segments) == text


# Segments longer than the model reads

WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "badan",
                "yang",
                "pemerintah,",
                "dan",
                " ",
                "  ",
                "内閣府",
                "が、",
                "述べた。",
                "\n",
                "• ",
            )
        ]
    ),
    max_size=30,
).map(" ".join)


def pieces_of(text: str, lang: Lang, limit: int) -> tuple[SegmentTranslation, ...]:
    backend = Counting({}, vocabulary("a", "。"))
    limited(backend, source_tokens=limit, target_tokens=4)
    result = Translator(backend, None).translate(text, lang, Options(Mode.NONE, 1))
    return result.segments


@settings(max_examples=60, deadline=None)
@example("badan  \u3000  pemerintah yang  satu", ID, 8)
@given(st.one_of(WORDS, st.text(max_size=40)), st.sampled_from(Lang), st.integers(1, 30))
def test_long_segments_are_cut_and_no_character_is_lost(text: str, lang: Lang, limit: int) -> None:
    if "\0" in text:
        return
    segments = pieces_of(text, lang, limit)
    assert "".join(s.segment.source + s.segment.separator for s in segments) == text
    for result in segments:
        if result.segment.kind is SegmentKind.TEXT:
            part = result.segment.text
            assert part == part.strip() != ""
            assert len(part.encode()) <= limit or len(part) == 1


def test_pieces_of_a_sentence_are_joined_as_the_target_language_joins() -> None:
    indonesian = "Badan itu ada,   dan presiden berkata."
    pieces = pieces_of(indonesian, ID, 20)
    assert [s.segment.text for s in pieces] == ["Badan itu ada,", "dan presiden", "berkata."]
    assert [s.separator for s in pieces] == ["", "", ""]
    japanese = "大統領は述べたが、庁は述べない。\n省。"
    pieces = pieces_of(japanese, JA, 30)
    assert [s.segment.text for s in pieces] == ["大統領は述べたが、", "庁は述べない。", "省。"]
    assert [s.separator for s in pieces] == [" ", "\n", ""]


def test_only_the_first_piece_has_the_bullet() -> None:
    pieces = pieces_of("• Badan itu ada, presiden berkata.", ID, 20)
    assert [s.segment.prefix for s in pieces] == ["• ", ""]
    assert pieces[0].target.startswith("• ")


# Batches and repeated segments


def test_the_same_sentence_is_translated_once() -> None:
    backend = Counting({"Badan itu ada.": "庁。"}, LETTERS)
    text = "Badan itu ada.\n" * 200
    result = Translator(backend, None).translate(text, ID, Options())
    assert result.text == "庁。\n" * 200
    assert len(backend.asked) == 1


def test_the_callback_hears_of_every_segment_once() -> None:
    heard: list[tuple[int, int]] = []
    text = "Badan itu ada.\n\nBadan itu ada.\n---\n1. Kata baru. Presiden berkata.\n"
    script = {"Badan itu ada.": "庁。", "Kata baru.": "述べた。", "Presiden berkata.": "大統領。"}
    result = Translator(Counting(script, LETTERS), None).translate(
        text, ID, Options(), lambda index, total, _: heard.append((index, total))
    )
    assert sorted(heard) == [(n, 5) for n in range(5)]
    assert len(result.segments) == 5


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(["satu", "dua badan", "kementerian dua", "badan tiga kementerian"])),
    st.sampled_from(Mode),
)
def test_a_segment_has_the_same_result_alone_and_among_others(
    sentences: list[str], mode: Mode
) -> None:
    def run(text: str) -> tuple[SegmentTranslation, ...]:
        model = RandomBackend(5, vocabulary(*"省庁局院大統領。"))
        return translate(text, model, MINISTRY, AGENCY, mode=mode, beam=2).segments

    together = run("\n".join(sentences))
    alone = [run(sentence)[0] for sentence in sentences]
    assert [(s.target, s.score, s.checks) for s in together] == [
        (s.target, s.score, s.checks) for s in alone
    ]


# Texts that are none


@pytest.mark.parametrize(
    ("text", "message", "why"),
    [
        ("a\0b", "character 1 is NUL", "binary"),
        ("ab\ud83d", "character 2 is half of a surrogate pair", "a broken emoji"),
        ("a" * (MOST_CHARACTERS + 1), "300,000", "a book"),
    ],
)
def test_what_is_no_text_is_refused(text: str, message: str, why: str) -> None:
    with pytest.raises(InputError, match=message):
        translate(text, {})


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffBadan itu",
        "Badan\u200b itu",
        "e\u0301 Badan",
        "𠮷野 badan",
        "👨‍👩‍👧 Badan",
        "\u202eBadan",
    ],
)
def test_odd_characters_are_carried_through(text: str) -> None:
    result = translate(text, RandomBackend(1, LETTERS), AGENCY, beam=1)
    assert all(s.status is not Status.FAILED for s in result.segments)
    assert "".join(s.segment.source + s.segment.separator for s in result.segments) == text
