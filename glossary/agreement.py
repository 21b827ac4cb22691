"""How far good translations follow a glossary: the measure behind the level `hard`.

A hard concept is enforced blindly, so it may be hard only if human translations use one of its
forms nearly every time its source term occurs. `measure` counts that on parallel text, in both
directions; `python -m glossary.agreement` prints it and fails if a hard concept is contradicted.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from glossary.errors import GlossaryError, GlossaryFileError, Problem
from glossary.matching import Matcher
from glossary.model import Concept, Enforcement, Glossary, Lang, TermMatch
from glossary.occurrences import occurrences, surface_variants

REQUIRED_SHARE = 0.95
# Addresses go through a translation unchanged, so a name inside one is no occurrence of the term.
_ADDRESS = re.compile(
    r"https?://\S+|[\w.+-]*@[\w.-]+|(?:[\w-]+\.)+(?:id|jp|com|org|net)\b\S*", re.ASCII
)
_SIDE = re.compile(r"\.id(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence (or paragraph) and its translation."""

    indonesian: str
    japanese: str

    def side(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.indonesian if lang is Lang.INDONESIAN else self.japanese


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the references did where a form of `concept` in the language `source` occurs.

    An occurrence is followed if a preferred or admitted form of the other language stands in the
    reference. `offenders` are the pairs with an occurrence that is not.
    """

    concept: Concept
    source: Lang
    occurrences: int
    followed: int
    offenders: tuple[Pair, ...] = ()

    @property
    def share(self) -> float:
        """Followed occurrences by occurrences, 0 to 1."""
        return self.followed / self.occurrences

    @property
    def holds(self) -> bool:
        """Whether the concept may be hard as far as this direction goes."""
        return self.share >= REQUIRED_SHARE


@dataclass(frozen=True, slots=True)
class DeprecatedHit:
    """A reference that uses `form`, which `concept` forbids where its term occurs."""

    concept: Concept
    source: Lang
    form: str
    pair: Pair


def measure(glossary: Glossary, pairs: Iterable[Pair]) -> list[Agreement]:
    """Agreement of each hard concept that occurs in `pairs`, one entry a direction.

    Entries stand in glossary order. A surface that several hard concepts share is followed if a
    form of any of them is used, as the decoder would accept it.
    """
    found: defaultdict[tuple[str, Lang], list[tuple[Pair, bool]]] = defaultdict(list)
    for pair, source, matches in _matched(glossary, pairs):
        for match in matches:
            followed = any(_allowed_spans(c, pair, source.other) for c in match.concepts)
            for concept in match.concepts:
                found[concept.concept_id, source].append((pair, followed))
    return [
        _agreement(concept, source, seen)
        for concept in glossary.concepts
        for source in Lang
        if (seen := found.get((concept.concept_id, source)))
    ]


def deprecated_hits(glossary: Glossary, pairs: Iterable[Pair]) -> list[DeprecatedHit]:
    """Deprecated forms that references use although the hard concept's source term occurs.

    As in decoding, what stands inside an allowed form of a concept matched in the sentence does
    not count.
    """
    hits = []
    for pair, source, matches in _matched(glossary, pairs):
        concepts = dict.fromkeys(c for match in matches for c in match.concepts)
        allowed = [span for c in concepts for span in _allowed_spans(c, pair, source.other)]
        for concept in concepts:
            for form in concept.deprecated(source.other):
                spans = _spans(form, pair, source.other)
                if any(not _inside(span, allowed) for span in spans):
                    hits.append(DeprecatedHit(concept, source, form, pair))
    return hits


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a .tsv file (Indonesian, Japanese), or of X.id… with X.ja… beside it.

    Of two files, the lines with text go together. Raises `GlossaryFileError`, its rows being
    line numbers.
    """
    if path.suffix == ".tsv":
        rows = [line.split("\t") for line in _lines(path)]
        problems = [
            Problem(number, None, f"has {len(row)} cells, not Indonesian and Japanese")
            for number, row in enumerate(rows, 1)
            if len(row) != len(Lang)
        ]
        if problems:
            raise GlossaryFileError(path, problems)
        return [Pair(indonesian, japanese) for indonesian, japanese in rows]
    beside = path.with_name(_SIDE.sub(".ja", path.name))
    if beside == path:
        raise GlossaryFileError(
            path, [Problem(None, None, "is neither .tsv nor has .id in its name")]
        )
    sides = [[line for line in _lines(file) if line.strip()] for file in (path, beside)]
    if len(sides[0]) != len(sides[1]):
        message = f"has {len(sides[0])} lines with text and {beside.name} has {len(sides[1])}"
        raise GlossaryFileError(path, [Problem(None, None, message)])
    return [Pair(*sentences) for sentences in zip(*sides, strict=True)]


def hardened(glossary: Glossary) -> Glossary:
    """The glossary with its soft concepts hard: shows which of them would hold."""
    concepts = (
        dataclasses.replace(c, enforcement=Enforcement.HARD)
        if c.enforcement is Enforcement.SOFT
        else c
        for c in glossary.concepts
    )
    return Glossary(glossary.name, tuple(concepts))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GlossaryFileError(path, [Problem(None, None, f"cannot be read: {error}")]) from error


def _matched(
    glossary: Glossary, pairs: Iterable[Pair]
) -> Iterator[tuple[Pair, Lang, list[TermMatch]]]:
    matcher = Matcher(glossary)
    for pair in pairs:
        for source in Lang:
            text = pair.side(source)
            addresses = [found.span() for found in _ADDRESS.finditer(text)]
            matches = matcher.find(text, source).matches
            yield pair, source, [m for m in matches if not _inside((m.start, m.end), addresses)]


def _allowed_spans(concept: Concept, pair: Pair, lang: Lang) -> list[tuple[int, int]]:
    return [span for form in concept.usable(lang) for span in _spans(form, pair, lang)]


def _spans(form: str, pair: Pair, lang: Lang) -> list[tuple[int, int]]:
    variants = surface_variants(form, lang)
    return [span for variant in variants for span in occurrences(pair.side(lang), variant)]


def _inside(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _agreement(concept: Concept, source: Lang, seen: Sequence[tuple[Pair, bool]]) -> Agreement:
    offenders = dict.fromkeys(pair for pair, followed in seen if not followed)
    followed = sum(followed for _, followed in seen)
    return Agreement(concept, source, len(seen), followed, tuple(offenders))


def _report(
    glossary: Glossary, agreements: Sequence[Agreement], hits: Sequence[DeprecatedHit], pairs: int
) -> dict[str, Any]:
    levels = Counter(concept.enforcement.value for concept in glossary.concepts)
    return {
        "glossary": {"name": glossary.name, "revision": glossary.revision, "levels": dict(levels)},
        "pairs": pairs,
        "occurring": len({a.concept.concept_id for a in agreements}),
        "occurrences": sum(a.occurrences for a in agreements),
        "followed": sum(a.followed for a in agreements),
        "under_required_share": sum(not a.holds for a in agreements),
        "concepts": [
            {
                "concept": a.concept.concept_id,
                "direction": f"{a.source}→{a.source.other}",
                "id": list(a.concept.usable(Lang.INDONESIAN)),
                "ja": list(a.concept.usable(Lang.JAPANESE)),
                "occurrences": a.occurrences,
                "followed": a.followed,
                "share": a.share,
                "holds": a.holds,
                "offenders": [dataclasses.asdict(pair) for pair in a.offenders],
            }
            for a in agreements
        ],
        "deprecated_hits": [
            {"concept": h.concept.concept_id, "form": h.form, "pair": dataclasses.asdict(h.pair)}
            for h in hits
        ],
    }


def _print_report(report: dict[str, Any], examples: int) -> None:
    for row in report["concepts"]:
        forms = f"{row['id'][0]} = {row['ja'][0]}"
        counts = f"{row['followed']}/{row['occurrences']} {row['share']:6.1%}"
        mark = "" if row["holds"] else "  UNDER"
        typer.echo(f"{row['concept']} {row['direction']} {counts}  {forms}{mark}")
        for pair in row["offenders"][:examples]:
            typer.echo(f"    {pair['indonesian']}\n    {pair['japanese']}")
    for hit in report["deprecated_hits"]:
        typer.echo(f"deprecated “{hit['form']}” of {hit['concept']} in a reference:")
        typer.echo(f"    {hit['pair']['indonesian']}\n    {hit['pair']['japanese']}")
    levels = ", ".join(f"{count} {level}" for level, count in report["glossary"]["levels"].items())
    typer.echo(f"{levels}; {report['pairs']} pairs")
    typer.echo(
        f"{report['occurring']} concepts occur, {report['occurrences']} times, "
        f"{report['followed']} followed; {report['under_required_share']} under "
        f"{REQUIRED_SHARE:.0%}; {len(report['deprecated_hits'])} deprecated forms in references"
    )


def main(
    pairs: Annotated[
        list[Path], typer.Option("--pairs", help="FILE.tsv, or FILE.id with FILE.ja beside it.")
    ],
    glossary: Annotated[str, typer.Option(metavar="FILE|bundled")] = "bundled",
    soft: Annotated[bool, typer.Option("--soft", help="Take soft concepts as hard ones.")] = False,
    examples: Annotated[int, typer.Option(help="Offending sentences shown a row.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure how far parallel text follows a glossary's hard concepts.

    The exit status is 1 if a hard concept is followed in less than 95 % of its occurrences.
    """
    from glossary.bundled import open_glossary

    try:
        chosen = open_glossary(glossary)
        corpus = [pair for path in pairs for pair in read_pairs(path)]
    except GlossaryError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    chosen = hardened(chosen) if soft else chosen
    agreements = measure(chosen, corpus)
    report = _report(chosen, agreements, deprecated_hits(chosen, corpus), len(corpus))
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print_report(report, examples)
    if not all(agreement.holds for agreement in agreements):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
