"""Outputs that are no translation at all: empty, untranslated, repeating, cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glossary.model import Lang

_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")
_LOOP = re.compile(r"(.{2,40}?)\1{3,}")


def faults(
    sources: Sequence[str], hypotheses: Sequence[str], cut: Sequence[bool], target: Lang
) -> dict[str, float]:
    """Return the share (0–1) of outputs with each fault; ``cut``: ended by the length limit."""
    count = max(1, len(hypotheses))
    pairs = list(zip(sources, hypotheses, strict=True))
    return {
        "empty": sum(not h.strip() for h in hypotheses) / count,
        "untranslated": sum(_untranslated(s, h, target) for s, h in pairs) / count,
        "repeated": sum(_repeats(s, h) for s, h in pairs) / count,
        "truncated": sum(cut) / count,
    }


def _untranslated(source: str, hypothesis: str, target: Lang) -> bool:
    """A copy of a source with words, or an answer in the wrong script."""
    if not re.search(r"[^\W\d_]{4}|[぀-鿿]{2}", source):
        return False
    japanese = len(_JAPANESE.findall(hypothesis)) / max(1, len(hypothesis))
    wrong_script = japanese < 0.2 if target is Lang.JAPANESE else japanese > 0.3
    return bool(hypothesis.strip()) and (hypothesis.strip() == source.strip() or wrong_script)


def _repeats(source: str, hypothesis: str) -> bool:
    """The same piece four times in a row, which the source does not do."""
    return bool(_LOOP.search(hypothesis)) and not _LOOP.search(source)
