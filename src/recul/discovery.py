"""One new file in a folder is one new method, measure, source or question: nothing else to touch."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def modules(package: str) -> tuple[ModuleType, ...]:
    """The modules of a package, by name, those that begin with `_` or are called `base` apart."""
    home = import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(home.__path__) if m.name != "base" and m.name[0] != "_")
    return tuple(import_module(f"{package}.{name}") for name in names)
