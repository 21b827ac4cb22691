"""The inputs that most users leave alone: model, enforcement, style, date, beam size."""

from __future__ import annotations

import streamlit as st

from app_pages.catalogue import Catalogue
from translate.backends.base import Register
from translate.loading import EMBEDDED_NAME
from translate.options import Mode, Options

OTHER = "other"
_MOST_BEAMS = 12


def choose_model(text: Catalogue) -> str:
    """The model's name or directory; "" where another one is wanted and not named yet."""
    kind = st.selectbox(
        text("model.label"),
        [EMBEDDED_NAME, OTHER],
        key="model",
        format_func=lambda kind: text(f"model.{kind}"),
        persist_state="session",
    )
    if kind == EMBEDDED_NAME:
        return EMBEDDED_NAME
    name = st.text_input(
        text("model.name"),
        key="model_name",
        placeholder="facebook/nllb-200-distilled-600M",
        help=text("model.help"),
        persist_state="session",
    )
    return name.strip()


def choose_options(text: Catalogue) -> Options:
    """How to translate."""
    mode = st.selectbox(
        text("mode.label"),
        [Mode.LADDER, Mode.HARD, Mode.SOFT, Mode.NONE],
        key="mode",
        format_func=lambda mode: text(f"mode.{mode}"),
        help=text("mode.help"),
        persist_state="session",
    )
    register = st.selectbox(
        text("register.label"),
        [Register.AUTO, Register.PLAIN, Register.POLITE],
        key="register",
        format_func=lambda register: text(f"register.{register}"),
        help=text("register.help"),
        persist_state="session",
    )
    day = st.date_input(
        text("form.date"),
        value=None,
        key="day",
        format="YYYY-MM-DD",
        min_value="1945-01-01",
        help=text("form.date_help"),
        persist_state="session",
    )
    beam = st.slider(
        text("form.beam"),
        1,
        _MOST_BEAMS,
        Options().beam,
        key="beam",
        help=text("form.beam_help"),
        persist_state="session",
    )
    return Options(mode=mode, beam=beam, day=day, register=register)
