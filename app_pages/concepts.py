"""A glossary's concepts filtered, and as table rows."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from app_pages.catalogue import Catalogue
from glossary.model import Concept, Enforcement, FormStatus, Glossary, Lang
from glossary.search import search

SEPARATOR = " | "


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
    values: dict[str, str | bool | None] = {
        "id": concept.preferred(Lang.INDONESIAN),
        "ja": concept.preferred(Lang.JAPANESE),
        "enforcement": text(f"enforcement.{concept.enforcement}"),
        "domain": concept.domain,
        "part_of_speech": concept.part_of_speech,
        "id_admitted": _joined(concept, Lang.INDONESIAN, FormStatus.ADMITTED),
        "id_deprecated": _joined(concept, Lang.INDONESIAN, FormStatus.DEPRECATED),
        "ja_admitted": _joined(concept, Lang.JAPANESE, FormStatus.ADMITTED),
        "ja_deprecated": _joined(concept, Lang.JAPANESE, FormStatus.DEPRECATED),
        "case_sensitive": concept.case_sensitive,
        "do_not_translate": concept.do_not_translate,
        "status": text(f"concept_status.{concept.status}"),
        "valid_from": iso(concept.valid_from),
        "valid_to": iso(concept.valid_to),
        "source": concept.source,
        "definition_id": concept.definition_indonesian,
        "definition_ja": concept.definition_japanese,
        "note": concept.note,
        "concept_id": concept.concept_id,
    }
    return {text(f"column.{name}"): value for name, value in values.items()}


def iso(day: datetime.date | None) -> str:
    """`day` as YYYY-MM-DD, "" for none."""
    return day.isoformat() if day else ""


def _joined(concept: Concept, lang: Lang, status: FormStatus) -> str:
    return SEPARATOR.join(form.text for form in concept.forms(lang) if form.status is status)
