"""Cleaning, held-out lines, the stream of examples, and batches."""

from __future__ import annotations

import random

import pytest

from training.batches import encode, pack, tensors
from training.cleaning import AUTHORED_FILTERS, PUBLIC_FILTERS, clean
from training.corpus import Corpus, bring_in, load_corpus
from training.examples import Example, ExampleMaker
from training.heldout import HeldOut, PublicText
from training.leakage import main as leakage
from training.leakage import offenders
from training.pairs import Pair, read_pairs, write_pairs
from training.stream import Mix, Stream

HELD = "Pemerintah Kabupaten Sleman memperpanjang jam layanan sampai malam hari."
HELD_JA = "スレマン県政府は窓口の受付時間を夜まで延長した。"


@pytest.mark.parametrize(
    ("indonesian", "japanese", "reason"),
    [
        ("Rapat dimulai besok pagi di balai kota.", "会議は明日の朝、市役所で始まる。", None),
        ("Rapat dimulai besok pagi di balai kota.", "会", "odd_ratio"),
        ("会議は明日始まる", "Rapat dimulai besok.", "swapped"),
        ("Klik tombol itu.", "Click the button now.", "wrong_script"),
        ("The name of the file is not valid.", "ファイルの名前が無効です。", "wrong_language"),
        ("Simpan <b>berkas</b> ini sekarang.", "このファイルを保存します。", "markup"),
        ("Tersedia 15 kursi di aula besar.", "大ホールに20席あります。", "figures_differ"),
        ("Tersedia " + "kursi " * 90, "席があります。" * 20, "too_long"),
    ],
)
def test_each_filter_takes_out_its_own_kind(indonesian, japanese, reason):
    kept, dropped = clean([Pair(indonesian, japanese)], PUBLIC_FILTERS)
    assert len(kept) == (reason is None)
    assert [name for name, count in dropped.items() if count] == ([reason] if reason else [])


def test_repeats_are_dropped_and_our_short_titles_kept():
    title = Pair("Surel: a@b.go.id", "a@b.go.id")
    kept, dropped = clean([title, title], AUTHORED_FILTERS)
    assert kept == [title]
    assert dropped["duplicate"] == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (HELD, True),
        (HELD.upper().replace(".", " 2024!"), True),  # case, figures, punctuation
        (HELD.replace("malam hari", "larut malam"), True),  # nearly equal
        ("Pemerintah Kabupaten Sleman membuka lowongan.", False),
        ("", False),
    ],
)
def test_nearly_equal_lines_are_found(line, found):
    assert (HeldOut([HELD]).find(line) is not None) is found


def test_public_pairs_are_known_but_chance_headings_are_not():
    text = PublicText([Pair("Bolehkah saya membuka jendela?", "窓を開けてもいいですか。")])
    assert text.has(Pair("bolehkah saya membuka jendela", "窓を開けてもいいですか"))
    assert not PublicText([Pair("Pengumuman", "お知らせ")]).has(Pair("PENGUMUMAN", "お知らせ"))


@pytest.fixture
def shared(tmp_path):
    """A shared folder: authors' text with one held-out pair, dev lines, one public pair."""
    folder = tmp_path / "shared"
    for name in ("dev", "corpus/public", "corpus/authored"):
        (folder / name).mkdir(parents=True)
    (folder / "dev" / "authored.id").write_text(HELD + "\n", "utf-8")
    (folder / "dev" / "authored.ja").write_text(HELD_JA + "\n", "utf-8")
    public = Pair("Bolehkah saya membuka jendela?", "窓を開けてもいいですか。")
    own = Pair("Kami membuka pendaftaran.", "受け付けを開始します。")
    write_pairs(folder / "corpus" / "public" / "tatoeba.tsv", [public])
    write_pairs(folder / "corpus" / "authored" / "a.tsv", [own, public, Pair(HELD, HELD_JA)])
    return folder


def test_bringing_in_leaves_out_held_out_and_public_pairs(shared, tmp_path):
    data, corpus = tmp_path / "data", shared / "corpus"
    bring_in(corpus / "authored", shared / "dev", corpus / "public", data)
    assert [p.indonesian for p in read_pairs(data / "a.tsv")] == ["Kami membuka pendaftaran."]
    assert offenders(data, shared) == []
    assert leakage(["--shared", str(shared), "--data", str(data)]) == 0


LONGER = (
    "Selain itu, pendaftaran daring dibuka bagi warga yang bekerja pada siang hari di luar kota."
)


@pytest.mark.parametrize(
    ("pair", "named"),
    [
        (Pair(HELD, "別の訳。"), HELD),
        (Pair("Lain.", HELD_JA), HELD_JA),
        (Pair(f"{HELD} {LONGER}", "長い訳。"), "contains held out"),  # inside a longer line
        (Pair("Bolehkah saya membuka jendela?", "窓を開けてもいいですか。"), "public text"),
    ],
)
def test_leakage_names_the_offender_and_fails(shared, tmp_path, capsys, pair, named):
    data = tmp_path / "data"
    data.mkdir()
    write_pairs(data / "a.tsv", [pair])
    assert leakage(["--shared", str(shared), "--data", str(data)]) == 1
    assert named in capsys.readouterr().out


def test_the_corpus_never_holds_held_out_lines(shared):
    authored = shared / "corpus" / "authored"
    corpus = load_corpus(authored, None, shared / "dev")
    assert HELD not in {p.indonesian for p in corpus.authored}


def test_bad_lines_are_all_named(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("a\tb\nc\n\td\n", "utf-8")
    with pytest.raises(ValueError, match=r"line 2.*line 3"):
        read_pairs(path)


def stream(authored=10, seed=1):
    pairs = tuple(Pair(f"kalimat {chr(97 + i)}", f"文{chr(97 + i)}") for i in range(authored))
    return Stream(Corpus(pairs, (), ()), ExampleMaker(()), None, Mix(5, 0, 0), seed)


def test_an_epoch_shows_every_pair_once_in_each_direction():
    examples = [example for number in range(4) for example in stream().chunk(number)]
    assert len({e.prompt for e in examples}) == 20


def test_a_chunk_depends_on_seed_and_number_only():
    later = stream()
    later.chunk(0)
    assert later.chunk(7) == stream().chunk(7)
    assert stream(seed=2).chunk(7) != stream().chunk(7)


def test_the_fingerprint_changes_with_the_text():
    assert stream().fingerprint == stream().fingerprint != stream(authored=11).fingerprint


def test_batches_hold_every_example_within_the_budget(tokenizer):
    examples = [Example("x" * length, " y") for length in range(1, 60)]
    encoded = encode(tokenizer, examples, longest=50)
    groups = pack(encoded, budget=120, rng=random.Random(0))
    assert sorted(len(e.ids) for group in groups for e in group) == list(range(5, 51))
    assert all(len(g) * max(len(e.ids) for e in g) <= 120 for g in groups)


def test_only_answer_and_end_are_targets(tokenizer):
    encoded = encode(tokenizer, [Example("ab", " c"), Example("a", " d")], longest=20)
    batch = tensors(encoded, pad=0)
    eos, rows = tokenizer.eos_token_id, batch.ids.flatten()
    space, c, d = (3 + ord(char) % 297 for char in " cd")
    assert batch.targets.tolist() == [space, c, eos, space, d, eos]
    assert rows[batch.positions + 1].tolist() == batch.targets.tolist()
    assert batch.tokens == 6 + 5
