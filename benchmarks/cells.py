"""A cell is one method on one data set, in a process of its own, kept until what it rests on changes.

Kept in out/bench, under a fingerprint of everything its answers depend on: the questions, the number asked, the CPU
allowed, and the sources of Recul or the adapter and version of the peer. So `make bench` after a change runs again what
the change touches and nothing else; `--fresh` runs everything again.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from datasets import Question

from recul.estimators import discover
from recul.questions.effect import Effect

HERE = Path(__file__).parent
ROOT = HERE.parent
OUT = ROOT / "out" / "bench"
VENV = Path(os.environ.get("VENV_PEERS", ROOT / ".venv-peers"))
# A minute a fit: left out of a light look, and named there.
SLOW = {("pysyncon_py", "augmented")}
# Their variants; the adapters themselves can only be imported where the peers are installed.
PEERS: dict[str, tuple[str, ...]] = {
    "bsts": ("default", "seasonal"), "statsmodels_uc": ("default", "seasonal"), "augsynth": ("plain", "augmented"),
    "synthdid_py": ("sdid", "did"), "pysyncon_py": ("plain", "augmented"),
}
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1",
              "POLARS_MAX_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One method on one data set. peer: the adapter, None for Recul; method: its variant, or Recul's estimator."""

    dataset: str
    peer: str | None
    method: str

    @property
    def name(self) -> str:
        if self.peer is None:
            return "recul" if self.method == "recul" else f"recul, {self.method}"
        return f"{package(self.peer)}, {self.method}"


def package(peer: str) -> str:
    """A peer's name on the package index, read off its adapter without importing it."""
    source = (HERE / "peers" / f"{peer}.py").read_text()
    return source.split('PACKAGE = "')[1].split('"')[0]


def cells(dataset: str) -> list[Cell]:
    """Recul as it answers, each of its estimators forced where it has a choice, and every peer."""
    names = sorted(discover())
    forced = [n for n in names if (n,) != Effect.estimators]
    ours = [Cell(dataset, None, m) for m in ("recul", *forced)]
    return ours + [Cell(dataset, peer, variant) for peer, variants in PEERS.items() for variant in variants]


def digest(*parts: bytes | str) -> str:
    """Twelve hexadecimal digits of all of it."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part if isinstance(part, bytes) else part.encode())
        whole.update(b"\0")
    return whole.hexdigest()[:12]


def of_recul() -> str:
    """Of Recul's own sources."""
    source = Path(importlib.import_module("recul").__file__ or "").parent
    return digest(*(f.read_bytes() for f in sorted(source.rglob("*.py"))))


def of_questions(asked: Sequence[Question]) -> str:
    """Of what is asked, whatever drew it."""
    return digest(*(q.panel.value.tobytes() + repr((q.unit, q.controls, q.donors, q.start, q.bursts)).encode()
                    for q in asked))


def installed(peer: str) -> str:
    """The folder that says which version of a peer is installed, "" when none is."""
    stem = package(peer).replace("-", "_")
    return " ".join(sorted(p.name for p in VENV.glob(f"lib/python*/site-packages/{stem}-*.dist-info")))


def fingerprint(cell: Cell, asked: Sequence[Question], cap: float) -> str:
    """Of everything that the cell's answers depend on."""
    shared = (of_questions(asked), repr((cell.dataset, cell.method, cap)))
    if cell.peer is None:
        return digest(*shared, of_recul(), (HERE / "ours.py").read_bytes())
    sources = ((HERE / "peers" / f).read_bytes() for f in (f"{cell.peer}.py", "worker.py"))
    return digest(*shared, installed(cell.peer), *sources)


def run(cell: Cell, asked: Sequence[Question], cap: float, fresh: bool = False) -> dict[str, Any]:
    """The cell's answers, kept or asked now: `answers`, `peak_mb`, `version`, or `failed`, the reason in words."""
    code = fingerprint(cell, asked, cap)
    OUT.mkdir(parents=True, exist_ok=True)
    kept = OUT / f"{cell.dataset}-{cell.peer or 'recul'}-{cell.method}-{code}.json"
    if not kept.exists() or fresh:
        told = _ours(cell, len(asked), cap) if cell.peer is None else peer(cell.peer, cell.method, asked, cap)
        for old in OUT.glob(f"{cell.dataset}-{cell.peer or 'recul'}-{cell.method}-*.json"):
            old.unlink()
        kept.write_text(json.dumps(told))
    return {**json.loads(kept.read_text()), "code": code}


def _ours(cell: Cell, count: int, cap: float) -> dict[str, Any]:
    # Recul itself is asked all of it, in any case; its estimators one by one as long as their CPU allows.
    allowed = 10 * cap if cell.method == "recul" else cap
    return process([sys.executable, "ours.py", cell.method, cell.dataset, str(count), str(allowed)], allowed)


def peer(name: str, variant: str, asked: Sequence[Question], cap: float) -> dict[str, Any]:
    """A peer's answers to these questions, asked in its own environment."""
    python = VENV / "bin" / "python"
    failed = VENV / "failed.json"
    if not python.exists():
        return {"failed": "no .venv-peers: run `make bench`, which makes it"}
    if failed.exists() and package(name) in (why := json.loads(failed.read_text())):
        return {"failed": why[package(name)]}
    held = OUT / f"questions-{os.getpid()}-{name}-{variant.replace(':', '-')}.npz"
    np.savez(held, start=asked[0].start, season=asked[0].season, count=len(asked),
             **{f"q{i}": q.matrix() for i, q in enumerate(asked)})
    try:
        return process([str(python), "-m", "peers.worker", name, variant, str(held), str(cap)], cap)
    finally:
        held.unlink()


def process(command: list[str], cap: float) -> dict[str, Any]:
    """What a worker wrote. One that dies, or takes far longer than it was allowed, has failed, and how is kept."""
    out = OUT / f"told-{digest(*command)}-{os.getpid()}.json"
    limit = 10 * cap + 300
    where = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join([str(HERE), str(ROOT / "src")])}
    try:
        done = subprocess.run([*command, str(out)], cwd=HERE, env=where, timeout=limit, capture_output=True,
                              text=True, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"no first answer within {limit:.0f} s"}
    if done.returncode or not out.exists():
        return {"failed": f"exit {done.returncode}: {(done.stderr.strip().splitlines() or ['no word'])[-1]}"[:300]}
    told: dict[str, Any] = json.loads(out.read_text())
    out.unlink()
    return told
