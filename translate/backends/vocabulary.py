"""A tokenizer's output side as bytes: what each token adds to a text, read once per model.

Knows sentencepiece in all its wrappings ("▁" for a space, "<0xE3>" for one byte) and byte-level
BPE (GPT-2's printable stand-ins for bytes). Word-piece tokenizers lose spacing and are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from translate.backends.base import Vocabulary
from translate.errors import UnknownModelError

_BYTE_TOKEN = re.compile(r"<0x([0-9A-Fa-f]{2})>")
# Markup of prompts and language codes: <eos>, <|im_end|>, <2id>, [INST], >>ind<<, __id__,
# ind_Latn, id_ID and fairseq's padding of its vocabulary.
_MARKUP = re.compile(
    r"<[^<>\s]+>|\[[A-Z_/0-9]{3,}\]|>>.+<<|__[a-z]{2,3}__|[a-z]{3}_[A-Z][a-z]{3}|[a-z]{2}_[A-Z]{2}"
    r"|madeupword\d+"
)
# A target is one line: control characters and Unicode's line separators are never generated.
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]|\xc2\x85|\xe2\x80[\xa8\xa9]")


def read_vocabulary(tokenizer: Any, vocabulary_size: int, eos_ids: Iterable[int]) -> Vocabulary:
    """The bytes of every token of a Hugging Face tokenizer.

    `vocabulary_size` is the width of the model's logits; ids beyond the tokenizer get None, as do
    special tokens, language codes and anything that holds a line break or control character.

    Raises:
        UnknownModelError: the tokenizer is neither sentencepiece nor byte-level BPE.
    """
    to_bytes = _reader(tokenizer)
    never = set(tokenizer.all_special_ids) | set(eos_ids)
    never |= {i for i, t in tokenizer.added_tokens_decoder.items() if t.special}
    tokens = tokenizer.convert_ids_to_tokens(range(vocabulary_size))
    table = tuple(
        None if token is None or i in never else _usable(token, to_bytes)
        for i, token in enumerate(tokens)
    )
    return Vocabulary(table, frozenset(eos_ids), _drops_leading_space(tokenizer, table))


def _usable(token: str, to_bytes: Callable[[str], bytes]) -> bytes | None:
    """The bytes of `token`, or None where it may not stand in a target."""
    if _MARKUP.fullmatch(token) and not _BYTE_TOKEN.fullmatch(token):
        return None
    data = to_bytes(token)
    return None if not data or _CONTROL.search(data) else data


def _reader(tokenizer: Any) -> Callable[[str], bytes]:
    """How this tokenizer writes bytes into its tokens."""
    steps = _decoder_steps(tokenizer)
    if "ByteLevel" in steps:
        return _byte_level_reader()
    if steps and not {"Metaspace", "Replace", "ByteFallback"} & steps:
        kind = ", ".join(sorted(steps))
        raise UnknownModelError(
            f"{type(tokenizer).__name__} decodes with {kind}: only sentencepiece and byte-level "
            "BPE tokenizers can be used"
        )
    return _sentencepiece_bytes


def _decoder_steps(tokenizer: Any) -> set[str]:
    """Names of the decoding steps of a tokenizer of the tokenizers library; else an empty set."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    decoder = getattr(backend, "decoder", None)
    if decoder is None:
        return set()
    state = json.loads(decoder.__getstate__())
    return {step["type"] for step in state.get("decoders", [state])}


def _sentencepiece_bytes(token: str) -> bytes:
    """`▁Hai` → b" Hai", `<0xE3>` → b"\\xe3"."""
    byte = _BYTE_TOKEN.fullmatch(token)
    return bytes([int(byte[1], 16)]) if byte else token.replace("▁", " ").encode()


def _byte_level_reader() -> Callable[[str], bytes]:
    """Reader of GPT-2 style tokens (Radford et al. 2019): bytes that print stand for themselves,
    the others for U+0100 onwards, in order. A token with any other character is literal text."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [b for b in range(256) if b not in set(printable)]
    table = {chr(b): b for b in printable} | {chr(0x100 + i): b for i, b in enumerate(hidden)}

    def read(token: str) -> bytes:
        if all(c in table for c in token):
            return bytes(table[c] for c in token)
        return token.encode()

    return read


def _drops_leading_space(tokenizer: Any, table: tuple[bytes | None, ...]) -> bool:
    """Whether `decode` takes the first space of a text for the tokenizer's own."""
    spaced = (i for i, b in enumerate(table) if b and b[:1] == b" " and b[1:].isalnum())
    token = next(spaced, None)
    if token is None:
        return True
    text = tokenizer.decode([token], clean_up_tokenization_spaces=False)
    return not text.startswith(" ")
