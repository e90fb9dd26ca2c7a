"""The examples' run.py as modules: their folders are no packages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def load(name: str) -> ModuleType:
    """examples/NAME/run.py."""
    spec = importlib.util.spec_from_file_location(f"run_{name}", EXAMPLES / name / "run.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
