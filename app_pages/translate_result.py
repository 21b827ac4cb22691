"""The outcome on the Translate page: progress while it runs, then text, segments and ledger."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice

import streamlit as st

from app_pages.catalogue import Catalogue
from app_pages.documents import docx_bytes, signature_line
from app_pages.jobs import Job, JobState
from app_pages.ledger import concern_text, concerns
from app_pages.ledger_view import show_ledger
from app_pages.markup import side_by_side
from app_pages.notices import literal, problem_text
from app_pages.wiring import Request
from translate.model import Outcome, SegmentTranslation, Translation

_LOOK_EVERY = 0.5  # seconds
_MOST_CONCERNS = 8
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(job: Job, request: Request, text: Catalogue) -> None:
    """Draw the job as far as it has come."""
    st.divider()
    if not job.ended:
        _follow(job, request, text)
        return
    if job.state is JobState.FAILED and job.problem:
        st.error(
            f"{text('result.failed')}\n\n{problem_text(job.problem, text)}",
            icon=":material/error:",
        )
    if job.translation:
        _show_translation(job.translation, request, text)
    elif any(job.segments()):
        st.info(text("result.partial"), icon=":material/info:")
        st.html(side_by_side(job.segments(), request.source, text))
    elif job.state is JobState.STOPPED:
        st.info(text("result.stopped"), icon=":material/info:")


@st.fragment(run_every=_LOOK_EVERY)
def _follow(job: Job, request: Request, text: Catalogue) -> None:
    """Show the segments as they come: the browser asks for this part again until the job ends."""
    if job.ended:
        st.rerun()
    segments = job.segments()
    done = sum(segment is not None for segment in segments)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(done / max(1, len(segments)), text=_progress_line(job, done, text))
        st.button(text("result.stop"), on_click=job.stop, icon=":material/stop_circle:")
    if done:
        st.html(side_by_side(segments, request.source, text))


def _progress_line(job: Job, done: int, text: Catalogue) -> str:
    if job.stopping:
        return text("result.stopping")
    if job.state is JobState.WAITING:
        return text("result.waiting")
    total = len(job.segments())
    return text("result.progress", done=done, total=total) if total else text("result.preparing")


def _show_translation(translation: Translation, request: Request, text: Catalogue) -> None:
    st.subheader(text("result.title"), anchor=False)
    st.markdown(_summary(translation.segments, text))
    _show_concerns(translation, text)
    target = request.source.other
    with st.container(horizontal=True):
        st.download_button(
            text("result.txt"),
            translation.text,
            file_name=f"{text('result.file')}-{target}.txt",
            mime="text/plain; charset=utf-8",
            on_click="ignore",
            icon=":material/download:",
        )
        for annex in (False, True):
            st.download_button(
                text("result.docx_annex" if annex else "result.docx"),
                partial(docx_bytes, translation, request.source, text, annex),
                file_name=f"{text('result.file')}-{target}{'-ledger' if annex else ''}.docx",
                mime=_DOCX,
                on_click="ignore",
                icon=":material/download:",
            )
    segments, whole, ledger = st.tabs(
        [text("result.segments"), text("result.whole"), text("ledger.title")]
    )
    with segments:
        st.html(side_by_side(translation.segments, request.source, text))
    with whole:
        st.caption(text("result.copy"))
        st.code(translation.text, language=None, wrap_lines=True)
    with ledger:
        show_ledger(translation.segments, text)
    st.caption(literal(signature_line(translation.signature)))


def _summary(segments: tuple[SegmentTranslation, ...], text: Catalogue) -> str:
    outcomes = Counter(check.outcome for segment in segments for check in segment.checks)
    sizes = text("summary.segments", count=len(segments))
    if not outcomes:
        return text("summary.nothing", segments=sizes)
    found = [text(f"summary.{o}", count=outcomes[o]) for o in Outcome if outcomes[o]]
    return text(
        "summary.line",
        segments=sizes,
        items=text("summary.items", count=outcomes.total()),
        outcomes=text("summary.separator").join(found),
    )


def _show_concerns(translation: Translation, text: Catalogue) -> None:
    found = list(concerns(translation.segments))
    if not found:
        if any(segment.checks for segment in translation.segments):
            st.success(text("concern.none"), icon=":material/check_circle:")
        return
    lines = [
        text(
            "concern.line",
            segment=concern.segment,
            problem=literal(
                concern_text(concern.check, text) if concern.check else text("concern.segment")
            ),
        )
        for concern in islice(found, _MOST_CONCERNS)
    ]
    if len(found) > _MOST_CONCERNS:
        lines.append(text("concern.more", count=len(found) - _MOST_CONCERNS))
    body = "\n".join(f"- {line}" for line in lines)
    st.warning(f"{text('concern.title', count=len(found))}\n\n{body}", icon=":material/visibility:")
