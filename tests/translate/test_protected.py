"""What goes through unchanged, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.protected import protected_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lihat https://kemenkeu.go.id/a?b=1&c=2.", ["https://kemenkeu.go.id/a?b=1&c=2"]),
        ("(https://id.wikipedia.org/wiki/A_(B))", ["https://id.wikipedia.org/wiki/A_(B)"]),
        ("詳細はhttps://www.mof.go.jp/a/をご覧ください", ["https://www.mof.go.jp/a/"]),  # adjoins
        ("「https://x.go.jp」。", ["https://x.go.jp"]),
        ("HTTP://LAN.GO.ID!", ["HTTP://LAN.GO.ID"]),
        ("http://localhost:8501/a", ["http://localhost:8501/a"]),  # a scheme needs no known domain
        ("pemerintah harus mampu premierexxi.com melakukan", ["premierexxi.com"]),
        ("よう、premierexxi.com 適切な", ["premierexxi.com"]),
        ("laman kemenkeu.go.id.", ["kemenkeu.go.id"]),  # the full stop is the sentence's
        ("buka lan.go.id/berita, lalu", ["lan.go.id/berita"]),
        ("www.contoh.sekolah dan Kompas.com", ["www.contoh.sekolah", "Kompas.com"]),
        ("example.co.jpの", ["example.co.jp"]),
        ("x.com", ["x.com"]),
        ("surel: humas@lan.go.id;", ["humas@lan.go.id"]),
        ("a.b+c@mail.example.museum", ["a.b+c@mail.example.museum"]),
        ("連絡先info@mofa.go.jpまで", ["info@mofa.go.jp"]),
        ("ikuti @KemenkeuRI dan #IndonesiaMaju!", ["@KemenkeuRI", "#IndonesiaMaju"]),
        ("unduh laporan-2024.pdf di sini", ["laporan-2024.pdf"]),
    ],
)
def test_addresses_are_found_without_the_sentences_punctuation(
    text: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end in protected_spans(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "1.234.Com",  # figures
        "1.234.567,89",
        "Budi, S.H., M.Si., M.Me.",  # degrees
        "gula dll.dan beras",  # a missing space
        "sudah selesai.Ini baru",
        "versi 2.10.3",
        "pukul 09.00 WIB",
        "PT. Astra Tbk.",
        "a@b",
        "# Judul",
        "#1 dan C#",
        "dan/atau",
        "2024年11月9日",
        "",
    ],
)
def test_what_only_looks_like_an_address_is_left_alone(text: str) -> None:
    assert protected_spans(text) == ()


@given(st.text(alphabet="ab.@#/:-_1 (）のhttps", max_size=60))
def test_spans_are_ordered_disjoint_and_not_empty(text: str) -> None:
    last = 0
    for start, end in protected_spans(text):
        assert last <= start < end <= len(text)
        assert not text[start].isspace()
        last = end
