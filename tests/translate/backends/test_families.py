"""Which row of the family table a model falls under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from glossary.model import Lang
from tests.translate.tiny_models import BUILDERS
from translate.backends.base import Backend, ModelInput
from translate.backends.families import family_of
from translate.errors import ModelLoadError, UnknownModelError

NAMES = {
    "gemma": "labelled lines",
    "translate_gemma": "TranslateGemma",
    "llama": "instruction-tuned",
    "qwen": "instruction-tuned",
    "hunyuan": "Hy-MT",
    "nllb": "NLLB-200",
    "m2m100": "M2M100",
    "small100": "SMaLL-100",
    "mbart50": "mBART-50",
    "madlad": "MADLAD-400",
    "t5": "T5",
    "marian": "Marian/OPUS",
    "marian_one_way": "Marian/OPUS",
}


@pytest.mark.parametrize("name", BUILDERS)
def test_models_fall_under_their_own_family(name: str, plain_of: Callable[..., Any]) -> None:
    model, tokenizer = plain_of(name)
    assert family_of(model.config, tokenizer).name == NAMES[name]


def test_an_unknown_architecture_is_refused_with_the_known_ones(
    plain_of: Callable[..., Any],
) -> None:
    from transformers import BertConfig

    config = BertConfig(architectures=["BertForMaskedLM"])
    with pytest.raises(UnknownModelError) as error:
        family_of(config, plain_of("llama")[1])
    for part in ("bert", "BertForMaskedLM", "NLLB-200", "Marian/OPUS", "TranslateGemma"):
        assert part in str(error.value)


def test_an_encoder_decoder_without_our_languages_is_refused(plain_of: Callable[..., Any]) -> None:
    model, _ = plain_of("mbart50")  # as mBART-25, which has no Indonesian
    with pytest.raises(UnknownModelError, match="Indonesian and Japanese"):
        family_of(model.config, plain_of("nllb")[1])


def test_a_one_way_model_refuses_the_other_way(backend_of: Callable[[str], Backend]) -> None:
    backend = backend_of("marian_one_way")
    forth = ModelInput("Jakarta", Lang.INDONESIAN)
    backend.begin([forth])
    with pytest.raises(ModelLoadError, match="id→ja only"):
        backend.begin([replace(forth, source_lang=Lang.JAPANESE)])


@pytest.mark.parametrize("name", BUILDERS)
def test_limits_leave_room_in_the_models_positions(
    name: str, backend_of: Callable[[str], Backend], plain_of: Callable[..., Any]
) -> None:
    limits = backend_of(name).capabilities
    config = plain_of(name)[0].config.get_text_config()
    positions = getattr(config, "max_position_embeddings", 512)
    assert 100 <= limits.max_source_tokens < positions
    assert 100 <= limits.max_target_tokens < positions
