"""Glossary: browse and search the concepts, and look a text up in them."""

from __future__ import annotations

import datetime

import streamlit as st

from app_pages import wiring
from app_pages.catalogue import Catalogue
from app_pages.concept_card import concept_card
from app_pages.concepts import concept_row, domains, filtered
from app_pages.glossary_choice import available, by_name
from app_pages.language import current
from app_pages.lookup import found_marks, found_row, found_terms
from app_pages.markup import marked
from glossary.model import Concept, Enforcement, Glossary, Lang
from translate.detect import detect_language
from translate.release_date import find_date


def render() -> None:
    """Draw the page."""
    text = current()
    st.title(text("glossary.title"), anchor=False)
    st.caption(text("glossary.intro"))
    glossary = _choose(text)
    browse, look_up = st.tabs([text("glossary.browse"), text("lookup.title")])
    with browse:
        _browse(glossary, text)
    with look_up:
        _look_up(glossary, text)


def _choose(text: Catalogue) -> Glossary:
    names = available(text)
    if len(names) == 1:
        return by_name(next(iter(names)))
    name = st.selectbox(
        text("glossary.which"),
        list(names),
        key="glossary_shown",
        format_func=names.__getitem__,
        persist_state="session",
    )
    return by_name(name)


def _browse(glossary: Glossary, text: Catalogue) -> None:
    search, domain, level = st.columns([3, 2, 2])
    query = search.text_input(
        text("glossary.search"),
        key="glossary_query",
        placeholder=text("glossary.search_placeholder"),
        icon=":material/search:",
        persist_state="session",
    )
    wanted = domain.multiselect(
        text("column.domain"),
        domains(glossary),
        key="glossary_domains",
        placeholder=text("glossary.any"),
        persist_state="session",
    )
    levels = level.multiselect(
        text("column.enforcement"),
        list(Enforcement),
        key="glossary_levels",
        format_func=lambda level: text(f"enforcement.{level}"),
        placeholder=text("glossary.any"),
        help=text("enforcement.help"),
        persist_state="session",
    )
    concepts = filtered(glossary, query, wanted, levels)
    st.caption(text("glossary.count", count=len(concepts), total=len(glossary.concepts)))
    if not concepts:
        st.info(text("glossary.nothing"), icon=":material/search_off:")
        return
    chosen = _table(concepts, text)
    if chosen:
        st.html(concept_card(chosen, text))
    else:
        st.caption(text("glossary.select"))


def _table(concepts: list[Concept], text: Catalogue) -> Concept | None:
    """Draw the table; the concept to show in full: the selected one, or the only one."""
    event = st.dataframe(
        [concept_row(concept, text) for concept in concepts],
        hide_index=True,
        height=420 if len(concepts) > 10 else "content",
        on_select="rerun",
        selection_mode="single-row",
        key="glossary_table",
    )
    rows = event.selection.rows
    if rows and rows[0] < len(concepts):
        return concepts[rows[0]]
    return concepts[0] if len(concepts) == 1 else None


def _look_up(glossary: Glossary, text: Catalogue) -> None:
    release = st.text_area(
        text("lookup.text"),
        key="lookup_text",
        height=180,
        placeholder=text("lookup.placeholder"),
        persist_state="session",
    )
    st.button(text("lookup.run"), icon=":material/search:")
    if not release.strip():
        return
    matcher = wiring.matcher(glossary)
    day = find_date(release) or datetime.datetime.now().astimezone().date()
    reports = {lang: matcher.find(release, lang, day) for lang in Lang}
    # A word or two may not show their language; then the one with more matches it is.
    lang = detect_language(release) or max(Lang, key=lambda lang: len(found_terms(reports[lang])))
    report = reports[lang]
    found = found_terms(report)
    language = text(f"language.{lang}")
    st.caption(
        text("lookup.count", count=len(found), enforced=len(report.matches), language=language)
    )
    if found:
        body = marked(release, found_marks(found, text))
        st.html(f'<div class="jb-lookup" lang="{lang}">{body}</div>')
        st.dataframe([found_row(item, lang.other, text) for item in found], hide_index=True)


if __name__ == "__main__":
    render()
