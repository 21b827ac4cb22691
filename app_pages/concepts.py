"""A glossary's concepts filtered, and as table rows."""

from __future__ import annotations

from collections.abc import Collection

from app_pages.catalogue import Catalogue
from glossary.columns import COLUMNS, to_cells
from glossary.model import Concept, Enforcement, Glossary
from glossary.search import search

_FIRST = ("id", "ja", "enforcement")  # what one looks for first; the key, of least use, stands last
_LAST = "concept_id"


def domains(glossary: Glossary) -> list[str]:
    """All domains of `glossary`, sorted."""
    return sorted({concept.domain for concept in glossary.concepts if concept.domain})


def filtered(
    glossary: Glossary,
    query: str = "",
    wanted: Collection[str] = (),
    levels: Collection[Enforcement] = (),
) -> list[Concept]:
    """Concepts that have `query` in a form or their id, of the domains and levels `wanted`.

    An empty collection means: any.
    """
    return [
        concept
        for concept in search(glossary.concepts, query)
        if (not wanted or concept.domain in wanted)
        and (not levels or concept.enforcement in levels)
    ]


def concept_row(concept: Concept, text: Catalogue) -> dict[str, str | bool | None]:
    """All columns of a glossary file, with headings and fixed values in the user's language."""
    cells = readable_cells(concept, text)
    order = (*_FIRST, *(name for name in COLUMNS if name not in (*_FIRST, _LAST)), _LAST)
    return {text(f"column.{name}"): cells[name] for name in order}


def readable_cells(concept: Concept, text: Catalogue) -> dict[str, str | bool | None]:
    """A concept by column as in a file, with fixed values in the user's language."""
    cells = to_cells(concept)
    return cells | {
        "enforcement": text(f"enforcement.{concept.enforcement}"),
        "status": text(f"concept_status.{concept.status}"),
        "valid_from": cells["valid_from"] or "",
        "valid_to": cells["valid_to"] or "",
    }
