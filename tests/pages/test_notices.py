"""Messages show a user's text as it is, and name every problem of a file."""

from __future__ import annotations

import tempfile

import pytest

from app_pages.catalogue import Catalogue
from app_pages.notices import literal, problem_text
from app_pages.uploads import read_upload
from glossary.errors import GlossaryError, GlossaryFileError, Problem
from translate.errors import ModelLoadError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>", r"\<b\>"),
        ("$x$", r"\$x\$"),
        (":red[x]", r"\:red\[x\]"),
        ("**x**", r"\*\*x\*\*"),
        ("a\nb", "a  \nb"),  # a line break of Markdown
        ("財務省「A」", "財務省「A」"),
    ],
)
def test_markdown_is_disarmed(text: str, expected: str) -> None:
    assert literal(text) == expected


@pytest.mark.parametrize(
    ("problem", "part"),
    [
        (ModelLoadError("no model at /x"), r"no model at \/x"),
        (GlossaryError("a_b"), r"a\_b"),
        (KeyError("secret"), "An unexpected fault (KeyError)"),  # and nothing of its inside
    ],
)
def test_problems_are_worded_for_users(problem: Exception, part: str, english: Catalogue) -> None:
    said = problem_text(problem, english)
    assert part in said
    assert "secret" not in said


def test_long_lists_of_problems_are_cut(english: Catalogue) -> None:
    problem = GlossaryFileError("saya.csv", [Problem(i, "ja", "is empty") for i in range(500)])
    said = problem_text(problem, english)
    assert said.count("is empty") == 20
    assert "and 480 more" in said


def test_upload_is_read_by_its_own_name() -> None:
    glossary = read_upload("../saya.csv", "id,ja\nTri Widodo,トリ・ウィドド\n".encode())
    assert glossary.name == "saya.csv"
    assert glossary.concepts[0].concept_id == "saya-2"


def test_refused_upload_names_file_row_and_column(english: Catalogue) -> None:
    with pytest.raises(GlossaryFileError) as caught:
        read_upload("saya.csv", b"id,ja,enforcement\na,b,hardd\n")
    said = problem_text(caught.value, english)
    assert "“saya\\.csv”" in said
    assert "row 2, column enforcement" in said.replace("\\", "")
    assert literal(tempfile.gettempdir()) not in said
