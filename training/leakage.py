"""Prove that nothing of the held-out lines or of the public text is in the repository's data.

``python -m training.leakage --shared DIR`` compares ``training/data`` with the dev sets
(``DIR/dev``: equal, nearly equal, or a held-out line inside a longer one) and with the public
pairs (``DIR/corpus/public``: equal pairs, or long lines with the same letters). It exits with 1
and prints the offenders where it finds any.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from training.corpus import DATA
from training.heldout import HeldOut, PublicText, normalise, read_dev_lines, read_public
from training.pairs import Pair, read_pairs

CONTAINED = 36  # letters of a held-out line that count inside another line; less is a name


def held_out_overlaps(pairs: Iterable[Pair], dev_lines: Sequence[str]) -> Iterator[str]:
    """Yield a report line per side that equals, resembles or contains a held-out line."""
    index = HeldOut(dev_lines)
    whole = {normalise(line): line for line in dev_lines}
    contained = {letters: line for letters, line in whole.items() if len(letters) >= CONTAINED}
    heads: dict[str, list[str]] = {}
    for letters in contained:
        heads.setdefault(letters[:CONTAINED], []).append(letters)
    for pair in pairs:
        for text in (pair.indonesian, pair.japanese):
            if match := index.find(text):
                yield f"{pair.origin}: {text!r} ~ held out {match.held_out!r} ({match.overlap:.2f})"
            elif inside := _inside(normalise(text), heads):
                yield f"{pair.origin}: {text!r} contains held out {contained[inside]!r}"


def public_overlaps(pairs: Iterable[Pair], public: PublicText) -> Iterator[str]:
    """Yield a report line per pair of ours that the public text has too."""
    for pair in pairs:
        if public.has(pair):
            yield f"{pair.origin}: {pair.indonesian!r} | {pair.japanese!r} is in the public text"


def offenders(data: Path, shared: Path) -> list[str]:
    """Return a line for everything that must not be in ``data``."""
    ours = [pair for path in sorted(data.glob("*.tsv")) for pair in read_pairs(path)]
    public = PublicText(read_public(shared / "corpus" / "public"))
    held_out = held_out_overlaps(ours, read_dev_lines(shared / "dev"))
    return [*held_out, *public_overlaps(ours, public)]


def _inside(letters: str, heads: dict[str, list[str]]) -> str | None:
    """Return a held-out line whose letters all stand in ``letters``."""
    for start in range(len(letters) - CONTAINED + 1):
        for line in heads.get(letters[start : start + CONTAINED], ()):
            if letters.startswith(line, start):
                return line
    return None


def main(argv: Sequence[str] | None = None) -> int:
    """Print the offenders; return 1 where there are any."""
    parser = argparse.ArgumentParser(description="Look for held-out and public text in our data.")
    parser.add_argument("--shared", type=Path, required=True, help="folder of dev/ and corpus/")
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args(argv)
    found = offenders(arguments.data, arguments.shared)
    print("\n".join(found) if found else "nothing held out or public in the data")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
