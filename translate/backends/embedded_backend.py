"""The embedded model behind the `Backend` interface: its own engine, eight-bit products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.model import Lang
from translate.backends.base import Capabilities, ModelInput, Vocabulary
from translate.backends.causal import causal_vocabulary
from translate.backends.families import EMBEDDED
from translate.backends.gemma import Gemma
from translate.backends.gemma_state import GemmaState
from translate.backends.int8 import Int8Linear
from translate.errors import ModelLoadError

if TYPE_CHECKING:
    from torch import Tensor


ACTIVATIONS_NAME = "activations.safetensors"


def load_embedded_backend(name: str, directory: Path | None = None) -> EmbeddedBackend:
    """The packaged model (or another in `directory`, of the same layout) in eight bits.

    Raises ModelLoadError where a file is missing or broken.
    """
    from translate.backends.embedded import embedded_directory, load_embedded

    directory = directory or embedded_directory()
    model, tokenizer = load_embedded(directory=directory)
    return EmbeddedBackend(model, tokenizer, _magnitudes(directory / ACTIVATIONS_NAME), name)


def _magnitudes(path: Path) -> dict[str, Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return {name: tensor.float() for name, tensor in load_file(path).items()}
    except (OSError, SafetensorError) as error:
        raise ModelLoadError(
            f"{path}: cannot be read ({error}); install jembatan again, or make the file with "
            "python -m training.calibrate"
        ) from error


class EmbeddedBackend:
    """Gemma 3 fine-tuned for the pair; `model` may be dropped by the caller afterwards."""

    def __init__(
        self, model: Any, tokenizer: Any, magnitudes: Mapping[str, Tensor], name: str
    ) -> None:
        self.name = name
        self.capabilities: Capabilities = EMBEDDED.capabilities(model.config)
        self.vocabulary: Vocabulary = causal_vocabulary(model, tokenizer, EMBEDDED)
        self._tokenizer = tokenizer
        self._gemma = Gemma.of(model, lambda _, weight: Int8Linear(weight), magnitudes)

    def count_tokens(self, text: str, lang: Lang) -> int:  # noqa: ARG002 (one tokenizer for both)
        """How many source tokens `text` takes (without prompt or special tokens)."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def begin(self, inputs: Sequence[ModelInput]) -> GemmaState:
        """Read the prompts; row i of the new state is the empty target of `inputs[i]`."""
        import torch

        texts = [EMBEDDED.prompt.render(item, self._tokenizer) for item in inputs]
        with torch.inference_mode():
            return GemmaState(self._gemma, self._tokenizer(texts)["input_ids"])
