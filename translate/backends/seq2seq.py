"""Encoder-decoder models: the source is encoded once, the rows grow in the decoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from glossary.model import Lang
from translate.backends.base import Capabilities, ModelInput, Vocabulary
from translate.backends.causal import end_ids, is_identity
from translate.backends.families import Seq2SeqFamily
from translate.backends.prompts import ENGLISH_NAMES
from translate.backends.vocabulary import read_vocabulary
from translate.errors import ModelLoadError

if TYPE_CHECKING:
    from torch import Tensor


class Seq2SeqState:
    """Rows of partial targets; each holds its source's encoding through the cross-attention cache.

    `mask` (rows, source length) marks the real positions of each row's source; `inputs` (rows,)
    is the number of the input that each row belongs to.
    """

    def __init__(self, model: Any, sources: Tensor, mask: Tensor, prefixes: Tensor) -> None:
        import torch
        from transformers import DynamicCache, EncoderDecoderCache

        self._model = model
        self._mask = mask
        # Sliding windows do not occur in these decoders, so plain layers will do.
        self._cache: Any = EncoderDecoderCache(DynamicCache(), DynamicCache())
        self._inputs = torch.arange(len(sources))
        with torch.inference_mode():
            self._encoded = model.get_encoder()(input_ids=sources, attention_mask=mask)[0]
        self._logits = self._step(prefixes)

    @property
    def logits(self) -> Tensor:
        """Next-token logits of every row, float32, shape (rows, vocabulary size)."""
        return self._logits

    def advance(self, parents: Tensor, tokens: Tensor) -> None:
        """Replace the rows: new row i is old row `parents[i]` followed by `tokens[i]`."""
        import torch

        if not is_identity(parents, len(self._mask)):
            self._cache.self_attention_cache.reorder_cache(parents)
        inputs = self._inputs[parents]
        if not torch.equal(inputs, self._inputs):
            # Rows of one input have the same keys and values of the source: most steps move none.
            self._cache.cross_attention_cache.reorder_cache(parents)
            self._mask = self._mask[parents]
            self._inputs = inputs
            # Read for its shape only: keys and values of the source are in the cache.
            self._encoded = self._encoded[:1].expand(len(parents), -1, -1)
        self._logits = self._step(tokens[:, None])

    def _step(self, tokens: Tensor) -> Tensor:
        import torch

        with torch.inference_mode():
            output = self._model(
                encoder_outputs=(self._encoded,),
                attention_mask=self._mask,
                decoder_input_ids=tokens,
                cache=self._cache,
                use_cache=True,
            )
            logits: Tensor = output.logits[:, -1].float()
        return logits


class Seq2SeqBackend:
    """An encoder-decoder translation model with its tokenizer, addressed in its family's way."""

    name: str
    capabilities: Capabilities
    vocabulary: Vocabulary

    def __init__(self, model: Any, tokenizer: Any, family: Seq2SeqFamily, name: str) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._family = family
        self.name = name
        self.capabilities = family.capabilities(model.config)
        self.vocabulary = read_vocabulary(
            tokenizer, model.get_output_embeddings().weight.shape[0], end_ids(model, tokenizer)
        )

    def count_tokens(self, text: str, lang: Lang) -> int:  # noqa: ARG002
        """How many source tokens `text` takes (without language codes or special tokens)."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def begin(self, inputs: Sequence[ModelInput]) -> Seq2SeqState:
        """Encode the sources; row i of the new state is the empty target of `inputs[i]`.

        Raises:
            ModelLoadError: the model serves one direction only, and not this one.
        """
        import torch

        sources = [self._source_ids(item) for item in inputs]
        prefixes = [self._prefix_ids(item) for item in inputs]
        width = max(len(s) for s in sources)
        pad = self._model.config.pad_token_id or 0
        padded = torch.tensor([s + [pad] * (width - len(s)) for s in sources])
        mask = torch.tensor([[1] * len(s) + [0] * (width - len(s)) for s in sources])
        return Seq2SeqState(self._model, padded, mask, torch.tensor(prefixes))

    def _source_ids(self, item: ModelInput) -> list[int]:
        prefix = self._family.text_prefix.format(
            source=ENGLISH_NAMES[item.source_lang],
            target=ENGLISH_NAMES[item.target_lang],
            code=next(iter(self._family.codes.get(item.target_lang, ())), ""),
        )
        ids = self._tokenizer(prefix + item.source, add_special_tokens=False)["input_ids"]
        return [*self._code(self._family.encoder_code, item), *ids, self._tokenizer.eos_token_id]

    def _prefix_ids(self, item: ModelInput) -> list[int]:
        start = self._model.generation_config.decoder_start_token_id
        if start is None:
            start = self._model.config.decoder_start_token_id
        return [start, *self._code(self._family.decoder_code, item)]

    def _code(self, role: str, item: ModelInput) -> list[int]:
        """The token of the language that has this role, if the family wants one here."""
        if not role:
            return []
        lang = item.source_lang if role == "source" else item.target_lang
        code = self._family.code_id(self._tokenizer, lang)
        if code is not None:
            return [code]
        self._check_direction(item)
        return []

    def _check_direction(self, item: ModelInput) -> None:
        """Refuse what a one-direction model (Marian without language codes) was not made for."""
        target = getattr(self._tokenizer, "target_lang", None)
        names = {Lang.INDONESIAN: {"id", "ind", "in"}, Lang.JAPANESE: {"ja", "jpn", "jap"}}
        if target and target not in names[item.target_lang]:
            source = getattr(self._tokenizer, "source_lang", None) or "?"
            raise ModelLoadError(
                f"The model {self.name} translates {source}→{target} only; "
                f"choose one for {item.source_lang}→{item.target_lang}"
            )
