import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from glossary.cli import app

CONTENT = """concept_id,domain,id,id_admitted,ja,enforcement,valid_to
bps,institution,Badan Pusat Statistik,BPS,中央統計庁,,
hal,,hal,,件名,soft,
old,,kotamadya,,市,,1999-05-07
"""


@pytest.fixture
def glossary(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(CONTENT, encoding="utf-8")
    return path


def run(*arguments, **kwargs):
    return CliRunner().invoke(app, [str(a) for a in arguments], **kwargs)


def test_list_as_json_has_all_columns_and_the_forms(glossary):
    result = run("list", "--glossary", glossary, "--json", "--search", "bps")
    (concept,) = json.loads(result.stdout)
    assert concept["concept_id"] == "bps"
    assert concept["domain"] == "institution"
    assert concept["id_admitted"] == "BPS"
    assert concept["forms"] == [
        {"lang": "id", "text": "Badan Pusat Statistik", "status": "preferred"},
        {"lang": "id", "text": "BPS", "status": "admitted"},
        {"lang": "ja", "text": "中央統計庁", "status": "preferred"},
    ]


def test_list_narrows_by_domain_and_language(glossary):
    result = run(
        "list", "--glossary", glossary, "--domain", "institution", "--lang", "ja", "--json"
    )
    (concept,) = json.loads(result.stdout)
    assert [form["lang"] for form in concept["forms"]] == ["ja"]


def test_list_prints_a_table_without_cutting_terms(glossary):
    result = run("list", "--glossary", glossary)
    assert result.exit_code == 0
    assert "Badan Pusat Statistik | BPS" in result.stdout


def test_match_reads_a_file_or_standard_input(glossary, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("BPS dan hal", encoding="utf-8")
    results = [
        run("match", "--glossary", glossary, "--json", text),
        run("match", "--glossary", glossary, "--json", "-", input="BPS dan hal"),
        run("match", "--glossary", glossary, "--json", input="BPS dan hal"),
    ]
    for result in results:
        report = json.loads(result.stdout)
        assert report["lang"] == "id"
        assert report["matches"] == [
            {
                "start": 0,
                "end": 3,
                "surface": "BPS",
                "concepts": [{"concept_id": "bps", "renderings": ["中央統計庁"]}],
            }
        ]
        assert [(s["surface"], s["reason"]) for s in report["skipped"]] == [("hal", "soft")]


def test_match_prints_what_is_enforced_and_why_the_rest_is_not(glossary):
    result = run("match", "--glossary", glossary, input="BPS dan hal")
    assert [line.split("│")[4].strip() for line in result.stdout.splitlines() if "│" in line] == [
        "enforced",
        "soft",
    ]


@pytest.mark.parametrize(
    ("options", "surfaces"),
    [
        (["--date", "1999-05-07"], ["kotamadya"]),  # the last valid day
        (["--date", "1999-05-08"], []),
        ([], []),  # today
        (["--from", "ja"], []),
    ],
)
def test_match_looks_at_the_date_and_the_language(glossary, options, surfaces):
    result = run("match", "--glossary", glossary, "--json", *options, input="kotamadya")
    assert [m["surface"] for m in json.loads(result.stdout)["matches"]] == surfaces


def test_check_passes_with_warnings_and_counts_them(glossary):
    glossary.write_text("id,ja\nnegara,国\n", encoding="utf-8")
    result = run("check", glossary)
    assert result.exit_code == 0
    assert "short_key" in result.stdout
    assert "0 errors, 1 warnings" in result.stdout
    assert json.loads(run("check", glossary, "--json").stdout) == {
        "problems": [],
        "findings": [
            {
                "severity": "warning",
                "check": "short_key",
                "concepts": ["mine-2"],
                "message": "“国” is so short that it may match by chance",
            }
        ],
    }


def test_check_of_an_unreadable_file_lists_its_problems(glossary):
    glossary.write_text("id,ja,status\nkota,市,x\n,,\n,,x\n", encoding="utf-8")
    result = run("check", glossary)
    assert result.exit_code == 1
    assert result.stderr.count("mine.csv: row") == 3
    assert result.stdout == ""
    result = run("check", glossary, "--json")
    assert result.exit_code == 1
    assert [p["row"] for p in json.loads(result.stdout)["problems"]] == [2, 4, 4]


def test_the_bundled_glossary_is_the_default_and_has_no_errors():
    assert run("check").exit_code == 0
    assert json.loads(run("list", "--json", "--search", "国家行政院").stdout)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list", "--glossary", "none.csv"], 1),
        (["match", "none.txt"], 1),
        (["match", "--from", "en"], 2),
        (["match", "--date", "yesterday"], 2),
        (["wrong"], 2),
        ([], 2),
    ],
)
def test_exit_status_tells_project_errors_from_usage(arguments, code):
    result = run(*arguments)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_text_that_is_not_utf8_is_an_error_without_traceback(glossary):
    result = run("match", "--glossary", glossary, input=b"kota \xff")
    assert result.exit_code == 1
    assert result.stderr == "error: standard input: byte 5 is not UTF-8; save the text as UTF-8\n"


def test_a_reader_that_goes_away_leaves_no_traceback():
    command = [sys.executable, "-m", "glossary", "list", "--json"]
    with subprocess.Popen(  # noqa: S603 (our own command)
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
