"""What Recul says of the demo's brand over many seeds, beside the truth: the counts the README gives.

`make calibrate` prints them after the null worlds. Of each campaign: how many verdicts of each kind, and how many of
the intervals given hold the true effect.
"""

from __future__ import annotations

import sys
from collections import Counter

from recul.engine import answer_panel
from recul.finding import Finding
from recul.questions.effect import Effect
from recul.study import Action
from recul.worlds import brand


def findings(seed: int) -> list[tuple[brand.Campaign, Finding]]:
    """Each campaign of the brand's world of this seed, and what the engine says of it."""
    panels = {"sales": brand.sales(seed), "visits": brand.visits(seed)}
    actions = {c.id: Action(id=c.id, kind="campaign", start=c.start.item(), end=c.end.item(), units=c.units)
               for c in brand.CAMPAIGNS}
    return [(c, answer_panel(Effect(outcome=c.measure, action=c.id), panels[c.measure],
                             [actions[other.id] for other in brand.CAMPAIGNS if other.measure == c.measure], seed))
            for c in brand.CAMPAIGNS]


def holds_truth(campaign: brand.Campaign, finding: Finding) -> bool | None:
    """Whether the interval holds the true effect; None when none was given."""
    low, high = finding.estimate.relative_low, finding.estimate.relative_high
    return None if low is None or high is None else low <= campaign.effect <= high


def main(seeds: int) -> None:
    verdicts: dict[str, Counter[str]] = {c.id: Counter() for c in brand.CAMPAIGNS}
    held: dict[str, list[bool]] = {c.id: [] for c in brand.CAMPAIGNS}
    for campaign, finding in (pair for seed in range(seeds) for pair in findings(seed)):
        verdicts[campaign.id][finding.verdict] += 1
        truth = holds_truth(campaign, finding)
        held[campaign.id] += [] if truth is None else [truth]
    for c in brand.CAMPAIGNS:
        counts = ", ".join(f"{v} {n}" for v, n in sorted(verdicts[c.id].items()))
        print(f"{c.id:10} true effect {c.effect:+.0%}, {seeds} seeds: {counts}; "
              f"{sum(held[c.id])} of {len(held[c.id])} intervals hold the truth")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
