"""From a model's name to a backend, and what a user reads where that fails."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from glossary.model import Lang
from translate.backends.base import ModelInput
from translate.errors import ModelLoadError, UnknownModelError
from translate.loading import load_backend

HUB_NAME = "owner/tiny"


@pytest.fixture
def copy(model_directory: Callable[[str], Path], tmp_path: Path) -> Path:
    """A model directory to spoil."""
    return shutil.copytree(model_directory("llama"), tmp_path / "broken")


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty hub cache."""
    from huggingface_hub import constants

    folder = tmp_path / "hub"
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder))
    return folder


@pytest.fixture
def offline(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with HF_HUB_OFFLINE=1."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)


@pytest.fixture
def hub_without_models(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hub that answers "no such repository"."""
    from huggingface_hub import constants

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    server.server_close()


def test_the_name_of_a_directory_names_the_model(model_directory: Callable[[str], Path]) -> None:
    assert load_backend(f"{model_directory('nllb')}/").name == "nllb"


def test_everything_a_directory_lacks_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelLoadError) as error:
        load_backend(str(tmp_path))
    for part in (str(tmp_path), "config.json", "weights", "tokenizer"):
        assert part in str(error.value)


SPOILED = (
    ("model.safetensors", None, "lacks weights", "weights gone"),
    ("tokenizer.json", None, "lacks a tokenizer", "tokenizer gone"),
    ("config.json", "{", "Cannot read the model", "not JSON"),
    ("config.json", '{"model_type": "llama9"}', "llama9", "a type transformers lacks"),
    ("tokenizer.json", "[]", "Cannot read the model", "no tokenizer in it"),
    ("model.safetensors", "no weights", "Cannot read the model", "a text in place of weights"),
    ("chat_template.jinja", "{{ raise_exception('no user') }}", "no user", "refuses our turn"),
)


@pytest.mark.parametrize(("file", "content", "message", "why"), SPOILED)
def test_a_broken_directory_is_one_clear_error(
    copy: Path, file: str, content: str | None, message: str, why: str
) -> None:
    (copy / file).unlink()
    if content is not None:
        (copy / file).write_text(content)
    with pytest.raises(ModelLoadError, match=message) as error:
        load_backend(str(copy))
    assert "broken" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_missing_tensors_are_not_filled_at_random(copy: Path) -> None:
    from safetensors.torch import load_file, save_file

    path = copy / "model.safetensors"
    weights = load_file(path)
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, path, metadata={"format": "pt"})
    with pytest.raises(ModelLoadError, match=r"lack 1 tensors, model\.layers\.1"):
        load_backend(str(copy))


def test_a_model_that_does_not_translate_is_refused(copy: Path) -> None:
    config = json.loads((copy / "config.json").read_text())
    config["architectures"] = ["LlamaForSequenceClassification"]
    (copy / "config.json").write_text(json.dumps(config))
    with pytest.raises(UnknownModelError, match="NLLB-200"):
        load_backend(str(copy))


NO_MODEL = (
    ("./nowhere", "No such model directory", "a path"),
    ("/nowhere/at/all", "No such model directory", "a long path"),
    ("two words", "neither a directory nor a hub name", "not a possible name"),
)


@pytest.mark.parametrize(("name", "message", "why"), NO_MODEL)
def test_a_name_that_is_no_model(name: str, message: str, why: str) -> None:
    with pytest.raises(ModelLoadError, match=message):
        load_backend(name)


def test_a_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    with pytest.raises(ModelLoadError, match="is a file"):
        load_backend(str(tmp_path / "model.bin"))


def test_offline_a_hub_name_outside_the_cache_says_what_to_do(offline: None) -> None:
    with pytest.raises(ModelLoadError) as error:
        load_backend(HUB_NAME)
    for part in (HUB_NAME, "HF_HUB_OFFLINE", f"hf download {HUB_NAME}", "embedded"):
        assert part in str(error.value)


def test_without_a_network_a_hub_name_fails_within_seconds(
    hub_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    start = time.monotonic()
    with pytest.raises(ModelLoadError, match="the hub cannot be reached"):
        load_backend(HUB_NAME)
    assert time.monotonic() - start < 10


def test_a_name_the_hub_does_not_know(hub_without_models: None) -> None:
    with pytest.raises(ModelLoadError, match="has no model 'owner/tiny'"):
        load_backend(HUB_NAME)


def test_offline_a_cached_hub_name_loads(
    offline: None, hub_cache: Path, model_directory: Callable[[str], Path]
) -> None:
    repository = hub_cache / "models--owner--tiny"
    shutil.copytree(model_directory("nllb"), repository / "snapshots" / "abc")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc")
    backend = load_backend(HUB_NAME)
    assert backend.name == HUB_NAME
    assert len(backend.begin([ModelInput("Jakarta", Lang.INDONESIAN)]).logits) == 1
