"""What bounds an answer, in words: one entry a limit code, English beside French.

values: how each value is shown (number, size, count, percent, periods, code, moment, names). says: a clause that can
stand after a colon or, capitalised, alone. without: the clause when a value is unknown. then: what follows for the
reader.
"""

from __future__ import annotations

from typing import Any

from recul.report.words.limits_asked import ASKED
from recul.report.words.limits_shown import SHOWN

LIMITS: dict[str, dict[str, Any]] = {**ASKED, **SHOWN}
# The reason given in the sentence is the first of these among the limits that forbid a verdict.
ORDER = (
    "tone_uncorrected", "sample_ratio", "few_assignments", "estimate_failed", "overlapping_actions",
    "window_unobserved", "no_placebo_rule", "not_the_peak",
    "short_history", "rare_events", "few_placebos", "placebos_failed", "year_end", "unusual_season",
    "unusual_moment", "outside_donors", "growing_apart", "break_before", "poor_fit", "unlike_placebos",
    "calibration_dominates", "underpowered",
)
UNKNOWN_LIMIT = {
    "en": "a limit this report has no words for: {code}",
    "fr": "une limite que ce rapport ne sait pas nommer : {code}",
}
