"""The most and the least that an acceptable package is worth to one party, and whether there is one at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.packages import Ints
from winset.analyses.settlement.search.relax import (
    LARGEST_FORM,
    Floats,
    best_mixture,
    mixtures,
    most_even_mixture,
    whole_weights,
)
from winset.analyses.settlement.search.tree import SHORT, Budget, Leaf, SearchTree, climb_rows
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem

Package = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Whether an acceptable package exists. package: one, None where there is none or the search stopped. proven: False
    where it stopped without an answer.
    """

    package: Package | None
    proven: bool


def leaves_status_quo(subproblem: Subproblem, leaf: Leaf) -> bool:
    """False where the combination stands for the package that moves nothing alone."""
    return not subproblem.has_status_quo or any(
        row != part.status_quo_row or int(part.alternatives[row]) > 1
        for row, part in zip(leaf.rows, subproblem.parts, strict=True)
    )


def first_package(subproblem: Subproblem, leaf: Leaf) -> Package:
    """The first package behind a combination."""
    return tuple(int(option) for option in subproblem.expand(np.array([leaf.rows]), 2)[0])


def witness(subproblems: list[Subproblem], budget: Budget, trees: list[SearchTree] | None = None) -> Witness:
    """An acceptable package, or the proof that there is none.

    trees: takes up the trees that were searched, with their trails, where they are wanted.
    """
    for subproblem in subproblems:
        if (subproblem.most_after[0] < subproblem.floor).any() and trees is None:
            continue
        tree = guided_tree(subproblem, recorded=trees is not None)
        if trees is not None:
            trees.append(tree)
        for leaf in tree.leaves(budget):
            if leaves_status_quo(subproblem, leaf):
                return Witness(package=first_package(subproblem, leaf), proven=True)
        if not tree.finished:
            return Witness(package=None, proven=False)
    return Witness(package=None, proven=True)


def guided_tree(subproblem: Subproblem, prices: Floats | None = None, *, recorded: bool = False) -> SearchTree:
    """The tree of the combinations that reach every floor, ordered and closed by the prices at which the floors are
    hardest to reach together. prices: (coordinate) those of floors near these, where they are known; any will do.
    """
    guiding = guiding_prices(subproblem) if prices is None else prices
    weights = whole_weights(subproblem, guiding) if guiding is not None else None
    if weights is None:
        weights = np.zeros(len(subproblem.parties), dtype=np.int64)
    tree = SearchTree(subproblem, weights[None, :], recorded=recorded)
    tree.raise_floors(subproblem.floor)
    return tree


def guiding_prices(subproblem: Subproblem) -> Floats | None:
    """(coordinate) the prices at which the floors are hardest to reach together; None where nothing has a floor."""
    mixed = mixtures(subproblem)
    even = most_even_mixture(mixed, mixed.has_floor.astype(np.float64)) if mixed.has_floor.any() else None
    return even.prices if even is not None else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PricedTree:
    """One tree for an extreme. own: the weight of the party's value in its form; the rest are prices of floors."""

    subproblem: Subproblem
    tree: SearchTree
    own: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extreme:
    """The largest or smallest value of a party. value: a numerator, None where the search stopped or nothing is
    acceptable. place, rows: where it was found. trees: those that were searched.
    """

    value: int | None
    place: int
    rows: tuple[int, ...]
    trees: tuple[PricedTree, ...]


def extreme(
    subproblems: list[Subproblem], coordinate: int, sign: int, budget: Budget, *, recorded: bool = False
) -> Extreme:
    """The largest (sign 1) or smallest (sign −1) value of a bargaining party over the acceptable packages."""
    best: int | None = None
    place = 0
    rows: tuple[int, ...] = ()
    trees: list[PricedTree] = []
    for number, subproblem in enumerate(subproblems):
        if (subproblem.most_after[0] < subproblem.floor).any() and not recorded:
            continue
        direction = np.zeros(len(subproblem.parties))
        direction[coordinate] = float(sign)
        peak = best_mixture(mixtures(subproblem), direction)
        own, prices = priced_form(subproblem, coordinate, peak.prices if peak is not None else direction * 0)
        form = prices.copy()
        form[coordinate] += sign * own
        signed = np.zeros(len(subproblem.parties), dtype=np.int64)
        signed[coordinate] = sign
        tree = SearchTree(subproblem, np.array([form, signed]) if not recorded else form[None, :], recorded=recorded)
        trees.append(PricedTree(subproblem=subproblem, tree=tree, own=own))
        shift = int(prices @ np.where(subproblem.floor > NO_FLOOR, subproblem.floor, 0))
        if not recorded:
            first = _first(subproblem, coordinate, sign)
            if first is not None and (best is None or sign * first > sign * best):
                best = first
            if best is not None:
                tree.least[:2] = own * (sign * best + 1) + shift, sign * best + 1
            top = tree.largest(1, own, shift, budget)
            best = top.values[coordinate] if top is not None else best
        else:
            if best is not None:
                tree.least[0] = own * (sign * best + 1) + shift
            for leaf in tree.leaves(budget):
                if leaves_status_quo(subproblem, leaf) and (
                    best is None or sign * leaf.values[coordinate] > sign * best
                ):
                    best, place, rows = leaf.values[coordinate], number, leaf.rows
                    tree.least[0] = max(int(tree.least[0]), own * (sign * best + 1) + shift)
        if not tree.finished:
            return Extreme(value=None, place=place, rows=rows, trees=tuple(trees))
    return Extreme(value=best, place=place, rows=rows, trees=tuple(trees))


def _first(subproblem: Subproblem, coordinate: int, sign: int) -> int | None:
    """The value of some acceptable combination that no change of one part improves; None where none was met."""
    unit = subproblem.unit
    floor = np.where(subproblem.floor > NO_FLOOR, subproblem.floor, 0) / unit
    has_floor = subproblem.floor > NO_FLOOR
    tables = [part.rows / unit for part in subproblem.parts]

    def worth(points: Floats) -> Floats:
        short = np.minimum(np.where(has_floor, points - floor, 0.0), 0.0).sum(axis=1)
        return np.where(short < 0, short - SHORT, sign * points[:, coordinate])

    leaf = climb_rows(
        subproblem, tables, subproblem.best_path([sign * table[:, coordinate] for table in tables]), worth
    )
    reaches = all(value >= least for value, least in zip(leaf.values, subproblem.floor.tolist(), strict=True))
    return leaf.values[coordinate] if reaches and leaves_status_quo(subproblem, leaf) else None


def priced_form(subproblem: Subproblem, coordinate: int, prices: Floats) -> tuple[int, Ints]:
    """The weight of the objective and the whole prices of the floors beside it, none of whose sums leaves 64 bits."""
    unit = subproblem.unit
    each = prices / unit
    span = np.maximum(np.abs(subproblem.most_after[0]), np.abs(subproblem.least_after[0])).astype(np.float64)
    parts = np.sum([np.abs(part.rows).max(axis=0) for part in subproblem.parts], axis=0).astype(np.float64)
    floors = np.where(subproblem.floor > NO_FLOOR, np.abs(subproblem.floor), 0).astype(np.float64)
    whole = each.copy()
    whole[coordinate] += 1.0 / unit[coordinate]
    reach = float(whole @ (span + parts + floors + 1.0))
    factor = min(LARGEST_FORM / reach, 2.0**20 / float(whole.max()))
    own = max(1, round(float(factor / unit[coordinate])))
    return own, np.rint(each * factor).astype(np.int64)
