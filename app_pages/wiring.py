"""Where the pages meet the translator: what is loaded once per server and shared by its users."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import streamlit as st

from app_pages.jobs import Job, OnSegment
from glossary.matching import Matcher
from glossary.model import Glossary, Lang
from translate.model import Translation

if TYPE_CHECKING:
    from translate.backends.base import Backend
    from translate.options import Options


@dataclass(frozen=True)
class Request:
    """What a user asks for; `model` is a name that `load_backend` knows."""

    text: str
    source: Lang
    model: str
    glossary: Glossary | None
    options: Options


@st.cache_resource(show_spinner=False, max_entries=2)
def backend(model: str) -> Backend:
    """The model, loaded once per server. Raises TranslateError."""
    from translate.loading import load_backend

    return load_backend(model)


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs={Glossary: attrgetter("revision")})
def matcher(glossary: Glossary) -> Matcher:
    """The matcher of a glossary, built once per revision."""
    return Matcher(glossary)


@st.cache_resource(show_spinner=False)
def model_lock() -> threading.Lock:
    """Held by the translation in hand: two at once would only slow each other down."""
    return threading.Lock()


def begin(request: Request) -> Job:
    """Start translating; the job waits its turn where another user's is in hand."""

    def work(on_segment: OnSegment) -> Translation:
        from translate.pipeline import Translator

        glossary = request.glossary
        terms = matcher(glossary) if glossary else None
        translator = Translator(backend(request.model), glossary, terms)
        return translator.translate(request.text, request.source, request.options, on_segment)

    return Job(work, model_lock()).start()
