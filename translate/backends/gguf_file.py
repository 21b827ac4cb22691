"""The header of a GGUF file: its scalar metadata, and where the tensors are.

gguf-py's reader makes a numpy array of every token of the tokenizer inside, which takes longer
than reading the weights; this one steps over arrays. Format: docs/gguf.md of ggml, version 3.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from gguf import GGMLQuantizationType

    Bytes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

Scalar = int | float | bool | str

_MAGIC = b"GGUF"
_VERSION = 3
_NUMBERS = dict(enumerate("BbHhIif?")) | {10: "Q", 11: "q", 12: "d"}
_TEXT, _ARRAY = 8, 9
_ALIGNMENT = 32


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor on disk. `shape` is rows first; `data` its bytes by row, uint8, memory-mapped."""

    name: str
    shape: tuple[int, ...]
    kind: GGMLQuantizationType
    data: Bytes


@dataclass(frozen=True, slots=True)
class GgufFile:
    """Scalar metadata by key (arrays are left out) and the tensors in the file's order."""

    metadata: dict[str, Scalar]
    tensors: tuple[StoredTensor, ...]


class _Cursor:
    """Reads values one after the other."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        end = self.position + count
        if end > len(self._data):
            raise ValueError("the file is cut short")
        taken = bytes(self._data[self.position : end])
        self.position = end
        return taken

    def number(self, code: str) -> Any:
        """The next number, by its `struct` code."""
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]

    def text(self) -> str:
        """The next string: its length in 8 bytes, then UTF-8."""
        return self.take(self.number("Q")).decode("utf-8")

    def value(self, kind: int) -> Scalar | None:
        """The next value of a type; an array is stepped over and gives None."""
        if kind == _TEXT:
            return self.text()
        if kind == _ARRAY:
            self._step_over_array()
            return None
        if kind not in _NUMBERS:
            raise ValueError(f"unknown type of metadata {kind}")
        value: Scalar = self.number(_NUMBERS[kind])
        return value

    def _step_over_array(self) -> None:
        kind, count = self.number("I"), self.number("Q")
        if kind in _NUMBERS:
            self.take(count * struct.calcsize("<" + _NUMBERS[kind]))
            return
        for _ in range(count):
            if kind == _TEXT:
                self.take(self.number("Q"))
            else:
                self.value(kind)


def read_gguf(path: Path) -> GgufFile:
    """Read the header; tensors are mapped into memory and read when they are used.

    Raises:
        OSError: the file cannot be opened.
        ValueError: it is no GGUF of version 3, is cut short, or has a tensor of unknown type.
    """
    import numpy as np

    if path.stat().st_size == 0:
        raise ValueError("the file is empty")
    mapped = np.memmap(path, mode="r", dtype=np.uint8)
    cursor = _Cursor(mapped.data)
    if cursor.take(4) != _MAGIC or cursor.number("I") != _VERSION:
        raise ValueError(f"no GGUF file of version {_VERSION}")
    tensor_count, key_count = cursor.number("Q"), cursor.number("Q")
    metadata: dict[str, Scalar] = {}
    for _ in range(key_count):
        key, value = cursor.text(), cursor.value(cursor.number("I"))
        if value is not None:
            metadata[key] = value
    headers = [_tensor_header(cursor) for _ in range(tensor_count)]
    alignment = int(metadata.get("general.alignment", _ALIGNMENT))
    start = -(-cursor.position // alignment) * alignment
    return GgufFile(metadata, tuple(_tensor(mapped, start, header) for header in headers))


@dataclass(frozen=True, slots=True)
class _Header:
    """Where a tensor is: `offset` counts from the end of the padded header."""

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int


def _tensor_header(cursor: _Cursor) -> _Header:
    name = cursor.text()
    # The file has the innermost dimension first.
    shape = tuple(reversed([cursor.number("Q") for _ in range(cursor.number("I"))]))
    return _Header(name, shape, cursor.number("I"), cursor.number("Q"))


def _tensor(mapped: Bytes, start: int, header: _Header) -> StoredTensor:
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

    kind = GGMLQuantizationType(header.kind)
    weights, size = GGML_QUANT_SIZES[kind]  # of a block
    stored = (*header.shape[:-1], header.shape[-1] // weights * size)
    begin = start + header.offset
    data = mapped[begin : begin + math.prod(stored)]
    if len(data) != math.prod(stored):
        raise ValueError(f"the file is cut short: {header.name} is incomplete")
    return StoredTensor(header.name, header.shape, kind, data.reshape(stored))
