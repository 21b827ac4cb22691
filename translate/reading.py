"""Bytes from outside to text, with errors a user can act on."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import BinaryIO

from glossary.model import Lang
from translate.detect import detect_language
from translate.errors import InputError

MOST_CHARACTERS = 300_000  # about three hours on two cores; a book, not a release
_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(source: Path | BinaryIO, most: int | None = MOST_CHARACTERS) -> str:
    """The UTF-8 text of a file or stream, line breaks as they are; a BOM is dropped.

    Raises InputError for what cannot be read, is not UTF-8 text or has more than `most`
    characters (None: any number), of which no more is read than it takes to know.
    """
    name = str(source) if isinstance(source, Path) else "standard input"
    most_bytes = -1 if most is None else 4 * most + len(codecs.BOM_UTF8)
    try:
        data = _read(source, most_bytes + 1 if most else -1)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    whole = most is None or len(data) <= most_bytes
    try:
        text = _decode(data, whole=whole)
        require_text(text, most)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    return text


def require_text(text: str, most: int | None = MOST_CHARACTERS) -> None:
    """Raise InputError for a text that is too long, or is no text."""
    if (place := text.find("\0")) >= 0:
        raise InputError(f"binary data, not a text (character {place} is NUL)")
    if half := _SURROGATE.search(text):
        raise InputError(
            f"character {half.start()} is half of a surrogate pair (U+{ord(half[0]):04X}), which "
            "is no character: delete it, or copy the text anew"
        )
    if most is not None and len(text) > most:
        raise InputError(
            f"the text has more than {most:,} characters, which is the most that can be "
            "translated at once; split it and translate the parts"
        )


def _read(source: Path | BinaryIO, size: int) -> bytes:
    """At most `size` bytes, or everything where it is negative."""
    if not isinstance(source, Path):
        return source.read(size)
    with source.open("rb") as file:
        return file.read(size)


def _decode(data: bytes, *, whole: bool) -> str:
    """`data` as text; where it is not the `whole` input it may break off within a character."""
    if data.startswith(_UTF16):
        raise InputError("not UTF-8 text but UTF-16; save it as UTF-8")
    if (place := data.find(0)) >= 0:
        raise InputError(f"binary data, not a text (byte {place} is NUL)")
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body, final=whole)
    except UnicodeDecodeError as error:
        place = error.start + len(data) - len(body)
        raise InputError(
            f"not UTF-8 text (byte {place} is 0x{data[place]:02x}). "
            "Save the text as UTF-8; a .docx or .pdf must be exported as text first."
        ) from error


def resolve_language(text: str, chosen: Lang | None) -> Lang:
    """`chosen`, or the language of `text`. Raises InputError where it is neither of the two."""
    lang = chosen or detect_language(text)
    if lang is not None:
        return lang
    if not text.strip():
        return Lang.INDONESIAN  # nothing to translate, so nothing depends on it
    raise InputError(
        "the text looks neither Indonesian nor Japanese; say which it is with --from id or "
        "--from ja"
    )
