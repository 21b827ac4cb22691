"""`python -m glossary`: list a glossary's concepts, match them in a text, check them."""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from glossary.errors import GlossaryError, GlossaryFileError
from glossary.model import Concept, Lang, SkippedMatch, TermMatch

app = typer.Typer(
    help="Official terms of Indonesian and Japanese government language.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

_WIDE = 200  # columns of a table that goes to a file or pipe


class Source(StrEnum):
    """Values of --from."""

    INDONESIAN = "id"
    JAPANESE = "ja"
    AUTO = "auto"


GlossaryOption = Annotated[
    str, typer.Option("--glossary", metavar="FILE|bundled", help="A .csv or .tsv file, or bundled.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_concepts(
    glossary: GlossaryOption = "bundled",
    lang: Annotated[Lang | None, typer.Option(help="Show and search this language only.")] = None,
    domain: Annotated[str, typer.Option(help="Only concepts of this domain.")] = "",
    search: Annotated[str, typer.Option(help="Only concepts with this in a form or id.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List the concepts of a glossary."""
    from glossary import search as searching
    from glossary.bundled import open_glossary

    with _errors_shown():
        concepts = searching.search(open_glossary(glossary).concepts, search, domain, lang)
    if as_json:
        _print_json([_concept_json(concept, lang) for concept in concepts])
        return
    langs = [lang] if lang else list(Lang)
    rows = [
        [c.concept_id, c.enforcement, c.domain, *(" | ".join(c.usable(side)) for side in langs)]
        for c in concepts
    ]
    _print_table(["concept_id", "enforcement", "domain", *langs], rows)


@app.command()
def match(
    file: Annotated[
        Path | None, typer.Argument(help="A text (UTF-8); - or none for standard input.")
    ] = None,
    source: Annotated[Source, typer.Option("--from", help="Language of the text.")] = Source.AUTO,
    glossary: GlossaryOption = "bundled",
    date: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date that terms must be valid on [today]."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show which terms occur in a text, and which of them would be enforced."""
    from glossary.bundled import open_glossary
    from glossary.languages import main_script
    from glossary.matching import Matcher

    with _errors_shown():
        text = _read_text(file)
        terms = open_glossary(glossary)
    lang = main_script(text) if source is Source.AUTO else Lang(source.value)
    report = Matcher(terms).find(text, lang, date.date() if date else datetime.date.today())
    if as_json:
        _print_json(
            {
                "lang": lang.value,
                "glossary": {"name": terms.name, "revision": terms.revision},
                "matches": [_match_json(m, lang) for m in report.matches],
                "skipped": [
                    _match_json(s.match, lang) | {"reason": s.reason.value, "by": s.by}
                    for s in report.skipped
                ],
            }
        )
        return
    found = [*((m, "enforced") for m in report.matches), *_with_reasons(report.skipped)]
    rows = [
        [f"{m.start}–{m.end}", " ".join(m.surface.split()), _renderings(m, lang), state]
        for m, state in sorted(found, key=lambda f: f[0].start)
    ]
    _print_table(["span", "term", "renderings", "state"], rows)


@app.command()
def check(
    glossary: Annotated[str, typer.Argument(metavar="[FILE|bundled]")] = "bundled",
    as_json: JsonOption = False,
) -> None:
    """Check a glossary; the exit status is 1 if it has errors, 0 with warnings only."""
    from glossary.bundled import open_glossary
    from glossary.checks import Finding, Severity, check_glossary

    problems: list[dict[str, Any]] = []
    findings: tuple[Finding, ...] = ()
    with _errors_shown():
        try:
            findings = check_glossary(open_glossary(glossary))
        except GlossaryFileError as error:
            if not as_json:
                raise
            problems = [
                {"row": p.row, "column": p.column, "message": p.message} for p in error.problems
            ]
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if as_json:
        found = [
            {
                "severity": finding.severity.value,
                "check": finding.check.value,
                "concepts": list(finding.concept_ids),
                "message": finding.message,
            }
            for finding in findings
        ]
        _print_json({"problems": problems, "findings": found})
    else:
        for finding in findings:
            typer.echo(str(finding))
        typer.echo(f"{errors} errors, {len(findings) - errors} warnings")
    if errors or problems:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; output is UTF-8 whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="python -m glossary")


@contextmanager
def _errors_shown() -> Iterator[None]:
    try:
        yield
    except GlossaryError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


def _read_text(file: Path | None) -> str:
    is_file = file is not None and str(file) != "-"
    name = str(file) if is_file else "standard input"
    try:
        if file and is_file:
            data = file.read_bytes()
        else:
            data = sys.stdin.buffer.read() if sys.stdin else b""  # None if the shell closed it
        return data.decode("utf-8-sig")
    except OSError as error:
        raise GlossaryError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        message = f"{name}: byte {error.start} is not UTF-8; save the text as UTF-8"
        raise GlossaryError(message) from error


def _concept_json(concept: Concept, lang: Lang | None) -> dict[str, Any]:
    from glossary.columns import to_cells

    forms = [
        {"lang": side.value, "text": form.text, "status": form.status.value}
        for side in ([lang] if lang else Lang)
        for form in concept.forms(side)
    ]
    return {**to_cells(concept), "forms": forms}


def _match_json(match: TermMatch, lang: Lang) -> dict[str, Any]:
    return {
        "start": match.start,
        "end": match.end,
        "surface": match.surface,
        "concepts": [
            {"concept_id": c.concept_id, "renderings": list(c.usable(lang.other))}
            for c in match.concepts
        ],
    }


def _with_reasons(skipped: Iterable[SkippedMatch]) -> Iterator[tuple[TermMatch, str]]:
    for item in skipped:
        yield item.match, f"{item.reason} in {item.by}" if item.by else item.reason.value


def _renderings(match: TermMatch, lang: Lang) -> str:
    return " | ".join(dict.fromkeys(t for c in match.concepts for t in c.usable(lang.other)))


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_table(header: list[str], rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*header)
    for row in rows:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    is_terminal = Console().is_terminal
    Console(width=None if is_terminal else _WIDE).print(table)
