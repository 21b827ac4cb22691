"""Sentence pairs made from templates: what small models get wrong and what costs nothing to make.

``template_data/templates.tsv`` holds ``Indonesian<TAB>Japanese`` with ``{slot}`` or ``{slot:name}``
(several of a kind) on both sides; the slots are the functions of ``slots.py``.
"""

from __future__ import annotations

import random
import re
from functools import cache

from training.pairs import Pair
from training.slots import SLOTS, Values
from training.slots_names import table

_SLOT = re.compile(r"\{([a-z_]+)(?::([a-z0-9]+))?\}")


class TemplateError(ValueError):
    """A template names an unknown slot or uses different slots on its two sides."""


@cache
def templates() -> tuple[Values, ...]:
    """Return the checked templates; raises ``TemplateError`` listing every bad one."""
    problems = []
    for indonesian, japanese in table("templates"):
        left = {m.groups() for m in _SLOT.finditer(indonesian)}
        right = {m.groups() for m in _SLOT.finditer(japanese)}
        unknown = {name for name, _ in left | right} - SLOTS.keys()
        if left != right or unknown:
            problems.append(f"{indonesian}: {sorted(map(str, left ^ right))} {sorted(unknown)}")
    if problems:
        raise TemplateError("; ".join(problems))
    return table("templates")


def generate(rng: random.Random) -> Pair:
    """Return one filled template."""
    indonesian, japanese = rng.choice(templates())
    values = {m.group(): SLOTS[m[1]](rng) for m in _SLOT.finditer(indonesian)}
    for slot, (left, right) in values.items():
        indonesian, japanese = indonesian.replace(slot, left), japanese.replace(slot, right)
    return Pair(indonesian, japanese, "template")
