"""Which text is trained on: our own pairs in ``training/data``, public pairs by grade.

``python -m training.corpus --authored DIR --dev DIR --public DIR`` (re)writes ``training/data``
from the authors' files without the lines that equal or nearly equal a held-out one, and without
the few everyday sentences that a public source happens to have too.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.cleaning import AUTHORED_FILTERS, PUBLIC_FILTERS, clean
from training.heldout import HeldOut, PublicText, read_dev_lines, read_public
from training.pairs import Pair, read_pairs, write_pairs

DATA = Path(__file__).resolve().parent / "data"
# How often a public source is drawn, relative to its size. 1 = good prose near our subject;
# interface strings and machine-translated text are left out or thinned.
PUBLIC_WEIGHTS = {
    "ud_pud": 3.0,
    "udhr": 2.0,
    "cc_legalcode": 1.0,
    "mozilla_legal": 1.0,
    "tufs": 1.0,
    "tatoeba": 1.0,
    "opensource_guide": 1.0,
    "mozilla_www_lang": 0.6,
    "mozilla_www_ftl": 0.4,
    "mozilla_fxa_relay": 0.3,
    "scratch": 0.4,
    "hf_course": 0.5,
    "letsencrypt": 0.5,
    "bitcoin_org": 0.6,
    "covid19_jp": 0.6,
    "decidim": 0.25,
    "react_docs": 0.12,
    "ethereum_org": 0.05,
    "kubernetes": 0.12,
    "llm_ms_iot": 0.15,
    "moodle": 0.08,
    "mediawiki": 0.1,
    "ms_customer_insights": 0.05,
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pairs to train on; ``public_weights`` runs parallel to ``public``."""

    authored: tuple[Pair, ...]
    public: tuple[Pair, ...]
    public_weights: tuple[float, ...]


def without_held_out(pairs: Sequence[Pair], held_out: HeldOut) -> list[Pair]:
    """Drop the pairs of which either side is nearly equal to a held-out line."""
    return [p for p in pairs if not (held_out.find(p.indonesian) or held_out.find(p.japanese))]


def load_corpus(data: Path, public: Path | None, dev: Path | None) -> Corpus:
    """Read and clean our pairs and, where given, the public ones without held-out lines.

    The held-out lines are known only where ``dev`` is; ours have been taken out before.
    """
    authored: list[Pair] = []
    for path in sorted(data.glob("*.tsv")):
        authored += clean(read_pairs(path), AUTHORED_FILTERS)[0]
    chosen: list[Pair] = []
    for name in PUBLIC_WEIGHTS if public else ():
        chosen += clean(read_pairs(public / f"{name}.tsv"), PUBLIC_FILTERS)[0]
    if dev:
        held_out = HeldOut(read_dev_lines(dev))
        authored = without_held_out(authored, held_out)
        chosen = without_held_out(chosen, held_out)
    weights = tuple(PUBLIC_WEIGHTS[pair.origin] for pair in chosen)
    return Corpus(tuple(authored), tuple(chosen), weights)


def bring_in(authored: Path, dev: Path, public: Path, data: Path = DATA) -> list[str]:
    """Copy the one-letter files into ``data``, cleaned; return a line of report per file."""
    held_out, known = HeldOut(read_dev_lines(dev)), PublicText(read_public(public))
    data.mkdir(parents=True, exist_ok=True)
    report = []
    for path in sorted(authored.glob("?.tsv")):
        read = read_pairs(path)
        kept, dropped = clean(read, AUTHORED_FILTERS)
        own = [pair for pair in kept if not known.has(pair)]
        free = without_held_out(own, held_out)
        write_pairs(data / path.name, free)
        dropped |= {"public": len(kept) - len(own), "held_out": len(own) - len(free)}
        report.append(f"{path.stem}: {len(read)} read, {len(free)} kept, {dropped}")
    return report


def main(argv: Sequence[str] | None = None) -> int:
    """Command line of this module."""
    parser = argparse.ArgumentParser(description="Bring the authored pairs into training/data.")
    parser.add_argument("--authored", type=Path, required=True, help="folder of a.tsv, b.tsv, …")
    parser.add_argument("--dev", type=Path, required=True, help="folder of the held-out lines")
    parser.add_argument("--public", type=Path, required=True, help="folder of public pairs")
    parser.add_argument("--data", type=Path, default=DATA, help="where the files go")
    arguments = parser.parse_args(argv)
    report = bring_in(arguments.authored, arguments.dev, arguments.public, arguments.data)
    print("\n".join(report))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
