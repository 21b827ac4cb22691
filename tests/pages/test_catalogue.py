"""The three catalogues say the same things, and the pages say nothing else."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

import app_pages
from app_pages.catalogue import FOLDER, LANGUAGES, catalogue, preferred_language
from app_pages.concepts import concept_row
from glossary.model import (
    Concept,
    ConceptStatus,
    Enforcement,
    FormStatus,
    Lang,
    SkipReason,
)
from translate.backends.base import Register
from translate.model import ConstraintKind, Outcome, Rung, Status
from translate.options import Mode

SOURCES = sorted(Path(app_pages.__file__).parent.glob("*.py"))
# Keys that code builds from a value: the pattern in the code and the values it can have.
FAMILIES = {
    "language.": Lang,
    "direction.": Lang,
    "direction.detected_": Lang,
    "outcome.": Outcome,
    "summary.": Outcome,
    "rung.": Rung,
    "kind.": ConstraintKind,
    "status.": Status,
    "reason.": SkipReason,
    "mode.": Mode,
    "register.": Register,
    "enforcement.": Enforcement,
    "concept_status.": ConceptStatus,
    "form_status.": FormStatus,
    "concern.": (Outcome.MISSING, Outcome.FORBIDDEN, Outcome.DUPLICATED),
    "model.": ("embedded", "other"),
    "note.": ("no_words", "other_language"),
    "ledger.": ("segment", "term", "rendering", "outcome", "rung", "concept"),
    "column.": (),  # concept_row's, tested below
}


@pytest.mark.parametrize("language", ["id", "ja"])
def test_languages_have_the_same_keys_as_english(language: str) -> None:
    assert catalogue(language).texts.keys() == catalogue("en").texts.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_or_twice(language: str) -> None:
    entries = polib.pofile(str(FOLDER / f"{language}.po"))
    keys = [entry.msgid for entry in entries]
    assert len(keys) == len(set(keys))
    assert not [entry.msgid for entry in entries if not entry.translated()]


@pytest.mark.parametrize("language", ["id", "ja"])
def test_placeholders_agree_with_english(language: str) -> None:
    other = catalogue(language)
    differing = [
        key
        for key, forms in catalogue("en").texts.items()
        if {_placeholders(f) for f in forms} != {_placeholders(f) for f in other.texts[key]}
    ]
    assert not differing


def test_every_key_of_the_code_has_a_text() -> None:
    known = catalogue("en").texts
    assert not [key for key in _literal_keys() if key not in known]
    families = [prefix + value for prefix, values in FAMILIES.items() for value in values]
    assert not [key for key in families if key not in known]


def test_families_cover_the_keys_that_code_builds() -> None:
    built = {prefix for path in SOURCES for prefix in _built_prefixes(path)}
    assert built == FAMILIES.keys()


def test_every_text_is_used() -> None:
    used = set(_literal_keys())
    prefixes = tuple(FAMILIES)
    assert not [k for k in catalogue("en").texts if k not in used and not k.startswith(prefixes)]


def test_every_column_has_a_heading_of_its_own() -> None:
    """Rows are keyed by heading, so two columns with one heading would be one."""
    for language in LANGUAGES:
        row = concept_row(Concept("c", (), ()), catalogue(language))
        assert len(row) == 19


def test_pages_hold_no_text_of_their_own() -> None:
    """A literal handed to Streamlit as its first argument is HTML, an icon, or a text on screen."""
    inline = [
        (path.name, value)
        for path in SOURCES
        for value in _first_literals(path)
        if not value.startswith(("<", ":material/"))
    ]
    assert not inline


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "1 segment"), (0, "0 segments"), (2, "2 segments")]
)
def test_count_chooses_the_plural(count: int, expected: str) -> None:
    assert catalogue("en")("summary.segments", count=count) == expected


@pytest.mark.parametrize(
    ("query", "locale", "expected"),
    [
        ("ja", "id-ID", "ja"),  # the address wins
        (None, "id-ID", "id"),  # then the browser
        ("fr", "ja", "ja"),  # a language we lack is passed over
        (None, "fr-FR", "en"),
        (None, None, "en"),
    ],
)
def test_language_is_chosen_from_address_then_browser(
    query: str | None, locale: str | None, expected: str
) -> None:
    assert preferred_language(query, locale) == expected


def _placeholders(form: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(form) if name)


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _texts(path: Path) -> Iterator[ast.expr]:
    """First arguments of the calls of a catalogue."""
    for call in _calls(path):
        direct = isinstance(call.func, ast.Name) and call.func.id == "text"
        through = isinstance(call.func, ast.Call) and getattr(call.func.func, "id", "") == "current"
        if (direct or through) and call.args:
            yield call.args[0]


def _literal_keys() -> list[str]:
    sources = [*SOURCES, Path(app_pages.__file__).parents[1] / "app.py"]
    return [
        node.value
        for path in sources
        for argument in _texts(path)
        for node in ast.walk(argument)
        if isinstance(node, ast.Constant)
        and re.fullmatch(r"[a-z_]+\.[a-z_]*[a-z]", str(node.value))
    ]


def _built_prefixes(path: Path) -> Iterator[str]:
    """What stands before the value in every f-string that builds a key."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            prefix = str(getattr(node.values[0], "value", ""))
            if re.fullmatch(r"[a-z_]+\.[a-z_]*", prefix):
                yield prefix


def _first_literals(path: Path) -> Iterator[str]:
    for call in _calls(path):
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "st":
            for argument in call.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
