"""Bytes from outside become text, or an error that says what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.model import Lang
from translate.errors import InputError
from translate.reading import MOST_CHARACTERS, read_text, require_text, resolve_language


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf_8_text_is_read_to_the_character(text: str) -> None:
    assert read_text(io.BytesIO(text.encode())) == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "text", "why"),
    [
        (b"", "", "empty"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n", "line breaks stay"),
        (b"\xef\xbb\xbfa", "a", "a byte order mark is dropped"),
        ("👍".encode() * MOST_CHARACTERS, "👍" * MOST_CHARACTERS, "the longest text there may be"),
    ],
)
def test_reads(data: bytes, text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    assert read_text(path) == text, why
    assert read_text(io.BytesIO(data)) == text, why


@pytest.mark.parametrize(
    ("data", "message", "why"),
    [
        (b"ab\xffcd", "byte 2 is 0xff", "Latin-1"),
        (b"\xef\xbb\xbfab\xff", "byte 5 is 0xff", "the byte order mark counts"),
        (b"ab\xe5\x9b", "byte 2 is 0xe5", "broken off within a character"),
        (b"\xef\xbb", "byte 0 is 0xef", "half a byte order mark"),
        ("a".encode("utf-16"), "not UTF-8 text but UTF-16", "as Windows saves it"),
        (b"ab\xed\xa0\xbd", "byte 2 is 0xed", "half of a surrogate pair"),
        (b"PK\x03\x04\x00", "byte 4 is NUL", "a .docx"),
        (b"\xff" * 2_000_000, "byte 0 is 0xff", "binary before too long"),
        (b"a" * 2_000_000, "more than 300,000 characters", "2 MB"),
        ("国".encode() * 1_000_000, "more than 300,000 characters", "3 MB, cut in a character"),
        (b"a" * (MOST_CHARACTERS + 1), "more than 300,000 characters", "one too many"),
    ],
)
def test_refuses(data: bytes, message: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    for source, name in ((path, str(path)), (io.BytesIO(data), "standard input")):
        with pytest.raises(InputError, match=message) as error:
            read_text(source)
        assert str(error.value).startswith(f"{name}: "), why


def test_no_more_is_read_than_may_be_translated() -> None:
    stream = io.BytesIO(b"a" * 10_000_000)
    with pytest.raises(InputError):
        read_text(stream)
    assert stream.tell() < 2_000_000


def test_a_caller_may_read_more_or_less() -> None:
    assert read_text(io.BytesIO(b"abc"), most=3) == "abc"
    with pytest.raises(InputError, match="more than 2 characters"):
        read_text(io.BytesIO(b"abc"), most=2)
    whole = "a" * (MOST_CHARACTERS + 1)
    assert read_text(io.BytesIO(whole.encode()), most=None) == whole


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: cannot be read: No such file"):
        read_text(tmp_path / "gone.txt")
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read_text(tmp_path)


def test_text_from_elsewhere_is_held_to_the_same_rules() -> None:
    require_text("Jakarta 👍\r\n")
    for text in ("a\0", "\udc00", "a" * (MOST_CHARACTERS + 1)):
        with pytest.raises(InputError):
            require_text(text)


@pytest.mark.parametrize(
    ("text", "chosen", "lang", "why"),
    [
        ("Presiden berkata bahwa", None, Lang.INDONESIAN, "detected"),
        ("大統領は述べた", None, Lang.JAPANESE, "detected"),
        ("大統領は述べた", Lang.INDONESIAN, Lang.INDONESIAN, "the user knows better"),
        (" \n", None, Lang.INDONESIAN, "nothing to translate"),
    ],
)
def test_resolves_the_language(text: str, chosen: Lang | None, lang: Lang, why: str) -> None:
    assert resolve_language(text, chosen) is lang, why


def test_an_unknown_language_gets_advice() -> None:
    with pytest.raises(InputError, match="--from id or --from ja"):
        resolve_language("Le président a déclaré que la réunion était utile", None)
