"""A Word file that opens, with all of the text in it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from app_pages.catalogue import Catalogue, catalogue
from app_pages.documents import docx_bytes
from glossary.model import Lang
from translate.model import Segment, SegmentTranslation, Status, Translation


def test_text_alone_has_a_paragraph_a_line(release: Translation, english: Catalogue) -> None:
    document = _open(docx_bytes(release, Lang.INDONESIAN, english, annex=False))
    assert [p.text for p in document.paragraphs] == release.text.split("\n")
    assert not document.tables


def test_annex_has_segments_and_ledger(release: Translation, english: Catalogue) -> None:
    document = _open(docx_bytes(release, Lang.INDONESIAN, english, annex=True))
    segments, ledger = document.tables
    assert [cell.text for cell in segments.rows[2].cells] == [
        "2",
        "BKN hadir.",
        "出席した。",
        "terms not met",
    ]
    assert [cell.text for cell in ledger.rows[1].cells][:4] == [
        "1",
        "Menkeu",
        "財務大臣",
        "preferred form",
    ]
    assert document.paragraphs[-1].text == "model: tiny · mode: ladder"


def test_east_asian_font_is_japanese(release: Translation, english: Catalogue) -> None:
    document = _open(docx_bytes(release, Lang.INDONESIAN, english, annex=False))
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "Yu Gothic"


@pytest.mark.parametrize("language", ["en", "id", "ja"])
def test_every_language_has_the_words(release: Translation, language: str) -> None:
    assert docx_bytes(release, Lang.INDONESIAN, catalogue(language), annex=True)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30))
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    """Control characters and lone surrogates are no XML; Word would refuse the file."""
    segment = SegmentTranslation(Segment(text, Lang.JAPANESE), text, "", Status.OK)
    translation = replace(Translation((segment,)), signature={"model": text})
    _open(docx_bytes(translation, Lang.JAPANESE, catalogue("en"), annex=True))


def _open(content: bytes):
    return docx.Document(BytesIO(content))
