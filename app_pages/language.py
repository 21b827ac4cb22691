"""The user's language: chosen in the sidebar, kept for the session and in the address (?lang=)."""

from __future__ import annotations

import streamlit as st

from app_pages.catalogue import LANGUAGES, Catalogue, catalogue, preferred_language

_KEY = "language"
_PARAMETER = "lang"


def choose_language() -> Catalogue:
    """Draw the chooser; for the entry script only, so that the choice outlives a change of page."""
    if _KEY not in st.session_state:
        wish = st.query_params.get(_PARAMETER)
        st.session_state[_KEY] = preferred_language(wish, st.context.locale)
    label = f":material/language: {current()('sidebar.language')}"
    st.sidebar.selectbox(label, list(LANGUAGES), key=_KEY, format_func=LANGUAGES.__getitem__)
    # Streamlit drops the parameters on a change of page.
    if st.query_params.get(_PARAMETER) != st.session_state[_KEY]:
        st.query_params[_PARAMETER] = st.session_state[_KEY]
    return current()


def current() -> Catalogue:
    """The catalogue of the user's language."""
    return catalogue(st.session_state[_KEY])
