"""Whether the demo's crises alone justify its community management: what a year of the work costs, and the truth.

The truth is of the year as it came: the one surge that hurt (`brand.SURGES`), what it took from sales times the margin,
times the share of negative messages that answering truly spares on the account where answers were drawn by lot.
"""

from __future__ import annotations

import numpy as np

from recul.worlds import _brand_worth, answers, brand

#: Three people, full time, and what they work with: a year.
HOURS, TOOLS = 4800.0, 9600
WORDS = {"fr": "Le risque de crise justifie-t-il à lui seul le travail de l’équipe ?",
         "en": "Does the risk of crises alone justify the team’s work?"}


def cost() -> float:
    """A year of the work, in euros."""
    return TOOLS + HOURS * _brand_worth.HOUR


def averted(seed: int) -> float:
    """What answering truly averts, in euros a year."""
    panel, without = brand.sales(seed), brand.sales(seed, effects=False)
    days = panel.times.astype("datetime64[D]")
    lost = 0.0
    for surge in (s for s in brand.SURGES if s.effect):
        first = surge.start.astype("datetime64[D]")
        window = np.ix_(np.array([panel.row(u) for u in surge.units]),
                        np.flatnonzero((days >= first) & (days < first + surge.days)))
        lost += float((without.value[window] - panel.value[window]).sum())
    return lost * _brand_worth.MARGIN * -answers.truth(answers.HELP, seed)


def question(seed: int, language: brand.Language) -> str:
    """The question, with the truth."""
    return f'''
[[question]]
kind = "averted"
label = "{WORDS[language]}"
response = "{answers.WORDS[language][answers.HELP]}"
margin = {_brand_worth.MARGIN}
costs = {{ tools = {TOOLS} }}
hours = {HOURS}
truth = {averted(seed) / cost() - 1:.4f}
'''
