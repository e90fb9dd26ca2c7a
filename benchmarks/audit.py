"""What an audit costs, and whether the question `discourse` holds its promises: benchmarks/results/audit.csv.

`python benchmarks/audit.py` (four minutes): a PDF of 50 pages audited; each known author's sentences that claim
nothing, and each one's whole text, asked about as a document, the others vouching for the reader; and simulated texts
and readers that mislead more or less from text to text, 400 a cell. `--pages N`, `--worlds N` for less.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import document_samples as samples  # noqa: E402
from recul.estimators._misread import misread  # noqa: E402
from recul.placebo.calibrate import Calibration  # noqa: E402
from recul.questions._discourse import BOUND_LEAST, Authors, authors  # noqa: E402

COLUMNS = ("cell", "asked", "seen", "covered", "value", "seconds")


def cost(pages: int) -> dict[str, Any]:
    """Seconds of processor for `recul audit` of a PDF of so many pages: page, JSON and SARIF written."""
    from recul._auditing import audited
    from recul._bars import Bars
    from recul.report.audit import write

    with (ROOT / "tests" / "data" / "marketing_claims" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        french = [row["text"] for row in csv.DictReader(file) if row["language"] == "fr"]
    spoken = [s for s in french if s.encode("cp1252", "ignore").decode("cp1252") == s]
    with tempfile.TemporaryDirectory() as folder:
        path = samples.pdf(Path(folder) / "report.pdf", samples.report_pages(pages, spoken))
        begun, wall = time.process_time(), time.monotonic()
        with Bars(True) as bars:
            audits, uris, findings = audited([path], None, None, bars)
        write(audits, Path(folder) / "out", "fr", findings, uris)
        taken = time.process_time() - begun
        sys.stdout.write(f"{pages} pages, {len(audits[0].sentences)} sentences, {len(audits[0].claims)} claims: "
                         f"{taken:.1f} s of processor, {time.monotonic() - wall:.1f} s by the clock\n")
    return {"cell": f"{pages} pages", "asked": len(audits[0].sentences), "seconds": round(taken, 2)}


def judged(a: Authors, keep: Any, flagged: int, size: int) -> tuple[bool, float, float, float]:
    """Seen, value, half the interval's width and bound, of one text with the authors kept: as the judge does."""
    at = np.flatnonzero(keep)
    n = len(at)
    hits = np.concatenate([[flagged], a.free_flagged[at], a.not_beyond_flagged[at]])[:, None]
    of = np.concatenate([[size], a.free[at], a.not_beyond[at]])[:, None]
    false = np.tile(np.stack([a.not_beyond_flagged[at], a.not_beyond[at]], 1), (1 + 2 * n, 1, 1, 1))
    for i in range(n):
        false[[1 + i, 1 + n + i], 0, i] = 0
    found = misread(hits, of, false)
    z = found.value / found.scale
    bound = max(Calibration.of(part, 0, n).bound() for part in (z[1:1 + n], z[1 + n:]))
    return bool(z[0] > max(bound, BOUND_LEAST)), float(found.value[0]), bound * float(found.scale[0]), bound


def known() -> Iterator[dict[str, Any]]:
    """Authors one by one, as if theirs were the document."""
    for language in ("en", "fr"):
        a = authors(language)
        n = len(a.free)
        for name, hits, of, truth in (
                ("claim nothing", a.free_flagged, a.free, np.zeros(n)),
                ("claim less", a.not_beyond_flagged, a.not_beyond, np.zeros(n)),
                ("whole text", a.not_beyond_flagged + a.beyond_flagged, a.not_beyond + a.beyond,
                 a.beyond / (a.not_beyond + a.beyond))):
            told = [judged(a, np.arange(n) != i, int(hits[i]), int(of[i])) for i in range(n)]
            yield {"cell": f"{language}, {name}", "asked": n, "seen": sum(t[0] for t in told),
                   # What is judged is the least there can be: it errs when its lower end passes the truth.
                   "covered": sum(t[1] - t[2] <= truth[i] for i, t in enumerate(told)),
                   "value": round(float(np.mean([t[1] for t in told])), 3)}


def simulated(worlds: int) -> Iterator[dict[str, Any]]:
    """Texts of so many sentences and so large a true share, by readers whose mistakes differ so much between texts."""
    for spread in (0.0, 0.02, 0.04, 0.06):
        for size in (40, 200, 1000):
            for share in (0.0, 0.2, 0.5):
                rng = np.random.default_rng([7, int(spread * 100), size, int(share * 10)])
                told = [world(rng, spread, size, share) for _ in range(worlds)]
                yield {"cell": f"spread {spread}, {size} sentences, share {share}", "asked": worlds,
                       "seen": sum(t[0] for t in told), "covered": sum(t[1] - t[2] <= share for t in told),
                       "value": round(float(np.mean([t[1] for t in told])), 3)}


def world(rng: Any, spread: float, size: int, share: float, known_texts: int = 14, false: float = 0.05,
          true: float = 0.6, of_true: float = 0.15) -> tuple[bool, float, float, float]:
    def rates(mean: float, sd: float) -> Any:
        if not sd:
            return np.full(known_texts + 1, mean)
        size = mean * (1 - mean) / sd**2 - 1
        return rng.beta(mean * size, (1 - mean) * size, known_texts + 1)

    f, t = rates(false, spread), rates(true, of_true)
    less, free, beyond = (np.full(known_texts, k) for k in (36, 21, 8))
    hits = rng.binomial(less, f[:-1])
    a = Authors(less, hits, beyond, rng.binomial(beyond, t[:-1]), free, rng.hypergeometric(hits, less - hits, free))
    there = round(share * size)
    flagged = int(rng.binomial(there, t[-1]) + rng.binomial(size - there, f[-1]))
    return judged(a, np.ones(known_texts, bool), flagged, size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--worlds", type=int, default=400)
    given = parser.parse_args()
    with (ROOT / "benchmarks" / "results" / "audit.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in (cost(given.pages), *known(), *simulated(given.worlds)):
            writer.writerow(row)
            sys.stdout.write(f"{row}\n")


if __name__ == "__main__":
    main()
