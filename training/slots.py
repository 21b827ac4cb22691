"""The slots of templates by name: each draws one value, written in both languages."""

from __future__ import annotations

import random
from collections.abc import Callable

from training import slots_figures, slots_names

Values = tuple[str, str]
Slot = Callable[[random.Random], Values]


def _slots(*modules: object) -> dict[str, Slot]:
    """Return the public functions of the modules that draw a value."""
    return {
        name: function
        for module in modules
        for name, function in vars(module).items()
        if not name.startswith("_") and getattr(function, "__annotations__", {}) == _SIGNATURE
    }


_SIGNATURE = {"rng": "random.Random", "return": "Values"}
SLOTS = _slots(slots_figures, slots_names)
