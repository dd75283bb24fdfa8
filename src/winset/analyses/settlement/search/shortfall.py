"""The package that falls short of what is asked by least, or that needs the least of what others have to spare.

Of every coordinate so much is asked; d is how far a package lies above that, in points. With a rate t from 0 to 1 a
package is worth Σ weight · min(t · d, d): at 0 what it falls short by, and otherwise what is left where a share t of
what some have to spare reaches those who fall short. That is concave, so weights between t and 1 turn it into sums that
must not fall short, as the tree of the search takes them. Where what some have to spare is not enough for the others, a
ratio above 1 is the least where the spare is the largest share s of what is missing: then Σ weight · max(s · d, d) is
not below 0, which is convex, and each term lies below the line between its ends. Otherwise directions come from a
linear programme; what closes a node and what is best is decided in whole numbers and fractions.

Source: Dinkelbach 1967, Management Science 13(7), 492–498, for the least ratio by a sequence of such sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Literal

import numpy as np

from winset.analyses.settlement.frontier import in_case_order
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.packages import Ints, Packages
from winset.analyses.settlement.search.extremes import leaves_status_quo
from winset.analyses.settlement.search.joined import JoinedTree
from winset.analyses.settlement.search.joined_question import JoinedQuestion, ends
from winset.analyses.settlement.search.relax import (
    LARGEST_FORM,
    Bounds,
    Floats,
    Programme,
    flow_of,
    optimum,
    sources_of,
)
from winset.analyses.settlement.search.tree import SHORT, Budget, Leaf, SearchTree, climb_rows
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem
from winset.analyses.solver_output import off_standard_output

Package = tuple[int, ...]
Judge = Callable[[Package], Fraction | None]
Aim = Literal["shortfall", "ratio", "loss"]
"""The least shortfall; the least ratio up to 1; the least ratio above 1."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Demands:
    """A question for one set of required parties, with what is asked of each coordinate. joined: where rules and links
    join too many issues, the question about all packages; the subproblem then says what these are worth at most.

    least: (coordinate) the value at which nothing is missing, as a numerator; None where nothing is asked. weight:
    (coordinate) what a numerator counts. even: True where what some have to spare must be enough for the others.
    """

    subproblem: Subproblem
    least: tuple[Fraction | None, ...]
    weight: tuple[Fraction, ...]
    even: bool = False
    joined: JoinedQuestion | None = None

    @cached_property
    def ends(self) -> tuple[list[int], list[int]]:
        """(coordinate) what no package is worth less than, and what none is worth more than."""
        if self.joined is not None:
            return ends(self.joined, self.subproblem.parties)
        return self.subproblem.least_after[0].tolist(), self.subproblem.most_after[0].tolist()

    def tree(self, weights: Ints) -> SearchTree | JoinedTree:
        """The search through what reaches the floors. weights: (form, coordinate)."""
        if self.joined is None:
            return SearchTree(self.subproblem, weights)
        tree = self.joined.tree(self.subproblem.parties, weights)
        tree.least[len(weights) :] = np.maximum(tree.least[len(weights) :], self.subproblem.floor)
        return tree

    def packages(self, leaf: Leaf) -> Packages:
        """The packages behind what a search found, about as many as are listed; none where that moves nothing."""
        if self.joined is not None:
            return np.array([leaf.rows], dtype=np.int16)
        if not leaves_status_quo(self.subproblem, leaf):
            return np.zeros((0, len(self.subproblem.reading.structure.sizes)), dtype=np.int16)
        return self.subproblem.expand(np.array([leaf.rows]), TIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """What comes nearest. amount: the least; None where no package was found. packages: those that need it, in the
    order of the case. complete: True where all of these are listed. proven: False where a search stopped: then there
    may be a smaller amount. bound: what no amount is below, None where nothing is known.
    """

    amount: Fraction | None
    packages: tuple[Package, ...]
    complete: bool
    proven: bool
    bound: Fraction | None


def nearest(questions: Sequence[Demands], judge: Judge, budget: Budget, aim: Aim = "shortfall") -> Nearest:
    """The least amount over all questions. judge: the exact amount of a package; None where it does not answer."""
    search = _Search(judge, budget, aim)
    for question in questions:
        search.through(question)
    listed = in_case_order(np.concatenate(search.tied)) if search.tied else None
    rows = [] if listed is None else [tuple(row) for row in np.unique(listed, axis=0).tolist()]
    proven = search.finished
    return Nearest(
        amount=search.best,
        packages=tuple(rows[:TIES]),
        complete=proven and search.all_tied and len(rows) <= TIES,
        proven=proven,
        bound=search.best if proven else search.bound,
    )


class _Search:
    """best, tied: the least amount so far, and the packages that need it."""

    def __init__(self, judge: Judge, budget: Budget, aim: Aim) -> None:
        self.judge, self.budget, self.aim = judge, budget, aim
        self.best: Fraction | None = None
        self.tied: list[Packages] = []
        self.number = 0
        self.all_tied = self.finished = True
        self.bound: Fraction | None = None
        self.judged: dict[Package, Fraction | None] = {}

    def through(self, question: Demands) -> None:
        subproblem = question.subproblem
        if (subproblem.most_after[0] < subproblem.floor).any():
            return
        while True:
            form = self._form(question)
            if form is None and self.best is None and not question.even:
                form = _Form.nothing(question)
            if form is None:
                return  # no mixture reaches the floors
            if self.best is None and question.joined is None:
                self._climb(question, form)
            if not self._one_tree(question, form):
                return

    def _form(self, question: Demands) -> _Form | None:
        if self.aim != "loss":
            return _form(question, self._rate)
        if self.best is None:
            return _Form.nothing(question)
        return _chords(question, 1 / self.best) if self.best else None  # no ratio is below 0

    @property
    def _rate(self) -> Fraction:
        """The share of what is spare that reaches those who fall short, at the best ratio so far."""
        if self.aim == "shortfall":
            return Fraction(0)
        return Fraction(1) if self.best is None else min(self.best, Fraction(1))

    def _one_tree(self, question: Demands, form: _Form) -> bool:
        """Searches one tree. True where it has to be begun anew with what was found."""
        tree = question.tree(np.array([form.weights]))
        if not tree.weights[0].any():  # then the form closes nothing
            form = _Form.nothing(question)
        tree.least[0] = self._least(form)
        for leaf in tree.leaves(self.budget):
            before = self.best
            self._offer(question, leaf)
            if self.best != before:
                if self.aim != "shortfall":
                    return True
                tree.least[0] = max(int(tree.least[0]), self._least(form))
        if not tree.finished:
            self.finished = False
            self._lower(form.at_least(int(tree.rest[0, 0])) if self.aim == "shortfall" else Fraction(0))
        return False

    def _lower(self, bound: Fraction) -> None:
        known = bound if self.best is None else min(bound, self.best)
        self.bound = known if self.bound is None else min(self.bound, known)

    def _least(self, form: _Form) -> int:
        """What the form must reach where a package can need the best amount or less."""
        if self.aim != "shortfall":
            return form.reached(Fraction(0))
        return NO_FLOOR if self.best is None else form.reached(-self.best)

    def _climb(self, question: Demands, form: _Form) -> None:
        """A first good package: the best along the form, improved one part at a time."""
        subproblem = question.subproblem
        least = np.array([float(x or 0) for x in question.least])
        weight = np.array([float(w) if x is not None else 0.0 for w, x in _pairs(question)])
        floor = np.where(subproblem.floor > NO_FLOOR, subproblem.floor, -np.inf).astype(np.float64)
        rate = float(self._rate)

        def worth(values: Floats) -> Floats:
            above = values - least
            key = (np.minimum(rate * above, above) * weight).sum(axis=1)
            if question.even:
                key = key + SHORT * np.minimum((above * weight).sum(axis=1), 0.0)
            missed = np.minimum(values - floor, 0.0)
            return np.asarray(key + SHORT * np.where(np.isfinite(missed), missed, 0.0).sum(axis=1))

        tables = [part.rows.astype(np.float64) for part in subproblem.parts]
        start = subproblem.best_path([table @ form.weights.astype(np.float64) for table in tables])
        leaf = climb_rows(subproblem, tables, start, worth)
        if all(value >= low for value, low in zip(leaf.values, subproblem.floor.tolist(), strict=True)):
            self._offer(question, leaf)

    def _offer(self, question: Demands, leaf: Leaf) -> None:
        packages = question.packages(leaf)
        if len(packages) > TIES:
            self.all_tied = False
        for row in packages[:TIES].tolist():
            package = tuple(row)
            if package in self.judged:
                continue
            amount = self.judge(package)
            self.judged[package] = amount
            if len(self.judged) > TIES * TIES:
                self.judged.clear()
            if amount is None or (self.best is not None and amount > self.best):
                continue
            if self.best is None or amount < self.best:
                self.best, self.tied, self.number, self.all_tied = amount, [], 0, len(packages) <= TIES
            if self.number <= TIES:
                self.tied.append(np.array([row], dtype=np.int16))
                self.number += 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Form:
    """A weighted sum of the coordinates that a package worth so much must reach. weights: whole. factor, base, error:
    Σ weights · value is at least factor · (worth + base) − error.
    """

    weights: np.ndarray[tuple[int], np.dtype[np.int64]]
    factor: Fraction
    base: Fraction
    error: Fraction

    @staticmethod
    def nothing(question: Demands) -> _Form:
        """The form that closes nothing."""
        width = len(question.least)
        zero = Fraction(0)
        return _Form(weights=np.zeros(width, dtype=np.int64), factor=Fraction(1), base=zero, error=Fraction(2**62))

    def reached(self, worth: Fraction) -> int:
        """The least sum of a package that is worth so much or more."""
        return max(NO_FLOOR, ceil(self.factor * (worth + self.base) - self.error))

    def at_least(self, total: int) -> Fraction:
        """What every package falls short by where no sum is above a total."""
        return max(Fraction(0), self.base - (total + self.error) / self.factor)


def _pairs(question: Demands) -> list[tuple[Fraction, Fraction | None]]:
    return list(zip(question.weight, question.least, strict=True))


def _form(question: Demands, rate: Fraction) -> _Form | None:
    """The form whose bound is nearest to what mixtures of options could reach; None where none meets the floors."""
    subproblem = question.subproblem
    prices = _prices(question, float(rate))
    if prices is None:
        return None
    counted = [weight if least is not None else Fraction(0) for weight, least in _pairs(question)]
    least = [x if x is not None else Fraction(0) for x in question.least]
    floor = [int(x) if x > NO_FLOOR else 0 for x in subproblem.floor]
    unit = [int(u) for u in subproblem.unit]
    own = [
        min(weight, max(rate * weight, Fraction(float(price)) / u))
        for weight, price, u in zip(counted, prices.own, unit, strict=True)
    ]
    hard = [Fraction(max(0.0, float(price))) / u for price, u in zip(prices.floors, unit, strict=True)]
    evenly = Fraction(max(0.0, prices.even))
    whole = [a + b + evenly * weight for a, b, weight in zip(own, hard, counted, strict=True)]
    each = zip(own, hard, counted, least, floor, strict=True)
    base = sum(((a + evenly * weight) * x + b * low for a, b, weight, x, low in each), Fraction(0))
    return _whole(question, whole, base)


def _chords(question: Demands, share: Fraction) -> _Form:
    """The form whose bound is the sum of the lines between the ends of each coordinate's term, at a share of what is
    missing that what is spare must reach.
    """
    slopes, base = [], Fraction(0)
    for (weight, least), low, high in zip(_pairs(question), *question.ends, strict=True):
        if least is None:
            slopes.append(Fraction(0))
            continue
        worth = [max(share * above, above) for above in (low - least, high - least)]
        slope = (worth[1] - worth[0]) / (high - low) if high > low else Fraction(1)
        slopes.append(weight * slope)
        base += weight * (slope * low - worth[0])
    return _whole(question, slopes, base)


def _whole(question: Demands, whole: list[Fraction], base: Fraction) -> _Form:
    """A weighted sum in whole numbers, small enough that no sum leaves 64 bits."""
    subproblem = question.subproblem
    least = [x if x is not None else Fraction(0) for x in question.least]
    most = [max(abs(high), abs(low)) for low, high in zip(*question.ends, strict=True)]
    partial = [int(sum(np.abs(part.rows[:, n]).max() for part in subproblem.parts)) for n in range(len(most))]
    reach = sum(
        (w * (a + b + abs(ceil(x)) + 1) for w, a, b, x in zip(whole, most, partial, least, strict=True)), Fraction(1)
    )
    factor = Fraction(int(LARGEST_FORM)) / reach
    weights = [round(w * factor) for w in whole]
    error = sum((abs(w - v * factor) * m for w, v, m in zip(weights, whole, most, strict=True)), Fraction(0))
    return _Form(weights=np.array(weights, dtype=np.int64), factor=factor, base=base, error=error)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Prices:
    """(coordinate) what a point more is worth, what a point of each floor costs, and the price of being even."""

    own: Floats
    floors: Floats
    even: float


@off_standard_output()
def _prices(question: Demands, rate: float) -> _Prices | None:
    subproblem = question.subproblem
    unit, parts = subproblem.unit, len(subproblem.parts)
    counted = [n for n, least in enumerate(question.least) if least is not None]
    weight = np.array([float(w) for w in question.weight]) * unit
    asked = np.array([float(x or 0) for x in question.least]) / unit
    rows = np.concatenate([part.rows for part in subproblem.parts]) / unit
    over = rows - asked / parts
    bounded = np.flatnonzero(subproblem.floor > NO_FLOOR)
    floored = rows[:, bounded] - subproblem.floor[bounded] / unit[bounded] / parts
    count, width = len(rows), len(counted)
    meets = [
        np.concatenate([-rate * over[:, counted].T, np.eye(width)], axis=1),
        np.concatenate([-over[:, counted].T, np.eye(width)], axis=1),
        np.concatenate([-floored.T, np.zeros((len(bounded), width))], axis=1),
    ]
    if question.even:
        even = -(over[:, counted] @ weight[counted])
        meets.append(np.concatenate([even[None, :], np.zeros((1, width))], axis=1))
    flows = flow_of(subproblem)
    free: tuple[Bounds, ...] = ((None, None),) * width
    best = optimum(
        Programme(
            objective=np.concatenate([np.zeros(count), -weight[counted]]),
            meets=np.concatenate(meets),
            flow=np.concatenate([flows, np.zeros((len(flows), width))], axis=1),
            sources=sources_of(subproblem),
            bounds=((0, None),) * count + free,
        )
    )
    if best is None:
        return None
    prices = np.maximum(0.0, -best.marginals)
    own, hard = np.zeros(len(unit)), np.zeros(len(unit))
    own[counted] = rate * prices[:width] + prices[width : 2 * width]
    hard[bounded] = prices[2 * width : 2 * width + len(bounded)]
    return _Prices(own=own, floors=hard, even=float(prices[-1]) if question.even else 0.0)
