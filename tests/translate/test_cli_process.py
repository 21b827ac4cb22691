"""The program as users start it: quick help, and streams that break off or are not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def start(*command: str, text: bytes = b"") -> tuple[int, bytes, str]:
    done = subprocess.run(command, input=text, capture_output=True, timeout=60)  # noqa: S603
    return done.returncode, done.stdout, done.stderr.decode()


def test_help_loads_nothing_heavy() -> None:
    heavy = "torch transformers numpy sudachipy sacrebleu streamlit ahocorasick_rs tokenizers"
    program = (
        "import sys; from translate.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit as end: code = end.code\n"
        f"print(code, [m for m in '{heavy}'.split() if m in sys.modules], file=sys.stderr)"
    )
    _, output, errors = start(sys.executable, "-c", program)
    assert b"--glossary" in output
    assert errors.strip() == "0 []"


def test_a_model_directory_without_weights_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    command = [sys.executable, "-m", "translate", "--from", "id", "--model", str(tmp_path)]
    code, output, errors = start(*command, text=b"Badan itu ada.")
    assert (code, output) == (1, b"")
    assert errors.startswith(f"error: The model directory {tmp_path} lacks weights")
    assert errors.count("\n") == 1


NO_MODEL = (
    "import translate.loading; from tests.translate.tiny import Counting\n"
    "translate.loading.load_backend = lambda name: Counting({})\n"
    "from translate.cli import main; main()"
)


def test_a_reader_that_goes_away_is_no_error() -> None:
    # More than a pipe holds, so that writing goes on after the reader has left.
    program = [sys.executable, "-c", NO_MODEL, "--from", "id", "--glossary", "none"]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe) as process:  # noqa: S603
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"-----\n" * 40_000)
        process.stdin.close()
        assert process.stdout.readline() == b"-----\n"
        process.stdout.close()
        assert b"Traceback" not in (errors := process.stderr.read())
        assert b"Broken" not in errors
        assert process.wait(60) == 0


def test_closed_streams_are_no_traceback() -> None:
    program = f"{sys.executable} -c '{NO_MODEL}' --from id --glossary none"
    code, _, errors = start("/bin/sh", "-c", f"{program} <&-")
    assert code == 1
    assert errors.startswith("error: standard input is closed")
    assert start("/bin/sh", "-c", f"echo --- | {program} >&-") == (0, b"", "")
    assert start("/bin/sh", "-c", f"echo --- | {program} 2>&-") == (0, b"---\n", "")
