"""The sentence behind each problem code, by subject. A sentence says what is wrong and what to do."""

from __future__ import annotations

import pkgutil
from importlib import import_module

SENTENCES: dict[str, str] = {}

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    SENTENCES.update(import_module(f"{__name__}.{_module}").SENTENCES)
