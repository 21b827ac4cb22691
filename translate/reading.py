"""Bytes from outside to text, with errors a user can act on."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from glossary.model import Lang
from translate.detect import detect_language
from translate.errors import InputError


def read_text(source: Path | BinaryIO) -> str:
    """The UTF-8 text of a file or stream, line breaks as they are; a BOM is dropped.

    Raises InputError for what cannot be read or is not UTF-8 text.
    """
    name = str(source) if isinstance(source, Path) else "standard input"
    try:
        data = source.read_bytes() if isinstance(source, Path) else source.read()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: not UTF-8 text (byte {error.start} is 0x{data[error.start]:02x}). "
            "Save the text as UTF-8; a .docx or .pdf must be exported as text first."
        ) from error
    if "\0" in text:
        raise InputError(f"{name}: binary data, not a text (it contains a NUL character)")
    return text


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
