"""The Translate page with a scripted model: what a user sees, keeps and is told."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages import wiring
from app_pages.jobs import Job, JobState
from glossary.model import Lang
from translate.loading import EMBEDDED_NAME
from translate.options import Mode, Options

# The scripted model (conftest.py) knows both sentences, but not the term 新庁.
RELEASE = "Kementerian Keuangan mengadakan rapat.\n\nBadan Baru juga hadir di sana."
EXTRA = "Kementerian Keuangan = 財務省\nBadan Baru = 新庁"
OpenApp = Callable[..., AppTest]


@pytest.fixture
def translated(open_app: OpenApp) -> AppTest:
    """The English app with RELEASE translated under the terms of EXTRA."""
    return _translate(open_app(), RELEASE, EXTRA)


def test_first_screen_says_what_to_do_next(open_app: OpenApp) -> None:
    app = open_app()
    assert "paste a text above" in app.info[0].value
    assert [button.label for button in app.main.button] == ["Translate", "Insert a sample", "Clear"]


def test_terms_are_enforced_and_marked(translated: AppTest) -> None:
    html = _release_html(translated)
    assert re.findall(r'data-number="(\d)"[^>]*>([^<]+)<', html) == [
        ("1", "Kementerian Keuangan"),
        ("1", "財務省"),
        ("2", "Badan Baru"),
        ("2", "新庁"),
    ]
    assert "Everything that had to be in the translation is in it." in translated.success[0].value


def test_whole_text_keeps_its_line_breaks(translated: AppTest) -> None:
    lines = translated.code[0].value.split("\n")
    assert lines[0] == "財務省は会議を開いた。"
    assert lines[1] == ""
    assert "新庁" in lines[2]


def test_ledger_says_what_each_term_needed(translated: AppTest) -> None:
    table = translated.dataframe[0].value
    assert list(table["Term in the source"]) == ["Kementerian Keuangan", "Badan Baru"]
    assert list(table["Rendering found"]) == ["財務省", "新庁"]
    assert list(table["How"]) == ["by itself", "forced"]


def test_ledger_can_be_filtered(translated: AppTest) -> None:
    translated.text_input(key="ledger_query").set_value("新庁").run()
    assert list(translated.dataframe[0].value["Term in the source"]) == ["Badan Baru"]


def test_result_and_inputs_survive_other_pages_and_widgets(translated: AppTest) -> None:
    before = _release_html(translated)
    translated.run()
    translated.slider(key="beam").set_value(2).run()
    translated.switch_page("app_pages/glossary_page.py").run()
    assert translated.title[0].value == "Glossary"
    translated.switch_page("app_pages/translate_page.py").run()
    assert _release_html(translated) == before
    assert translated.text_area(key="text").value == RELEASE
    assert translated.text_area(key="extra").value == EXTRA
    assert translated.multiselect(key="glossaries").value == []
    assert translated.slider(key="beam").value == 2


def test_result_and_inputs_survive_a_change_of_language(translated: AppTest) -> None:
    translated.selectbox(key="language").set_value("ja").run()
    assert translated.title[0].value == "翻訳"
    assert "訳文に必要な用語はすべて反映されています。" in translated.success[0].value
    assert translated.text_area(key="text").value == RELEASE
    assert translated.query_params["lang"] == "ja"


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Translate"), ("id", "Terjemahkan"), ("ja", "翻訳")]
)
def test_address_chooses_the_language(open_app: OpenApp, language: str, title: str) -> None:
    assert open_app(language).title[0].value == title


def test_missing_terms_are_hard_to_miss(open_app: OpenApp) -> None:
    app = open_app()
    app.selectbox(key="mode").set_value(Mode.NONE)
    _translate(app, RELEASE, EXTRA)
    assert "**1 item needs your eye**" in app.warning[0].value
    assert "Segment 2" in app.warning[0].value
    assert "please check" in _release_html(app)


def test_without_a_glossary_nothing_is_enforced(open_app: OpenApp) -> None:
    app = _translate(open_app(), RELEASE, "")
    assert "<mark" not in _release_html(app)
    assert "nothing to enforce" in app.main.markdown[0].value


def test_markup_in_a_text_is_text(open_app: OpenApp) -> None:
    html = _release_html(_translate(open_app(), "Menteri itu <b>tegas</b> dan **adil**.", ""))
    assert "&lt;b&gt;tegas&lt;/b&gt; dan **adil**." in html


@pytest.mark.parametrize(
    ("text", "extra", "model", "message"),
    [
        ("", "", None, "There is no text yet"),
        (" \n ", "", None, "There is no text yet"),
        ("zzz qqq xyz", "", None, "language of the text was not recognised"),
        (RELEASE, "Tri Widodo トリ", None, "Some of the extra terms cannot be read"),
        (RELEASE, "", "", "Enter the name or the folder of the model"),
    ],
)
def test_inputs_that_cannot_be_tried_are_named(
    open_app: OpenApp, text: str, extra: str, model: str | None, message: str
) -> None:
    app = open_app()
    if model is not None:
        app.selectbox(key="model").set_value("other").run()
        app.text_input(key="model_name").set_value(model)
    _translate(app, text, extra)
    assert [message in error.value for error in app.error] == [True]
    assert "job" not in app.session_state


def test_all_problems_are_told_at_once(open_app: OpenApp) -> None:
    app = _translate(open_app(), "", "no equals sign")
    assert len(app.error) == 2


def test_text_of_two_megabytes_is_refused_in_words(open_app: OpenApp) -> None:
    app = _translate(open_app(), "Pemerintah yang baik. " * 100_000, "")
    assert "300\\,000 characters" in app.error[0].value
    assert not app.exception


def test_a_fault_of_ours_is_no_traceback(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app()
    monkeypatch.setattr(wiring, "backend", lambda model: 1 / 0)
    _translate(app, RELEASE, "")
    assert "An unexpected fault (ZeroDivisionError)" in app.error[0].value
    assert not app.exception
    assert app.text_area(key="text").value == RELEASE
    # An old failure does not stand beside a new complaint.
    _translate(app, "", "")
    assert [error.value.split(":")[0] for error in app.error] == ["There is no text yet"]


def test_sample_follows_the_direction(open_app: OpenApp) -> None:
    app = open_app()
    app.main.button[1].click().run()
    assert app.text_area(key="text").value.startswith("Pemerintah")
    assert "Indonesian detected." in [caption.value for caption in app.caption]
    app.selectbox(key="direction").set_value("ja").run()
    assert "Your choice is used, but the text looks like Indonesian." in [
        caption.value for caption in app.caption
    ]
    app.main.button[1].click().run()
    assert app.text_area(key="text").value.startswith("政府")
    app.main.button[2].click().run()
    assert app.text_area(key="text").value == ""


def test_uploaded_glossary_is_used_and_stays(open_app: OpenApp) -> None:
    app = open_app()
    content = "id,ja\nBadan Baru,新庁\n".encode()
    app.file_uploader(key="upload_0").upload("saya.csv", content, "text/csv").run()
    assert app.multiselect(key="glossaries").value == ["bundled", "saya.csv"]
    app.multiselect(key="glossaries").set_value(["saya.csv"])
    app.text_area(key="text").set_value(RELEASE)
    _press(app)
    assert "新庁" in _release_html(app)
    app.switch_page("app_pages/glossary_page.py").run()
    app.selectbox(key="glossary_shown").set_value("saya.csv").run()
    assert list(app.dataframe[0].value["Indonesian"]) == ["Badan Baru"]


def test_broken_glossary_file_is_refused_with_its_rows(open_app: OpenApp) -> None:
    app = open_app()
    content = b"id,ja,enforcement\na,b,hardd\nc,d,no\n"
    app.file_uploader(key="upload_0").upload("saya.csv", content, "text/csv").run()
    said = app.error[0].value.replace("\\", "")
    assert "“saya.csv” was not added" in said
    assert "row 2, column enforcement" in said
    assert "row 3, column enforcement" in said
    assert app.multiselect(key="glossaries").value == ["bundled"]


def test_progress_is_shown_while_a_job_runs(open_app: OpenApp) -> None:
    app = open_app()
    with wiring.model_lock():
        app.text_area(key="text").set_value(RELEASE)
        app.main.button[0].click().run()
        assert app.main.button[0].disabled
        assert "Another translation is running" in app.get("progress")[0].text
    _finish(app.session_state["job"])
    app.run()
    assert not app.main.button[0].disabled
    assert not app.get("progress")
    assert _release_html(app)


def test_stopping_says_so(open_app: OpenApp) -> None:
    app = open_app()
    with wiring.model_lock():
        app.text_area(key="text").set_value(RELEASE)
        app.main.button[0].click().run()
        stop = next(button for button in app.main.button if button.label == "Stop")
        stop.click().run()
        _finish(app.session_state["job"])
    assert app.run().info[0].value == "The translation was stopped."


def test_two_users_take_turns(open_app: OpenApp) -> None:
    open_app()
    request = wiring.Request(RELEASE, Lang.INDONESIAN, EMBEDDED_NAME, None, Options())
    with wiring.model_lock():
        jobs = [wiring.begin(request), wiring.begin(request)]
        assert [job.state for job in jobs] == [JobState.WAITING] * 2
    for job in jobs:
        _finish(job)
        assert job.state is JobState.DONE


def test_model_is_loaded_once_for_all_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    from translate import loading

    loaded: list[str] = []
    monkeypatch.setattr(loading, "load_backend", lambda model: loaded.append(model) or object())
    wiring.backend.clear()
    try:
        assert wiring.backend("some/model") is wiring.backend("some/model")
        assert loaded == ["some/model"]
    finally:
        wiring.backend.clear()


def test_model_directory_without_weights_is_refused_in_words(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from translate.loading import load_backend

    app = open_app()
    monkeypatch.setattr(wiring, "backend", load_backend)
    app.selectbox(key="model").set_value("other").run()
    app.text_input(key="model_name").set_value(str(tmp_path))
    _translate(app, RELEASE, "")
    assert "could not be translated" in app.error[0].value
    assert tmp_path.name in app.error[0].value.replace("\\", "")
    assert not app.exception


def _translate(app: AppTest, text: str, extra: str) -> AppTest:
    """Fill the form, with no glossary but `extra`, press Translate and await the end."""
    app.text_area(key="text").set_value(text)
    app.text_area(key="extra").set_value(extra)
    app.multiselect(key="glossaries").set_value([])
    return _press(app)


def _press(app: AppTest) -> AppTest:
    """Press Translate; a browser would look at the job again and again until it has ended."""
    app.main.button[0].click().run()
    if "job" in app.session_state:
        _finish(app.session_state["job"])
        app.run()
    return app


def _release_html(app: AppTest) -> str:
    return next(e.value for e in app.get("html") if e.value.startswith('<div class="jb-release'))


def _finish(job: Job) -> None:
    deadline = time.monotonic() + 60
    while not job.ended and time.monotonic() < deadline:
        time.sleep(0.02)
