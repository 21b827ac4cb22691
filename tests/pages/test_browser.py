"""The whole product in a real browser: Chromium, a Streamlit server, the embedded model."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
LOADING = 300_000  # milliseconds: the first start builds the model's layout in the cache
RELEASE = """Kementerian Keuangan mengadakan rapat bersama Badan Contoh Daerah.

<b>Rapat</b> itu membahas pelayanan publik."""


@pytest.fixture(scope="module")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None:
        missing = "this test needs Debian's chromium: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@pytest.fixture(scope="module")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a free port, with its messages in a file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)  # noqa: S603
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


@pytest.mark.browser
def test_pasted_release_shows_its_enforced_terms(chromium: str, address: str) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{address}/?lang=en", timeout=60_000)
        page.get_by_role("textbox", name="Source text").fill(RELEASE)
        # A term that the model cannot know: it is there because it was enforced.
        page.get_by_role("textbox", name="Extra terms").fill("Badan Contoh Daerah = 地方見本庁")
        page.get_by_role("button", name="Translate").click()

        target = page.locator(".jb-release .jb-target")
        expect(target.locator("mark", has_text="地方見本庁")).to_be_visible(timeout=LOADING)
        expect(page.get_by_role("tab", name="Term ledger")).to_be_visible(timeout=LOADING)
        expect(target.locator("mark", has_text="財務省")).to_be_visible()
        source = page.locator(".jb-release .jb-source")
        expect(source.get_by_text("<b>Rapat</b>")).to_be_visible()

        page.get_by_role("link", name="Glossary").click()
        expect(page.get_by_role("heading", name="Glossary")).to_be_visible()
        page.get_by_role("link", name="Translate").click()
        expect(target.locator("mark", has_text="地方見本庁")).to_be_visible()
        expect(page.get_by_role("textbox", name="Source text")).to_have_value(RELEASE)
        browser.close()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (our own server)
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text()}")
