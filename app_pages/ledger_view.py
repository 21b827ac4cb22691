"""The ledger on the Translate page: two tables with filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages.catalogue import Catalogue
from app_pages.ledger import LedgerRow, SkippedRow, ledger_rows, skipped_rows
from glossary.model import SkipReason
from glossary.text import key
from translate.model import Outcome, SegmentTranslation

_MOST_ROWS = 20  # a longer table scrolls


def show_ledger(segments: Sequence[SegmentTranslation], text: Catalogue) -> None:
    """Draw what was enforced and what was not."""
    query = st.text_input(
        text("ledger.search"), key="ledger_query", icon=":material/search:", persist_state="session"
    )
    _show_enforced(ledger_rows(segments), query, text)
    _show_skipped(skipped_rows(segments), query, text)


def _show_enforced(rows: list[LedgerRow], query: str, text: Catalogue) -> None:
    st.markdown(f"**{text('ledger.enforced', count=len(rows))}**")
    present = [outcome for outcome in Outcome if any(row.outcome is outcome for row in rows)]
    wanted = st.pills(
        text("ledger.outcome"),
        present,
        selection_mode="multi",
        key="ledger_outcomes",
        format_func=lambda outcome: text(f"outcome.{outcome}"),
        label_visibility="collapsed",
    )
    kept = [
        {
            text("ledger.number"): row.number,
            text("ledger.segment"): row.segment,
            text("ledger.term"): row.term,
            text("ledger.rendering"): row.rendering or "—",
            text("ledger.outcome"): text(f"outcome.{row.outcome}"),
            text("ledger.rung"): text(f"rung.{row.rung}"),
            text("ledger.kind"): text(f"kind.{row.kind}"),
            text("ledger.concept"): row.concept,
        }
        for row in rows
        if (not wanted or row.outcome in wanted) and _has(query, row.term, row.rendering)
    ]
    _table(kept, text)


def _show_skipped(rows: list[SkippedRow], query: str, text: Catalogue) -> None:
    st.markdown(f"**{text('ledger.skipped', count=len(rows))}**", help=text("ledger.skipped_help"))
    present = [reason for reason in SkipReason if any(row.reason is reason for row in rows)]
    wanted = st.pills(
        text("ledger.reason"),
        present,
        selection_mode="multi",
        key="ledger_reasons",
        format_func=lambda reason: text(f"reason.{reason}"),
        label_visibility="collapsed",
    )
    kept = [
        {
            text("ledger.segment"): row.segment,
            text("ledger.term"): row.term,
            text("ledger.reason"): text(f"reason.{row.reason}"),
            text("ledger.by"): row.by,
            text("ledger.known"): row.renderings,
            text("ledger.concept"): row.concept,
        }
        for row in rows
        if (not wanted or row.reason in wanted) and _has(query, row.term, row.renderings)
    ]
    _table(kept, text)


def _has(query: str, *values: str) -> bool:
    return key(query) in "\n".join(map(key, values))


def _table(rows: Sequence[Mapping[str, object]], text: Catalogue) -> None:
    if rows:
        st.dataframe(rows, hide_index=True, height="content" if len(rows) <= _MOST_ROWS else "auto")
    else:
        st.caption(text("ledger.empty"))
