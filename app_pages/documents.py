"""A translation as a Word document: the text, the segments side by side, the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from app_pages.catalogue import Catalogue
from app_pages.ledger import ledger_rows
from glossary.model import Lang
from translate.model import Translation

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

# XML 1.0 has no place for these; Word would refuse the file.
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LATIN_FONT, JAPANESE_FONT = "Calibri", "Yu Gothic"


def docx_bytes(translation: Translation, source: Lang, text: Catalogue, annex: bool) -> bytes:
    """The document's bytes; `annex` adds the side-by-side table and the ledger after the text."""
    import docx

    document = docx.Document()
    _set_fonts(document)
    for line in translation.text.splitlines():
        document.add_paragraph(_clean(line))
    if annex:
        document.add_page_break()
        _add_segments(document, translation, source, text)
        _add_ledger(document, translation, text)
        document.add_paragraph(_clean(signature_line(translation.signature)))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def signature_line(signature: dict[str, str]) -> str:
    """How a translation was made, in one line."""
    return " · ".join(f"{key}: {value}" for key, value in signature.items())


def _add_segments(
    document: Document, translation: Translation, source: Lang, text: Catalogue
) -> None:
    document.add_heading(text("document.segments"), level=1)
    header = [
        "",
        text(f"language.{source}"),
        text(f"language.{source.other}"),
        text("ledger.state"),
    ]
    rows = (
        [str(place), segment.segment.source, segment.target, text(f"status.{segment.status}")]
        for place, segment in enumerate(translation.segments, start=1)
    )
    _add_table(document, header, rows)


def _add_ledger(document: Document, translation: Translation, text: Catalogue) -> None:
    document.add_heading(text("ledger.title"), level=1)
    columns = ("segment", "term", "rendering", "outcome", "rung", "concept")
    rows = (
        [
            str(row.segment),
            row.term,
            row.rendering,
            text(f"outcome.{row.outcome}"),
            text(f"rung.{row.rung}"),
            row.concept,
        ]
        for row in ledger_rows(translation.segments)
    )
    _add_table(document, [text(f"ledger.{name}") for name in columns], rows)


def _add_table(document: Document, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    _fill(table.rows[0].cells, header)
    for row in rows:
        _fill(table.add_row().cells, row)


def _fill(cells: Iterable[_Cell], values: Iterable[str]) -> None:
    for cell, value in zip(cells, values, strict=True):
        cell.text = _clean(value)


def _clean(value: str) -> str:
    return _NOT_XML.sub("", value)


def _set_fonts(document: Document) -> None:
    """A Latin and an East Asian font; without the second Word may draw Chinese letter shapes."""
    from docx.oxml.ns import qn

    style = document.styles["Normal"]
    style.font.name = LATIN_FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), JAPANESE_FONT)
