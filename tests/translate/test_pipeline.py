"""One release from text to text: nothing is lost, the ledger is right, strict modes do not lie."""

from __future__ import annotations

import datetime
import importlib.metadata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary.model import Concept, Enforcement, Lang, SkipReason
from tests.translate.tiny import (
    Counting,
    Obedient,
    concept,
    constraint,
    glossary,
    limited,
    naively_satisfied,
    spans_of,
    terms_of,
    vocabulary,
)
from translate.backends.scripted import RandomBackend
from translate.errors import InputError
from translate.model import (
    ConstraintKind,
    Outcome,
    Rung,
    SegmentKind,
    SegmentTranslation,
    Status,
    Translation,
)
from translate.options import Mode, Options
from translate.pipeline import Translator
from translate.reading import MOST_CHARACTERS

ID, JA = Lang.INDONESIAN, Lang.JAPANESE
LETTERS = vocabulary(
    *"abcdefghijklmnopqrstuvwxyzABDKNP:/.0123456789 国会省庁局院政府大統領述べた。"
)
MINISTRY = concept("kementerian", "省")
AGENCY = concept("badan", "庁", admitted=["局"], deprecated=["院"])


def translate(
    text: str,
    script: dict[str, str] | RandomBackend,
    *concepts: Concept,
    lang: Lang = ID,
    **options: object,
) -> Translation:
    backend = Counting(script, LETTERS) if isinstance(script, dict) else script
    translator = Translator(backend, glossary(*concepts) if concepts else None)
    return translator.translate(text, lang, Options(**options))  # type: ignore[arg-type]


def only(translation: Translation) -> SegmentTranslation:
    (segment,) = translation.segments
    return segment


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


# The ledger


def test_spans_count_from_the_start_of_the_bullet_in_source_and_target() -> None:
    text = "  2) Kementerian dan badan, lihat bkn.go.id"
    script = {"Kementerian dan badan, lihat bkn.go.id": "省 局 bkn.go.id"}
    result = only(translate(text, script, MINISTRY, AGENCY))
    assert result.target == "  2) 省 局 bkn.go.id"
    found = [
        (c.kind, text[slice(*c.source_span)], result.target[slice(*(c.target_span or ()))])
        for c in result.checks
    ]
    assert found == [
        (ConstraintKind.TERM, "Kementerian", "省"),
        (ConstraintKind.TERM, "badan", "局"),
        (ConstraintKind.DO_NOT_TRANSLATE, "bkn.go.id", "bkn.go.id"),
    ]
    assert [c.source_form for c in result.checks] == [form for _, form, _ in found]
    assert [c.target_form for c in result.checks] == [form for _, _, form in found]
    outcomes = [c.outcome for c in result.checks]
    assert outcomes == [Outcome.VERBATIM, Outcome.VARIANT, Outcome.VERBATIM]


def test_mode_none_fills_the_ledger_and_enforces_nothing() -> None:
    result = only(translate("Badan itu", {"Badan itu": "院。"}, AGENCY, mode=Mode.NONE))
    (check,) = result.checks
    assert (check.outcome, check.target_form, check.rung) == (Outcome.FORBIDDEN, "院", Rung.NONE)
    assert (result.status, result.target) == (Status.OK, "院。")


def test_the_ledger_says_which_rung_met_a_term() -> None:
    backend = Obedient({"Badan dan kementerian": "。"}, LETTERS)
    result = translate("Badan dan kementerian", backend, MINISTRY, AGENCY)
    assert {c.source_form: c.rung for c in only(result).checks} == {
        "Badan": Rung.PROMPT,
        "kementerian": Rung.PROMPT,
    }
    result = translate("Badan itu", {"Badan itu": "院。"}, AGENCY)
    assert [c.rung for c in only(result).checks] == [Rung.HARD]
    assert "院" not in result.text


def test_an_address_in_a_sentence_reaches_the_target_as_often_as_it_stands_there() -> None:
    text = "Lihat bkn.go.id atau bkn.go.id."
    result = only(translate(text, {text: "bkn.go.id bkn.go.id。"}))
    assert [c.outcome for c in result.checks] == [Outcome.VERBATIM] * 2
    assert [c.target_span for c in result.checks] == [(0, 9), (10, 19)]


def test_what_is_not_enforced_is_listed_with_its_reason() -> None:
    concepts = (
        concept("badan negara", "国庁"),
        AGENCY,
        concept("rapat", "会", enforcement=Enforcement.SOFT),
        concept("kota", "市", enforcement=Enforcement.REFERENCE),
        concept("presiden lama", "統", valid_to=datetime.date(2020, 12, 31)),
    )
    text = "Badan negara, rapat, kota dan presiden lama"
    result = only(translate(f"* {text}", {text: "国庁"}, *concepts, day=datetime.date(2022, 1, 1)))
    assert [(s.match.surface, s.reason, s.by) for s in result.skipped] == [
        ("Badan", SkipReason.NESTED, "Badan negara"),
        ("rapat", SkipReason.SOFT, ""),
        ("kota", SkipReason.REFERENCE, ""),
        ("presiden lama", SkipReason.OUTSIDE_VALIDITY, ""),
    ]
    for item in result.skipped:
        span = slice(item.match.start, item.match.end)
        assert result.segment.source[span] == item.match.surface


@pytest.mark.parametrize(
    ("text", "day", "enforced", "why"),
    [
        ("Badan lama, 3 Mei 2019", None, True, "the release's date is within its validity"),
        ("Badan lama, 3 Mei 2022", None, False, "the release is younger"),
        ("Badan lama, 3 Mei 2022", datetime.date(2019, 1, 1), True, "the user's date wins"),
        ("Badan lama", datetime.date(2021, 1, 1), False, "no date in the text"),
        ("Badan lama", None, False, "today is later"),
    ],
)
def test_the_date_of_the_release_decides_what_is_valid(
    text: str, day: datetime.date | None, enforced: bool, why: str
) -> None:
    old = concept("badan lama", "庁", valid_to=datetime.date(2020, 12, 31))
    result = translate(text, {text: "述べた。"}, old, day=day)
    assert ("庁" in result.text) == enforced, why
    assert bool(only(result).skipped) != enforced, why


def test_the_signature_says_how_the_translation_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_installed(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", not_installed)
    result = translate("Badan, 3 Mei 2019", {}, AGENCY, mode=Mode.SOFT, beam=2)
    assert result.signature == {
        "jembatan": "unknown",
        "model": "scripted",
        "direction": "id-ja",
        "mode": "soft",
        "beam": "2",
        "register": "auto",
        "glossary": f"test@{glossary(AGENCY).revision}",
        "date": "2019-05-03",
    }


# Strict modes

STRICT = st.sampled_from([Mode.HARD, Mode.LADDER])
RENDERING = st.text(alphabet="国会省ab", min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(RENDERING, RENDERING, RENDERING), min_size=1, max_size=3),
    st.lists(st.sampled_from(["alfa", "beta", "gama", "kata"]), min_size=1, max_size=5),
    STRICT,
    st.integers(1, 4),
)
def test_a_strict_run_never_hides_what_it_missed(
    seed: int, renderings: list[tuple[str, str, str]], words: list[str], mode: Mode, beam: int
) -> None:
    names = ("alfa", "beta", "gama")
    known = {
        name: concept(name, preferred, admitted=[admitted], deprecated=[deprecated])
        for name, (preferred, admitted, deprecated) in zip(names, renderings, strict=False)
    }
    backend = RandomBackend(seed, vocabulary("国会", *"国会省ab "))
    result = translate(" ".join(words), backend, *known.values(), mode=mode, beam=beam)
    in_text = [known[word] for word in dict.fromkeys(words) if word in known]
    wanted = [constraint(*c.usable(JA), forbidden=c.deprecated(JA)) for c in in_text]
    target = "".join(s.target for s in result.segments)
    kept = naively_satisfied(target, terms_of(wanted))
    assert kept == (only(result).status is Status.OK)
    assert bool(only(result).note) != kept


@pytest.mark.parametrize("mode", [Mode.HARD, Mode.LADDER])
def test_a_term_the_model_cannot_spell_fails_by_name(mode: Mode) -> None:
    rare = concept("naga", "龘", admitted=["龖"])
    text = "Naga dan badan"
    result = only(translate(text, {text: "政府。"}, rare, AGENCY, mode=mode))
    assert result.status is Status.FAILED
    assert result.note == "this model's vocabulary cannot spell “龘”"
    assert result.target == "政府。"
    assert [c.outcome for c in result.checks] == [Outcome.MISSING, Outcome.MISSING]


def test_a_term_of_one_character_is_met() -> None:
    result = only(translate("Badan itu", {"Badan itu": "政府。"}, concept("badan", "庁")))
    assert result.status is Status.OK
    assert len(spans_of(result.target, "庁")) == 1


def test_two_terms_that_demand_each_others_forbidden_form_are_met() -> None:
    one, two = concept("satu", "省", deprecated=["庁"]), concept("dua", "庁", deprecated=["省"])
    result = only(translate("Satu dua", {"Satu dua": "政府。"}, one, two))
    assert result.status is Status.OK
    assert "省" in result.target
    assert "庁" in result.target


def test_sixty_terms_in_one_segment_are_met() -> None:
    names = [a + b + c for a in "bdgk" for b in "aeiou" for c in "nst"]
    concepts = [concept(name, f"省{n}庁") for n, name in enumerate(names)]
    text = " ".join(names)
    result = only(translate(text, {text: "政府。"}, *concepts, beam=2))
    assert len(result.checks) == 60
    assert result.status is Status.OK
    assert {c.outcome for c in result.checks} <= {Outcome.VERBATIM, Outcome.DUPLICATED}


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
