"""One concept with everything the glossary says about it, as HTML."""

from __future__ import annotations

from html import escape

from app_pages.catalogue import Catalogue
from app_pages.concepts import readable_cells
from glossary.model import Concept, Lang

_FACTS = (
    "concept_id",
    "domain",
    "part_of_speech",
    "enforcement",
    "status",
    "case_sensitive",
    "do_not_translate",
    "valid_from",
    "valid_to",
    "source",
    "note",
)


def concept_card(concept: Concept, text: Catalogue) -> str:
    """HTML of `concept`: both languages side by side, then the facts that are filled in."""
    sides = "".join(_side(concept, lang, text) for lang in Lang)
    facts = "".join(
        f"<dt>{escape(text(f'column.{name}'))}</dt><dd>{escape(value)}</dd>"
        for name, value in _facts(concept, text).items()
        if value
    )
    return f'<div class="jb-concept"><div class="jb-sides">{sides}</div><dl>{facts}</dl></div>'


def _side(concept: Concept, lang: Lang, text: Catalogue) -> str:
    forms = "".join(
        f'<li class="jb-form-{form.status}">{escape(form.text)} '
        f'<span class="jb-chip">{escape(text(f"form_status.{form.status}"))}</span></li>'
        for form in concept.forms(lang)
    )
    indonesian = lang is Lang.INDONESIAN
    definition = concept.definition_indonesian if indonesian else concept.definition_japanese
    return (
        f'<section lang="{lang}"><h4>{escape(text(f"language.{lang}"))}</h4><ul>{forms}</ul>'
        f"<p>{escape(definition)}</p></section>"
    )


def _facts(concept: Concept, text: Catalogue) -> dict[str, str]:
    sensitive = {None: "", True: text("answer.yes"), False: text("answer.no")}
    cells = readable_cells(concept, text) | {
        "case_sensitive": sensitive[concept.case_sensitive],
        "do_not_translate": text("answer.yes") if concept.do_not_translate else "",
    }
    return {name: str(cells[name]) for name in _FACTS}
