"""Which language a text is in, from letters, function words and affixes; no model, no data file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossary.model import Lang
from translate.protected import protected_spans

# Kana, half-width katakana too; kanji with iteration marks and the compatibility and upper planes.
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9d"
_KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Latin letters, accented ones (without × and ÷) and full-width ones.
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024fＡ-Ｚａ-ｚ"
_KANA_LETTER = re.compile(f"[{_KANA}]")
_KANJI_LETTER = re.compile(f"[{_KANJI}]")
_LATIN_WORD = re.compile(f"[{_LATIN}]{{2,}}")
_QUOTED = re.compile(r"[“\"«][^”\"»“]{2,200}[”\"»]")

_INDONESIAN = frozenset(
    """ada adalah agar akan akibat aku amat anda antar antara apa apabila apakah atas atau bagai
    bagaimana bagi bahkan bahwa bahwasanya baik banyak baru bawah beberapa begitu belum berupa besar
    bila bisa bukan bulan dalam dan dapat dari daripada demi demikian dengan depan dia di dua enam
    empat guna hanya hal hari harus hingga ia ialah ibu ini itu jadi jangan jika jikalau juga kalau
    kali kami kamu karena kata ke kecuali kemudian kepada ketika kini kita lagi lain lalu lebih lima
    maka maupun melainkan melalui mengenai mereka meski meskipun mulai namun nanti oleh orang pada
    para pasal per perlu pihak pula pun saat saja salah sampai sangat satu saya seakan sebab sebagai
    sebagaimana sebelum sebuah secara sedang sedangkan sehingga sejak sekaligus sekarang sekitar
    selain selaku selama seluruh semua sementara semoga seorang seperti serta sesuai sesudah setelah
    setiap siapa suatu sudah supaya tahun tanpa tapi telah tempat tentang terhadap terkait tersebut
    tetap tetapi tiap tiga tidak ujar untuk waktu walaupun yaitu yakni yang
    senin selasa rabu kamis jumat sabtu minggu badan bagian bidang biro bupati daerah desa dinas
    direktur gubernur instansi jalan juta kabupaten kantor kecamatan kegiatan kepala kerja ketua
    kota layanan lembaga masyarakat menjadi menteri miliar nasional negara nomor provinsi publik
    pusat rapat rencana rupiah sekretaris surat umum undang wali warga wilayah""".split()
)
_AFFIXED = re.compile(
    """(?:me(?:m|n|ng|ny)?|di|memper|diper)[a-z]{3,}kan|(?:ke|pe|pem|pen|peng|per)[a-z]{3,}an
    |[a-z]{3,}nya|meng[a-z]{3,}|meny[a-z]{3,}|peng[a-z]{3,}|ber[a-z]{5,}|ter[a-z]{3,}kan
    |[a-z]{3,}(?:isasi|itas)""",
    re.VERBOSE,
)
# Left out are words that Indonesian text has as words, names or abbreviations: as, at, us, it, no.
_ENGLISH = frozenset(
    """about above after all also and any are been before being below between both but by can could
    does each even every for from had has have having he her here hers him his how however if in
    into is its just may might more most must new not of on once only or other our ours over shall
    she should since some such than that the their them then there these they this those through to
    too under until upon very was we were what when where whether which while who whose why will
    with within without would you your yours""".split()
)
_ENGLISH_PAGE = frozenset(
    """advertisement back browse click comment comments content contact conditions copyright error
    follow found leave loading next page policy post posted posts powered previous print privacy
    protected read related reply required reserved rights search share skip submit subscribe
    terms top visit""".split()
)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Counts over the words of a text in Latin letters."""

    words: int
    indonesian: int
    english: int


def detect_language(text: str) -> Lang | None:
    """The language `text` is mostly in; None for another language, too little evidence, or none.

    A kanji-only text counts as Japanese if it is as short as a heading and has no character that
    Japanese does not write; longer ones are taken for Chinese. Names alone are no evidence.
    """
    plain = _without_protected(text[:100_000])
    kana, kanji = len(_KANA_LETTER.findall(plain)), len(_KANJI_LETTER.findall(plain))
    latin = sum(len(word) for word in _LATIN_WORD.findall(plain))
    # A Japanese letter says about as much as two Latin ones.
    if 2 * (kana + kanji) >= latin > 0 or (kana + kanji and not latin):
        return Lang.JAPANESE if _is_japanese(plain, kana, kanji) else None
    evidence = _evidence(plain)
    enough = evidence.indonesian >= max(1, evidence.words // 10)
    if enough and evidence.indonesian > evidence.english:
        return Lang.INDONESIAN
    return Lang.JAPANESE if kana and not evidence.english else None


def foreign_to(text: str, lang: Lang) -> str:
    """Why `text` has nothing to translate from `lang`: "no_words", "other_language", or ""."""
    plain = _without_protected(text)
    japanese = len(_KANA_LETTER.findall(plain)) + len(_KANJI_LETTER.findall(plain))
    if japanese if lang is Lang.JAPANESE else _is_indonesian(plain, japanese):
        return ""
    has_words = japanese or _LATIN_WORD.search(plain) or any(map(_is_other_letter, plain))
    return "other_language" if has_words else "no_words"


def _is_indonesian(plain: str, japanese: int) -> bool:
    """Whether Latin text is to be taken as Indonesian: anything that is not clearly English."""
    words = _LATIN_WORD.findall(plain)
    if not words:
        return False
    # A title quoted from English says nothing of the sentence around it.
    unquoted = _QUOTED.sub(" ", plain)
    evidence = _evidence(unquoted if _LATIN_WORD.search(unquoted) else plain)
    if 2 * japanese > sum(map(len, words)) and not evidence.indonesian:
        return False
    if evidence.english == evidence.words:
        return False
    return evidence.english < max(2, 3 * evidence.indonesian + 1, evidence.words / 5)


def _evidence(plain: str) -> _Evidence:
    words = [word.lower() for word in _LATIN_WORD.findall(plain)]
    indonesian = sum(word in _INDONESIAN or bool(_AFFIXED.fullmatch(word)) for word in words)
    english = sum(word in _ENGLISH or word in _ENGLISH_PAGE for word in words)
    return _Evidence(len(words), indonesian, english)


def _without_protected(text: str) -> str:
    """`text` without addresses and handles, whose letters belong to no language."""
    kept, last = [], 0
    for start, end in protected_spans(text):
        kept.append(text[last:start])
        last = end
    return " ".join([*kept, text[last:]])


def _is_japanese(plain: str, kana: int, kanji: int) -> bool:
    """Whether text with this many kana and kanji is Japanese rather than Chinese."""
    if kana:
        return 20 * kana >= kanji
    return kanji <= 30 and all(map(_in_cp932, _KANJI_LETTER.findall(plain)))


def _in_cp932(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _is_other_letter(character: str) -> bool:
    """A letter of a third script; single Latin letters are labels, not words."""
    return character.isalpha() and not re.match(f"[{_LATIN}]", character)
