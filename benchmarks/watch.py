"""How many events a second `recul watch` takes through standard input, and what memory it holds; and how many messages
a second go from Parquet into hourly detection.

    python benchmarks/watch.py [--events 1000000] [--brands 1 1000] [--days 30] [--parquet 5000000]

Each case is a stream of so many messages over so many days, written to a file first, then piped by `cat` into a watch
in a process of its own, one thread, with its state on disk and a checkpoint every 30 s, as by default. Two rates are
printed: with and without the seconds that thresholds take (some fits in all, whatever the number of events).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

START = 1_735_689_600
BATCH = 100_000
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

# What a watch does, with the seconds of its thresholds counted.
CHILD = """
import json, os, sys, time
from recul.watch import levels
spent, take = [0.0, 0], levels.Levels.take
def timed(self, state, rows, *rest):
    start = time.process_time()
    take(self, state, rows, *rest)
    spent[0] += time.process_time() - start
    spent[1] += len(rows) > 0
levels.Levels.take = timed
from recul.cli import main
main(sys.argv[1:], standalone_mode=False)
json.dump({"fit_seconds": spent[0], "fits": spent[1]}, open(os.environ["RECUL_BENCH_OUT"], "w"))
"""

# The way of the crisis question, in three parts.
HOURLY = """
import json, sys, time
from pathlib import Path
import numpy as np
from recul.measures import panel
from recul.questions._alarms import DETECTOR, GRID, listen
from recul.record import Record
from recul.study import Study
root = Path(sys.argv[1])
source = {"name": "posts", "path": "posts.parquet", "table": "messages",
          "columns": {"message_id": "id", "time": "time", "unit": "brand", "text": "text"}}
study = Study.from_dict({"title": "Posts", "brand": "brand 0", "timezone": "UTC", "source": [source]}, root)
marks = [time.process_time()]
record = Record.read(study)
marks.append(time.process_time())
counts = panel(record, "messages", "hour", aggregate="sum")
marks.append(time.process_time())
slots = GRID.slots(counts.times)
DETECTOR.advance(DETECTOR.start(len(counts.units), GRID), counts.value, counts.observed, slots)
marks.append(time.process_time())
one = panel(record, "messages", "hour", [counts.units[0]], aggregate="sum")
begun = time.process_time()
listen(one, 1.0, "UTC", 1)
spent = [b - a for a, b in zip(marks, marks[1:])]
print(flush=True)
json.dump({"spent": spent, "messages": float(np.where(counts.observed, counts.value, 0).sum()),
           "hours": counts.value.size, "one": time.process_time() - begun}, sys.stdout)
"""
HOURLY_BRANDS = 20


def write(path: Path, events: int, brands: int, days: float) -> None:
    """Messages at random moments in order, of about 250 bytes, brands drawn evenly."""
    random = np.random.default_rng(7)
    text = "Bonjour, une question sur ma commande, " * 3
    with path.open("w", encoding="utf-8") as file:
        for first in range(0, events, BATCH):
            n = min(BATCH, events - first)
            moment = START + days * 86_400 * (first + np.sort(random.random(n)) * n) / events
            times = np.datetime_as_string((moment * 1000).astype("datetime64[ms]"))
            brand = random.integers(0, brands, n)
            file.writelines(f'{{"id":"{first + i}","time":"{t}Z","brand":"brand {b}","author":{{"name":"someone"}},'
                            f'"text":"{text}"}}\n' for i, (t, b) in enumerate(zip(times, brand.tolist(), strict=True)))


def measured(path: Path, events: int, brands: int, days: float) -> str:
    """One case: a line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        started = time.perf_counter()
        with subprocess.Popen(["cat", str(path)], stdout=subprocess.PIPE) as cat:
            child = subprocess.Popen(
                [sys.executable, "-c", CHILD, "watch", "-", "--state", f"{folder}/state", "--quiet"], stdin=cat.stdout,
                stdout=subprocess.DEVNULL, env=os.environ | ONE_THREAD | {"RECUL_BENCH_OUT": str(out)})
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit("the watch failed")
        wall, cpu = time.perf_counter() - started, usage.ru_utime + usage.ru_stime
        fits = json.loads(out.read_text())
        state = (Path(folder) / "state" / "checkpoint.npz").stat().st_size
    rates = f"{events / cpu:>10,.0f} {events / (cpu - fits['fit_seconds']):>12,.0f}"
    return (f"{brands:>6} {events:>10,} {days:>5.0f} {rates}"
            f" {wall:>7.0f} {cpu:>7.0f} {fits['fits']:>5} {fits['fit_seconds']:>8.0f} {usage.ru_maxrss / 1024:>8.0f}"
            f" {state / 1e6:>9.1f}")


def from_parquet(messages: int) -> str:
    """Messages a second from Parquet into hourly detection, in a process of its own."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(8)
    with tempfile.TemporaryDirectory() as folder:
        moment = START + np.sort(random.random(messages)) * 365 * 86_400
        number = np.arange(messages)
        pq.write_table(pa.table({
            "id": pa.array(number).cast(pa.string()),
            "time": pa.array((moment * 1e6).astype(np.int64), pa.timestamp("us", tz="UTC")),
            "brand": pa.array([f"brand {b}" for b in range(HOURLY_BRANDS)]).take(pa.array(number % HOURLY_BRANDS)),
            "text": pa.array(["Bonjour, une question sur ma commande, " * 3] * messages)}), f"{folder}/posts.parquet")
        child = subprocess.run([sys.executable, "-c", HOURLY, folder], check=True, capture_output=True, text=True,
                               env=os.environ | ONE_THREAD | {"POLARS_MAX_THREADS": "1"})
    told = json.loads(child.stdout.splitlines()[-1])
    if told["messages"] != messages:
        raise SystemExit(f"{told['messages']:,.0f} of {messages:,} messages were counted")
    read, counted, scored = told["spent"]
    return (f"\nfrom Parquet: {messages:,} messages, {HOURLY_BRANDS} brands, {told['hours']:,} hours; CPU s: first"
            f" reading {read:.1f}, hours counted {counted:.1f}, scored {scored:.1f}; thresholds for a year of one brand"
            f" {told['one']:.1f}\n  from the record's Parquet into scores {messages / (counted + scored):,.0f} messages"
            f" a second; with the first reading {messages / (read + counted + scored):,.0f}")



def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--brands", type=int, nargs="*", default=[1, 1000])
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--parquet", type=int, default=5_000_000, help="messages from Parquet; 0: none")
    asked = parser.parse_args()
    print("brands     events  days  events/s   without fits  wall s   CPU s  fits  fits s  peak MB  state MB")
    print("                      (CPU)       (CPU)")
    for brands in asked.brands:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stream.ndjson"
            write(path, asked.events, brands, asked.days)
            print(measured(path, asked.events, brands, asked.days), flush=True)
    if asked.parquet:
        print(from_parquet(asked.parquet), flush=True)


if __name__ == "__main__":
    main()
