"""Reading glossary files: CSV and TSV tables, and the short “source = target” lists of the UI."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from glossary.columns import Header, read_header, read_row, split_forms
from glossary.errors import GlossaryFileError, Problem, UnknownFormatError
from glossary.model import Concept, Form, FormStatus, Glossary, Lang

# The delimiters to look for by suffix: Excel writes CSV with semicolons where the comma is the
# decimal sign, as in Indonesia.
_DELIMITERS: Mapping[str, str] = MappingProxyType({".csv": ",;", ".tsv": "\t"})
_LINE_SEPARATOR = re.compile(r"\t|\s*(?:→|⇒|=>|->|=|＝)\s*")
_LINES_NAME = "extra terms"


def read_glossary(path: Path) -> Glossary:
    """The glossary in a .csv or .tsv file (UTF-8), named after the file.

    Raises `UnknownFormatError` for another suffix and `GlossaryFileError` with every problem of
    the file. Rows count as in a spreadsheet, the header being row 1; empty rows are passed over.
    """
    delimiters = _DELIMITERS.get(path.suffix.casefold())
    if delimiters is None:
        known = ", ".join(_DELIMITERS)
        raise UnknownFormatError(f"{path}: a glossary's file name must end in one of {known}")
    rows = list(_rows(path, _text(path), delimiters))
    filled = [(row, cells) for row, cells in rows if any(map(str.strip, cells))]
    if not filled:
        raise GlossaryFileError(path, [Problem(None, None, "is empty")])
    (header_row, header_cells), body = filled[0], filled[1:]
    header, problems = read_header(header_cells, header_row)
    if not {"id", "ja"} <= header.written.keys():
        raise GlossaryFileError(path, problems)
    concepts, row_problems = _concepts(path.stem, header, body)
    if problems or row_problems:
        raise GlossaryFileError(path, [*problems, *row_problems])
    return Glossary(path.name, tuple(concepts))


def parse_lines(text: str, source: Lang) -> Glossary:
    """The terms typed into the UI, one a line: source form, “=”, “→” or a tab, target form.

    Several forms are separated by bars, as in a file; # starts a comment line. Raises
    `GlossaryFileError`, its rows being line numbers.
    """
    concepts: list[Concept] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        sides = [split_forms(side) for side in _LINE_SEPARATOR.split(line.strip(), maxsplit=1)]
        if len(sides) != 2 or not all(sides):
            problems.append(Problem(number, None, f"“{line.strip()}” is not “source = target”"))
            continue
        forms = {source: _forms(sides[0]), source.other: _forms(sides[1])}
        concepts.append(Concept(f"extra-{number}", forms[Lang.INDONESIAN], forms[Lang.JAPANESE]))
    if problems:
        raise GlossaryFileError(_LINES_NAME, problems)
    return Glossary(_LINES_NAME, tuple(concepts))


def _forms(texts: Sequence[str]) -> tuple[Form, ...]:
    unique = list(dict.fromkeys(texts))
    return (Form(unique[0]), *(Form(text, FormStatus.ADMITTED) for text in unique[1:]))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = Problem(None, None, f"cannot be read: {error.strerror}")
        raise GlossaryFileError(path, [problem]) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise GlossaryFileError(path, [Problem(None, None, "is UTF-16; save it as UTF-8")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = (
            f"byte {error.start} (0x{data[error.start]:02X}) is not UTF-8; save the file as UTF-8"
        )
        raise GlossaryFileError(path, [Problem(row, None, message)]) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise GlossaryFileError(path, [Problem(row, None, "holds a NUL: this is no text file")])
    return text


def _rows(path: Path, text: str, delimiters: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers; unreadable quoting ends the reading."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(delimiters, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            yield row, cells
    except csv.Error as error:
        message = (
            f"cannot be divided into cells ({error}); a cell that starts with a quotation mark "
            "must end with one, and marks inside it are doubled"
        )
        raise GlossaryFileError(path, [Problem(row + 1, None, message)]) from error


def _concepts(
    stem: str, header: Header, body: Sequence[tuple[int, list[str]]]
) -> tuple[list[Concept], list[Problem]]:
    concepts: list[Concept] = []
    problems: list[Problem] = []
    rows_by_id: dict[str, int] = {}
    for row, cells in body:
        concept, row_problems = read_row(header, cells, row, f"{stem}-{row}")
        problems += row_problems
        first = rows_by_id.setdefault(concept.concept_id, row)
        if first != row:
            column = header.written.get("concept_id")
            message = f"“{concept.concept_id}” is already the id of row {first}"
            problems.append(Problem(row, column, message))
        concepts.append(concept)
    return concepts, problems
