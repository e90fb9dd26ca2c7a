"""Documents audited: each claim with what it offers as evidence, and beside what the study found (METHODS §9)."""

from recul.audit.base import Audit, Bearing, Judged
from recul.audit.run import audit

__all__ = ["Audit", "Bearing", "Judged", "audit"]
