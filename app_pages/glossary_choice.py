"""Which glossaries a translation uses: the bundled one, the user's files, extra terms typed in."""

from __future__ import annotations

from functools import reduce
from operator import add

import streamlit as st

from app_pages.catalogue import Catalogue
from app_pages.notices import problem_text
from app_pages.uploads import SUFFIXES, read_upload
from glossary.bundled import bundled_glossary
from glossary.errors import GlossaryError
from glossary.files import parse_lines
from glossary.model import Glossary, Lang

BUNDLED = "bundled"
_CHOSEN = "glossaries"
_UPLOADED = "uploaded_glossaries"
_REFUSED = "refused_glossaries"
_ROUND = "upload_round"


def available(text: Catalogue) -> dict[str, str]:
    """Names of the glossaries of this session with what the user reads for them."""
    names = {BUNDLED: text("glossaries.bundled")}
    return names | {name: name for name in st.session_state.get(_UPLOADED, {})}


def by_name(name: str) -> Glossary:
    """The glossary that `available` calls `name`."""
    return bundled_glossary() if name == BUNDLED else st.session_state[_UPLOADED][name]


def choose_glossaries(text: Catalogue) -> None:
    """Draw the choice and the upload of files."""
    st.session_state.setdefault(_CHOSEN, [BUNDLED])
    names = available(text)
    st.multiselect(
        text("glossaries.label"),
        list(names),
        key=_CHOSEN,
        format_func=lambda name: names.get(name, name),
        placeholder=text("glossaries.none"),
        help=text("glossaries.help"),
        persist_state="session",
    )
    with st.expander(text("glossaries.upload"), icon=":material/upload_file:"):
        # A new key empties the uploader: an accepted file is shown by the choice above.
        key = f"upload_{st.session_state.setdefault(_ROUND, 0)}"
        st.file_uploader(
            text("glossaries.upload_label"),
            type=SUFFIXES,
            accept_multiple_files=True,
            key=key,
            on_change=_take,
            args=(key,),
            help=text("glossaries.upload_help"),
        )
    for problem in st.session_state.get(_REFUSED, []):
        st.error(problem_text(problem, text), icon=":material/error:")


def chosen_glossary(extra: str, source: Lang) -> Glossary | None:
    """All chosen glossaries as one, or None: terms typed in win over files, files over ours.

    `extra` has one `source = target` a line. Raises GlossaryError.
    """
    names = sorted(st.session_state[_CHOSEN], key=lambda name: name == BUNDLED)
    parts = [by_name(name) for name in names]
    if extra.strip():
        parts.insert(0, parse_lines(extra, source))
    return reduce(add, parts) if parts else None


def _take(key: str) -> None:
    uploaded = dict(st.session_state.get(_UPLOADED, {}))
    refused: list[GlossaryError] = []
    for file in st.session_state[key]:
        try:
            uploaded[file.name] = read_upload(file.name, file.getvalue())
        except GlossaryError as problem:
            refused.append(problem)
        else:
            chosen = st.session_state[_CHOSEN]
            st.session_state[_CHOSEN] = [*(c for c in chosen if c != file.name), file.name]
    st.session_state[_UPLOADED] = uploaded
    st.session_state[_REFUSED] = refused
    st.session_state[_ROUND] += 1
