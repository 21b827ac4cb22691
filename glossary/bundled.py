"""The glossary of bureaucratic terms that comes with the program."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from importlib.resources import as_file, files

from glossary.files import read_glossary
from glossary.model import Glossary


@lru_cache(maxsize=1)
def bundled_glossary() -> Glossary:
    """The bundled glossary, named "bundled"; read once per process."""
    with as_file(files("glossary") / "data" / "glossary.tsv") as path:
        return dataclasses.replace(read_glossary(path), name="bundled")
