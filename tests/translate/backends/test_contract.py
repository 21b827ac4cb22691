"""What every backend owes the search, checked on a tiny model of each family.

The reference encodes the source as the family's model card says, with the tokenizer's own means,
and scores every row alone with one forward pass and no cache.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.testing import assert_close

from glossary.model import Lang
from tests.translate.tiny_models import BUILDERS
from tests.translate.tiny_tokenizers import INDONESIAN
from translate.backends.base import Backend, ModelInput
from translate.backends.prompts import chat_instruction, hunyuan_mt, labelled_lines
from translate.beam import Request
from translate.decoding import SearchOptions, search
from translate.model import Constraint, ConstraintKind
from translate.token_index import TokenIndex

# Sources of unlike length, so that a batch is padded.
SOURCES = (INDONESIAN[0], "Jakarta", INDONESIAN[2])
INPUTS = tuple(ModelInput(text, Lang.INDONESIAN) for text in SOURCES)


def _prompted(render: Callable[..., str], special: bool) -> Callable[..., list[int]]:
    def encode(tokenizer: Any, item: ModelInput) -> list[int]:
        return tokenizer(render(item, tokenizer), add_special_tokens=special)["input_ids"]

    return encode


def _gemma_chat(tokenizer: Any, item: ModelInput) -> list[int]:
    content = {"type": "text", "source_lang_code": "id", "target_lang_code": "ja"}
    turn = {"role": "user", "content": [{**content, "text": item.source}]}
    return tokenizer.apply_chat_template([turn], add_generation_prompt=True)["input_ids"]


PROMPTS = {
    "gemma": _prompted(labelled_lines, special=True),
    "translate_gemma": _gemma_chat,
    "llama": _prompted(chat_instruction, special=False),
    "qwen": _prompted(chat_instruction, special=False),
    "hunyuan": _prompted(hunyuan_mt, special=False),
}


def _with_source_code(code: str) -> Callable[..., list[int]]:
    def encode(tokenizer: Any, text: str) -> list[int]:
        tokenizer.src_lang = code
        return tokenizer(text)["input_ids"]

    return encode


# Encoder input by the tokenizer's documented use, and the tokens that follow the decoder's start.
ENCODERS: dict[str, tuple[Callable[..., list[int]], tuple[str, ...]]] = {
    "nllb": (_with_source_code("ind_Latn"), ("jpn_Jpan",)),
    "m2m100": (_with_source_code("id"), ("__ja__",)),
    # The card's tokenizer puts the target's code where M2M100 has the source's, and forces nothing.
    "small100": (_with_source_code("ja"), ()),
    "mbart50": (_with_source_code("id_ID"), ("ja_XX",)),
    "madlad": (lambda tokenizer, text: tokenizer(f"<2ja> {text}")["input_ids"], ()),
    "t5": (
        lambda tokenizer, text: tokenizer(f"translate Indonesian to Japanese: {text}")["input_ids"],
        (),
    ),
    "marian": (lambda tokenizer, text: tokenizer(f">>jpn<< {text}")["input_ids"], ()),
    "marian_one_way": (lambda tokenizer, text: tokenizer(text)["input_ids"], ()),
}


class Reference:
    """Scores of one row at a time, by the whole forward pass."""

    def __init__(self, name: str, model: Any, tokenizer: Any) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._name = name

    def logits(self, item: ModelInput, prefix: list[int]) -> torch.Tensor:
        """Next-token logits after `prefix`."""
        with torch.inference_mode():
            if self._name in PROMPTS:
                ids = PROMPTS[self._name](self._tokenizer, item)
                return self._model(input_ids=torch.tensor([ids + prefix])).logits[0, -1]
            encode, codes = ENCODERS[self._name]
            source = torch.tensor([encode(self._tokenizer, item.source)])
            begin = [self._model.config.decoder_start_token_id]
            begin += [self._tokenizer.convert_tokens_to_ids(code) for code in codes]
            target = torch.tensor([begin + prefix])
            return self._model(input_ids=source, decoder_input_ids=target).logits[0, -1]


@pytest.fixture(params=BUILDERS)
def name(request: pytest.FixtureRequest) -> str:
    """Name of a family."""
    return request.param


@pytest.fixture
def backend(name: str, backend_of: Callable[[str], Backend]) -> Backend:
    """Its backend."""
    return backend_of(name)


@pytest.fixture
def reference(name: str, plain_of: Callable[[str], tuple[Any, Any]]) -> Reference:
    """Its reference."""
    return Reference(name, *plain_of(name))


# Row choices of a search: (parents, why).
MOVES = (
    ([0, 0, 1, 1, 1, 2], "every input gets rows of its own"),
    ([1, 0, 3, 2, 2, 5], "rows swap and one dies out"),
    ([0, 1, 2, 3, 4, 5], "nothing moves"),
    ([2, 3, 5], "the first input is done"),
    ([2, 2, 2, 0], "the shortest prompt is left with few rows"),
    ([3], "one row remains"),
    ([0], "and goes on beyond the sliding window"),
)


def test_scores_are_those_of_the_whole_forward_pass_whatever_happens_to_the_rows(
    backend: Backend, reference: Reference
) -> None:
    generator = torch.Generator().manual_seed(1)
    usable = [i for i, data in enumerate(backend.vocabulary.token_bytes) if data]
    state = backend.begin(INPUTS)
    rows: list[tuple[ModelInput, list[int]]] = [(item, []) for item in INPUTS]
    for parents, _ in ((None, ""), *MOVES):
        if parents is not None:
            drawn = torch.randint(len(usable), (len(parents),), generator=generator).tolist()
            tokens = [usable[i] for i in drawn]
            state.advance(torch.tensor(parents), torch.tensor(tokens))
            rows = [(rows[p][0], [*rows[p][1], t]) for p, t in zip(parents, tokens, strict=True)]
        expected = torch.stack([reference.logits(*row) for row in rows])
        assert state.logits.dtype == torch.float32
        assert_close(state.logits, expected, rtol=1e-4, atol=1e-4)


def test_a_batch_scores_as_its_inputs_do_alone(backend: Backend) -> None:
    together = backend.begin(INPUTS).logits
    alone = torch.cat([backend.begin([item]).logits for item in INPUTS])
    assert_close(together, alone, rtol=1e-4, atol=1e-4)


def test_the_vocabulary_covers_every_logit(backend: Backend) -> None:
    assert backend.begin(INPUTS[:1]).logits.shape[1] == len(backend.vocabulary.token_bytes)


def test_source_tokens_are_counted_without_codes_prompt_or_end(
    name: str, backend: Backend, plain_of: Callable[[str], tuple[Any, Any]]
) -> None:
    _, tokenizer = plain_of(name)
    assert backend.count_tokens(SOURCES[0], Lang.INDONESIAN) == len(tokenizer.tokenize(SOURCES[0]))


def test_a_required_term_is_in_the_translation(backend: Backend) -> None:
    term = "外務大臣"
    constraint = Constraint(
        ConstraintKind.TERM, "c1", "Menteri Luar Negeri", ((0, 19),), alternatives=(term,)
    )
    requests = [Request(backend.vocabulary, (constraint,)), Request(backend.vocabulary)]
    found = search(
        backend,
        INPUTS[:2],
        requests,
        TokenIndex(backend.vocabulary),
        SearchOptions(beam=3, length_factor=0, length_extra=12),
    )
    best = found[0][0]
    assert best.satisfied
    assert term in best.text
    assert "\n" not in best.text + found[1][0].text
