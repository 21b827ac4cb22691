"""Which language a text is taken for."""

from __future__ import annotations

import pytest

from glossary.model import Lang
from translate.detect import detect_language, foreign_to

INDONESIAN, JAPANESE = Lang.INDONESIAN, Lang.JAPANESE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pemerintah akan menyelenggarakan seminar di Jakarta.", INDONESIAN),
        ("Kementerian Keuangan", INDONESIAN),  # an affix is evidence enough
        ("LAN dan JCLAIR", INDONESIAN),  # so is a function word
        ("Kata “kaizen” (改善) sudah dikenal", INDONESIAN),  # quoted Japanese
        ("政府はセミナーを開催する。", JAPANESE),
        ("ＬＡＮとJCLAIRの共催", JAPANESE),
        ("財務省", JAPANESE),  # a heading in kanji only
        ("ﾃｽﾄ", JAPANESE),  # half-width katakana
        ("The government of Indonesia is committed to reform.", None),
        ("Tri Widodo Wahyu Utomo", None),  # names belong to no language
        ("我们的国家", None),  # characters that Japanese does not write
        ("國家發展委員會今日舉行會議討論經濟議題並宣布新政策方案以及後續推動措施", None),  # no kana
        ("https://www.kemenkeu.go.id/untuk/yang", None),  # words in an address are none
        ("12.345", None),
        ("", None),
    ],
)
def test_the_language_of_a_text(text: str, expected: Lang | None) -> None:
    assert detect_language(text) is expected


def test_a_long_text_is_judged_by_its_beginning_in_linear_time() -> None:
    assert detect_language("yang dan " * 200_000) is INDONESIAN


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("error: Content is protected !!", INDONESIAN, "other_language"),  # the sample's footer
        ("All rights reserved.", INDONESIAN, "other_language"),
        ("Read more", INDONESIAN, "other_language"),
        ("Your email address will not be published.", INDONESIAN, "other_language"),
        ("財務省", INDONESIAN, "other_language"),
        ("Привет", INDONESIAN, "other_language"),
        ("Kementerian Keuangan", INDONESIAN, ""),
        ("Tri Widodo Wahyu Utomo", INDONESIAN, ""),  # names are translated
        ("Bank Indonesia", INDONESIAN, ""),
        ("Copyright © 2022 Kementerian Keuangan", INDONESIAN, ""),
        ("Seminar “The Future of Work”", INDONESIAN, ""),  # a quoted title is no evidence
        ("Kepala LAN menyebut the future of work in the region", INDONESIAN, ""),
        ("Rp 5.000", INDONESIAN, ""),
        ("1.234,5", INDONESIAN, "no_words"),
        ("A", INDONESIAN, "no_words"),  # a label
        ("😀 — !!", INDONESIAN, "no_words"),
        ("https://www.lan.go.id/berita", INDONESIAN, "no_words"),
        ("LAN", JAPANESE, "other_language"),
        ("PT Astra", JAPANESE, "other_language"),
        ("error: Content is protected !!", JAPANESE, "other_language"),
        ("10:00", JAPANESE, "no_words"),
        ("5人", JAPANESE, ""),
        ("LANは", JAPANESE, ""),
        ("", JAPANESE, "no_words"),
    ],
)
def test_only_lines_without_words_of_the_source_language_are_foreign(
    text: str, lang: Lang, expected: str
) -> None:
    assert foreign_to(text, lang) == expected
