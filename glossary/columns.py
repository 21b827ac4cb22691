"""The columns of a glossary table: how a row of them becomes a concept, and the way back.

Every tabular format shares this; README.md describes the columns to users.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from glossary.errors import Problem
from glossary.model import Concept, ConceptStatus, Enforcement, Form, FormStatus, Lang

COLUMNS = (
    "concept_id",
    "domain",
    "part_of_speech",
    "id",
    "id_admitted",
    "id_deprecated",
    "ja",
    "ja_admitted",
    "ja_deprecated",
    "enforcement",
    "case_sensitive",
    "do_not_translate",
    "status",
    "valid_from",
    "valid_to",
    "source",
    "definition_id",
    "definition_ja",
    "note",
)
REQUIRED = ("id", "ja")
ALIASES: Mapping[str, str] = {"id_preferred": "id", "ja_preferred": "ja"}

_FORM_COLUMNS = (
    ("", FormStatus.PREFERRED),
    ("_admitted", FormStatus.ADMITTED),
    ("_deprecated", FormStatus.DEPRECATED),
)
_SEPARATOR = re.compile("[|｜]")
_TRUE = frozenset({"1", "true", "yes", "ya", "はい"})
_FALSE = frozenset({"0", "false", "no", "tidak", "いいえ"})
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns stand: `positions[i]` is the column of cell i, None where it has none.

    `written` gives each column as the file names it, for messages.
    """

    positions: tuple[str | None, ...]
    written: Mapping[str, str]


def read_header(cells: Sequence[str], row: int) -> tuple[Header, list[Problem]]:
    """The header in `cells`, and what is wrong with it."""
    positions: list[str | None] = []
    written: dict[str, str] = {}
    problems: list[Problem] = []
    names = [cell.strip().casefold() for cell in cells]
    for cell, name in zip(cells, names, strict=True):
        column = ALIASES.get(name, name)
        if column in written:
            problems.append(Problem(row, cell.strip(), "this column occurs twice"))
        elif column in COLUMNS:
            written[column] = cell.strip()
        elif name:
            problems.append(Problem(row, cell.strip(), _unknown_column(name)))
        positions.append(column if name else None)
    missing = [column for column in REQUIRED if column not in written]
    if not written:
        problems = [Problem(row, None, f"must name the columns, at least {' and '.join(REQUIRED)}")]
    else:
        problems += [Problem(row, column, "this column is missing") for column in missing]
    return Header(tuple(positions), written), problems


def split_forms(cell: str) -> tuple[str, ...]:
    """The forms in one cell: separated by bars, white space inside them made single spaces."""
    return tuple(form for part in _SEPARATOR.split(cell) if (form := " ".join(part.split())))


def read_row(
    header: Header, cells: Sequence[str], row: int, default_id: str
) -> tuple[Concept, list[Problem]]:
    """The concept in `cells`, and what is wrong with it (the concept is then of no use)."""
    reader = _Row(header, cells, row)
    if len(cells) != len(header.positions):
        reader.problem(None, f"has {len(cells)} cells where the header has {len(header.positions)}")
        return Concept(default_id, (), ()), reader.problems
    indonesian, japanese = reader.forms("id"), reader.forms("ja")
    do_not_translate = bool(reader.boolean("do_not_translate"))
    if not (reader.text("id") or reader.text("ja")):
        reader.problem(None, "has no term: id and ja are both empty")
    elif do_not_translate:
        indonesian = indonesian or japanese
        japanese = japanese or indonesian
    valid_from, valid_to = reader.date("valid_from"), reader.date("valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        reader.problem("valid_to", f"{valid_to} is before valid_from, {valid_from}")
    concept = Concept(
        concept_id=reader.text("concept_id") or default_id,
        indonesian=indonesian,
        japanese=japanese,
        domain=reader.text("domain"),
        part_of_speech=reader.text("part_of_speech"),
        enforcement=reader.choice("enforcement", Enforcement, Enforcement.HARD),
        case_sensitive=reader.boolean("case_sensitive"),
        do_not_translate=do_not_translate,
        status=reader.choice("status", ConceptStatus, ConceptStatus.APPROVED),
        valid_from=valid_from,
        valid_to=valid_to,
        source=reader.text("source"),
        definition_indonesian=reader.text("definition_id"),
        definition_japanese=reader.text("definition_ja"),
        note=reader.text("note"),
    )
    return concept, reader.problems


def to_cells(concept: Concept) -> dict[str, str | bool | None]:
    """A concept by column. Forms are joined as in a file; dates are ISO; None is not set."""
    cells: dict[str, str | bool | None] = dict.fromkeys(COLUMNS)
    for lang in Lang:
        forms = concept.forms(lang)
        for column, status in _FORM_COLUMNS:
            texts = [form.text for form in forms if form.status is status]
            cells[f"{lang}{column}"] = " | ".join(texts)
    return cells | {
        "concept_id": concept.concept_id,
        "domain": concept.domain,
        "part_of_speech": concept.part_of_speech,
        "enforcement": concept.enforcement.value,
        "case_sensitive": concept.case_sensitive,
        "do_not_translate": concept.do_not_translate,
        "status": concept.status.value,
        "valid_from": concept.valid_from.isoformat() if concept.valid_from else None,
        "valid_to": concept.valid_to.isoformat() if concept.valid_to else None,
        "source": concept.source,
        "definition_id": concept.definition_indonesian,
        "definition_ja": concept.definition_japanese,
        "note": concept.note,
    }


class _Row:
    """One row's cells by column; collects what is wrong with them."""

    def __init__(self, header: Header, cells: Sequence[str], row: int) -> None:
        self._written = header.written
        self._row = row
        self._cells: dict[str, str] = {}
        self.problems: list[Problem] = []
        for number, (column, cell) in enumerate(zip(header.positions, cells, strict=False), 1):
            if not (content := cell.strip()):
                continue
            if column is None:
                self.problem(None, f"cell {number} has content under a column without a name")
            else:
                self._cells.setdefault(column, content)

    def problem(self, column: str | None, message: str) -> None:
        written = self._written.get(column, column) if column else None
        self.problems.append(Problem(self._row, written, message))

    def text(self, column: str) -> str:
        return self._cells.get(column, "")

    def forms(self, lang: str) -> tuple[Form, ...]:
        """The forms of one side, preferred first; a form given twice keeps its first standing."""
        main = self._texts(lang)
        admitted = self._texts(f"{lang}_admitted")
        if admitted and not main:
            self.problem(lang, f"is empty while {lang}_admitted has forms; move one here")
        standings = [(text, FormStatus.PREFERRED) for text in main[:1]]
        standings += [(text, FormStatus.ADMITTED) for text in main[1:] + admitted]
        standings += [(t, FormStatus.DEPRECATED) for t in self._texts(f"{lang}_deprecated")]
        forms: dict[str, Form] = {}
        for text, status in standings:
            first = forms.setdefault(text, Form(text, status))
            if status is FormStatus.DEPRECATED and first.status is not status:
                self.problem(f"{lang}_deprecated", f"“{text}” is an allowed form of the same row")
        return tuple(forms.values())

    def boolean(self, column: str) -> bool | None:
        value = self.text(column).casefold()
        if value and value not in _TRUE | _FALSE:
            self.problem(column, f"“{value}” is neither yes nor no (write 1 or 0)")
        return value in _TRUE if value else None

    def choice(self, column: str, choices: type[_Choice], default: _Choice) -> _Choice:
        value = self.text(column).casefold()
        if not value:
            return default
        try:
            return choices(value)
        except ValueError:
            self.problem(column, f"“{value}” is none of {', '.join(choices)}")
            return default

    def date(self, column: str) -> datetime.date | None:
        value = self.text(column)
        try:
            if value and not _ISO_DATE.fullmatch(value):
                raise ValueError
            return datetime.date.fromisoformat(value) if value else None
        except ValueError:
            self.problem(column, f"“{value}” is no date; write it as 2025-12-31")
            return None

    def _texts(self, column: str) -> tuple[str, ...]:
        if not (cell := self.text(column)):
            return ()
        texts = split_forms(cell)
        for character in sorted({c for text in texts for c in _CONTROL.findall(text)}):
            self.problem(column, f"holds the control character U+{ord(character):04X}")
        return texts


def _unknown_column(name: str) -> str:
    close = difflib.get_close_matches(name, [*COLUMNS, *ALIASES], n=1)
    meant = f"did you mean {close[0]}?" if close else f"the columns are {', '.join(COLUMNS)}"
    return f"is no column of a glossary; {meant}"
