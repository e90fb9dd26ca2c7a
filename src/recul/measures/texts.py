"""From the record to what the public wrote: the texts that can be read, in an order drawn by lot."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recul.measures.base import by_people
from recul.panel import Bools, Floats

if TYPE_CHECKING:
    from recul.record import Record

TONES = ("negative", "neutral", "positive")


@dataclass(frozen=True, eq=False)
class Written:
    """Messages of the public with a text, [n] each, in an order that is random and stays the same.

    key: what a label names a message by, a digest of its source and id. unit: whose. time: local to the study,
    datetime64[us]. text: as published. tone: float64 [n, 3], one where the file says negative, neutral, positive;
    a row of NaN where it says nothing, or a machine of Recul's said it. blank, blank_time: [m] units and times of
    messages without a text, which nobody can read.
    """

    key: NDArray[np.str_]
    unit: NDArray[np.object_]
    time: NDArray[np.datetime64]
    text: NDArray[np.object_]
    tone: Floats
    blank: NDArray[np.object_]
    blank_time: NDArray[np.datetime64]

    def __len__(self) -> int:
        return len(self.key)

    def of(self, kept: Bools) -> Written:
        """Some of them, in the same order."""
        return Written(self.key[kept], self.unit[kept], self.time[kept], self.text[kept], self.tone[kept], self.blank,
                       self.blank_time)


def key_of(source: str, message_id: str) -> str:
    """The name of a message in a file of labels: no platform's id, which a spreadsheet would round."""
    name = f"recul label\0{source}\0{message_id}".encode("utf-8", "surrogatepass")
    return "m" + hashlib.sha256(name).hexdigest()[:20]


def written(record: Record) -> Written:
    """What the public wrote: messages of the brand are left out, those of unknown direction are not.

    The order is that of a digest of the key: permanent random numbers (Ohlsson 1995, in Business Survey Methods,
    153-169), so that the first of any group of messages are a random sample of it, whoever draws it and whenever.
    """
    from recul.record.zones import to_local

    table = record.table("messages")
    rows = table.filter(table.direction.isnull() | (table.direction != "out")).select(
        "source", "message_id", "time", "unit", "text", "tone", given=by_people(table)).execute()
    told = np.array([isinstance(t, str) and bool(t.strip()) for t in rows["text"]], dtype=bool)
    unit = rows["unit"].to_numpy(object)
    utc = rows["time"].dt.tz_convert(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    local = to_local(utc, record.study.timezone).astype("datetime64[us]") if len(utc) else utc.astype("datetime64[us]")
    blank, blank_time, rows, unit, local = unit[~told], local[~told], rows[told], unit[told], local[told]
    key = np.array([key_of(s, m) for s, m in zip(rows["source"], rows["message_id"], strict=True)], dtype=np.str_)
    lot = [hashlib.sha256(f"recul audit\0{k}".encode()).digest() for k in key]
    order = np.array(sorted(range(len(key)), key=lot.__getitem__), dtype=np.int64)
    tone = np.full((len(key), 3), np.nan)
    for i, name in enumerate(TONES):
        tone[((rows["tone"] == name) & rows["given"]).to_numpy(bool)] = np.eye(3)[i]
    return Written(key[order], unit[order], local[order], rows["text"].to_numpy(object)[order], tone[order], blank,
                   blank_time)
