"""The text of the user interface: one gettext catalogue a language, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polib

FOLDER = Path(__file__).parent / "catalogues"
# Each language's own name for itself, so that everybody finds theirs.
LANGUAGES: Mapping[str, str] = {"en": "English", "id": "Bahasa Indonesia", "ja": "日本語"}


@dataclass(frozen=True)
class Catalogue:
    """Texts by key ("translate.button.run"); a text has one form, or a singular and a plural."""

    language: str
    texts: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, **values: Any) -> str:
        """The text of `key` with `values` in its placeholders; `count` chooses the plural form.

        Raises KeyError for a key that no catalogue has.
        """
        forms = self.texts[key]
        form = forms[0] if values.get("count") == 1 else forms[-1]
        return form.format(**values)

    def knows(self, key: str) -> bool:
        """Whether `key` has a text."""
        return key in self.texts


@lru_cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of `language`, a key of `LANGUAGES`."""
    entries = polib.pofile(str(FOLDER / f"{language}.po"))
    return Catalogue(language, {entry.msgid: _forms(entry) for entry in entries})


def preferred_language(query: str | None, locale: str | None) -> str:
    """What `?lang=` asks for, else the browser's language, else English."""
    wishes = (query or "", (locale or "").partition("-")[0])
    return next((wish for wish in wishes if wish in LANGUAGES), "en")


def _forms(entry: polib.POEntry) -> tuple[str, ...]:
    plural = entry.msgstr_plural
    return tuple(plural[i] for i in sorted(plural)) if plural else (entry.msgstr,)
