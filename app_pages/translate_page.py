"""Translate: paste a release, see it translated with its terms marked and accounted for."""

from __future__ import annotations

import streamlit as st

from app_pages import wiring
from app_pages.jobs import JobState
from app_pages.language import current
from app_pages.translate_form import ask
from app_pages.translate_result import show


def render() -> None:
    """Draw the page."""
    text = current()
    st.title(text("translate.title"), anchor=False)
    st.caption(text("translate.intro"))
    job = st.session_state.get("job")
    request = ask(text, busy=job is not None and not job.ended, on_ask=_forget_failure)
    if request:
        st.session_state["request"] = request
        st.session_state["job"] = wiring.begin(request)
        st.rerun()  # the form must know that a translation is under way
    if job:
        show(job, st.session_state["request"], text)
    else:
        st.info(text("translate.next"), icon=":material/arrow_upward:")


def _forget_failure() -> None:
    # An old failure beside a new complaint about the inputs would only confuse.
    job = st.session_state.get("job")
    if job and job.state is JobState.FAILED:
        del st.session_state["job"]


if __name__ == "__main__":
    render()
