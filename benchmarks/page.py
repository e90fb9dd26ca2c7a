"""docs/bench.md and docs/bench.svg out of the two CSV files and nothing else: `python benchmarks/page.py`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = dict[str, str]

# METHODS §0.12: rates of false alarms, and how many questions must be answered.
RATE_MOST, RATE_LEAST, ANSWERED_LEAST, ASKED_LEAST = 0.07, 0.01, 0.80, 500
POWER_LEAST = 0.85
MEMORY_MOST = 1000
# With fewer questions in common a mean score is noise, and with fewer answers a rate is.
COMMON_LEAST, DRAWN_FROM = 20, 10
# A cost that grows with the number of items grows a hundredfold for a hundred times as many; this much is noise.
LINEAR_WITHIN = 1.25

TITLES = {
    "tweets": "Tweets an hour about seven companies (NAB), between labelled bursts",
    "markets": "Daily sales of markets before their experiment (trimmed_match), 20 controls",
    "geolift": "Daily sales of GeoLift's 38 markets without a test",
    "world5": "Simulated, 5 controls", "world20": "Simulated, 20 controls",
}

HEAD = """# Recul beside its peers

Made by `make bench` from [bench.csv](../benchmarks/results/bench.csv) and [speed.csv](../benchmarks/results/speed.csv);
a test checks that this page says what they say. **Nothing happened in any of these questions**: whoever sees an effect
is wrong. What each data set is, and why nothing happened there, is in
[datasets.py](../benchmarks/datasets.py); how each peer is asked is in [peers/](../benchmarks/peers), one file each.

- *raw*: the method's own 95 % interval. *calibrated*: Recul's whole answer, with its placebos; no peer has that.
- Every method gets the same record and the same donors, and uses of it what it likes.
- A slow peer is asked the first questions of the drawn order, as many as its CPU allows: the column *asked* says so.
- *wrong*: answers that leave zero out, of those answered; 95 % interval, questions of one moment counted as a cluster.
- *score*: mean interval score (Gneiting & Raftery 2007: width, and 40 times the distance to a truth left out), over
  that of Recul calibrated on the same questions. Above 1 is worse than Recul. *charged*: a refusal costs the worst
  score that either of the two met; *both*: only questions that both answered.
- *power*: of all questions asked, how many see an effect of .5, 1, 2 SD of the series before the start, after trend and
  season, half of them rises and half falls, with the right sign.
- *CPU*: seconds of one fit, and of 1,000 (Recul: one call; a peer: its mean, times 1,000). *MB*: the process's peak.
"""

FIGURE = "\n![How often each method is wrong where nothing happened, beside the 5 % it promises](bench.svg)\n"


def load(path: Path) -> list[Row]:
    """The rows of a CSV, every cell a string."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def merged(path: Path, fresh: Sequence[dict[str, object]], names: Iterable[str]) -> list[dict[str, object]]:
    """The rows of other data sets as they were, and those of these anew, in the order of the data sets."""
    kept: list[dict[str, object]] = [dict(r) for r in load(path) if r["dataset"] not in set(names)]
    order = list(TITLES)
    return sorted([*kept, *fresh], key=lambda r: order.index(str(r["dataset"])))


def number(row: Row, key: str) -> float | None:
    """A cell as a number, None where it is empty."""
    return float(row[key]) if row.get(key) else None


def percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"


def ratio(row: Row, above: str, below: str) -> str:
    """One mean score over another."""
    a, b = number(row, above), number(row, below)
    return "" if a is None or not b else f"{a / b:.2f}"


def short(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def line(row: Row) -> list[str]:
    """A method on a data set."""
    wrong = percent(number(row, "rate_answered"))
    if wrong:
        wrong += f" [{100 * float(row['low']):.1f}, {100 * float(row['high']):.1f}]"
    powers = ", ".join(f"{100 * p:.0f}" for k in ("0.5", "1", "2") if (p := number(row, f"power_{k}")) is not None)
    return [row["method"], row["reading"], row["asked"], row["answered"], wrong, percent(number(row, "rate_asked")),
            ratio(row, "score", "recul_score"), ratio(row, "both_score", "both_recul_score"), powers,
            short(number(row, "cpu_one")), short(number(row, "cpu_1000")), short(number(row, "peak_mb"))]


def results(rows: Sequence[Row]) -> str:
    """A table a data set, and below it what was refused or failed, by name and reason."""
    head = ("method", "reading", "asked", "answered", "wrong", "of asked", "score, charged", "score, both",
            "power, %", "CPU one", "CPU 1,000", "MB")
    parts = []
    for name, title in TITLES.items():
        mine = [r for r in rows if r["dataset"] == name]
        if not mine:
            continue
        ran = [r for r in mine if r["asked"] != "0"]
        part = f"\n## {title}\n\n" + (table(head, map(line, ran)) if ran else "")
        told = [f"- {r['method']} ({r['reading']}): {r['why']}" for r in mine if r["why"]]
        parts.append(part + ("\nNo interval, and why:\n\n" + "\n".join(told) + "\n" if told else ""))
    return "".join(parts)


def alarms_reached(r: Row) -> tuple[str, bool]:
    """Whether Recul's calibrated answers on one data set keep METHODS §0.12, in words."""
    asked, answered = int(r["asked"]), int(r["answered"])
    fits = (asked >= ASKED_LEAST and answered >= ANSWERED_LEAST * asked
            and float(r["at_least"] or 0) <= RATE_MOST and float(r["at_most"] or 1) >= RATE_LEAST)
    return (f"{percent(number(r, 'rate_answered'))} of {answered} answered, {percent(number(r, 'rate_asked'))} of "
            f"{asked} asked; surely above {percent(number(r, 'at_least'))}", fits)


def targets(rows: Sequence[Row], speed: Sequence[Row]) -> str:
    """What was to be reached, what was measured, and whether the one is the other."""
    body: list[Sequence[str]] = []

    def add(wanted: str, found: str, reached: bool) -> None:
        body.append((wanted, found, "yes" if reached else "**no**"))

    for r in rows:
        if r["method"] == "recul" and r["reading"] == "calibrated" and r["asked"] != "0":
            add(f"{r['dataset']}: wrong in 1 to 7 % (one-sided 95 % limit) of 500 asked or more, 80 % answered",
                *alarms_reached(r))
        if (r["dataset"], r["method"], r["reading"]) == ("world20", "recul", "calibrated"):
            add("world20: an effect of one SD seen in 85 %", percent(number(r, "power_1")),
                (number(r, "power_1") or 0) >= POWER_LEAST)
    for key, words in (("", "refusals charged the worst"), ("both_", "where both answered")):
        pairs = [(r, a, b) for r in rows if not r["method"].startswith("recul")
                 if int(r["common"] or 0) >= COMMON_LEAST
                 if (a := number(r, f"{key}score")) is not None and (b := number(r, f"{key}recul_score"))]
        worse = [f"{r['method']} on {r['dataset']} ({a / b:.2f})" for r, a, b in pairs if a <= b]
        add(f"mean interval score lower than every peer's on every data set, {words}",
            f"in {len(pairs) - len(worse)} of {len(pairs)} pairs with {COMMON_LEAST} questions in common"
            + (f"; not: {', '.join(worse)}" if worse else ""),
            bool(pairs) and not worse)
    for found in (fastest(speed), grown(speed)):
        for wanted, told, reached in found:
            add(wanted, told, reached)
    return "\n## What was to be reached\n\n" + table(("to reach", "measured", "reached"), body)


def fastest(speed: Sequence[Row]) -> list[tuple[str, str, bool]]:
    """Each estimator beside the fastest peer that gives what it gives, fit by fit."""
    found = []
    for key in dict.fromkeys((r["estimator"], r["controls"]) for r in speed if r.get("ratio_all")):
        peers = [r for r in speed if (r["estimator"], r["controls"]) == key and r["what"] == "with interval"
                 and r["ratio_all"]]
        if peers:
            least = min(peers, key=lambda r: float(r["ratio_all"]))
            found.append((f"{key[0]}, {key[1]} controls: faster than the fastest peer that gives an interval",
                          f"{short(float(least['ratio_all']))} times ({least['method']}) for 1,000, "
                          f"{short(float(least['ratio_one']))} times for one", float(least["ratio_all"]) > 1))
    return found


def grown(speed: Sequence[Row]) -> list[tuple[str, str, bool]]:
    """Whether cost is linear in the number of placebos, and memory bounded."""
    found = []
    for name in dict.fromkeys(r["estimator"] for r in speed if r["what"] == "placebos in one call"):
        sizes = [r for r in speed if r["estimator"] == name and r["what"] == "placebos in one call" and r["cpu_all"]]
        if len(sizes) > 1:
            first, last = sizes[0], sizes[-1]
            times = float(last["cpu_all"]) / float(first["cpu_all"]) / (int(last["items"]) / int(first["items"]))
            found.append((f"{name}: cost linear up to {int(last['items']):,} placebos, under 1 GB",
                          f"{times:.2f} of linear, {short(number(last, 'peak_mb'))} MB",
                          times <= LINEAR_WITHIN and float(last["peak_mb"]) < MEMORY_MOST))
    return found


def costs(speed: Sequence[Row]) -> str:
    """Fit by fit, then what grows, then the commands."""
    head = ("estimator", "method", "controls", "what", "items", "CPU one", "CPU 1,000", "MB", "× Recul, one",
            "× Recul, 1,000")
    fits = [r for r in speed if r["what"] in ("with interval", "estimate only")]
    body = [(r["estimator"], r["method"], r["controls"], r["what"] if not r["why"] else f"failed: {r['why']}",
             r["items"], *(short(number(r, k)) for k in ("cpu_one", "cpu_all", "peak_mb", "ratio_one", "ratio_all")))
            for r in fits]
    grown_rows = [(r["estimator"], f"{int(r['items']):,}", short(number(r, "cpu_all")), short(number(r, "peak_mb")))
                  for r in speed if r["what"] == "placebos in one call"]
    commands = [f"- `{r['method']}`, a new process: {short(number(r, 'wall'))} s\n" for r in speed
                if r["what"] == "command"]
    return ("\n## Speed\n\nCPU seconds on one thread, 180 + 30 days, in the same run. Compare ratios: machines "
            "differ.\n\n" + table(head, body) + "\n" + table(("estimator", "placebos in one call", "CPU", "MB"),
                                                             grown_rows) + "\n" + "".join(commands))


def render(folder: Path) -> str:
    """The page that the CSV files of a folder make."""
    rows, speed = load(folder / "bench.csv"), load(folder / "speed.csv") if (folder / "speed.csv").exists() else []
    return HEAD + FIGURE + targets(rows, speed) + results(rows) + (costs(speed) if speed else "")


def figure(folder: Path) -> str:
    """The figure as SVG: how often each method is wrong where nothing happened, a panel a data set."""
    import altair as alt
    import vl_convert

    rows = [{"dataset": r["dataset"], "method": f"{r['method']}, {r['reading']}" if r["method"].startswith("recul")
             else r["method"], "whose": "Recul" if r["method"].startswith("recul") else "peer",
             **{k: float(r[k]) for k in ("rate_answered", "low", "high")}}
            for r in load(folder / "bench.csv") if int(r["answered"] or 0) >= DRAWN_FROM]
    base = alt.Chart().encode(  # no data of its own: each panel gets its part from the facet
        y=alt.Y("method:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
        color=alt.Color("whose:N", title=None, scale=alt.Scale(domain=["Recul", "peer"], range=["#0b6e4f", "#8a8a8a"])))
    share = alt.Axis(format="%", tickCount=5)
    layers = alt.layer(
        base.mark_rule(size=2).encode(x=alt.X("low:Q", axis=share, title="answers that are wrong"), x2="high:Q"),
        base.mark_point(filled=True, size=55, opacity=1).encode(x=alt.X("rate_answered:Q", axis=share)),
        alt.Chart().mark_rule(strokeDash=[4, 3], color="#b00020").encode(x=alt.datum(0.05)))
    chart = layers.properties(width=330, height=alt.Step(16)).facet(
        facet=alt.Facet("dataset:N", title=None, sort=list(TITLES)), columns=2,
        title="Where nothing happened: 95 % intervals that leave zero out (promised: 5 %)", data=alt.Data(values=rows))
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def make(folder: Path, docs: Path) -> None:
    """Write page and figure."""
    (docs / "bench.md").write_text(render(folder), encoding="utf-8")
    (docs / "bench.svg").write_text(figure(folder), encoding="utf-8")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    make(here / "results", here.parent / "docs")
