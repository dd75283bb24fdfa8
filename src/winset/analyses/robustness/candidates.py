"""The packages that the most trials accept, at any size: candidates counted in every trial, and what bounds the rest.

Each trial gives the package that leads in it and some of its frontier; those that the trials of a fixed panel accept
most are kept, so that neither memory nor the result hangs on how trials are cut into pieces. Branch and bound over the
issues then looks for a package that more of them accept, and proves how many trials no package exceeds. Every
candidate is counted exactly in every trial.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from winset.analyses.robustness.candidates_counted import CandidateCounts, Counted
from winset.analyses.robustness.candidates_gathered import MOST_KEPT, PANEL, CandidatePackages, TopPackages
from winset.analyses.robustness.candidates_search import LOOKS, climbed, most_accepted_in
from winset.analyses.robustness.candidates_tables import NotBounded, table_values, trial_tables
from winset.analyses.robustness.most_accepted import best_of
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Ints, Packages, View, each_once
from winset.compiled import Compiled
from winset.readings import Draws, draw_readings

GATHERED, COUNTED = "candidates", "candidate counts"
"""Names of jobs."""
CLIMBED = 8
"""Candidates from which packages are sought, by changing one or two issues, that more trials accept."""
ON_RELAXATION = 30_000_000
"""Looks at one trial in the search for the packages that the most trials accept, where rules and links join too many
issues, so that bounds are wide; beyond, the answer says how many trials no package can exceed.
"""
MOST_VALUES = 4_000_000
"""Numbers of trials that the search for the packages that the most accept holds, 32 MB and several times that while
it is made ready; beyond, it is done in the
first trials alone, and what is proven of all counts each of the others as if it accepted any package.
"""


class Runs(Protocol):
    """How works are done over trials; `runs.running.Running` is one."""

    @property
    def notice(self) -> Callable[[str], None]: ...

    def of(self, works: Mapping[str, Any], draws: int, what: str = "readings") -> Any:
        """So many trials of every work; their sums by name are `sums` of what comes back."""
        ...


class _InThisProcess:
    """Does every work here, without a word."""

    def notice(self, _: str) -> None: ...

    def of(self, works: Mapping[str, Any], draws: int, what: str = "readings") -> Any:
        sums = {name: work.nothing() for name, work in works.items()}
        for name, work in works.items():
            for start in range(0, draws, work.at_once):
                sums[name].add(work.of(range(start, min(start + work.at_once, draws))))
        return SimpleNamespace(sums=sums)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AcceptedPackages:
    """The packages that the most trials accept, as far as was looked: each is counted exactly in every trial.

    packages: (package, issue) those that were looked at and that some trial accepts, the most accepted first, of
    equally accepted ones in the order of the case. accepted: (package) the trials that accept it. gains: (package,
    bargaining party) its gains summed up over all trials, in the `PARTS` of a point that `Tally` counts in; 0 for a
    party without a walk-away. draws: the trials. bound: none is accepted by more of the first `bounded_on` trials.
    tied_complete: no package is missing among those that are accepted most, which is proven; False where others may be
    accepted as often or, unless `is_proven`, more often.
    """

    packages: Packages
    accepted: Ints
    gains: NDArray[np.object_]
    draws: int
    bound: int
    bounded_on: int
    tied_complete: bool

    @property
    def best(self) -> int:
        """The trials that accept the most accepted package that was looked at; 0 where none is ever accepted."""
        return int(self.accepted[0]) if len(self.accepted) else 0

    @property
    def most(self) -> NDArray[np.intp]:
        """The places of the packages that are accepted most."""
        return np.flatnonzero(self.accepted == self.best) if self.best else np.zeros(0, dtype=np.intp)

    @property
    def at_most(self) -> int:
        """No package at all is accepted in more trials than this."""
        return min(self.draws, max(self.best, self.bound + max(0, self.draws - self.bounded_on)))

    @property
    def is_proven(self) -> bool:
        """No package is accepted more often than the first of those that were looked at."""
        return self.best == self.at_most


def accepted_packages(
    case: Compiled,
    seed: int,
    draws: int,
    running: Runs | None = None,
    found: TopPackages | None = None,
) -> AcceptedPackages:
    """The packages that the most of so many trials accept. case: without levers, as `Tally` takes it.

    found: candidates that were gathered already (`CandidatePackages.of`, or the `top` of a `Gathering` that a caller
    adds up in a run of its own); None gathers them here, which solves every trial once.
    """
    runs = running or _InThisProcess()
    gatherer = CandidatePackages(case, seed)
    if found is None:
        found = runs.of({GATHERED: gatherer}, draws, "trials for candidates").sums[GATHERED].top
    searched = _searched(case, seed, draws, found.packages, runs)
    packages = each_once(np.concatenate([found.packages, searched.packages]), axis=0)
    counter = CandidateCounts(case, seed, packages)
    counted: Counted = runs.of({COUNTED: counter}, draws, "trials in which candidates are counted").sums[COUNTED]
    order = np.lexsort((*packages.T[::-1], -counted.accepted))
    order = order[counted.accepted[order] > 0]
    best = int(counted.accepted.max(initial=0))
    return AcceptedPackages(
        packages=packages[order],
        accepted=counted.accepted[order],
        gains=counter.gains(counted)[order],
        draws=counted.draws,
        bound=searched.bound,
        bounded_on=searched.draws,
        tied_complete=searched.complete and searched.draws == counted.draws and best == searched.bound,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Searched:
    """What the search of the first trials gave. bound: no package is accepted in more of these. packages: those that it
    met. complete: no other package is accepted in so many of them.
    """

    draws: int
    bound: int
    packages: Packages
    complete: bool


def _searched(case: Compiled, seed: int, draws: int, candidates: Packages, runs: Runs) -> _Searched:
    """The search for a package that more trials accept than the candidates, in as many trials as memory takes."""
    runs.notice("looking for a package that more trials accept")
    number = min(draws, max(1, MOST_VALUES // table_values(case.structure)))
    trials = draw_readings(case, seed, range(number))
    try:
        tables = trial_tables(trials)
    except NotBounded:
        return _Searched(draws=number, bound=number, packages=candidates[:0], complete=False)
    tried = _feasible(case, tables.responses)
    candidates = np.concatenate([candidates, _most_promising(tried, trials)])
    accepting = DrawEvaluator(View(case.structure, candidates)).acceptable(trials)
    order = np.argsort(-accepting.sum(axis=0), kind="stable")
    is_all = bool(accepting.all(axis=0).any())
    if is_all or not len(candidates):
        better = candidates[:0]
    elif tables.structure is trials.structure:
        better = climbed(tables, candidates[order[:CLIMBED]])
    else:  # of a relaxation: more packages seem to be accepted than are, so each is counted as it is
        best, _ = best_of(candidates[order[:CLIMBED]], trials, None)
        better = np.array([best or candidates[order[0]]], dtype=np.int16)
    reached = DrawEvaluator(View(case.structure, better)).acceptable(trials)
    looks = LOOKS if tables.structure is trials.structure else ON_RELAXATION
    bounded = most_accepted_in(tables, np.concatenate([accepting, reached], axis=1), looks)
    return _Searched(
        draws=number,
        bound=bounded.bound,
        packages=np.concatenate([candidates[order[:CLIMBED]], better, _feasible(case, bounded.packages)]),
        complete=bounded.complete,
    )


def _feasible(case: Compiled, packages: Packages) -> Packages:
    return packages[View(case.structure, packages).feasible]


def _most_promising(packages: Packages, trials: Draws) -> Packages:
    """Of some packages those that the first trials accept most, in their order, and no more than are kept anyway."""
    if len(packages) <= MOST_KEPT:
        return packages
    first = trials.only(np.arange(len(trials)) < PANEL)
    accepted = [
        DrawEvaluator(View(trials.structure, packages[start : start + MOST_KEPT])).acceptable(first).sum(axis=0)
        for start in range(0, len(packages), MOST_KEPT)
    ]
    order = np.argsort(-np.concatenate(accepted), kind="stable")[:MOST_KEPT]
    return packages[np.sort(order)]
