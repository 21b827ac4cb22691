"""Where a target form stands in a text: the one rule that decoder, ledger and metric share.

A form counts only between boundaries: where its edge is a word character (a Latin letter or a
digit), the neighbouring character must not be one, so "Presiden" is not in "Presidensial", "514"
not in "1514", and "LAN" is in 「LANは」. Japanese edges need no boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.model import Lang

# Latin letters with their supplements (U+00C0-U+024F without × and ÷) and ASCII digits.
WORD = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_IS_WORD = re.compile(f"[{WORD}]")
_WIDTH_PAIRS = str.maketrans("()", "（）")


def is_word(character: str) -> bool:
    """Whether `character` (one character, or "" at a text's edge) is a Latin letter or digit."""
    return bool(_IS_WORD.match(character))


def occurrences(text: str, form: str, *, overlapping: bool = False) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of `form` in `text`, exact and between boundaries.

    They do not overlap unless `overlapping` (日本と日本 is in 日本と日本と日本 once or twice).
    """
    start = text.find(form) if form else -1
    while start >= 0:
        end = start + len(form)
        opens = not (is_word(form[0]) and is_word(text[start - 1 : start]))
        closes = not (is_word(form[-1]) and is_word(text[end : end + 1]))
        if opens and closes:
            yield start, end
        skips = opens and closes and not overlapping
        start = text.find(form, end if skips else start + 1)


def surface_variants(form: str, lang: Lang) -> tuple[str, ...]:
    """`form` and the spellings that count as the same form in a target text, `form` first.

    Indonesian: sentence-initial, title and all-capital case of a form that has a lower-case
    letter. Japanese: half- and full-width brackets.
    """
    if lang is Lang.JAPANESE:
        variants = [form, form.translate(_WIDTH_PAIRS)]
    elif form.isupper():
        variants = [form]
    else:
        variants = [form, form[:1].upper() + form[1:], _title(form), form.upper()]
    return tuple(dict.fromkeys(variants))


def _title(form: str) -> str:
    """Title case as Indonesian headings have it: particles stay small, abbreviations stay."""
    small = {"dan", "di", "ke", "dari", "yang", "untuk", "dalam", "pada", "atas", "serta", "bagi"}
    words = form.split(" ")
    return " ".join(w if w in small and i else w[:1].upper() + w[1:] for i, w in enumerate(words))
