"""The sentence behind each problem code, by subject. A sentence says what is wrong and what to do."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module


@cache
def all_sentences() -> dict[str, str]:
    """Gather the sentences of all subjects; on the first call, since they mark their texts with `texts.N_`."""
    found: dict[str, str] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        found.update(import_module(f"{__name__}.{name}").SENTENCES)
    return found
