"""Recul: every question asked a thousand times, once where something happened and 999 times where nothing did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Finding", "OpenStudy", "Panel", "Record", "ReculError", "Study", "__version__", "effect", "experiment",
           "open", "panel"]

if TYPE_CHECKING:
    from recul.api import OpenStudy, effect, experiment, panel
    from recul.api import open_study as open
    from recul.errors import ReculError
    from recul.finding import Finding
    from recul.panel import Panel
    from recul.record import Record
    from recul.study import Study

# Loaded when first asked for: `import recul` itself reads nothing.
_WHERE = {"OpenStudy": "api.OpenStudy", "effect": "api.effect", "experiment": "api.experiment",
          "open": "api.open_study", "panel": "api.panel", "Finding": "finding.Finding",
          "Panel": "panel.Panel", "Record": "record.Record", "ReculError": "errors.ReculError", "Study": "study.Study"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'recul' has no attribute {name!r}")
    from importlib import import_module

    module, _, attribute = _WHERE[name].partition(".")
    value = getattr(import_module(f"recul.{module}"), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
