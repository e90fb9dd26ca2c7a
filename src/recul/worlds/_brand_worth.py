"""What the demo's campaigns cost and truly returned, and what other tools would have credited them with.

The tools see clicks, not causes: every day each channel is credited with a share of all sales, whatever made them:

    credited[channel, t] = share[channel] · Σ sales[u, t] · exp(0.15·e),  e normal
    reach[t] = 14,000 · exp(0.25·e)                                      of the brand's posts, a day
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import default_rng

from recul.worlds import brand

HOUR, MARGIN, PER_THOUSAND = 38.0, 0.55, 8.0
# Of those that took hours of work: what was paid, by item, and the hours.
BILLS: dict[str, tuple[dict[str, int], float]] = {
    "automne": ({"content": 600, "spend": 300}, 24.0),
    "rentree": ({"content": 120}, 6.0),
}
CHANNELS, SOCIAL = ("social", "search", "email"), "social"
LAST = {"social": 0.008, "search": 0.045, "email": 0.02}
FIRST = {"social": 0.017, "search": 0.035, "email": 0.012}
WORDS = {
    "fr": {"last": "dernier_clic", "first": "premier_clic", "reach": "portee_des_posts",
           "automne": "La campagne d’automne a-t-elle rapporté plus qu’elle n’a coûté ?",
           "rentree": "Le jeu-concours de la rentrée a-t-il rapporté plus qu’il n’a coûté ?"},
    "en": {"last": "last_click", "first": "first_click", "reach": "reach_of_posts",
           "automne": "Did the autumn campaign bring back more than it cost?",
           "rentree": "Did the back-to-school contest bring back more than it cost?"},
}


def cost_of(campaign: str) -> float:
    """The full cost of one of BILLS, in euros."""
    paid, hours = BILLS[campaign]
    return sum(paid.values()) + hours * HOUR


def truth(seed: int, campaign: brand.Campaign) -> float:
    """The true return: what sales with and without the campaigns differ by, times the margin, over the cost."""
    panel, without = brand.sales(seed), brand.sales(seed, effects=False)
    days = panel.times.astype("datetime64[D]")
    rows = np.array([panel.row(u) for u in campaign.units])
    window = np.ix_(rows, np.flatnonzero((days >= campaign.start) & (days <= campaign.end)))
    brought = MARGIN * float((panel.value[window] - without.value[window]).sum())
    return (brought - cost_of(campaign.id)) / cost_of(campaign.id)


def bill(campaign: brand.Campaign) -> str:
    """The lines of an action that say what it cost."""
    if campaign.id not in BILLS:
        return f"cost = {campaign.cost}"
    paid, hours = BILLS[campaign.id]
    return f"costs = {{ {', '.join(f'{item} = {amount}' for item, amount in paid.items())} }}\nhours = {hours}"


def head(language: brand.Language) -> str:
    """What an hour costs, and the files of the other tools."""
    word = WORDS[language]
    return f'''
[costs]
currency = "EUR"
hour = {HOUR}

[[source]]
name = "clics"
path = "clics.csv"
table = "series"
value_unit = "€"
columns = {{ time = "date", unit = "canal" }}
measures = {{ {word["last"]} = "dernier_clic", {word["first"]} = "premier_clic" }}

[[source]]
name = "portee"
path = "portee.csv"
table = "series"
measure = "{word["reach"]}"
columns = {{ time = "date", value = "portee" }}
unit = "{SOCIAL}"
'''


def questions(seed: int, language: brand.Language, outcome: str) -> str:
    """One question a bill, with its true return."""
    word = WORDS[language]
    return "".join(f'''
[[question]]
kind = "worth"
label = "{word[c.id]}"
outcome = "{outcome}"
action = "{c.id}"
margin = {MARGIN}
last_click = "{word["last"]}"
first_click = "{word["first"]}"
channel = "{SOCIAL}"
reach = "{word["reach"]}"
price_per_thousand = {PER_THOUSAND}
truth = {truth(seed, c):.4f}
''' for c in brand.CAMPAIGNS if c.id in BILLS)


def clicks(seed: int) -> Iterable[Sequence[object]]:
    """`clics.csv`: the header, then one row a day and channel."""
    rng, panel = default_rng([seed, 51]), brand.sales(seed)
    yield ("date", "canal", "dernier_clic", "premier_clic")
    day_total = np.nansum(panel.value, axis=0)
    noise = np.exp(0.15 * rng.standard_normal((len(day_total), len(CHANNELS), 2)))
    for t, day in enumerate(panel.times.astype("datetime64[D]")):
        for c, channel in enumerate(CHANNELS):
            last, first = (day_total[t] * share[channel] * noise[t, c, i] for i, share in enumerate((LAST, FIRST)))
            yield (day, channel, f"{last:.2f}", f"{first:.2f}")


def reach(seed: int) -> Iterable[Sequence[object]]:
    """`portee.csv`: the header, then one row a day."""
    rng, days = default_rng([seed, 52]), brand.sales(seed).times.astype("datetime64[D]")
    yield ("date", "portee")
    yield from ((day, round(14_000 * float(np.exp(0.25 * rng.standard_normal())))) for day in days)
