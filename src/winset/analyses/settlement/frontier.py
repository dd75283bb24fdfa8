"""The acceptable packages that no other acceptable package dominates, and some of all where they are too many."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd, prod

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Ints, Packages, View, each_once, unrejected_options
from winset.compiled import Structure

FIRST_BLOCK = 64
LARGEST_BLOCK = 2_048
"""Rows that are compared at once; beyond, the next block begins."""
VECTORS_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier:
    """The undominated packages of a win-set, over the bargaining parties.

    y dominates x where every bargaining party values it as high and one of them higher.

    vectors: (vector, bargaining party) the distinct undominated values, numerators. packages: (package, issue) those
    that realise them, packages of equal value included, in the order of the case. members: how many realise them, None
    where that is not known. complete: False where a limit cut the vectors; then all that are listed are acceptable, and
    others may dominate them.
    """

    vectors: Ints
    packages: Packages
    members: int | None
    complete: bool = True

    @property
    def all_listed(self) -> bool:
        """True where no package is missing from the list."""
        return self.complete and self.members == len(self.packages)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TiedPackages:
    """Packages that answer a question alike. packages: (package, issue). complete: False where a limit cut the list."""

    packages: Packages
    complete: bool


def maxima(vectors: Ints) -> Maxima:
    """The vectors that no other is as large as in every coordinate and larger in one.

    Vectors are taken in blocks, those of the largest sum of ranks first: only an earlier one can then dominate a later
    one. What the undominated of a block dominate goes before the next block is taken. vectors: (vector, coordinate),
    equal ones allowed. The vector of the largest sum comes first, of equal sums the first in the list.
    """
    if not len(vectors):
        return Maxima(distinct=np.zeros(0, dtype=np.intp), members=np.zeros(0, dtype=np.intp))
    ranks = np.stack([np.unique(column, return_inverse=True)[1].ravel() for column in vectors.T])
    by_value = np.lexsort(ranks[::-1])
    begins = np.ones(len(by_value), dtype=bool)
    begins[1:] = (ranks[:, by_value[1:]] != ranks[:, by_value[:-1]]).any(axis=0)
    firsts = by_value[begins]
    order = np.lexsort((firsts, -ranks[:, firsts].sum(axis=0)))
    kept = order[_undominated(np.ascontiguousarray(ranks[:, firsts[order]]))]
    place_of_group = np.full(len(firsts), -1)
    place_of_group[kept] = np.arange(len(kept))
    place = place_of_group[np.cumsum(begins) - 1]
    members = np.flatnonzero(place >= 0)
    return Maxima(distinct=firsts[kept], members=by_value[members[np.argsort(place[members], kind="stable")]])


def _undominated(ranks: Ints) -> NDArray[np.intp]:
    """The positions of vectors that no other dominates. ranks: (coordinate, vector) distinct, those of the largest sum
    first.
    """
    rest, kept, size = np.arange(ranks.shape[1]), [], FIRST_BLOCK
    while len(rest):
        block, rest = rest[:size], rest[size:]
        best = block[~_are_dominated(ranks[:, block], ranks[:, block], least=2)]
        kept.append(best)
        rest = rest[~_are_dominated(ranks[:, rest], ranks[:, best])]
        size = min(2 * size, LARGEST_BLOCK)
    return np.concatenate(kept)


def _are_dominated(vectors: Ints, by: Ints, least: int = 1) -> NDArray[np.bool_]:
    """(vector) True where at least so many others are as large in every coordinate. vectors, by: (coordinate, vector).

    In every coordinate a row of bits says which are as large, and what is left of all the rows are those that are in
    each. A vector that is itself among the others counts as one of them.
    """
    count = by.shape[1]
    single_bits = np.zeros((count + 1, -(-count // 64)), dtype=np.uint64)
    positions = np.arange(count)
    single_bits[positions, positions // 64] = np.uint64(1) << (positions % 64).astype(np.uint64)
    dominated = np.zeros(vectors.shape[1], dtype=bool)
    tables = []
    for column in by:
        order = np.argsort(column, kind="stable")
        as_large = single_bits.copy()
        as_large[:count] = single_bits[order]
        tables.append((column[order], np.bitwise_or.accumulate(as_large[::-1], axis=0)[::-1]))
    for start in range(0, vectors.shape[1], VECTORS_AT_ONCE):
        here = vectors[:, start : start + VECTORS_AT_ONCE]
        alive = np.arange(here.shape[1])
        above: NDArray[np.uint64] | None = None
        for n, (column, (ordered, as_large)) in enumerate(zip(here, tables, strict=True)):
            rows = as_large[np.searchsorted(ordered, column[alive])]
            above = rows if above is None else above & rows
            if n % 4 == 3 and n + 1 < len(tables):
                some = above.any(axis=1)
                alive, above = alive[some], above[some]
        if above is None or not len(alive):
            continue
        dominated[start + alive] = np.bitwise_count(above).sum(axis=1) >= least
    return dominated


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maxima:
    """Positions of undominated vectors. distinct: one for each different vector. members: all, equal ones included."""

    distinct: NDArray[np.intp]
    members: NDArray[np.intp]


def in_case_order(packages: Packages) -> Packages:
    """(package, issue) each package once, in lexicographic order of the options."""
    return each_once(packages, axis=0) if len(packages) else packages


TRIED = 60_000
"""Combinations of options that are looked at for feasible ones."""
GOLDEN = 618_033_988_749_895
"""The golden section in 10⁻¹⁵, since totals may lie beyond what a float can hold."""


def evenly_chosen(structure: Structure) -> Packages:
    """(package, issue) feasible packages, all or evenly chosen ones."""
    choices = unrejected_options(structure)
    total = prod(len(options) for options in choices)
    if not total:
        return np.zeros((0, len(choices)), dtype=np.int16)
    step = 1 if total <= TRIED else _stride(total)
    numbers = [n * step % total for n in range(min(total, TRIED))]
    packages = np.empty((len(numbers), len(choices)), dtype=np.int16)
    rest = np.array(numbers, dtype=object if total > 2**62 else np.int64)
    for issue in range(len(choices) - 1, -1, -1):
        options = np.array(choices[issue], dtype=np.int16)
        packages[:, issue] = options[(rest % len(options)).astype(np.int64)]
        rest = rest // len(options)
    return packages[View(structure, packages).feasible]


def _stride(total: int) -> int:
    """A stride near the golden section of the total that shares no factor with it: its multiples fall evenly."""
    step = total * GOLDEN // 10**15
    while gcd(step, total) > 1:
        step += 1
    return step
