"""`python -m eval score`: numbers, terminology, refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from eval.cli import app
from eval.corpus import Corpus
from eval.scores import scores
from eval.terms import term_success
from glossary.model import Concept, Enforcement, Form, FormStatus, Glossary, Lang

SOURCES = ("Kepala LAN hadir di Jakarta.", "LAN dan BKN, kata LAN.", "Lihat lan.go.id dan LAN.")
REFERENCES = (
    "国家行政院長官がジャカルタに出席した。",
    "LANと国家公務員庁だとLANは述べた。",
    "サイトを参照。",
)


def concept(
    key: str,
    indonesian: str,
    japanese: tuple[str, ...],
    deprecated: str = "",
    enforcement: Enforcement = Enforcement.HARD,
) -> Concept:
    forms = [Form(japanese[0]), *(Form(form, FormStatus.ADMITTED) for form in japanese[1:])]
    if deprecated:
        forms.append(Form(deprecated, FormStatus.DEPRECATED))
    return Concept(key, (Form(indonesian),), tuple(forms), enforcement=enforcement)


GLOSSARY = Glossary(
    "test",
    (
        concept("lan", "LAN", ("国家行政院", "LAN"), deprecated="行政院"),
        concept("bkn", "BKN", ("国家公務員庁",)),
        concept("hadir", "hadir", ("列席",), enforcement=Enforcement.SOFT),
    ),
)


def corpus(*hypotheses: str) -> Corpus:
    return Corpus(Lang.INDONESIAN, SOURCES, REFERENCES, hypotheses)


@pytest.mark.parametrize(
    ("hypotheses", "met"),
    [
        (REFERENCES, 4),  # the reference: one LAN in segment 3 is not rendered
        (("国家行政院", "LAN 国家公務員庁", "国家行政院"), 5),  # an admitted form; once is enough
        (("行政院", "国家公務員庁", "LANDAI"), 1),  # deprecated; part of a longer word
        (("", "", ""), 0),
    ],
)
def test_every_source_occurrence_of_a_hard_term_counts(
    hypotheses: tuple[str, ...], met: int
) -> None:
    result = term_success(corpus(*hypotheses), GLOSSARY)
    # Not counted: LAN in an address, and a term that is only soft.
    assert (result.total, result.met, result.met_by_reference) == (5, met, 4)
    assert result.rate == met / 5
    assert len(result.misses) == 5 - met


def test_a_miss_says_where_and_what_was_expected() -> None:
    result = term_success(corpus(*REFERENCES), GLOSSARY)
    (miss,) = result.misses
    assert (miss.segment, SOURCES[2][slice(*miss.span)], miss.source_form) == (3, "LAN", "LAN")
    assert miss.concepts == ("lan",)
    assert miss.expected == ("国家行政院", "LAN")
    assert not miss.in_reference


def test_without_hard_terms_there_is_no_rate() -> None:
    result = term_success(corpus(*REFERENCES), Glossary("none", ()))
    assert (result.total, result.rate, result.reference_rate) == (0, None, None)


def test_the_signature_names_matcher_glossary_and_count() -> None:
    signature = term_success(corpus(*REFERENCES), GLOSSARY).signature
    parts = dict(part.split(":", 1) for part in signature.split("|"))
    assert (parts["revision"], parts["hard"], parts["occurrences"]) == (GLOSSARY.revision, "2", "5")
    assert parts["direction"] == "id-ja"
    assert parts["matcher"]


def test_scores_are_sacrebleus_with_the_target_languages_tokenizer() -> None:
    from sacrebleu import corpus_bleu, corpus_chrf

    hypotheses = ("国家行政院の長官がジャカルタに出席。", "LANと国家公務員庁は述べた。", "参照。")
    result = scores(corpus(*hypotheses))
    bleu = corpus_bleu(list(hypotheses), [list(REFERENCES)], tokenize="ja-mecab").score
    chrf = corpus_chrf(list(hypotheses), [list(REFERENCES)]).score
    assert (result["bleu"].score, result["chrf"].score) == (bleu, chrf)
    assert 0 < bleu < 100
    assert "tok:ja-mecab" in result["bleu"].signature
    assert "nc:6" in result["chrf"].signature


def test_indonesian_output_is_tokenized_by_13a() -> None:
    reverse = Corpus(Lang.JAPANESE, REFERENCES, SOURCES, SOURCES)
    assert "tok:13a" in scores(reverse)["bleu"].signature


def write(folder: Path, **contents: str | bytes) -> list[str]:
    """Files as command-line options: write(folder, source="…") gives --source FILE."""
    options = []
    for role, content in contents.items():
        path = folder / f"{role}.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        options += [f"--{role}", str(path)]
    return options


def run(folder: Path, *more: str, lang: str = "id", **contents: str | bytes) -> Result:
    defaults: dict[str, str | bytes] = {
        "source": "\n".join(SOURCES),
        "reference": "\n".join(REFERENCES),
        "hypothesis": "\n".join(REFERENCES),
    }
    files = write(folder, **(defaults | contents))
    target = "ja" if lang == "id" else "id"
    return CliRunner().invoke(app, ["score", "--from", lang, "--to", target, *files, *more])


def read(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_json_without_a_glossary_has_no_terminology(tmp_path: Path) -> None:
    report = read(run(tmp_path, "--json"))
    assert report.keys() == {"scores", "terminology"}
    assert report["scores"]["bleu"].keys() == {"score", "signature"}
    assert report["scores"]["chrf"]["score"] == pytest.approx(100)
    assert report["terminology"] is None


def test_json_with_a_glossary_file(tmp_path: Path) -> None:
    table = tmp_path / "terms.tsv"
    table.write_text("id\tja\nLAN\t国家行政院 | LAN\nBKN\t国家公務員庁\n", encoding="utf-8")
    terms = read(run(tmp_path, "--json", "--glossary", str(table)))["terminology"]
    assert (terms["total"], terms["met"], terms["rate"]) == (5, 4, 0.8)
    assert terms["reference"] == {"met": 4, "rate": 0.8}
    assert [miss["segment"] for miss in terms["misses"]] == [3]


def test_the_table_shows_scores_and_misses(tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_text("id,ja\nLAN,国家行政院\n", encoding="utf-8")
    output = run(tmp_path, "--glossary", str(table)).stdout
    assert all(word in output for word in ("BLEU", "chrF", "1/4 = 25.0%", "Missed", "国家行政院"))


@pytest.mark.parametrize(
    ("contents", "fragments"),
    [
        ({"hypothesis": "一\n二"}, ["unequal length", "(source) has 3", "(hypothesis) has 2"]),
        ({"reference": ""}, ["--reference", "is empty"]),
        ({"hypothesis": "\n\n\n"}, ["--hypothesis", "is empty"]),
        ({"source": "\n".join(REFERENCES)}, ["--source", "is Japanese", "--from id"]),
        ({"reference": "\n".join(SOURCES)}, ["--reference", "is Indonesian", "--to ja"]),
        ({"hypothesis": b"\xff\xfea\x00"}, ["--hypothesis", "not UTF-8"]),
        # Everything at once.
        ({"source": b"\x80", "reference": ""}, ["--source", "not UTF-8", "--reference", "empty"]),
    ],
)
def test_files_that_cannot_be_scored_are_refused(
    tmp_path: Path, contents: dict[str, str | bytes], fragments: list[str]
) -> None:
    result = run(tmp_path, "--json", **contents)
    assert result.exit_code == 1
    assert all(fragment in result.stderr for fragment in fragments), result.stderr
    assert result.stdout == ""


def test_a_missing_file_and_a_broken_glossary_are_project_errors(tmp_path: Path) -> None:
    missing = run(tmp_path, "--source", str(tmp_path / "nowhere.txt"))
    assert (missing.exit_code, "nowhere.txt" in missing.stderr) == (1, True)
    glossary = run(tmp_path, "--glossary", str(tmp_path / "nowhere.tsv"))
    assert (glossary.exit_code, "nowhere.tsv" in glossary.stderr) == (1, True)


def test_a_hypothesis_in_the_wrong_language_is_scored_and_not_refused(tmp_path: Path) -> None:
    report = read(run(tmp_path, "--json", hypothesis="\n".join(SOURCES)))
    assert report["scores"]["chrf"]["score"] < 30


def test_one_language_twice_is_a_usage_error(tmp_path: Path) -> None:
    assert run(tmp_path, "--to", "id").exit_code == 2


def test_line_ends_and_odd_separators_do_not_shift_segments(tmp_path: Path) -> None:
    """CR LF, a byte order mark, and U+2028 inside a segment."""
    result = run(
        tmp_path,
        "--json",
        source="\ufeff" + "\r\n".join(SOURCES) + "\r\n",
        reference="\n".join(REFERENCES) + "\n",
        hypothesis="\n".join(REFERENCES).replace("。", "\u2028"),
    )
    assert read(result)["scores"]["chrf"]["score"] < 100


def test_importing_the_command_line_loads_no_metric() -> None:
    heavy = "{'sacrebleu', 'sudachipy', 'torch', 'rich.table'}"
    code = f"import sys, eval.cli; print({heavy} & {{*sys.modules}})"
    command = [sys.executable, "-c", code]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert output.strip() == "set()"
