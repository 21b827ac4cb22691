"""Decoder-only models: prompts in, next-token scores of many partial targets out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from glossary.model import Lang
from translate.backends.base import Capabilities, ModelInput, Vocabulary
from translate.backends.families import CausalFamily
from translate.backends.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from torch import Tensor


class CausalState:
    """Rows of partial targets over one key-value cache of left-padded prompts.

    `mask` (rows, length) marks real positions, `positions` (rows, 1) is each row's last one.
    """

    def __init__(self, model: Any, prompts: Sequence[Sequence[int]], pad: int) -> None:
        import torch
        from transformers import DynamicCache

        self._model = model
        self._cache: Any = DynamicCache(config=model.config)
        width = max(len(p) for p in prompts)
        tokens = torch.tensor([[pad] * (width - len(p)) + list(p) for p in prompts])
        self._mask = torch.tensor([[0] * (width - len(p)) + [1] * len(p) for p in prompts])
        positions = (self._mask.cumsum(-1) - 1).clamp(min=0)
        self._positions = positions[:, -1:]
        self._logits = self._step(tokens, positions)

    @property
    def logits(self) -> Tensor:
        """Next-token logits of every row, float32, shape (rows, vocabulary size)."""
        return self._logits

    def advance(self, parents: Tensor, tokens: Tensor) -> None:
        """Replace the rows: new row i is old row `parents[i]` followed by `tokens[i]`."""
        import torch

        if not is_identity(parents, len(self._mask)):
            self._cache.reorder_cache(parents)
        self._mask = torch.nn.functional.pad(self._mask[parents], (0, 1), value=1)
        self._positions = self._positions[parents] + 1
        self._logits = self._step(tokens[:, None], self._positions)

    def _step(self, tokens: Tensor, positions: Tensor) -> Tensor:
        import torch

        with torch.inference_mode():
            output = self._model(
                input_ids=tokens,
                attention_mask=self._mask,
                position_ids=positions,
                cache=self._cache,
                use_cache=True,
                logits_to_keep=1,
            )
            logits: Tensor = output.logits[:, -1].float()
        return logits


class CausalBackend:
    """A decoder-only translation model with its tokenizer, asked in its family's way."""

    name: str
    capabilities: Capabilities
    vocabulary: Vocabulary

    def __init__(self, model: Any, tokenizer: Any, family: CausalFamily, name: str) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._family = family
        self.name = name
        self.capabilities = family.capabilities(model.config)
        self.vocabulary = causal_vocabulary(model, tokenizer, family)
        # A chat template that cannot hold our request fails here, not in mid-translation.
        family.prompt.render(ModelInput("Jakarta", Lang.INDONESIAN), tokenizer)

    def count_tokens(self, text: str, lang: Lang) -> int:  # noqa: ARG002
        """How many source tokens `text` takes (without prompt or special tokens)."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def begin(self, inputs: Sequence[ModelInput]) -> CausalState:
        """Read the prompts; row i of the new state is the empty target of `inputs[i]`."""
        prompt = self._family.prompt
        texts = [prompt.render(item, self._tokenizer) for item in inputs]
        encoded = self._tokenizer(texts, add_special_tokens=not prompt.has_special_tokens)
        pad = self._tokenizer.pad_token_id or 0
        return CausalState(self._model, encoded["input_ids"], pad)


def causal_vocabulary(model: Any, tokenizer: Any, family: CausalFamily) -> Vocabulary:
    """The tokenizer's output side, with every token that ends a target for this family."""
    size = model.get_output_embeddings().weight.shape[0]
    ends = end_ids(model, tokenizer)
    if family.prompt.line_ends_target:
        ends |= _line_break_ids(tokenizer)
    vocabulary = read_vocabulary(tokenizer, size, ends)
    strips = vocabulary.strip_leading_space or family.prompt.target_after_space
    return replace(vocabulary, strip_leading_space=strips)


def _line_break_ids(tokenizer: Any) -> set[int]:
    """The token of a line break after a word, where it is one token."""
    last = tokenizer("a\n", add_special_tokens=False)["input_ids"][-1:]
    return set(last) if tokenizer.decode(last) == "\n" else set()


def end_ids(model: Any, tokenizer: Any) -> set[int]:
    """End-of-sentence ids: the tokenizer's and those that the model's files name (one or many)."""
    holders = (tokenizer, model.generation_config, model.config.get_text_config())
    flat: set[int | None] = set()
    for holder in holders:
        ids = getattr(holder, "eos_token_id", None)
        flat.update(ids if isinstance(ids, list | tuple) else [ids])
    return {i for i in flat if i is not None}


def is_identity(parents: Tensor, rows: int) -> bool:
    """Whether `parents` leaves every row where it is."""
    import torch

    return len(parents) == rows and torch.equal(parents, torch.arange(rows))
