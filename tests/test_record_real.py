"""The record and its measures on public files; the figures are those of a plain reading by hand."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from record_samples import messages, refused, series, study
from recul.measures import panel
from recul.record import Record

pytestmark = pytest.mark.real_data


def record(folder: Path, data_dir: Path, file: str, source: dict[str, Any], **rest: Any) -> Record:
    shutil.copy(data_dir / file, folder)
    return Record.read(study(folder, source, **rest))


def test_volkswagen(tmp_path: Path, data_dir: Path) -> None:
    source = series(
        "volks_data.csv", columns={"time": "Date"}, units=["VolksWagen", "BMW", "Allianz"], aggregate="mean"
    )
    found = panel(record(tmp_path, data_dir, "volkswagen/volks_data.csv", source, timezone="Europe/Berlin"), "sales")
    with (data_dir / "volkswagen/volks_data.csv").open() as file:
        plain = list(csv.DictReader(file, delimiter=" "))
    assert (found.frequency, found.aggregate, found.units) == ("week", "mean", ("Allianz", "BMW", "VolksWagen"))
    assert [str(t) for t in found.times.astype("datetime64[D]")] == [row["Date"] for row in plain]
    assert found.observed.all()
    for i, unit in enumerate(found.units):
        assert found.value[i].tolist() == [float(row[unit]) for row in plain]
    crisis = found.times.astype("datetime64[D]").tolist().index(np.datetime64("2015-09-20").item())
    assert (crisis, len(found.times) - crisis) == (246, 79)  # as METHODS §0 counts them


def test_nab_five_minutes_to_hours(tmp_path: Path, data_dir: Path) -> None:
    source = series("Twitter_volume_*.csv", columns={"time": "timestamp"}, unit="Apple")
    read = record(tmp_path, data_dir, "nab/Twitter_volume_AAPL.csv", source)
    found = panel(read, "sales")
    with (data_dir / "nab/Twitter_volume_AAPL.csv").open() as file:
        rows = [(row["timestamp"][:13], float(row["value"])) for row in csv.DictReader(file)]
    parts, sums = Counter(hour for hour, _ in rows), Counter[str]()
    for hour, value in rows:
        sums[hour] += value  # type: ignore[assignment]
    assert found.frequency == "hour"
    assert len(found.times) == len(parts)
    for time, value, observed in zip(found.times, found.value[0], found.observed[0], strict=True):
        hour = str(time)[:13].replace("T", " ")
        assert observed == (parts[hour] == 12)
        assert not observed or value == sums[hour]
    assert panel(read, "sales", "day").observed[0].tolist() == [False, *[True] * 55, False]


def test_geolift_long_layout(tmp_path: Path, data_dir: Path) -> None:
    source = series("GeoLift_Test.csv", columns={"time": "date", "unit": "location", "value": "Y"})
    found = panel(record(tmp_path, data_dir, "geolift/GeoLift_Test.csv", source), "sales")
    assert found.value.shape == (40, 105)
    assert found.observed.all()
    with (data_dir / "geolift/GeoLift_Test.csv").open() as file:
        for row in csv.DictReader(file):
            place = found.row(row["location"]), found.times.tolist().index(np.datetime64(row["date"], "s").item())
            assert found.value[place] == float(row["Y"])


def test_ratp_messages(tmp_path: Path, data_dir: Path) -> None:
    source = messages("Ligne13_RATP.csv", columns={"text": "tweet"}, unit="Ligne 13")
    read = record(tmp_path, data_dir, "ratp/Ligne13_RATP.csv", source, timezone="Europe/Paris")
    with (data_dir / "ratp/Ligne13_RATP.csv").open(newline="") as file:
        plain = [(row["time"], row["tweet"]) for row in csv.DictReader(file)]
    provenance = read.provenance[0]
    assert provenance.rows_read == len(plain)
    assert provenance.rows_kept == len(set(plain))
    assert Counter(read.table("messages").to_pyarrow()["text"].to_pylist()) == Counter(t for _, t in set(plain))
    hours = panel(read, "messages", "hour")
    counted = Counter(time[:13].replace(" ", "T") for time, _ in set(plain))
    assert {str(t)[:13]: int(v) for t, v in zip(hours.times, hours.value[0], strict=True) if v} == counted
    assert hours.observed.all()


def test_prop_99_by_the_year(tmp_path: Path, data_dir: Path) -> None:
    source = series("california_prop99.csv", columns={"time": "Year", "unit": "State", "value": "PacksPerCapita"})
    found = panel(
        record(tmp_path, data_dir, "panels/california_prop99.csv", source, timezone="America/Los_Angeles"), "sales"
    )
    assert (found.frequency, found.value.shape) == ("year", (39, 31))
    assert found.value[found.row("California"), -1] == 41.59999847


def test_airline_repeated_ids(tmp_path: Path, data_dir: Path) -> None:
    """The data's own notes say: 155 repeated ids. 137 rows repeat another whole, 18 say something else."""
    source = messages(
        "tweets.csv",
        columns={
            "message_id": "tweet_id",
            "time": "tweet_created",
            "unit": "airline",
            "tone": "airline_sentiment",
            "shares": "retweet_count",
        },
    )
    read = record(tmp_path, data_dir, "airline/tweets.csv", source)
    provenance = read.provenance[0]
    assert (provenance.rows_read, provenance.duplicates + provenance.rows_refused) == (14640, 155)
    assert set(refused(provenance)) == {"differing_duplicate"}
    share = panel(read, "negative_share")
    assert share.exposure is not None
    assert share.exposure.sum() == provenance.rows_kept
    assert read.table("messages").count().execute() == provenance.rows_kept == 14485
