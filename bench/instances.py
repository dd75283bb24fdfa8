"""Generated settlement cases as plain arrays, the same for this package and for those it is measured against.

An instance is one array per issue: `worth[issue] (option, party)  int64, >= 0`; a package takes one option of every
issue and is worth to a party the sum of its rows. This file needs numpy and the standard library only, because the
interpreter of another package imports it too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Worth = list[NDArray[np.int64]]

KINDS = ("e3", "opposed", "spatial", "tight")

SCALE = 10_000
"""What the best option of every issue together is worth to a party, but for rounding."""

CURVATURE = (0.6, 1.8)
"""The range from which the exponent of the opposed and of the spatial preferences is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """Which case is meant; small enough to be told to another process in words."""

    kind: str = "e3"
    parties: int
    issues: int
    options: int = 10
    seed: int = 1

    def tables(self) -> tuple[Worth, list[int]]:
        """The tables and the walk-aways, which are 0 but for the tight kind. Raises `ValueError` on an unknown kind."""
        size = (self.parties, self.issues, self.options, self.seed)
        match self.kind:
            case "e3":
                return e3(*size), [0] * self.parties
            case "opposed":
                return opposed(*size), [0] * self.parties
            case "spatial":
                return spatial(*size), [0] * self.parties
            case "tight":
                return tight(*size)
        raise ValueError(f"no instance is called {self.kind}; there are: {', '.join(KINDS)}")

    def words(self) -> list[str]:
        return [self.kind, *map(str, (self.parties, self.issues, self.options, self.seed))]

    @classmethod
    def from_words(cls, words: Sequence[str]) -> Instance:
        kind, parties, issues, options, seed = words
        return cls(kind=kind, parties=int(parties), issues=int(issues), options=int(options), seed=int(seed))


def e3(parties: int, issues: int, options: int = 10, seed: int = 1) -> Worth:
    """Independent scores, saliences drawn evenly; the tables of settlement.md E3 where the seed is 1. Walk-aways 0."""
    draw = np.random.default_rng(seed)
    salience = draw.dirichlet(np.ones(issues), size=parties)
    worth = []
    for issue in range(issues):
        draw.random((options, 1))
        score = draw.random((options, parties))
        worth.append(_points(score / score.max(0), salience[:, issue]))
    return worth


def opposed(parties: int, issues: int, options: int, seed: int) -> Worth:
    """Directly opposed preferences: on every issue each party wants one end of the line or the other. Walk-aways 0.

    Many packages are efficient, so the frontier grows fast. With few parties and issues all may want the same end.
    """
    draw = np.random.default_rng(seed)
    ideal = draw.integers(2, size=(issues, parties)).astype(np.float64)
    return _on_a_line(ideal, options, draw)


def spatial(parties: int = 5, issues: int = 9, options: int = 10, seed: int = 1) -> Worth:
    """Single-peaked preferences: on every issue each party has an ideal point on a line and likes nearer options more.

    Walk-aways 0. Rounding to points may tie neighbours where an issue hardly matters to a party.
    """
    draw = np.random.default_rng(seed)
    return _on_a_line(draw.random((issues, parties)), options, draw)


def tight(parties: int, issues: int, options: int = 3, seed: int = 1) -> tuple[Worth, list[int]]:
    """Few options, scores up to 10^9, and walk-aways that hardly any package meets; returns the tables and walk-aways.

    The walk-aways lie up to one thousandth of a party's maximum below a package that no change on one issue makes
    fairer, so at least that package is acceptable to all and each party gains from it.
    """
    draw = np.random.default_rng(seed)
    worth = [draw.integers(0, 10**9, size=(options, parties), endpoint=True) for _ in range(issues)]
    most = np.sum([table.max(0) for table in worth], axis=0)
    fair = _locally_fairest(worth, most)
    below = 1 + (draw.random(parties) * most / 1_000).astype(np.int64)
    return worth, np.maximum(fair - below, 0).tolist()


def value(worth: Worth) -> NDArray[np.int64]:
    """What every package is worth to every party: `(package, party)`, the last issue moving fastest."""
    total = np.zeros((1, worth[0].shape[1]), dtype=np.int64)
    for table in worth:
        total = (total[:, None, :] + table[None, :, :]).reshape(-1, table.shape[1])
    return total


def fingerprint(worth: Worth) -> str:
    """Sixteen digits that differ if any number of the tables does: shows that two sides measured the same case."""
    digest = hashlib.sha256()
    for table in worth:
        digest.update(repr(table.shape).encode())
        digest.update(np.ascontiguousarray(table, dtype="<i8").tobytes())
    return digest.hexdigest()[:16]


def _locally_fairest(worth: Worth, most: NDArray[np.int64]) -> NDArray[np.int64]:
    """The values of a package whose least share of a party's maximum no change on a single issue raises."""
    package = [0] * len(worth)
    total: NDArray[np.int64] = np.sum([table[0] for table in worth], axis=0)
    improved = True
    while improved:
        improved = False
        for issue, table in enumerate(worth):
            others = total - table[package[issue]]
            share = ((others + table) / most).min(1)
            best = int(share.argmax())
            if share[best] > share[package[issue]]:
                package[issue], total, improved = best, others + table[best], True
    return total


def _on_a_line(ideal: NDArray[np.float64], options: int, draw: np.random.Generator) -> Worth:
    """Scores `1 - (distance from the ideal / the greatest distance) ^ a`, the options evenly spaced from 0 to 1."""
    issues, parties = ideal.shape
    salience = draw.dirichlet(np.ones(issues), size=parties)
    curvature = draw.uniform(*CURVATURE, size=(issues, parties))
    place = np.linspace(0, 1, options)[:, None]
    worth = []
    for issue in range(issues):
        distance = np.abs(place - ideal[issue]) / np.maximum(ideal[issue], 1 - ideal[issue])
        worth.append(_points(1 - distance ** curvature[issue], salience[:, issue]))
    return worth


def _points(score: NDArray[np.float64], salience: NDArray[np.float64]) -> NDArray[np.int64]:
    """Scores between 0 and 1, weighted and rounded to whole points."""
    return np.round(score * salience * SCALE).astype(np.int64)
