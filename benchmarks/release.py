"""How long a release takes with the embedded model: loading, first segment, all of it; and memory.

    python benchmarks/release.py FILE [--from id|ja] [--runs 3]

Prints the median of several runs in modes none and ladder, beam 4. For figures that mean something,
let nothing else run on the machine.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from pathlib import Path

from glossary.bundled import bundled_glossary
from glossary.model import Lang
from translate.loading import load_backend
from translate.model import SegmentTranslation
from translate.options import Mode, Options
from translate.pipeline import Translator
from translate.reading import read_text, resolve_language


def timed(translator: Translator, text: str, lang: Lang, mode: Mode) -> tuple[float, float]:
    """Seconds to the first translated segment, and to the last."""
    shown: list[float] = []
    start = time.perf_counter()

    def on_segment(_index: int, _total: int, result: SegmentTranslation) -> None:
        if result.score is not None:
            shown.append(time.perf_counter() - start)

    translator.translate(text, lang, Options(mode), on_segment)
    return min(shown, default=0.0), time.perf_counter() - start


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--from", dest="source", type=Lang, default=None)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    text = read_text(args.file)
    lang = resolve_language(text, args.source)

    start = time.perf_counter()
    translator = Translator(load_backend(), bundled_glossary())
    print(f"load: {time.perf_counter() - start:.1f} s (imports of torch included)")
    for mode in (Mode.NONE, Mode.LADDER):
        runs = [timed(translator, text, lang, mode) for _ in range(args.runs)]
        first, whole = (statistics.median(times) for times in zip(*runs, strict=True))
        print(f"{mode.value}: first segment {first:.2f} s, all {whole:.1f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
