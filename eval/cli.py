"""`python -m eval score`: how good a translation is, and how well it keeps to the glossary."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.errors import EvalError
from glossary.errors import GlossaryError
from glossary.model import Lang

if TYPE_CHECKING:
    from eval.scores import Score
    from eval.terms import TermSuccess

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def root() -> None:
    """Measure translations between Indonesian and Japanese."""


@app.command()
def score(
    source_lang: Annotated[Lang, typer.Option("--from", help="Language of the source.")],
    target_lang: Annotated[Lang, typer.Option("--to", help="Language of the translations.")],
    source: Annotated[Path, typer.Option(help="Source text, one segment a line (UTF-8).")],
    reference: Annotated[Path, typer.Option(help="Human translation, line by line.")],
    hypothesis: Annotated[Path, typer.Option(help="Translation to be measured, line by line.")],
    glossary: Annotated[
        str | None,
        typer.Option(help="Measure terminology too: bundled, or a .csv/.tsv file."),
    ] = None,
    date: Annotated[
        datetime.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Count only terms valid on this day (default: all)."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, unrounded.")] = False,
) -> None:
    """BLEU and chrF by sacrebleu, and the share of hard terms that the translation renders."""
    if source_lang is target_lang:
        raise typer.BadParameter("--from and --to are the same language", param_hint="--to")
    paths = source, reference, hypothesis
    try:
        measures = _measure(source_lang, paths, glossary, date.date() if date else None)
    except (EvalError, GlossaryError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    _write(*measures, as_json)


def _measure(
    source_lang: Lang, paths: tuple[Path, Path, Path], name: str | None, on: datetime.date | None
) -> tuple[dict[str, Score], TermSuccess | None]:
    from eval.corpus import read_corpus
    from eval.scores import scores
    from eval.terms import term_success
    from glossary.bundled import open_glossary

    corpus = read_corpus(source_lang, *paths)
    glossary = open_glossary(name) if name else None
    return scores(corpus), term_success(corpus, glossary, on) if glossary else None


def _write(scores: dict[str, Score], terms: TermSuccess | None, as_json: bool) -> None:
    from eval import report

    if as_json:
        output = json.dumps(report.as_json(scores, terms), ensure_ascii=False, indent=2)
        sys.stdout.buffer.write(f"{output}\n".encode())
        return
    from rich.console import Console

    console = Console()
    for table in report.as_tables(scores, terms):
        console.print(table)


def main() -> None:
    """Entry point of `python -m eval`."""
    app(prog_name="python -m eval")
