"""The inputs of the Translate page, from the paste box to a request."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.catalogue import FOLDER, Catalogue
from app_pages.glossary_choice import choose_glossaries, chosen_glossary
from app_pages.notices import problem_list
from app_pages.translate_options import choose_model, choose_options
from app_pages.wiring import Request
from glossary.errors import GlossaryFileError
from glossary.model import Lang
from translate.detect import detect_language
from translate.options import Options

AUTO = "auto"


def ask(text: Catalogue, busy: bool, on_ask: Callable[[], None]) -> Request | None:
    """Draw the form; a request once the user has asked for a translation that can be tried.

    `busy`: one is under way. `on_ask` is called when the user asks, before anything is drawn.
    """
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.text_area(
            text("form.text"),
            key="text",
            height=330,
            placeholder=text("form.text_placeholder"),
            persist_state="session",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            wanted = st.button(
                text("form.translate"),
                type="primary",
                icon=":material/translate:",
                disabled=busy,
                on_click=on_ask,
            )
            st.button(text("form.sample"), on_click=_insert_sample, icon=":material/article:")
            st.button(text("form.clear"), on_click=_clear, type="tertiary")
        problems = st.container()
    with right:
        source = _direction(text)
        choose_glossaries(text)
        st.text_area(
            text("form.extra"),
            key="extra",
            height=90,
            placeholder=text("form.extra_placeholder"),
            help=text("form.extra_help"),
            persist_state="session",
        )
        with st.expander(text("form.more"), icon=":material/tune:"):
            model = choose_model(text)
            options = choose_options(text)
    return _checked(source, model, options, text, problems) if wanted else None


def _direction(text: Catalogue) -> Lang | None:
    """The source language, chosen or detected; None where it is neither."""
    names = {AUTO: text("direction.auto")} | {
        lang.value: text(f"direction.{lang}") for lang in Lang
    }
    choice = st.selectbox(
        text("direction.label"),
        list(names),
        key="direction",
        format_func=names.__getitem__,
        persist_state="session",
    )
    release = st.session_state["text"]
    detected = detect_language(release) if release.strip() else None
    # Always one line, so that nothing moves under the mouse when a text is pasted.
    st.caption(_detection_line(release, choice, detected, text))
    return detected if choice == AUTO else Lang(choice)


def _detection_line(release: str, choice: str, detected: Lang | None, text: Catalogue) -> str:
    if not release.strip():
        return text("direction.no_text")
    if detected is None:
        return text("direction.unknown" if choice == AUTO else "direction.chosen")
    if choice not in (AUTO, detected):
        return text("direction.contrary", language=text(f"language.{detected}"))
    return text(f"direction.detected_{detected}")


def _checked(
    source: Lang | None, model: str, options: Options, text: Catalogue, place: DeltaGenerator
) -> Request | None:
    """The request, or None and every reason why not, drawn in `place`."""
    release, glossary = st.session_state["text"], None
    problems = []
    if not release.strip():
        problems.append(text("error.no_text"))
    elif source is None:
        problems.append(text("error.unknown_language"))
    if not model:
        problems.append(text("error.no_model"))
    try:
        glossary = chosen_glossary(st.session_state["extra"], source or Lang.INDONESIAN)
    except GlossaryFileError as problem:
        problems.append(f"{text('error.extra')}\n\n{problem_list(problem, text)}")
    for message in problems:
        place.error(message, icon=":material/error:")
    if problems or source is None:
        return None
    return Request(release, source, model, glossary, options)


def _insert_sample() -> None:
    lang = st.session_state["direction"]
    name = Lang.INDONESIAN if lang == AUTO else lang
    st.session_state["text"] = (FOLDER / f"sample.{name}.txt").read_text(encoding="utf-8")


def _clear() -> None:
    st.session_state["text"] = ""
