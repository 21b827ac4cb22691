"""The command line: what it prints, and what it answers to bad input (never a traceback)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import translate.loading
from glossary.bundled import bundled_glossary
from tests.translate.tiny import Counting, limited, vocabulary
from translate.cli import app

SCRIPT = {
    "Badan itu ada.": "庁。",
    "Kementerian itu berkata bahwa presiden akan datang.": "省。",
    "大統領が述べた。": "Presiden.",
}
PIECES = vocabulary(*"省庁局会。 abcdefghijklmnopqrstuvwxyzP.")
TERMS = "id,ja\nbadan,庁\n"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Counting:
    backend = Counting(SCRIPT, PIECES)
    monkeypatch.setattr(translate.loading, "load_backend", lambda name: backend)
    return backend


@pytest.fixture
def glossary_file(tmp_path: Path) -> Callable[[str, str], str]:
    def write(name: str, text: str = TERMS) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def run(*arguments: str, text: str | bytes = "") -> tuple[int, str, str]:
    """Exit status, standard output and standard error; bare of a glossary unless one is named."""
    if "--glossary" not in arguments:
        arguments = ("--glossary", "none", *arguments)
    result = CliRunner().invoke(app, arguments, input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout_bytes.decode(), result.stderr


# What it prints


@pytest.mark.usefixtures("model")
def test_translates_standard_input_and_files(tmp_path: Path) -> None:
    assert run("--from", "id", "--to", "ja", text="Badan itu ada.\n") == (0, "庁。\n", "")
    (tmp_path / "text.txt").write_text("大統領が述べた。\n", encoding="utf-8")
    assert run(str(tmp_path / "text.txt")) == (0, "Presiden.\n", "")


@pytest.mark.usefixtures("model")
def test_line_breaks_are_kept_as_they_are() -> None:
    code, output, _ = run("--from", "id", text=b"Badan itu ada.\r\n\r\nBadan itu ada.\r\n")
    assert (code, output) == (0, "庁。\r\n\r\n庁。\r\n")


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(
    ("text", "segments"), [("", 0), (" \n\n", 1), ("Badan itu ada. Badan itu ada.", 2)]
)
def test_prints_json(text: str, segments: int) -> None:
    code, output, errors = run("--from", "id", "--json", text=text)
    assert (code, errors) == (0, "")
    found = json.loads(output)
    assert found["signature"]["direction"] == "id-ja"
    assert len(found["segments"]) == segments
    assert "".join(s["source"] for s in found["segments"]).strip() == text.strip().replace(
        ". ", "."
    )


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "\r\n \t"])
@pytest.mark.parametrize("source", ["auto", "id", "ja"])
def test_a_text_of_nothing_comes_out_as_it_is(text: str, source: str) -> None:
    for target in ([], ["--to", "id"] if source != "id" else ["--to", "ja"]):
        assert run("--from", source, *target, text=text) == (0, text.lstrip("\ufeff"), "")


def test_the_bundled_glossary_is_the_default(model: Counting) -> None:
    result = CliRunner().invoke(app, ["--from", "id", "--mode", "none", "--json"], input="---")
    signature = json.loads(result.stdout)["signature"]
    assert signature["glossary"] == f"bundled@{bundled_glossary().revision}"


def test_the_options_reach_the_translation(model: Counting) -> None:
    options = ["--mode", "hard", "--beam", "2", "--date", "2019-05-03", "--register", "polite"]
    _, output, _ = run("--from", "id", "--json", *options, text="---")
    signature = json.loads(output)["signature"]
    found = {key: signature[key] for key in ("mode", "beam", "date", "register", "glossary")}
    assert found == {
        "mode": "hard",
        "beam": "2",
        "date": "2019-05-03",
        "register": "polite",
        "glossary": "none",
    }


@pytest.mark.usefixtures("model")
def test_of_two_glossaries_the_first_wins(glossary_file: Callable[..., str]) -> None:
    own, other = glossary_file("own.csv", "id,ja\nbadan,局\n"), glossary_file("other.tsv.csv")
    names = ["--glossary", own, "--glossary", other]
    _, output, _ = run("--from", "id", "--mode", "none", "--json", *names, text="Badan itu ada.")
    found = json.loads(output)
    assert found["signature"]["glossary"].startswith("own.csv+other.tsv.csv@")
    (check,) = found["segments"][0]["checks"]
    assert (check["outcome"], check["concept"]) == ("verbatim", "own-2|other.tsv-2")


@pytest.mark.usefixtures("model")
def test_the_same_line_two_hundred_times(model: Counting) -> None:
    code, output, _ = run("--from", "id", text="Badan itu ada.\n" * 200)
    assert (code, output) == (0, "庁。\n" * 200)
    assert len(model.asked) == 1


# What a plain text cannot show


@pytest.mark.usefixtures("model")
def test_a_term_that_was_not_met_is_told_on_standard_error(
    glossary_file: Callable[..., str],
) -> None:
    rare = glossary_file("rare.csv", "id,ja\nbadan,龘\n")
    code, output, errors = run("--from", "id", "--glossary", rare, text="Badan itu ada.")
    assert (code, output) == (0, "庁。")
    assert errors == ("warning: terms not met: Badan (this model's vocabulary cannot spell “龘”)\n")
    text = "\n".join(f"Badan ke-{n}" for n in range(1, 9))
    _, _, errors = run("--from", "id", "--glossary", rare, "--beam", "1", text=text)
    assert errors.endswith("warning: … and in 3 more segments\n")


@pytest.mark.usefixtures("model")
def test_a_text_in_the_other_language_is_told_on_standard_error() -> None:
    code, output, errors = run("--from", "id", "--to", "ja", text="大統領が述べた。\n")
    assert (code, output) == (0, "大統領が述べた。\n")
    assert errors == "warning: nothing was translated: no part of the text is Indonesian\n"


# Bad input


@pytest.mark.parametrize(
    ("text", "message", "why"),
    [
        (b"Badan \xff itu", "standard input: not UTF-8 text (byte 6 is 0xff)", "Latin-1"),
        (b"Badan\0itu", "standard input: binary data, not a text (byte 5 is NUL)", "binary"),
        (b"Badan itu ada. " * 140_000, "more than 300,000 characters", "2 MB"),
        ("Le président a déclaré la guerre".encode(), "--from id or --from ja", "French"),
        ("政府的工作报告对这个问题进行了详细的说明和分析".encode(), "--from id", "Chinese"),
    ],
)
def test_bad_text_is_refused_before_a_model_is_loaded(
    text: bytes, message: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not_load(name: str) -> None:
        raise AssertionError("the model was loaded for nothing")

    monkeypatch.setattr(translate.loading, "load_backend", must_not_load)
    code, output, errors = run("--to", "ja", text=text)
    assert (code, output) == (1, ""), why
    assert errors.startswith("error: "), why
    assert message in errors, why


@pytest.mark.usefixtures("model")
def test_a_text_already_in_the_target_language_is_refused() -> None:
    code, _, errors = run("--to", "ja", text="大統領が述べた。")
    assert code == 1
    assert errors == "error: the text is already Japanese; check --to\n"


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "gone.txt", "No such file"), (tmp_path, "Is a directory")):
        code, _, errors = run("--from", "id", str(path))
        assert code == 1
        assert errors.startswith(f"error: {path}: cannot be read: {reason}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "xx"], "'xx' is not one of 'id', 'ja', 'auto'"),
        (["--from", "id", "--to", "id"], "the same language"),
        (["--to", "en"], "'en' is not one of"),
        (["--mode", "strict"], "'strict' is not one of"),
        (["--beam", "0"], "greater than or equal to 1"),
        (["--beam", "many"], "as an integer"),
        (["--date", "31.12.2020"], "does not match the format"),
        (["--frm", "id"], "No such option"),
        (["a.txt", "b.txt"], "unexpected extra argument"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], message: str) -> None:
    code, output, errors = run(*arguments, text="Badan")
    plain = " ".join(errors.replace("│", " ").split())
    assert (code, output) == (2, "")
    assert message in plain


@pytest.mark.usefixtures("model")
def test_every_broken_row_of_a_glossary_is_named(glossary_file: Callable[..., str]) -> None:
    table = "id,ja,enforcement,valid_from\nbadan,庁,firm,\nrapat,会,,someday\n"
    path = glossary_file("broken.csv", table)
    code, _, errors = run("--from", "id", "--glossary", path, text="Badan")
    assert code == 1
    assert "row 2, column enforcement" in errors
    assert "row 3, column valid_from" in errors


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("name", ["gone.csv", "terms.pdf", ""])
def test_a_glossary_that_is_none_is_named(name: str) -> None:
    code, _, errors = run("--from", "id", "--glossary", name, text="Badan")
    assert code == 1
    assert errors.startswith("error: ")


def test_progress_is_told_where_there_is_more_than_a_little_to_do(model: Counting) -> None:
    _, _, errors = run("--from", "id", text="Badan itu ada.\n" * 3)
    assert errors == ""
    _, _, errors = run("--from", "id", text="Badan itu ada.\n" * 200)
    assert errors.splitlines() == [f"{n}/200 segments" for n in range(20, 201, 20)]


def test_odd_terms_are_met_or_told(model: Counting, glossary_file: Callable[..., str]) -> None:
    limited(model, target_tokens=80)
    rows = [
        "badan,庁,局",  # a single kanji
        "kementerian,局,庁",  # which forbids what the other one demands
        f"presiden,{'省' * 100},",  # longer than the model can write
    ]
    path = glossary_file("odd.csv", "id,ja,ja_deprecated\n" + "\n".join(rows) + "\n")
    text = "Badan dan kementerian\nPresiden\n"
    code, output, _ = run("--from", "id", "--json", "--glossary", path, text=text)
    assert code == 0
    first, second = json.loads(output)["segments"]
    assert first["status"] == "ok"
    assert second["status"] == "failed"
    assert [c["outcome"] for c in second["checks"]] == ["missing"]
