"""One tiny model a family for the whole session; each is built when a test first asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.translate.tiny_models import BUILDERS
from translate.backends.base import Backend
from translate.loading import load_backend


@pytest.fixture(scope="session")
def model_directory(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The directory of a tiny model of the named family."""

    @cache
    def build(name: str) -> Path:
        folder = tmp_path_factory.mktemp("models") / name
        BUILDERS[name](folder)
        return folder

    return build


@pytest.fixture(scope="session")
def backend_of(model_directory: Callable[[str], Path]) -> Callable[[str], Backend]:
    """The backend of a tiny model, loaded the way users load theirs."""

    @cache
    def load(name: str) -> Backend:
        return load_backend(str(model_directory(name)), threads=1)

    return load


@pytest.fixture(scope="session")
def plain_of(model_directory: Callable[[str], Path]) -> Callable[[str], tuple[Any, Any]]:
    """The same model and tokenizer as transformers loads them, for reference results."""

    @cache
    def load(name: str) -> tuple[Any, Any]:
        import transformers

        folder = model_directory(name)
        config = transformers.AutoConfig.from_pretrained(folder)
        kind = "Seq2SeqLM" if config.is_encoder_decoder else "CausalLM"
        model = getattr(transformers, f"AutoModelFor{kind}").from_pretrained(folder).eval()
        auto = transformers.M2M100Tokenizer if name == "small100" else transformers.AutoTokenizer
        return model, auto.from_pretrained(folder)

    return load
