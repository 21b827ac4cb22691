"""Tokens as bytes: what the vocabulary says a token adds is what the tokenizer decodes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary.model import Lang
from tests.translate.tiny_models import BUILDERS
from tests.translate.tiny_tokenizers import INDONESIAN, SENTENCES
from translate.backends.base import Backend, ModelInput, Vocabulary
from translate.backends.prompts import labelled_lines
from translate.backends.vocabulary import read_vocabulary
from translate.errors import UnknownModelError
from translate.model import Hint

EMBEDDED = Path(__file__).parents[3] / "translate" / "data" / "embedded"
BYTE_FALLBACK = ("gemma", "translate_gemma", "llama")
BYTE_LEVEL = ("qwen", "hunyuan")


def _whole_characters(data: bytes | None) -> bool:
    try:
        return data is not None and data.decode() is not None
    except UnicodeDecodeError:
        return False


def _decoded(tokenizer: Any, ids: list[int]) -> str:
    return tokenizer.decode(ids, clean_up_tokenization_spaces=False)


@pytest.mark.parametrize("name", BUILDERS)
def test_random_tokens_spell_what_the_tokenizer_decodes(
    name: str,
    backend_of: Callable[[str], Backend],
    plain_of: Callable[[str], tuple[Any, Any]],
) -> None:
    vocabulary = backend_of(name).vocabulary
    _, tokenizer = plain_of(name)
    usable = [i for i, data in enumerate(vocabulary.token_bytes) if data is not None]
    if name not in BYTE_LEVEL:
        # A torn character is shown in ways of its own by each library; texts have none.
        usable = [i for i in usable if _whole_characters(vocabulary.token_bytes[i])]
    chance = random.Random(0)
    for _ in range(200):
        ids = chance.choices(usable, k=chance.randint(1, 12))
        # Decoders of some families also strip the end of a text, so outer spaces are left aside.
        assert vocabulary.text(ids).strip(" ") == _decoded(tokenizer, ids).strip(" ")


@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_survives_tokens_and_back(
    name: str, text: str, backend_of: Callable[[str], Backend], plain_of: Callable[..., Any]
) -> None:
    _, tokenizer = plain_of(name)
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    assert backend_of(name).vocabulary.text(ids) == text


@pytest.mark.parametrize("name", [*BYTE_FALLBACK, *BYTE_LEVEL])
@pytest.mark.parametrize("text", ["𠮷野家 🇮🇩", "Ｒｐ１兆", "café  naïve", "ｶﾅ゛〜"])
def test_characters_outside_the_vocabulary_are_spelled_by_their_bytes(
    name: str, text: str, backend_of: Callable[[str], Backend], plain_of: Callable[..., Any]
) -> None:
    _, tokenizer = plain_of(name)
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    assert backend_of(name).vocabulary.text(ids) == text


NEVER = (
    ("gemma", "<pad>", "special"),
    ("gemma", "<start_of_turn>", "markup of prompts"),
    ("gemma", "<table>", "an added tag that is not special"),
    ("gemma", "\n", "targets are one line"),
    ("gemma", "<0x0A>", "the same as a byte"),
    ("gemma", "<0x00>", "control character"),
    ("qwen", "Ċ", "byte-level line break"),
    ("qwen", "<think>", "an added tag that is not special"),
    ("nllb", "ind_Latn", "language code"),
    ("m2m100", "__ja__", "language code beyond the tokenizer's length"),
    ("m2m100", "<unk>", "unknown"),
    ("mbart50", "ja_XX", "language code"),
    ("mbart50", "<mask>", "mask"),
    ("madlad", "<2id>", "language code that is an ordinary piece"),
    ("marian", ">>jpn<<", "language code that is an ordinary piece"),
)


@pytest.mark.parametrize(("name", "token", "why"), NEVER)
def test_tokens_that_are_no_text_are_never_generated(
    name: str,
    token: str,
    why: str,
    backend_of: Callable[[str], Backend],
    plain_of: Callable[..., Any],
) -> None:
    _, tokenizer = plain_of(name)
    number = tokenizer.convert_tokens_to_ids(token)
    assert tokenizer.convert_ids_to_tokens(number) == token
    assert backend_of(name).vocabulary.token_bytes[number] is None


@pytest.mark.parametrize("name", BUILDERS)
def test_the_end_and_what_lies_beyond_the_tokenizer_have_no_text(
    name: str, backend_of: Callable[[str], Backend], plain_of: Callable[..., Any]
) -> None:
    vocabulary = backend_of(name).vocabulary
    _, tokenizer = plain_of(name)
    assert tokenizer.eos_token_id in vocabulary.eos_ids
    assert all(vocabulary.token_bytes[i] is None for i in vocabulary.eos_ids)
    known = max(tokenizer.get_vocab().values())
    assert not any(vocabulary.token_bytes[known + 1 :])


def test_a_line_break_ends_the_target_of_a_base_model_only(
    backend_of: Callable[[str], Backend], plain_of: Callable[..., Any]
) -> None:
    line_break = plain_of("gemma")[1].convert_tokens_to_ids("\n")
    assert line_break in backend_of("gemma").vocabulary.eos_ids
    assert line_break not in backend_of("llama").vocabulary.eos_ids


def test_word_pieces_are_refused() -> None:
    from tokenizers import Tokenizer, decoders, models
    from transformers import PreTrainedTokenizerFast

    raw = Tokenizer(models.WordPiece({"[UNK]": 0, "a": 1, "##b": 2}))
    raw.decoder = decoders.WordPiece()
    with pytest.raises(UnknownModelError, match="WordPiece"):
        read_vocabulary(PreTrainedTokenizerFast(tokenizer_object=raw), 3, [0])


@pytest.fixture(scope="module")
def embedded() -> tuple[Any, Vocabulary]:
    """The embedded model's tokenizer and its vocabulary."""
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast.from_pretrained(EMBEDDED)
    return tokenizer, read_vocabulary(tokenizer, len(tokenizer), [tokenizer.eos_token_id])


def test_the_embedded_vocabulary_spells_what_its_tokenizer_decodes(
    embedded: tuple[Any, Vocabulary],
) -> None:
    tokenizer, vocabulary = embedded
    usable = [i for i, data in enumerate(vocabulary.token_bytes) if _whole_characters(data)]
    assert len(usable) > 43_000
    chance = random.Random(0)
    for _ in range(300):
        ids = chance.choices(usable, k=12)
        assert vocabulary.text(ids) == _decoded(tokenizer, ids)


@pytest.mark.parametrize("target", [*SENTENCES, "2024年", "(BMKG)", "ﾊﾝｶｸ", "「はい」"])
def test_prompt_and_target_have_the_same_tokens_apart_and_together(
    embedded: tuple[Any, Vocabulary], target: str
) -> None:
    tokenizer, _ = embedded
    item = ModelInput(INDONESIAN[0], Lang.INDONESIAN, (Hint("Presiden", "大統領"),))
    prompt, answer = labelled_lines(item), f" {target}"
    apart = [*tokenizer(prompt)["input_ids"], *tokenizer.encode(answer, add_special_tokens=False)]
    assert tokenizer(prompt + answer)["input_ids"] == apart
