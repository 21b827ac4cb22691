"""Sentence pairs and the tab-separated files that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from glossary.model import Lang


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in both languages, and the name of the file it came from."""

    indonesian: str
    japanese: str
    origin: str = ""

    def side(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.indonesian if lang is Lang.INDONESIAN else self.japanese


def read_pairs(path: Path) -> list[Pair]:
    """Read ``Indonesian<TAB>Japanese`` lines (UTF-8, no header).

    Raises ``ValueError`` naming every line that does not have two filled columns.
    """
    pairs, problems = [], []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        columns = line.split("\t")
        if len(columns) != 2 or not all(column.strip() for column in columns):
            problems.append(f"line {number}: {len(columns)} columns")
            continue
        pairs.append(Pair(columns[0].strip(), columns[1].strip(), path.stem))
    if problems:
        raise ValueError(f"{path}: " + "; ".join(problems))
    return pairs


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write ``Indonesian<TAB>Japanese`` lines."""
    path.write_text("".join(f"{p.indonesian}\t{p.japanese}\n" for p in pairs), "utf-8")
