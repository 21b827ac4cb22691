"""The glossary of bureaucratic terms that comes with the program, and glossaries by name."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from glossary.files import read_glossary
from glossary.model import Glossary


@lru_cache(maxsize=1)
def bundled_glossary() -> Glossary:
    """The bundled glossary, named "bundled"; read once per process."""
    with as_file(files("glossary") / "data" / "glossary.tsv") as path:
        return dataclasses.replace(read_glossary(path), name="bundled")


def open_glossary(name: str) -> Glossary:
    """What a user names: "bundled", or a file. Raises GlossaryError for a file that is unusable."""
    return bundled_glossary() if name == "bundled" else read_glossary(Path(name))
