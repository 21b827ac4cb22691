"""Comparing a quantised file with the model it was made from."""

from __future__ import annotations

import json

import pytest

from tests.training.tiny_gemma import write_tiny_gemma
from tests.translate.tiny_tokenizers import INDONESIAN, JAPANESE
from training import measure_quantisation
from training.export import main as export


@pytest.fixture
def folder(tmp_path):
    write_tiny_gemma(tmp_path)
    for name, lines in (("id", INDONESIAN), ("ja", JAPANESE)):
        (tmp_path / f"dev.{name}").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    out = tmp_path / "model.gguf"
    assert export(["--model", str(tmp_path), "--out", str(out), "--plain"]) == 0
    return tmp_path


def figures(folder, candidate, capsys, *more):
    capsys.readouterr()
    arguments = ["--reference", folder, "--candidate", candidate, "--dev", folder / "dev", *more]
    assert measure_quantisation.main([str(a) for a in arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_quantised_model_differs_a_little(folder, capsys):
    result = figures(folder, folder / "model.gguf", capsys)
    assert result["bytes"] == (folder / "model.gguf").stat().st_size
    assert 0 < result["logits"]["divergence"] < 1
    assert 0 < result["logits"]["agreement"] <= 1
    assert set(result["translations"]) == {"id-ja", "ja-id"}
    reference = result["translations"]["id-ja"]["reference"]
    assert 0 <= reference["chrf"]["score"] <= 100
    assert "ja-mecab" in reference["bleu"]["signature"]


def test_a_model_does_not_differ_from_itself(folder, capsys):
    result = figures(folder, folder, capsys, "--no-translation")
    assert result["logits"]["divergence"] == pytest.approx(0, abs=1e-6)
    assert result["logits"]["agreement"] == 1
    assert result["logits"]["reference_loss"] == result["logits"]["candidate_loss"]
    assert "translations" not in result


def test_unequal_dev_files(tmp_path):
    (tmp_path / "dev.id").write_text("satu\ndua\n", encoding="utf-8")
    (tmp_path / "dev.ja").write_text("一\n", encoding="utf-8")
    with pytest.raises(ValueError, match="2 and 1 lines"):
        measure_quantisation.read_dev(tmp_path / "dev")
