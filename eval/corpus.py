"""Three aligned files, one segment a line: source, reference translation, system output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.errors import CorpusError
from glossary.model import Lang
from translate.detect import detect_language
from translate.errors import InputError
from translate.reading import read_text


@dataclass(frozen=True, slots=True)
class Corpus:
    """Equally many segments of each kind; `source_lang` is the language of the sources."""

    source_lang: Lang
    sources: tuple[str, ...]
    references: tuple[str, ...]
    hypotheses: tuple[str, ...]

    @property
    def target_lang(self) -> Lang:
        """The language of references and hypotheses."""
        return self.source_lang.other


def read_corpus(source_lang: Lang, source: Path, reference: Path, hypothesis: Path) -> Corpus:
    """Read the three files (UTF-8; only line feeds, with or without CR, end a segment).

    Raises CorpusError with everything wrong: files that cannot be read, that are empty or of
    unequal length, a source or reference in the wrong language. A hypothesis may be in any
    language: to find that is what measuring is for.
    """
    paths = {"source": source, "reference": reference, "hypothesis": hypothesis}
    segments: dict[str, tuple[str, ...]] = {}
    problems = []
    for role, path in paths.items():
        try:
            segments[role] = _segments(read_text(path, most=None))
        except InputError as error:
            problems.append(f"--{role} {error}")
            continue
        if not any(map(str.strip, segments[role])):
            problems.append(f"--{role} {path}: the file is empty")
    expected = {"source": source_lang, "reference": source_lang.other}
    for role, lang in expected.items():
        if detect_language("\n".join(segments.get(role, ()))) is lang.other:
            problems.append(_wrong_language(role, paths[role], lang))
    if not problems and len(set(map(len, segments.values()))) > 1:
        problems.append(_unequal(paths, segments))
    if problems:
        raise CorpusError(problems)
    return Corpus(source_lang, segments["source"], segments["reference"], segments["hypothesis"])


def _segments(text: str) -> tuple[str, ...]:
    # Not str.splitlines: a segment may hold U+2028 or a form feed.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def _wrong_language(role: str, path: Path, lang: Lang) -> str:
    found, wanted = lang.other.name.capitalize(), lang.name.capitalize()
    option = "--from" if role == "source" else "--to"
    return (
        f"--{role} {path}: the text is {found}, but {option} {lang.value} says {wanted}; "
        "swap the files or the languages"
    )


def _unequal(paths: dict[str, Path], segments: dict[str, tuple[str, ...]]) -> str:
    counts = [f"{path} ({role}) has {len(segments[role])} lines" for role, path in paths.items()]
    return (
        f"the files are of unequal length: {', '.join(counts)}; line n of each must belong together"
    )
