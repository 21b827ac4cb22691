"""`python -m translate`: a file or standard input in, its translation on standard output."""

from __future__ import annotations

import datetime
import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glossary.errors import GlossaryError
from glossary.model import Glossary, Lang
from translate.backends.base import Register
from translate.errors import TranslateError
from translate.options import Mode, Options

if TYPE_CHECKING:
    from translate.model import Translation

_MOST_WARNINGS = 5

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class From(StrEnum):
    """Values of --from."""

    INDONESIAN = "id"
    JAPANESE = "ja"
    AUTO = "auto"

    @property
    def lang(self) -> Lang | None:
        """The language, None for auto."""
        return None if self is From.AUTO else Lang(self.value)


@app.command()
def translate(
    file: Annotated[
        Path | None, typer.Argument(help="Text to translate (UTF-8); standard input without it.")
    ] = None,
    source: Annotated[From, typer.Option("--from", help="Language of the text.")] = From.AUTO,
    target: Annotated[
        Lang | None, typer.Option("--to", help="Language to translate into (default: the other).")
    ] = None,
    glossary: Annotated[
        list[str] | None,
        typer.Option(help="bundled, none, or a .csv/.tsv file; several: the first wins."),
    ] = None,
    model: Annotated[
        str, typer.Option(help="embedded, a Hugging Face name, or a model directory.")
    ] = "embedded",
    mode: Annotated[Mode, typer.Option(help="How terms are enforced.")] = Mode.LADDER,
    beam: Annotated[int, typer.Option(min=1, max=64, help="Hypotheses kept.")] = 4,
    date: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date of the release (default: found in it)."),
    ] = None,
    register: Annotated[Register, typer.Option(help="Style of Japanese output.")] = Register.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print segments and ledger.")] = False,
) -> None:
    """Translate a release between Indonesian and Japanese with its official terms enforced."""
    if target is not None and source.lang is target:
        raise typer.BadParameter("--from and --to are the same language", param_hint="--to")
    options = Options(mode, beam, date.date() if date else None, register)
    try:
        _translate(file, source.lang, target, glossary or ["bundled"], model, options, as_json)
    except (TranslateError, GlossaryError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


def _translate(
    file: Path | None,
    source: Lang | None,
    target: Lang | None,
    glossaries: list[str],
    model: str,
    options: Options,
    as_json: bool,
) -> None:
    from translate.errors import InputError
    from translate.reading import read_text, resolve_language

    if file is None and sys.stdin is None:
        raise InputError("standard input is closed; name a file, or pass the text to it")
    text = read_text(file or sys.stdin.buffer)
    lang = resolve_language(text, source)
    if target is lang and text.strip():
        raise InputError(f"the text is already {lang.name.capitalize()}; check --to")
    terms = _glossary(glossaries)

    from translate.loading import load_backend
    from translate.pipeline import Translator
    from translate.progress import progress

    translator = Translator(load_backend(model), terms)
    with progress() as on_segment:
        translation = translator.translate(text, lang, options, on_segment)
    _write(translation, as_json)
    _warn(translation)


def _glossary(names: list[str]) -> Glossary | None:
    """The glossaries named, joined in their order; None for none."""
    from glossary.bundled import open_glossary

    parts = [open_glossary(name) for name in names if name != "none"]
    return sum(parts[1:], start=parts[0]) if parts else None


def _write(translation: Translation, as_json: bool) -> None:
    """Print the translation; a reader that goes away (`| head`) is no error."""
    from translate.as_json import as_json as to_json

    if as_json:
        output = json.dumps(to_json(translation), ensure_ascii=False, indent=2) + "\n"
    else:
        output = translation.text
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(output.encode("utf-8", errors="replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Else the interpreter flushes once more as it ends, and complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _warn(translation: Translation) -> None:
    """Say on stderr what a plain text cannot show."""
    from translate.model import Status
    from translate.verify import BAD

    segments = translation.segments
    failed = [s for s in segments if s.status is Status.FAILED]
    for segment in failed[:_MOST_WARNINGS]:
        forms = dict.fromkeys(c.source_form for c in segment.checks if c.outcome in BAD)
        _, _, names = segment.note.partition("unspellable: ")
        note = f" (this model's vocabulary cannot spell {names})" if names else ""
        typer.echo(f"warning: terms not met: {', '.join(forms)}{note}", err=True)
    if len(failed) > _MOST_WARNINGS:
        typer.echo(f"warning: … and in {len(failed) - _MOST_WARNINGS} more segments", err=True)
    if any(s.note == "other_language" for s in segments) and all(
        s.status is Status.PASSED_THROUGH for s in segments
    ):
        name = segments[0].segment.lang.name.capitalize()
        typer.echo(f"warning: nothing was translated: no part of the text is {name}", err=True)


def main() -> None:
    """Entry point."""
    app(prog_name="translate")
