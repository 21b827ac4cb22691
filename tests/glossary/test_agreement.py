import json

import pytest
import typer
from typer.testing import CliRunner

from glossary.agreement import Pair, deprecated_hits, hardened, main, measure, read_pairs
from glossary.errors import GlossaryFileError
from glossary.model import Concept, Enforcement, Form, FormStatus, Glossary, Lang

ID, JA = Lang.INDONESIAN, Lang.JAPANESE


def forms(side, deprecated=""):
    texts = list(filter(None, side.split("|")))
    return (
        Form(texts[0]),
        *(Form(text, FormStatus.ADMITTED) for text in texts[1:]),
        *(Form(text, FormStatus.DEPRECATED) for text in filter(None, deprecated.split("|"))),
    )


def concept(indonesian, japanese, concept_id="c", bad="", **fields):
    return Concept(concept_id, forms(indonesian), forms(japanese, bad), **fields)


def glossary(*concepts):
    return Glossary("test", concepts)


BMKG = concept("BMKG", "気象気候地球物理庁|気象・気候・地球物理庁(BMKG)", "bmkg", "気象庁")
JMA = concept("Badan Meteorologi Jepang", "気象庁", "jma")

COUNTS = [
    ("BMKG memantau.", "気象気候地球物理庁は監視する。", {ID: (1, 1), JA: (1, 1)}, "preferred"),
    (
        "BMKG.",
        "気象・気候・地球物理庁（BMKG）。",
        {ID: (1, 1), JA: (1, 1)},
        "admitted, wide brackets",
    ),
    ("BMKG memantau.", "同庁は監視する。", {ID: (1, 0)}, "the reference says it otherwise"),
    ("Badan itu memantau.", "気象気候地球物理庁は監視する。", {JA: (1, 0)}, "the other direction"),
    ("BMKG dan BMKG", "気象気候地球物理庁", {ID: (2, 2), JA: (1, 1)}, "every occurrence counts"),
    ("data.bmkg.go.id/BMKG", "data.bmkg.go.id/BMKG", {}, "in an address"),
    ("info@BMKG.go.id", "同庁", {}, "in an e-mail address"),
    ("Tidak ada.", "なし。", {}, "nothing occurs"),
]


@pytest.mark.parametrize(("indonesian", "japanese", "expected", "why"), COUNTS)
def test_an_occurrence_is_followed_if_an_allowed_form_is_in_the_reference(
    indonesian, japanese, expected, why
):
    found = measure(glossary(BMKG), [Pair(indonesian, japanese)])
    assert {a.source: (a.occurrences, a.followed) for a in found} == expected, why


@pytest.mark.parametrize(
    ("followed", "holds", "why"),
    [
        (19, True, "95 % is enough"),
        (18, False, "90 % is not"),
        (20, True, "all"),
        (0, False, "none"),
    ],
)
def test_a_concept_holds_from_95_percent_on(followed, holds, why):
    good, bad = Pair("BMKG", "気象気候地球物理庁"), Pair("BMKG", "同庁")
    pairs = [good] * followed + [bad] * (20 - followed)
    agreement = measure(glossary(BMKG), pairs)[0]
    assert (agreement.source, agreement.share, agreement.holds) == (ID, followed / 20, holds), why
    assert agreement.offenders == ((bad,) if followed < 20 else ())


def test_a_shared_term_is_followed_by_a_form_of_any_of_its_concepts():
    both = glossary(concept("BNPP", "国家国境管理庁", "a"), concept("BNPP", "国家捜索救助庁", "b"))
    found = measure(both, [Pair("BNPP", "国家捜索救助庁")])
    assert [(a.concept.concept_id, a.source, a.followed) for a in found] == [
        ("a", ID, 1),
        ("b", ID, 1),
        ("b", JA, 1),
    ]


def test_only_hard_concepts_are_measured_unless_soft_ones_are_hardened():
    soft = concept("mitra", "相手", "s", enforcement=Enforcement.SOFT)
    shown = concept("hal", "件", "r", enforcement=Enforcement.REFERENCE)
    pairs = [Pair("hal mitra", "件と相手")]
    assert measure(glossary(soft, shown), pairs) == []
    assert {a.concept.concept_id for a in measure(hardened(glossary(soft, shown)), pairs)} == {"s"}


DEPRECATED = [
    ("BMKG", "気象庁", 1, "the forbidden name"),
    ("BMKG", "気象気候地球物理庁", 0, "the right one"),
    ("Badan Meteorologi Jepang", "気象庁", 0, "it is right for the Japanese agency"),
    ("BMKG, Badan Meteorologi Jepang", "気象庁", 0, "another concept of the sentence allows it"),
    ("Tidak ada", "気象庁", 0, "the concept's term does not occur"),
]


@pytest.mark.parametrize(("indonesian", "japanese", "count", "why"), DEPRECATED)
def test_a_deprecated_form_counts_where_its_concept_occurs(indonesian, japanese, count, why):
    hits = deprecated_hits(glossary(BMKG, JMA), [Pair(indonesian, japanese)])
    assert [hit.form for hit in hits] == ["気象庁"] * count, why


def test_a_deprecated_form_inside_an_allowed_form_does_not_count():
    police = concept("Polri", "国家警察庁", "p", bad="警察庁")
    assert deprecated_hits(glossary(police), [Pair("Polri", "国家警察庁が")]) == []
    assert len(deprecated_hits(glossary(police), [Pair("Polri", "国家警察庁と警察庁")])) == 1


def test_pairs_are_read_from_a_table_or_from_two_files(tmp_path):
    (tmp_path / "a.tsv").write_text("satu\t一\ndua\t二\n", encoding="utf-8")
    (tmp_path / "r.id.txt").write_text("satu\n\ndua", encoding="utf-8")
    (tmp_path / "r.ja.txt").write_text("一\n二\n\n", encoding="utf-8")
    expected = [Pair("satu", "一"), Pair("dua", "二")]
    assert read_pairs(tmp_path / "a.tsv") == expected
    assert read_pairs(tmp_path / "r.id.txt") == expected


UNREADABLE = [
    ({"a.tsv": "satu\t一\ndua\n"}, "a.tsv", "row 2: has 1 cells", "a cell is missing"),
    (
        {"a.id": "satu\ndua\n", "a.ja": "一\n"},
        "a.id",
        "2 lines with text and a.ja has 1",
        "lengths",
    ),
    ({"a.id": "satu\n"}, "a.id", "cannot be read", "the other side is missing"),
    ({"a.txt": "satu\n"}, "a.txt", "neither .tsv nor has .id", "one language only"),
]


@pytest.mark.parametrize(("files", "name", "message", "why"), UNREADABLE)
def test_an_unreadable_file_is_named_with_its_problem(tmp_path, files, name, message, why):
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryFileError, match=message):
        read_pairs(tmp_path / name)


@pytest.mark.parametrize(
    ("japanese", "status", "why"),
    [("国家行政院", 0, "followed"), ("同院", 1, "a hard concept is contradicted")],
)
def test_the_command_fails_where_a_hard_concept_does_not_hold(tmp_path, japanese, status, why):
    terms, pairs = tmp_path / "g.tsv", tmp_path / "p.tsv"
    terms.write_text("id\tja\nLAN\t国家行政院\n", encoding="utf-8")
    pairs.write_text(f"LAN membuka\t{japanese}が開始\n", encoding="utf-8")
    app = typer.Typer()
    app.command()(main)
    arguments = ["--pairs", str(pairs), "--glossary", str(terms)]
    shown = CliRunner().invoke(app, arguments)
    as_json = CliRunner().invoke(app, [*arguments, "--json"])
    assert (shown.exit_code, as_json.exit_code) == (status, status), why
    assert ("UNDER" in shown.stdout) == bool(status)
    report = json.loads(as_json.stdout)
    assert report["under_required_share"] == status
    assert report["concepts"][0]["direction"] == "id→ja"
