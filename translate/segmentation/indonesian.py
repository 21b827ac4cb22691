"""Where Indonesian sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate.protected import protected_spans
from translate.segmentation.brackets import ROUND, enclosed, inside

# Titles, addresses and the like: something always follows, so they never end a sentence.
_ABBREVIATIONS = frozenset(
    """abd ad adv akp alm almh apt art ay bd bdk blk bln bpk brigjen bripda bripka cf co corp cq
    cv dg dgn dk dr dra drg drh drs ds dsn ed fak fax fig gd gg hj hlm hml inc ir iptu ipda jend jl
    jln jo kab kapt kav kec kel kep ket kgs kh kol kombes komjen kp kpd kpt ktr lamp letda letjen
    letkol lt ltd ltn mayjen mgr moh mohd mr mrs ms muh ny nn no nr ny pdt pem pkl pt prof prov ps
    rd rm rp rt rw sdr sdri serda sertu sp spt st sta tb telp tgl tn tlp tlpn ttd ttg ud ust vol vs
    wil yg yth""".split()
)
# These may end a sentence: they do where the next word is one that opens sentences.
_CLOSING = frozenset("dkk dll dsb dst etc jr sbb sda sr tbk tsb ybs".split())
# Words of their own except before a figure: page, month, kilometre, article.
_BEFORE_FIGURE = frozenset(
    """agt agu ags apr art des feb hal jan jul jun km mar mei nip nov nrp okt par pas psl sep sept
    thn""".split()
)
_OPENING_WORDS = frozenset(
    """acara adapun akibatnya apabila atas bagi bahkan beliau berdasarkan dalam dari demikian dengan
    dia di hal hasilnya ia ini itu jika kami karena kegiatan kemudian ketika kita lalu maka melalui
    menurut mereka meski meskipun namun oleh pada para pemerintah sebagai sebab sebelum sebelumnya
    sehingga sejak selain selanjutnya semua sementara seperti setelah setiap sesuai tetapi tidak
    untuk walaupun""".split()
)
_CLOSERS = r"[\"”’'»)\]｣」』）*_]"
_END = re.compile(rf"(?<![.!?…])[.!?…]++{_CLOSERS}*+(?=\s)|(?<=[a-z]{{3}})\.(?=[A-Z][a-z]{{2}})")
_OPENERS = "\"“”‘'«([{（「『*_–—-•"
_TOKEN = re.compile(r"[^\s(\[\"“‘'/]*\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
# A figure after these numbers what follows: "sebagai berikut: 1. Rapat", "Yth. 1. Gubernur".
_BEFORE_LIST_NUMBER = (":", ";", ",", "Yth.")
_WORD = re.compile(r"\w+")
_WINDOW = 40
_BRACKET_LIMIT = 300


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets after each sentence of the line `text[start:end]` but the last."""
    line = text[start:end]
    brackets = enclosed(line, ROUND, _BRACKET_LIMIT)
    protected = protected_spans(line)
    sentence = 0
    for match in _END.finditer(line):
        cut = match.end()
        if inside(brackets, cut) or inside(protected, match.start()):
            continue
        after_address = inside(protected, match.start() - 1)
        goes_on = not after_address and _goes_on(line, match, sentence)
        if _opens_sentence(line, cut) and not goes_on:
            yield start + cut
            sentence = cut


def _opens_sentence(line: str, position: int) -> bool:
    """Whether what follows starts like a sentence: a capital, a figure, a letter without case."""
    for character in line[position : position + _WINDOW]:
        if not (character.isspace() or character in _OPENERS):
            return character.isalnum() and not character.islower()
    return False


def _goes_on(line: str, match: re.Match[str], sentence: int) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a list number."""
    if not re.match(rf"\.{_CLOSERS}*\Z", match[0]):
        return False
    found = _TOKEN.search(line, max(sentence, match.start() - _WINDOW), match.start())
    token = found[0] if found else ""
    following = _WORD.search(line, match.end(), match.end() + _WINDOW)
    next_word = following[0] if following else ""
    if token.isdigit() and len(token) <= 3:
        before = line[sentence : match.start() - len(token)].rstrip()
        return not before or before.endswith(_BEFORE_LIST_NUMBER)
    opens = next_word.lower() in _OPENING_WORDS and not next_word.isupper()
    word = token.lower()
    if word in _CLOSING or _DOTTED.fullmatch(token):
        return not opens or (token.islower() and word not in _CLOSING)
    if word in _BEFORE_FIGURE:
        return next_word.isdigit()
    if len(token) == 1 and token.isupper():
        return not opens
    return word in _ABBREVIATIONS
