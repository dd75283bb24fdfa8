"""Candidates for the packages that the most trials accept, gathered from the trials one by one.

How good a candidate is does not hang on the trial that gave it: it is the number of trials of a fixed panel, the first
ones of the seed, that accept it. So only the best have to be kept, and they are the same in whatever order trials come.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from winset.analyses.robustness.deals_in_draws import DealsInDraws, deals_in
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.methods.selection import SolverOptions, select_method
from winset.analyses.settlement.packages import Ints, Packages, View, each_once
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.solutions import solutions
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import Draws, Reading, central, draw_readings
from winset.readings.accumulator import Accumulator

MOST_KEPT = 1_000
"""Candidates for the packages that the most trials accept that are kept, those that a panel of trials accepts most;
beyond, the others are not counted, and the answer says which share of the trials a package could have that was not
looked at.
"""
PANEL = 512
"""Trials that say which candidates are kept: the first ones of the seed."""
SHORT = 2_000
"""Vectors of the central frontier up to which a frontier is built in every trial."""
MOST_OF_FRONT = 32
"""Packages of a trial's frontier that become candidates; beyond, evenly chosen ones do, and the answer says what share
of the trials a package could have that was not looked at.
"""
NODES = 50_000
"""Nodes of each search for the packages of one trial."""
AT_ONCE = 16
"""Trials that are taken at once; each is solved by itself."""
SCORED_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TopPackages:
    """The best of some packages, each once. packages: (package, issue), those of the highest score first, of equal ones
    in the order of the case. scores: (package). most: so many are kept. The sum of two is the best of both.
    """

    packages: Packages
    scores: Ints
    most: int = MOST_KEPT

    def __add__(self, other: TopPackages) -> TopPackages:
        return top_packages(
            np.concatenate([self.packages, other.packages]), np.concatenate([self.scores, other.scores]), self.most
        )


def top_packages(packages: Packages, scores: Ints, most: int = MOST_KEPT) -> TopPackages:
    """The best of some packages, of which some may be there more than once."""
    order = np.lexsort((*packages.T[::-1], -scores)) if len(packages) else np.zeros(0, dtype=np.intp)
    packages, scores = packages[order], scores[order]
    if len(packages) > 1:
        fresh = np.ones(len(packages), dtype=bool)
        fresh[1:] = (packages[1:] != packages[:-1]).any(axis=1)
        packages, scores = packages[fresh], scores[fresh]
    return TopPackages(packages=packages[:most].copy(), scores=scores[:most].copy(), most=most)


@dataclass(slots=True, kw_only=True, eq=False)
class Gathering(Accumulator):
    """What some trials gave. top: the best candidates among all that they gave. undecided: trials whose search stopped
    before it knew whether any package is acceptable.
    """

    top: TopPackages
    draws: int = 0
    undecided: int = 0


class CandidatePackages:
    """Gathers candidates from trials. What pieces of them gave can be added in any order. case: without levers."""

    def __init__(self, case: Compiled, seed: int, most: int = MOST_KEPT, nodes: int = NODES) -> None:
        self.case, self.seed, self.most, self.nodes = case, seed, most, nodes

    def __reduce__(self) -> tuple[object, ...]:
        return CandidatePackages, (self.case, self.seed, self.most, self.nodes)

    @property
    def at_once(self) -> int:
        """How many trials are taken at once."""
        return AT_ONCE

    def nothing(self) -> Gathering:
        """What no trial gives."""
        none = np.zeros((0, len(self.case.issues)), dtype=np.int16)
        return Gathering(top=TopPackages(packages=none, scores=np.zeros(0, dtype=np.int64), most=self.most))

    def of(self, numbers: range) -> Gathering:
        """What these trials give."""
        draws, gathered = draw_readings(self.case, self.seed, numbers), self.nothing()
        gathered.draws = len(draws)
        rows = [gathered.top.packages]
        for n in range(len(draws)):
            packages, decided = self._of_trial(draws.reading(n))
            rows.append(packages)
            gathered.undecided += not decided
        gathered.top = self.scored(np.concatenate(rows))
        return gathered

    def scored(self, packages: Packages) -> TopPackages:
        """The best of some feasible packages, as the panel has it."""
        packages = each_once(packages, axis=0) if len(packages) else packages
        scores = np.zeros(len(packages), dtype=np.int64)
        for start in range(0, len(packages), SCORED_AT_ONCE):
            some = packages[start : start + SCORED_AT_ONCE]
            evaluator = DrawEvaluator(View(self.case.structure, some))
            scores[start : start + len(some)] = evaluator.acceptable(self._panel).sum(axis=0)
        return top_packages(packages, scores, self.most)

    @cached_property
    def _panel(self) -> Draws:
        return draw_readings(self.case, self.seed, range(PANEL))

    @cached_property
    def _methods(self) -> tuple[str, ...]:
        """The methods by which every trial is answered, the first that takes it on: a frontier that is short centrally
        is built in every trial; of a long one the packages are searched for that solutions choose.
        """
        try:
            central_method = select_method(central(self.case), SolverOptions(effort=self._effort)).method
        except TooLarge:
            return ("search",)
        short = central_method.key == "fold" and len(central_method.frontier.vectors) <= SHORT
        return ("fold", "search") if short else tuple(dict.fromkeys(("search", central_method.key)))

    @cached_property
    def _joined(self) -> DealsInDraws | None:
        """What searches a trial where rules, links and votes join too many issues for a frontier or a solution."""
        deals = deals_in(self.case, self.seed)
        return None if deals.joined is None else deals

    @property
    def _effort(self) -> Effort:
        return Effort(nodes=self.nodes)

    def _of_trial(self, reading: Reading) -> tuple[Packages, bool]:
        """(package, issue) the package that leads in a trial and some of its frontier; False where it is not known
        whether any package is acceptable.
        """
        nothing = np.zeros((0, len(self.case.issues)), dtype=np.int16)
        if self._joined is not None:
            found = self._joined.search(reading, self._joined.frames.of(self._joined.frames.everything))
            rows = [] if found.package is None else [found.package]
            return np.array(rows, dtype=np.int16).reshape(-1, len(self.case.issues)), found.proven
        for key in self._methods:
            try:
                method = select_method(reading, SolverOptions(method=key, effort=self._effort)).method
                return self._front(method, nothing)
            except TooLarge:
                continue
        return nothing, False

    @staticmethod
    def _front(method: Method, nothing: Packages) -> tuple[Packages, bool]:
        if not method.has_deal:
            return nothing, method.is_proven
        lead = method.leading_package()
        rows = nothing if lead is None else np.array([lead], dtype=np.int16)
        if method.key == "search":  # its frontier is made of all that every solution chooses
            chosen = [method.choices(key)[key].packages[:1] for key in solutions if _is_searched_for(key)]
            found = [package for packages in chosen for package in packages]
            return np.concatenate(
                [rows, np.array(found, dtype=np.int16).reshape(len(found), -1)]
            ) if found else rows, True
        front = method.frontier.packages
        if len(front) > MOST_OF_FRONT:
            front = front[np.arange(MOST_OF_FRONT) * len(front) // MOST_OF_FRONT]
        return np.concatenate([rows, front]), True


def _is_searched_for(key: str) -> bool:
    """Whether a solution's choice is a candidate where no frontier is built: not where it is asked first what everybody
    gains least, nor where strengths are asked for.
    """
    return not solutions[key].needs_least and not solutions[key].needs_weights
