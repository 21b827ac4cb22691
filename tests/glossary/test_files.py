import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.columns import COLUMNS
from glossary.errors import GlossaryFileError, UnknownFormatError
from glossary.files import parse_lines, read_glossary
from glossary.model import Concept, ConceptStatus, Enforcement, Form, FormStatus, Lang

PREFERRED, ADMITTED, DEPRECATED = FormStatus.PREFERRED, FormStatus.ADMITTED, FormStatus.DEPRECATED


@pytest.fixture
def read(tmp_path):
    def read_content(content, name="mine.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_glossary(path)

    return read_content


@pytest.fixture
def problems(read):
    def problems_of(content, name="mine.csv"):
        with pytest.raises(GlossaryFileError) as caught:
            read(content, name)
        return [(p.row, p.column, p.message) for p in caught.value.problems]

    return problems_of


def test_a_full_row_fills_every_field(read):
    cells = {
        "concept_id": "bps",
        "domain": "institution_id",
        "part_of_speech": "proper_noun",
        "id": "Badan Pusat Statistik",
        "id_admitted": "BPS | BPS  RI",
        "id_deprecated": "Biro Pusat Statistik",
        "ja": "中央統計庁",
        "ja_admitted": "",
        "ja_deprecated": "統計局",
        "enforcement": "Soft",
        "case_sensitive": "ya",
        "do_not_translate": "いいえ",
        "status": "proposed",
        "valid_from": "1997-09-26",
        "valid_to": "",
        "source": "UU 16/1997",
        "definition_id": "Lembaga, statistik",
        "definition_ja": "統計機関",
        "note": "dua\nbaris",
    }
    assert tuple(cells) == COLUMNS
    buffer = io.StringIO()
    csv.writer(buffer).writerows([cells.keys(), cells.values()])
    glossary = read(buffer.getvalue())
    assert glossary.name == "mine.csv"
    assert glossary.concepts == (
        Concept(
            concept_id="bps",
            indonesian=(
                Form("Badan Pusat Statistik"),
                Form("BPS", ADMITTED),
                Form("BPS RI", ADMITTED),
                Form("Biro Pusat Statistik", DEPRECATED),
            ),
            japanese=(Form("中央統計庁"), Form("統計局", DEPRECATED)),
            domain="institution_id",
            part_of_speech="proper_noun",
            enforcement=Enforcement.SOFT,
            case_sensitive=True,
            do_not_translate=False,
            status=ConceptStatus.PROPOSED,
            valid_from=datetime.date(1997, 9, 26),
            source="UU 16/1997",
            definition_indonesian="Lembaga, statistik",
            definition_japanese="統計機関",
            note="dua\nbaris",
        ),
    )


SAME_FILE = [
    ("id,ja\nkota,市\n", "mine.csv", "the two required columns"),
    ("id_preferred,ja_preferred\nkota,市\n", "mine.csv", "their longer names"),
    ("ID , Ja\n kota , 市 \n", "mine.csv", "case and spaces"),
    ("\ufeffid,ja\r\nkota,市\r\n", "mine.csv", "what Excel writes"),
    ("id;ja\nkota;市\n", "mine.csv", "what Excel writes in Indonesia"),
    ("id\tja\nkota\t市", "mine.tsv", "tabs, no final line break"),
    ('"id"\t"ja"\n"kota"\t"市"\n', "mine.TSV", "quoted tabs"),
    ("id,ja\n,\n,\nkota,市\n", "other.csv", "empty rows"),
    ("\n\nid,ja\n\nkota,市\n", "other.csv", "empty lines"),
    ("id,ja,\nkota,市,\n", "mine.csv", "an empty column without a name"),
    ("id,ja\nkota | kota,市\n", "mine.csv", "a form given twice"),
]


@pytest.mark.parametrize(("content", "name", "why"), SAME_FILE)
def test_spellings_of_one_file_read_alike(read, content, name, why):
    (concept,) = read(content, name).concepts
    assert (concept.indonesian, concept.japanese) == ((Form("kota"),), (Form("市"),)), why
    assert concept.enforcement is Enforcement.HARD
    assert concept.status is ConceptStatus.APPROVED
    assert concept.case_sensitive is None
    assert not concept.do_not_translate


def test_further_forms_in_the_main_cell_are_admitted(read):
    (concept,) = read("id,ja\nkota|kotamadya ,市 ｜ 都市\n").concepts
    assert concept.indonesian == (Form("kota"), Form("kotamadya", ADMITTED))
    assert concept.japanese == (Form("市"), Form("都市", ADMITTED))


def test_a_missing_id_is_made_of_file_name_and_row(read):
    concepts = read("concept_id,id,ja\nx,kota,市\n,desa,村\n").concepts
    assert [c.concept_id for c in concepts] == ["x", "mine-3"]


def test_an_untranslated_term_may_have_one_side(read):
    glossary = read("id,ja,do_not_translate\nGaruda,,1\n,JICA,true\n")
    assert [
        (c.preferred(Lang.INDONESIAN), c.preferred(Lang.JAPANESE)) for c in glossary.concepts
    ] == [
        ("Garuda", "Garuda"),
        ("JICA", "JICA"),
    ]


def test_other_one_sided_terms_are_read_too(read):
    (concept,) = read("id,ja\nkota,\n").concepts
    assert concept.usable(Lang.JAPANESE) == ()


REFUSED = [
    (b"", None, None, "is empty"),
    (b"\n,,\n", None, None, "is empty"),
    (b"id,ja\nkota,\xe5\xb8\x82\ndesa,\xff\n", 3, None, "byte 20 (0xFF) is not UTF-8"),
    ("id,ja\nkota,市\n".encode("utf-16"), None, None, "UTF-16"),
    (b"id,ja\nko\0ta,x\n", 2, None, "NUL"),
    ("Presiden,大統領\nkota,市\n", 1, None, "must name the columns, at least id and ja"),
    ("id,note\nkota,x\n", 1, "ja", "missing"),
    ("id,ja,japanese_definition\nkota,市,x\n", 1, "japanese_definition", "is no column"),
    ("id,ja,domian\nkota,市,x\n", 1, "domian", "did you mean domain?"),
    ("id,ja,id_preferred\nkota,市,x\n", 1, "id_preferred", "twice"),
    ("id,ja,\nkota,市,x\n", 2, None, "cell 3 has content under a column without a name"),
    ("id,ja\nkota\n", 2, None, "has 1 cells where the header has 2"),
    ("id,ja\nkota,市,町\n", 2, None, "has 3 cells where the header has 2"),
    ("id,ja,note\n,,x\n", 2, None, "id and ja are both empty"),
    ("id,ja,ja_admitted\nkota,,都市\n", 2, "ja", "is empty while ja_admitted has forms"),
    ("id,ja,ja_deprecated\nkota,市,市\n", 2, "ja_deprecated", "“市” is an allowed form"),
    ("id,ja,enforcement\nkota,市,firm\n", 2, "enforcement", "none of hard, soft, reference"),
    ("id,ja,status\nkota,市,new\n", 2, "status", "none of draft"),
    ("id,ja,do_not_translate\nkota,市,maybe\n", 2, "do_not_translate", "neither yes nor no"),
    ("id,ja,case_sensitive\nkota,市,2\n", 2, "case_sensitive", "neither yes nor no"),
    ("id,ja,valid_from\nkota,市,31/12/2024\n", 2, "valid_from", "write it as 2025-12-31"),
    ("id,ja,valid_to\nkota,市,2024-02-30\n", 2, "valid_to", "is no date"),
    ("id,ja,valid_from,valid_to\na,b,2024-02-02,2024-02-01\n", 2, "valid_to", "before valid_from"),
    ("concept_id,id,ja\nx,a,b\n\nx,c,d\n", 4, "concept_id", "already the id of row 2"),
    ("id_preferred,ja\nko\x07ta,市\n", 2, "id_preferred", "control character U+0007"),
    ('id,ja\nkota,"市\ndesa,村\n', 2, None, "cannot be divided into cells"),
    ('id,ja\nkota,"市"x\n', 2, None, "cannot be divided into cells"),
    ("id,ja\nkota," + "市" * 140_000 + "\n", 2, None, "field limit"),
]


@pytest.mark.parametrize(("content", "row", "column", "message"), REFUSED)
def test_a_bad_file_is_refused_with_the_place(problems, content, row, column, message):
    (problem,) = problems(content)
    assert problem[:2] == (row, column)
    assert message in problem[2]


def test_every_problem_of_a_file_is_reported_at_once(problems):
    content = "id,ja,status,wrong\nkota,市,x,\n,,,\nshort\ndesa,村,,\n, ,approved,\n"
    assert [(row, column) for row, column, _ in problems(content)] == [
        (1, "wrong"),
        (2, "status"),
        (4, None),
        (6, None),
    ]


def test_the_message_names_file_row_and_column(read):
    with pytest.raises(GlossaryFileError, match=r"mine\.csv: row 2, column status: “x” is none of"):
        read("id,ja,status\nkota,市,x\n")


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownFormatError, match=r"mine\.doc: .*\.csv, \.tsv"):
        read_glossary(tmp_path / "mine.doc")


def test_a_file_that_is_not_there_is_a_glossary_error(tmp_path):
    with pytest.raises(GlossaryFileError, match="cannot be read"):
        read_glossary(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(GlossaryFileError, match="cannot be read"):
        read_glossary(tmp_path / "folder.csv")


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|｜"), max_size=9)


@given(st.lists(st.tuples(CELL.filter(str.strip), CELL, CELL), max_size=5), st.sampled_from(",\t"))
def test_what_a_csv_writer_writes_is_read_back(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("g") / ("mine.tsv" if delimiter == "\t" else "mine.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([("id", "ja", "note"), *rows])
    concepts = read_glossary(path).concepts
    assert [
        (c.preferred(Lang.INDONESIAN), c.preferred(Lang.JAPANESE), c.note) for c in concepts
    ] == [(" ".join(i.split()), " ".join(j.split()), n.strip()) for i, j, n in rows]


@pytest.mark.parametrize(
    "line", ["kota = 市", "kota=市", "kota → 市", "kota\t市", "  kota => 市  ", "kota＝市"]
)
def test_a_line_is_a_source_term_and_its_rendering(line):
    (concept,) = parse_lines(f"# mine\n\n{line}\n", Lang.INDONESIAN).concepts
    assert concept == Concept("extra-3", (Form("kota"),), (Form("市"),))


def test_lines_follow_the_direction_of_the_release():
    (concept,) = parse_lines("市 | 都市 = kota", Lang.JAPANESE).concepts
    assert concept.japanese == (Form("市"), Form("都市", ADMITTED))
    assert concept.indonesian == (Form("kota"),)


def test_unreadable_lines_are_all_named():
    with pytest.raises(GlossaryFileError) as caught:
        parse_lines("kota\n\nkota = 市\n= 市\nkota =\n", Lang.INDONESIAN)
    assert [p.row for p in caught.value.problems] == [1, 4, 5]
    assert "“kota” is not “source = target”" in str(caught.value)


def test_no_lines_are_no_terms():
    assert parse_lines("\n# nothing\n", Lang.INDONESIAN).concepts == ()
