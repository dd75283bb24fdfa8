"""The question of settlement where rules and links join too many issues to be taken one after the other.

Whatever packages are worth at most is known of a relaxation, whose rules and links join few issues: from it come the
weights along which the search through all packages is closed, and these are valid whatever they are. The search itself
keeps every rule, link, red line and vote, so that what it finds, and that nothing is left, is true of the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from winset.analyses.settlement.blockers import Constraint, constraints
from winset.analyses.settlement.clusters import build_clusters
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.outline import allowed_options, required_sets
from winset.analyses.settlement.packages import Bools, Ints, Packages, View
from winset.analyses.settlement.search.extremes import Witness, guiding_prices, priced_form, witness
from winset.analyses.settlement.search.joined import MOST_PARTIES, JoinedSearch, JoinedTree, Package, PackageDemands
from winset.analyses.settlement.search.relax import best_mixture, mixtures, whole_weights
from winset.analyses.settlement.search.relaxation import Relaxation
from winset.analyses.settlement.search.tree import NOTHING_ASKED, Budget
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem, subproblem_for, subproblems
from winset.analyses.settlement.violation_masks import Items
from winset.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AllPackages:
    """All packages that may keep some demands. walking: whose walk-away counts for each of them. options: (column)."""

    walking: frozenset[int]
    options: Bools


class JoinedQuestion:
    """A question about all packages of a reading. items: every demand. enforced: those that hold. posed: on the
    relaxation, the values at most; None where that leaves no package.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.items: tuple[Constraint, ...] = constraints(reading)
        self.whens = [link.when for link in reading.links]
        self.search = JoinedSearch(reading.structure, self.whens, self.items)
        self._relaxed = Relaxation.of(reading.structure, self.whens).reading(reading)
        self._ask(frozenset(range(len(self.items))))

    def _ask(self, enforced: Items) -> None:
        self.enforced = enforced
        structure, kept = self.reading.structure, [self.items[n] for n in sorted(enforced)]
        bodies = {item.body for item in kept if item.body is not None}
        lines = {item.line.key for item in kept if item.line is not None}
        always = frozenset(structure.always)
        walking = always & {item.party for item in kept if item.line is None and item.body is None}
        relaxed = replace(
            self._relaxed.structure,
            needs=np.zeros_like(structure.needs),
            red_lines=structure.with_lines(lambda line: line.key in lines).red_lines,
        )
        self.frame = AllPackages(walking=walking, options=allowed_options(relaxed, always))
        asked = replace(
            self._relaxed,
            structure=relaxed,
            walk_away=tuple(level if p in walking else None for p, level in enumerate(self.reading.walk_away)),
            floors=tuple(floor for floor in self.reading.floors if floor.name in bodies),
        )
        self.posed = subproblem_for(asked, build_clusters(relaxed, asked.links), always)

    def given(self, enforced: Items) -> JoinedQuestion:
        """The question where only some demands hold."""
        other = copy(self)
        other._ask(enforced)
        return other

    def holding(self, issue: int, option: int) -> JoinedQuestion:
        """The question about the packages with one option of an issue."""
        other, options = copy(self), self.frame.options.copy()
        start = self.reading.structure.offsets[issue]
        options[start : start + self.reading.structure.sizes[issue]] = False
        options[start + option] = self.frame.options[start + option]
        other.frame = replace(self.frame, options=options)
        return other

    def tree(self, parties: tuple[int, ...], weights: Ints) -> JoinedTree:
        """The search through all packages that keep the demands. weights: (form, party)."""
        asked = PackageDemands(reading=self.reading, packages=self.frame, enforced=self.enforced)
        return JoinedTree(self.search, asked, parties, weights)

    def witness(self, budget: Budget) -> Witness:
        """A package that keeps the demands, or the proof that there is none."""
        found, every = self.some(budget, 1)
        return Witness(package=found[0] if found else None, proven=bool(found) or every)

    def some(self, budget: Budget, most: int, floors: dict[int, int] | None = None) -> tuple[list[Package], bool]:
        """Packages that keep the demands, so many at most; and whether these are all. floors: per party what it is
        worth at least besides.
        """
        if self.posed is None:
            return [], True
        least = [(floors or {}).get(party, NO_FLOOR) for party in self.posed.parties]
        raised = replace(self.posed, floor=np.maximum(self.posed.floor, np.array(least, dtype=np.int64)))
        if (raised.most_after[0] < raised.floor).any():
            return [], True
        prices = guiding_prices(raised)
        weights = None if prices is None else whole_weights(raised, prices)
        form = np.zeros(len(raised.parties), dtype=np.int64) if weights is None else weights
        tree = self.tree(raised.parties, form[None, :])
        ask_floors(tree, raised)
        packages = []
        for leaf in tree.leaves(budget):
            packages.append(leaf.rows)
            if len(packages) >= most:
                return packages, False
        return packages, tree.finished

    def extreme(self, party: int, sign: int, budget: Budget, known: int | None) -> tuple[int | None, bool]:
        """The largest (sign 1) or smallest (sign −1) value of a party over the packages that keep the demands, None
        where there is none; and whether that is proven. known: a value that one of them has.
        """
        best, posed = known, self.posed
        if posed is None or (posed.most_after[0] < posed.floor).any():
            return best, True
        own, form, parties, shift = 0, np.zeros(len(posed.parties), dtype=np.int64), posed.parties, 0
        if party in parties:
            coordinate = parties.index(party)
            direction = np.zeros(len(parties))
            direction[coordinate] = float(sign)
            peak = best_mixture(mixtures(posed), direction)
            own, form = priced_form(posed, coordinate, peak.prices if peak is not None else direction * 0)
            shift = int(form @ np.where(posed.floor > NO_FLOOR, posed.floor, 0))
            form[coordinate] += sign * own
        else:
            parties, form, coordinate = (*parties, party), np.append(form, 0), len(parties)
        signed = np.zeros(len(parties), dtype=np.int64)
        signed[coordinate] = sign
        tree = self.tree(parties, np.array([form, signed]))
        leaves, priced = tree.leaves(budget), bool(tree.weights[0].any())
        while True:
            if best is not None:
                tree.least[:2] = (own * (sign * best + 1) + shift if priced else NOTHING_ASKED), sign * best + 1
            leaf = next(leaves, None)
            if leaf is None:
                return best, tree.finished
            best = leaf.values[coordinate]


def joined_questions(reading: Reading) -> Iterator[JoinedQuestion]:
    """The question for each set of required parties, whose consent every package of it is asked for; those that allow
    no package are left out. Raises TooJoined where there would be too many.
    """
    structure = reading.structure
    if len(reading.walk_away) > MOST_PARTIES:
        raise TooJoined
    for required in required_sets(structure):
        asked = replace(
            structure,
            open=allowed_options(structure, required),
            always=tuple(sorted(required)),
            needs=np.zeros_like(structure.needs),
        )
        question = JoinedQuestion(replace(reading, structure=asked))
        if question.posed is not None:
            yield question


def some_acceptable(reading: Reading, budget: Budget) -> Witness:
    """An acceptable package, or the proof that there is none, however closely rules and links join issues. Raises
    TooJoined where parties are too many for that.
    """
    try:
        return witness(list(subproblems(reading)), budget)
    except TooJoined:
        if len(reading.walk_away) > MOST_PARTIES:
            raise
        return JoinedQuestion(reading).witness(budget)


def ask_floors(tree: JoinedTree, posed: Subproblem) -> None:
    """Asks for the floors of a question, and of each weighted form for what it holds at them."""
    forms = len(tree.weights) - len(posed.parties)
    floor = np.where(posed.floor > NO_FLOOR, posed.floor, 0)
    tree.least[forms:] = np.maximum(tree.least[forms:], posed.floor)
    for form in range(forms):
        weights = tree.weights[form]
        if not (weights[posed.floor <= NO_FLOOR]).any():
            tree.least[form] = int(weights @ floor)


def ends(question: JoinedQuestion, parties: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Per party what no package is worth less than, and what none is worth more than."""
    reading, structure = question.reading, question.reading.structure
    low, high = [], []
    for party in parties:
        row = [int(worth) for worth in reading.worth[party]]
        each = [row[start : start + size] for start, size in zip(structure.offsets, structure.sizes, strict=True)]
        linked = [int(link.worth) for link in reading.links if link.party == party]
        low.append(sum(map(min, each)) + sum(min(worth, 0) for worth in linked))
        high.append(sum(map(max, each)) + sum(max(worth, 0) for worth in linked))
    return low, high


def neighbours(reading: Reading, package: Package) -> Packages:
    """The acceptable packages that differ from one in a single issue, and itself."""
    structure = reading.structure
    rows = [package]
    for issue in range(len(structure.sizes)):
        rows += [
            (*package[:issue], option, *package[issue + 1 :])
            for option in structure.choices(issue)
            if option != package[issue]
        ]
    view = View(structure, np.array(rows, dtype=np.int16))
    return view.packages[view.feasible & ~view.falls_short(reading, view.values(reading))]
