"""What the search needs of a model: next-token scores of rows, and the vocabulary as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from glossary.model import Lang
from translate.model import Hint

if TYPE_CHECKING:
    from torch import Tensor


class Register(StrEnum):
    """Style of Japanese output; AUTO leaves it to the model."""

    AUTO = "auto"
    PLAIN = "plain"
    POLITE = "polite"


@dataclass(frozen=True, slots=True)
class ModelInput:
    """One segment as a model gets it. `source` holds no line break."""

    source: str
    source_lang: Lang
    hints: tuple[Hint, ...] = ()
    register: Register = Register.AUTO

    @property
    def target_lang(self) -> Lang:
        """The language to translate into."""
        return self.source_lang.other


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a model can do. Limits are in its own tokens."""

    reads_hints: bool
    reads_register: bool
    max_source_tokens: int
    max_target_tokens: int


@dataclass(frozen=True)
class Vocabulary:
    """A tokenizer's output side as bytes.

    `token_bytes[i]` is what token i adds to the text (UTF-8; sentencepiece's "▁" is a space), or
    None for a token that must never be generated (padding, language codes, unused ids).
    An end-of-sentence id is in `eos_ids` and has None. `strip_leading_space`: the text's first
    space is an artefact of the tokenizer and not part of the text.
    """

    token_bytes: tuple[bytes | None, ...]
    eos_ids: frozenset[int]
    strip_leading_space: bool = True

    def text(self, tokens: Sequence[int]) -> str:
        """The text that `tokens` spell; invalid UTF-8 becomes U+FFFD."""
        pieces = [self.token_bytes[t] or b"" for t in tokens]
        text = b"".join(pieces).decode("utf-8", errors="replace")
        return text.removeprefix(" ") if self.strip_leading_space else text


class DecodingState(Protocol):
    """Rows of partial targets with their key-value caches. A row belongs to one input."""

    @property
    def logits(self) -> Tensor:
        """Next-token logits of every row, float32, shape (rows, vocabulary size)."""

    def advance(self, parents: Tensor, tokens: Tensor) -> None:
        """Replace the rows: new row i is old row `parents[i]` followed by `tokens[i]`.

        Both are int64 of shape (new rows,); a parent may occur several times or not at all.
        """


class Backend(Protocol):
    """A translation model with its tokenizer."""

    @property
    def name(self) -> str:
        """How signatures name the model."""

    @property
    def capabilities(self) -> Capabilities:
        """What the model can do."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The output side of its tokenizer."""

    def count_tokens(self, text: str, lang: Lang) -> int:
        """How many source tokens `text` takes (without prompt or special tokens)."""

    def begin(self, inputs: Sequence[ModelInput]) -> DecodingState:
        """Read the inputs; row i of the new state is the empty target of `inputs[i]`."""
