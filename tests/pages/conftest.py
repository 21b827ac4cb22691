"""A small release as the pipeline returns it, and the app with a scripted model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import wiring
from app_pages.catalogue import Catalogue, catalogue
from glossary.model import Concept, Enforcement, Form, Lang, SkippedMatch, SkipReason, TermMatch
from translate.backends.scripted import ScriptedBackend, small_vocabulary
from translate.model import (
    ConstraintKind,
    Outcome,
    Rung,
    Segment,
    SegmentKind,
    SegmentTranslation,
    Status,
    TermCheck,
    Translation,
)

ROOT = Path(__file__).parents[2]
TERM, COPY = ConstraintKind.TERM, ConstraintKind.DO_NOT_TRANSLATE
# What the scripted model says to each sentence; it has never heard of 新庁.
SCRIPT = {
    "Kementerian Keuangan mengadakan rapat.": "財務省は会議を開いた。",
    "Badan Baru juga hadir di sana.": "新機関も出席した。",
}

# Long pieces make short searches.
PIECES = ("財務省", "は会議を", "開いた。", "新機関", "新庁", "も", "出席した。")


@pytest.fixture
def english() -> Catalogue:
    return catalogue("en")


@pytest.fixture
def release() -> Translation:
    """Four segments: all well with a repeated term, failed, passed through, a URL."""
    failed = SegmentTranslation(
        Segment("BKN hadir.", Lang.INDONESIAN, "", "\n"),
        "出席した。",
        "\n",
        Status.FAILED,
        -0.7,
        checks=(TermCheck(TERM, "c-2", (0, 3), "BKN", Outcome.MISSING, Rung.HARD),),
    )
    footer = SegmentTranslation(
        Segment("All rights reserved", Lang.INDONESIAN, "", "\n", SegmentKind.PASS_THROUGH),
        "All rights reserved",
        "\n",
        Status.PASSED_THROUGH,
        note="other_language",
    )
    url = SegmentTranslation(
        Segment("Lihat a.go.id", Lang.INDONESIAN),
        "a.go.id を参照",
        "",
        Status.OK,
        -0.2,
        checks=(
            TermCheck(COPY, "", (6, 13), "a.go.id", Outcome.VERBATIM, Rung.NONE, (0, 7), "a.go.id"),
        ),
    )
    return Translation((_first_segment(), failed, footer, url), {"model": "tiny", "mode": "ladder"})


def _first_segment() -> SegmentTranslation:
    rapat = Concept("c-9", (Form("rapat"),), (Form("会議"),), enforcement=Enforcement.SOFT)
    skipped = SkippedMatch(TermMatch((rapat,), 37, 42, "rapat"), SkipReason.SOFT)
    return SegmentTranslation(
        Segment("Menkeu <b>dan</b> Menkeu bertemu dalam rapat.", Lang.INDONESIAN, "1. ", "\n\n"),
        "1. 財務大臣と財相が会った。",
        "\n\n",
        Status.OK,
        -0.5,
        checks=(
            TermCheck(
                TERM, "c-1", (3, 9), "Menkeu", Outcome.VERBATIM, Rung.PROMPT, (3, 7), "財務大臣"
            ),
            TermCheck(
                TERM, "c-1", (21, 27), "Menkeu", Outcome.VARIANT, Rung.PROMPT, (8, 10), "財相"
            ),
        ),
        skipped=(skipped,),
    )


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    """The app with the scripted model, opened in a UI language."""
    monkeypatch.setattr(
        wiring, "backend", lambda model: ScriptedBackend(SCRIPT, small_vocabulary(PIECES))
    )

    def open_in(language: str = "en") -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["lang"] = language
        return app.run()

    return open_in
