"""From a model's name to a backend: the embedded one, a local directory, or the hub."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from translate.backends.base import Backend
from translate.backends.causal import CausalBackend
from translate.backends.families import STAND_IN_TOKENIZERS, CausalFamily, family_of
from translate.backends.seq2seq import Seq2SeqBackend
from translate.errors import ModelLoadError, UnknownModelError

EMBEDDED_NAME = "embedded"
_WEIGHTS = ("*.safetensors", "*.safetensors.index.json", "pytorch_model*.bin")
_TOKENIZERS = ("tokenizer.json", "*.model", "*.spm", "vocab.json", "vocab.txt")
_PROBE_SECONDS = 5.0


def load_backend(model: str = EMBEDDED_NAME, threads: int | None = None) -> Backend:
    """Load a translation model for the CPU, in float32.

    `model` is "embedded", a directory in Hugging Face layout, or a hub name such as
    "facebook/nllb-200-distilled-600M". `threads` limits torch's threads in this process.
    Code that comes with a model is never run.

    Raises:
        ModelLoadError: the model cannot be found or read; the message says what to do.
        UnknownModelError: it is no translation model of a known family.
    """
    if threads is not None:
        import torch

        torch.set_num_threads(threads)
    if model == EMBEDDED_NAME:
        from translate.backends.embedded_backend import load_embedded_backend

        return load_embedded_backend(EMBEDDED_NAME)
    directory = Path(model).expanduser()
    if directory.is_dir():
        _check_directory(directory)
        return _from_files(str(directory), directory.resolve().name, local_only=True)
    if directory.exists():
        raise ModelLoadError(f"{model} is a file; a model is a directory in Hugging Face layout")
    if _looks_like_path(model):
        raise ModelLoadError(f"No such model directory: {model}")
    return _from_hub(model)


def _check_directory(directory: Path) -> None:
    """Name everything that a model directory lacks."""
    missing = []
    if not (directory / "config.json").is_file():
        missing.append("config.json")
    if not _has_any(directory, _WEIGHTS):
        missing.append("weights (model.safetensors or pytorch_model.bin)")
    if not _has_any(directory, _TOKENIZERS):
        missing.append("a tokenizer (tokenizer.json or a sentencepiece model)")
    if missing:
        raise ModelLoadError(f"The model directory {directory} lacks {', '.join(missing)}")


def _has_any(directory: Path, patterns: tuple[str, ...]) -> bool:
    return any(next(directory.glob(pattern), None) for pattern in patterns)


def _looks_like_path(model: str) -> bool:
    """Whether a name was meant as a directory: hub names are `owner/name` or `name`."""
    return model.startswith((".", "~", "/")) or model.count("/") > 1 or "\\" in model


def _from_hub(name: str) -> Backend:
    """Load from the hub's cache, else download; without network fail at once, not after retries."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        cached = isinstance(try_to_load_from_cache(name, "config.json"), str)
    except HFValidationError as error:
        raise ModelLoadError(
            f"{name!r} is neither a directory nor a hub name (owner/name), nor {EMBEDDED_NAME!r}"
        ) from error
    if cached:
        try:
            return _from_files(name, name, local_only=True)
        except UnknownModelError:
            raise
        except ModelLoadError:
            pass  # a download that was broken off: go on with it
    _check_reachable(name)
    return _from_files(name, name, local_only=False)


def _check_reachable(name: str) -> None:
    """One short question to the hub before anything that retries."""
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    reason = "HF_HUB_OFFLINE is set"
    if not constants.is_offline_mode():
        try:
            HfApi().model_info(name, timeout=_PROBE_SECONDS)
        except GatedRepoError as error:
            raise ModelLoadError(
                f"{name} needs its licence accepted on huggingface.co and a login (`hf auth login`)"
            ) from error
        except RepositoryNotFoundError as error:
            raise ModelLoadError(f"The Hugging Face hub has no model {name!r}") from error
        except Exception as error:  # httpx, httpx2 or requests, by the hub client's version
            reason = f"the hub cannot be reached ({type(error).__name__})"
        else:
            return
    raise ModelLoadError(
        f"The model {name} is not on this machine and {reason}. Run `hf download {name}` where "
        f"there is a network, give a model directory, or use --model {EMBEDDED_NAME}"
    )


def _from_files(source: str, name: str, *, local_only: bool) -> Backend:
    """Load tokenizer and weights from a directory or the hub's cache (or, if allowed, the hub)."""
    options = {"local_files_only": local_only, "trust_remote_code": False}
    with _quiet_transformers(hide_progress=local_only):
        try:
            config, tokenizer = _config_and_tokenizer(source, options)
            family = family_of(config, tokenizer)
            network = _network(source, config, options)
            if isinstance(family, CausalFamily):
                return CausalBackend(network, tokenizer, family, name)
            return Seq2SeqBackend(network, tokenizer, family, name)
        except ModelLoadError:
            raise
        except Exception as error:  # a broken file raises anything from KeyError to SafetensorError
            reason = str(error).strip().split("\n")[0] or type(error).__name__
            raise ModelLoadError(f"Cannot read the model {source}: {reason}") from error


def _config_and_tokenizer(source: str, options: dict[str, Any]) -> tuple[Any, Any]:
    """Configuration and tokenizer of a model whose type transformers knows."""
    import transformers
    from transformers import CONFIG_MAPPING, AutoConfig, AutoTokenizer, PreTrainedConfig
    from transformers.models.auto.tokenization_auto import get_tokenizer_config

    raw, _ = PreTrainedConfig.get_config_dict(source, **options)
    if raw.get("model_type") not in CONFIG_MAPPING:
        raise UnknownModelError(
            f"transformers knows no model of type {raw.get('model_type')!r} ({source})"
        )
    config = AutoConfig.from_pretrained(source, **options)
    named = get_tokenizer_config(source, **options).get("tokenizer_class")
    if named in STAND_IN_TOKENIZERS:
        stand_in = getattr(transformers, STAND_IN_TOKENIZERS[named])
        return config, stand_in.from_pretrained(source, **options)
    return config, AutoTokenizer.from_pretrained(source, **options)


def _network(source: str, config: Any, options: dict[str, Any]) -> Any:
    """The weights in float32; a file that lacks some of them is refused, not filled at random."""
    import torch
    from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM

    auto = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
    loaded: Any = auto.from_pretrained(
        source, config=config, dtype=torch.float32, output_loading_info=True, **options
    )
    network, report = loaded
    if missing := sorted(report["missing_keys"]):
        raise ModelLoadError(
            f"The weights of {source} lack {len(missing)} tensors, {missing[0]} first: "
            "the download is incomplete or of another model"
        )
    return network


@contextmanager
def _quiet_transformers(*, hide_progress: bool) -> Iterator[None]:
    """Keep advice for model developers off the user's terminal while a model loads."""
    from transformers.utils import logging as logs

    logging: Any = logs  # its functions are untyped
    verbosity, showed = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    if hide_progress:
        logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
        if showed:
            logging.enable_progress_bar()
