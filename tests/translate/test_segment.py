"""Segmentation: nothing is lost, sentences end where they end, tables and bullets stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.model import Lang
from translate.model import Segment, SegmentKind
from translate.segment import join, output_separator, split, split_long

ID, JA = Lang.INDONESIAN, Lang.JAPANESE
LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Characters that mean something to the segmenter, dense enough to meet each other.
SIGNIFICANT = (
    "aB1.,!?…:;|｜\t \u3000()「」『』（）“”\"'-•・①第一、。！？か\u0301\u200b\ufeff\x00😀"
    + LINE_BREAKS
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text(st.sampled_from(SIGNIFICANT), max_size=60),
    st.lists(
        st.sampled_from(
            ["1. ", "Jl. ", "S.H. ", "kata", "Dia ", "\r\n", "。", "「", "」と", "| ", "  "]
        ),
        max_size=20,
    ).map("".join),
)
LANGS = st.sampled_from(list(Lang))


def texts(text: str, lang: Lang) -> list[str]:
    return [segment.text for segment in split(text, lang)]


def marked(text: str, lang: Lang) -> list[tuple[str, str]]:
    return [(segment.prefix, segment.text) for segment in split(text, lang)]


@given(TEXTS, LANGS)
def test_joining_gives_the_text_back(text: str, lang: Lang) -> None:
    assert join(split(text, lang)) == text


@given(TEXTS, LANGS)
def test_texts_are_stripped_and_no_source_holds_a_line_break(text: str, lang: Lang) -> None:
    for segment in split(text, lang):
        assert segment.text == segment.text.strip()
        assert not set(LINE_BREAKS) & set(segment.source)


@given(TEXTS, LANGS)
def test_only_the_first_segment_may_have_no_text(text: str, lang: Lang) -> None:
    segments = split(text, lang)
    assert all(segment.text for segment in segments[1:])
    assert all(s.kind is SegmentKind.PASS_THROUGH for s in segments[:1] if not s.text)


@given(TEXTS, LANGS)
def test_line_breaks_and_bars_reach_the_output_as_they_are(text: str, lang: Lang) -> None:
    for segment in split(text, lang):
        separator = output_separator(segment, lang.other)
        if set(segment.separator) & set(LINE_BREAKS + "|｜\t"):
            assert separator == segment.separator
        assert separator.strip() == segment.separator.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu. Dua! Tiga? Empat", ["Satu.", "Dua!", "Tiga?", "Empat"]),
        ("Apa?! Ya… mungkin. Tidak... Lalu", ["Apa?!", "Ya… mungkin.", "Tidak...", "Lalu"]),
        ("Di Jl. Merdeka No. 5. Rumah itu", ["Di Jl. Merdeka No. 5.", "Rumah itu"]),
        ("PT. Astra Tbk. mengumumkan. Laba", ["PT. Astra Tbk. mengumumkan.", "Laba"]),
        ("Kepada Yth. Menteri a.n. Direktur u.p. Kepala, d.a. Jakarta s.d. Bogor", None),
        ("Prof. Dr. H. B.J. Habibie, S.H., M.Si., hadir", None),
        ("dr. Siti, Ir. Joko, Drs. Ali, Hj. Ani, Kec. Cilandak, Kab. Bogor, Kel. Gandaria", None),
        ("Tgl. 5, Pkl. 09.00 WIB, hlm. 7, Rp. 1.234,5 juta", None),
        ("Beras, dll. Harganya naik", None),  # may be a name: better two sentences in one
        ("Beras, dll. Namun harganya naik", ["Beras, dll.", "Namun harganya naik"]),
        ("Mulai 09.00. Tahun 2022. Lalu", ["Mulai 09.00.", "Tahun 2022.", "Lalu"]),
        ("Pukul 09.00 WIB. Acara", ["Pukul 09.00 WIB.", "Acara"]),
        ("Banyak hal. Semua baik", ["Banyak hal.", "Semua baik"]),  # hal. 5 is a page
        ("Lihat hal. 5 dan hal. 6", None),
        ('"Siap!" katanya. Ia pergi', ['"Siap!" katanya.', "Ia pergi"]),
        ("“Kita siap.” kata dia. Lalu", ["“Kita siap.” kata dia.", "Lalu"]),
        ('"Kami hadir," katanya. "Semua hadir."', ['"Kami hadir," katanya.', '"Semua hadir."']),
        ("“Kami siap.” Budi pergi", ["“Kami siap.”", "Budi pergi"]),
        ("“Satu ada. Dua tidak, jelasnya.", ["“Satu ada.", "Dua tidak, jelasnya."]),
        ("Lihat (Pasal 5. Ayat 2) itu. Ya", ["Lihat (Pasal 5. Ayat 2) itu.", "Ya"]),
        ("Sudah (selesai.) Lalu (mulai. Lagi", ["Sudah (selesai.)", "Lalu (mulai.", "Lagi"]),
        (
            "Buka lan.go.id. Lalu https://x.id/?a. Ya",
            ["Buka lan.go.id.", "Lalu https://x.id/?a.", "Ya"],
        ),
        ("harus mampu premierexxi.com melakukan", None),
        ("era digital.Pemerintah juga", ["era digital.", "Pemerintah juga"]),  # lost space
        ("Sebagai berikut: 1. Rapat; 2. Kunjungan ke Yth. 1. Gubernur", None),
        ("Bagian A. Di sini. Vitamin C. Itu", ["Bagian A.", "Di sini.", "Vitamin C.", "Itu"]),
    ],
)
def test_indonesian_sentences(text: str, expected: list[str] | None) -> None:
    assert texts(text, ID) == (expected or [text])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一つ。二つ！三つ？四つ", ["一つ。", "二つ！", "三つ？", "四つ"]),
        ("一つ｡二つ", ["一つ｡", "二つ"]),  # half-width
        ("本当！？　次は。", ["本当！？", "次は。"]),
        ("彼は「行く。」と言った。次。", ["彼は「行く。」と言った。", "次。"]),
        ("「甲。乙。」などの声。次。", ["「甲。乙。」などの声。", "次。"]),
        ("「来い。」次の日、帰った。", ["「来い。」", "次の日、帰った。"]),
        (
            "「来い。」もちろん帰った。",
            ["「来い。」", "もちろん帰った。"],
        ),  # も is no particle here
        ("「甲。」「乙。」", ["「甲。」", "「乙。」"]),
        ("『甲「乙。」丙。』と言う。次", ["『甲「乙。」丙。』と言う。", "次"]),
        ("本当か？と尋ねた。", None),
        ("本当か？ところで次。", ["本当か？", "ところで次。"]),
        ("した（注：甲。乙。）。次。", ["した（注：甲。乙。）。", "次。"]),
        ("した。（注：甲。）次。", ["した。", "（注：甲。）", "次。"]),
        ("「開いたまま。次の文。", ["「開いたまま。", "次の文。"]),
        ("閉じただけ。」と述べた。次。", ["閉じただけ。」と述べた。", "次。"]),
        ("「開いたまま。\n次の行。」と述べた。", ["「開いたまま。", "次の行。」と述べた。"]),
        ("である．次に3．5を見る．", ["である．", "次に3．5を見る．"]),
        ("Yahoo!ニュースです。", None),
        ("https://x.go.jp/?a=bを見る。次", ["https://x.go.jp/?a=bを見る。", "次"]),
    ],
)
def test_japanese_sentences(text: str, expected: list[str] | None) -> None:
    assert texts(text, JA) == (expected or [text])


@pytest.mark.parametrize(
    ("text", "lang", "prefix"),
    [
        ("- butir", ID, "- "),
        ("  • butir", ID, "  • "),
        ("1. Umum", ID, "1. "),
        ("1) umum", ID, "1) "),
        ("(1) Setiap orang", ID, "(1) "),
        ("a. umum", ID, "a. "),
        ("IV. PENUTUP", ID, "IV. "),
        ("1.1 Latar Belakang", ID, "1.1 "),
        ("2.1.3. Tujuan", ID, "2.1.3. "),
        ("1.\tUmum", ID, "1.\t"),  # the tab does not make a table
        ("- (1) umum", ID, "- (1) "),
        ("H. Ahmad hadir", ID, ""),  # Haji
        ("B. J. Habibie", ID, ""),
        ("1.234 orang hadir", ID, ""),
        ("09.00 WIB dimulai", ID, ""),
        ("2024 adalah tahun", ID, ""),
        ("-5 derajat", ID, ""),
        ("・項目", JA, "・"),
        ("※注意", JA, "※"),
        ("○ 会議", JA, "○ "),
        ("○○省", JA, ""),  # a blank to fill in
        ("○月○日開催", JA, ""),
        ("△5%減少", JA, ""),  # a minus sign
        ("１．目的", JA, "１．"),
        ("1.目的", JA, "1."),
        ("1.5倍になる", JA, ""),
        ("（１）趣旨", JA, "（１）"),
        ("(2)に掲げる者", JA, ""),  # a reference
        ("①背景", JA, "①"),
        ("①の場合", JA, ""),
        ("一、趣旨", JA, "一、"),
        ("一方、次は", JA, ""),
        ("三、四年のうちに", JA, ""),
        ("ア　対象", JA, "ア　"),
        ("アジアの国", JA, ""),
        ("第1　総則", JA, "第1　"),
        ("第1条　この法律は", JA, ""),
        ("第２ 四半期の", JA, ""),
        ("2024年は", JA, ""),
        ("　本セミナーは", JA, "　"),
    ],
)
def test_bullets_and_numbering_are_kept_apart(text: str, lang: Lang, prefix: str) -> None:
    assert marked(text, lang) == [(prefix, text.removeprefix(prefix))]


def test_numbering_inside_a_line_starts_its_sentence() -> None:
    assert marked("(1) Setiap orang berhak. (2) Negara wajib. 3. Selesai", ID) == [
        ("(1) ", "Setiap orang berhak."),
        ("(2) ", "Negara wajib."),
        ("3. ", "Selesai"),
    ]


def test_a_bullet_without_text_passes_through() -> None:
    segments = split("-\n1.\n***", ID)
    assert [(s.text, s.kind) for s in segments] == [
        (mark, SegmentKind.PASS_THROUGH) for mark in ("-", "1.", "***")
    ]


@pytest.mark.parametrize(
    ("text", "lang", "cells"),
    [
        ("| Nama | Ket |\n|---|:-:|\n|  | Baru |", ID, ["Nama", "Ket", "|---|:-:|", "Baru"]),
        ("｜会場｜東京。大阪。｜", JA, ["会場", "東京。", "大阪。"]),
        ("Nama\tKepala Dinas\t2024", ID, ["Nama", "Kepala Dinas", "2024"]),
        ("Hari/Tanggal    : Rabu, 9 November", ID, ["Hari/Tanggal", "Rabu, 9 November"]),
        ("No  Nama  Ket\n1  Budi  Baru", ID, ["No", "Nama", "Ket", "1", "Budi", "Baru"]),
        ("日　時　　令和６年　午後", JA, ["日　時", "令和６年　午後"]),
        ("氏名　　役職\n山田　太郎", JA, ["氏名", "役職", "山田　太郎"]),  # one space is in a name
        ("Pemerintah  akan  hadir", ID, ["Pemerintah  akan  hadir"]),  # justified prose
        ("Kalimat satu.  Kalimat dua.", ID, ["Kalimat satu.", "Kalimat dua."]),
    ],
)
def test_table_cells_are_segments(text: str, lang: Lang, cells: list[str]) -> None:
    assert texts(text, lang) == cells


def test_a_tables_bars_stay_where_they_are() -> None:
    text = "| Nama | Jabatan |\n|---|---|\n| Budi | Kepala |\n\nSelesai.  Lagi."
    out = "".join(s.prefix + "x" + output_separator(s, JA) for s in split(text, ID))
    assert out == "| x | x |\nx\n| x | x |\n\nxx"


@pytest.mark.parametrize(
    ("text", "separators"),
    [
        ("", []),
        ("   ", ["   "]),
        ("\n\n  Halo.\r\n \r\nDua", ["\n\n", "\r\n \r\n", ""]),  # blank lines first: an empty one
    ],
)
def test_space_around_texts_is_kept(text: str, separators: list[str]) -> None:
    assert [s.separator for s in split(text, ID)] == separators


def test_the_first_line_keeps_its_indent_and_byte_order_mark_as_prefix() -> None:
    assert marked("\ufeff  Halo", ID) == [("\ufeff  ", "Halo")]


@pytest.mark.parametrize(
    ("separator", "kind", "target", "expected"),
    [
        (" ", SegmentKind.TEXT, JA, ""),
        ("", SegmentKind.TEXT, ID, " "),
        ("  ", SegmentKind.TEXT, ID, " "),
        ("　", SegmentKind.TEXT, ID, " "),
        (" \n", SegmentKind.TEXT, JA, " \n"),
        ("\u2028", SegmentKind.TEXT, JA, "\u2028"),
        (" | ", SegmentKind.TEXT, JA, " | "),
        (" ", SegmentKind.PASS_THROUGH, JA, " "),  # Latin text on both sides
    ],
)
def test_separators_follow_the_target_language(
    separator: str, kind: SegmentKind, target: Lang, expected: str
) -> None:
    segment = Segment("Selesai.", target.other, separator=separator, kind=kind)
    assert output_separator(segment, target) == expected


def test_the_last_segment_gains_no_space() -> None:
    segment = Segment("終わり。", JA)
    assert output_separator(segment, ID, is_last=True) == ""


def test_the_sample_releases_footer_passes_through_and_its_open_quotes_do_no_harm() -> None:
    body = (
        "“Di satu sisi, kita bisa belajar dari Jepang. Sebaliknya rekan-rekan akan tahu, jelasnya."
        "\n\n“Selain itu, lokakarya ini penting.\n\nerror: Content is protected !!"
    )
    segments = split(body, ID)
    assert [s.text for s in segments] == [
        "“Di satu sisi, kita bisa belajar dari Jepang.",
        "Sebaliknya rekan-rekan akan tahu, jelasnya.",
        "“Selain itu, lokakarya ini penting.",
        "error: Content is protected !!",
    ]
    assert [s.note for s in segments] == ["", "", "", "other_language"]


@pytest.mark.parametrize(
    "unit",
    [
        "Kata (",
        "a. ",
        "「甲。",
        "」と",
        '". ',
        "| ",
        "\t",
        "...",
        "x@",
        "a.b-",
        "  a",
        "１．",
        "\n ",
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    # 60,000 characters take a fraction of a second; a quadratic scan would take minutes.
    text = unit * (60_000 // len(unit))
    for lang in Lang:
        started = time.process_time()
        assert join(split(text, lang)) == text
        assert time.process_time() - started < 5


@given(TEXTS, LANGS, st.integers(1, 20))
def test_pieces_of_a_long_sentence_fit_and_join_to_it(text: str, lang: Lang, limit: int) -> None:
    pieces = split_long(text, lang, lambda piece: len(piece) <= limit)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= limit for piece in pieces)


def test_a_character_that_does_not_fit_is_a_piece_all_the_same() -> None:
    assert split_long("abc", ID, lambda piece: False) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("text", "lang", "limit", "expected"),
    [
        ("satu dua", ID, 8, ["satu dua"]),
        ("", ID, 8, []),
        ("satu, dua, tiga; empat, lima", ID, 17, ["satu, dua, tiga; ", "empat, lima"]),
        ("ia pergi karena ia lelah sekali", ID, 17, ["ia pergi ", "karena ia lelah ", "sekali"]),
        (
            "anggaran 1.234.567,89 rupiah saja",
            ID,
            20,
            ["anggaran ", "1.234.567,89 ", "rupiah saja"],
        ),
        ("laman https://a.go.id/b,c saja", ID, 22, ["laman ", "https://a.go.id/b,c ", "saja"]),
        ("ada (satu, dua, tiga) di sini", ID, 23, ["ada (satu, dua, tiga) ", "di sini"]),
        ("調査を行って、結果を報告した。", JA, 10, ["調査を行って、", "結果を報告した。"]),
        ("政府は1,234.5百万を示した", JA, 10, ["政府は", "1,234.5百万を", "示した"]),
    ],
)
def test_long_sentences_are_cut_at_clauses_and_never_in_figures(
    text: str, lang: Lang, limit: int, expected: list[str]
) -> None:
    assert list(split_long(text, lang, lambda piece: len(piece) <= limit)) == expected


def test_a_mere_tail_is_evened_out() -> None:
    text = "satu dua tiga, empat lima enam, tujuh delapan, ya"
    pieces = split_long(text, ID, lambda piece: len(piece) <= 47)
    assert pieces == ("satu dua tiga, empat lima enam, ", "tujuh delapan, ya")


def test_two_megabytes_without_a_break_are_cut_with_few_looks_at_the_text() -> None:
    looked = 0

    def fits(piece: str) -> bool:
        nonlocal looked
        looked += len(piece)
        return len(piece) <= 800

    text = "kata " * 40_000
    assert "".join(split_long(text, ID, fits)) == text
    assert looked < 20 * len(text)
