"""A glossary file that came through the browser."""

from __future__ import annotations

import tempfile
from pathlib import Path

from glossary.files import read_glossary
from glossary.model import Glossary

SUFFIXES = ["csv", "tsv"]


def read_upload(name: str, content: bytes) -> Glossary:
    """The glossary in an uploaded file. Raises GlossaryError, with every unreadable row."""
    with tempfile.TemporaryDirectory() as folder:
        # The reader goes by the suffix and names the file; a browser's name may hold a path.
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return read_glossary(path)
