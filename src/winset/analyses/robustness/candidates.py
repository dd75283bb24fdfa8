"""The packages that the most trials accept, at any size: candidates counted in every trial, and what bounds the rest.

Every trial gives candidates: packages of its frontier that are worth most at prices at which its walk-aways are hard to
reach together, and the first trials give the package that leads in them and more of their frontier. Those that the
trials of a fixed panel accept most are kept, so that neither memory nor the result hangs on how trials are cut into
pieces. Branch and bound over the issues then looks for a package that more of them accept, and proves how many trials
no package exceeds, block by block. Every candidate is counted exactly in every trial.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from winset.analyses.robustness.candidates_blocks import CandidatesInBlocks
from winset.analyses.robustness.candidates_counted import CandidateCounts, Counted
from winset.analyses.robustness.candidates_gathered import CandidatePackages, TopPackages
from winset.analyses.robustness.candidates_search import LOOKS, climbed, most_accepted_in
from winset.analyses.robustness.candidates_tables import NotBounded, table_values, trial_tables
from winset.analyses.robustness.most_accepted import best_of
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Ints, Packages, View, each_once
from winset.compiled import Compiled
from winset.readings import Draws, draw_readings

GATHERED, BOUNDED, COUNTED = "candidates", "blocks of trials", "candidate counts"
"""Names of jobs."""
MOST_FRONTS = 250
"""Trials of which each gives the package that leads in it and more of its frontier, where there are too many packages
to look at all; beyond, a trial gives those alone that are worth most at prices at which its walk-aways are hard to
reach together, and the answer says what is proven of packages that were not looked at.
"""
CLIMBED = 8
"""Candidates from which packages are sought, by changing one or two issues, that more trials accept."""
ON_RELAXATION = 30_000_000
"""Looks at one trial in the search for the packages that the most trials accept, where rules and links join too many
issues, so that bounds are wide; beyond, the answer says how many trials no package can exceed.
"""
MOST_VALUES = 4_000_000
"""Numbers of trials that the search for the packages that the most accept holds, 32 MB and several times that while it
is made ready; beyond, it is done in the first trials, and of the others it is asked block by block how many at most
accept one package, which is added.
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
    party without a walk-away. draws: the trials. bound: none at all is accepted by more of them. tied_complete: no
    package is missing among those that are accepted most, which is proven; False where others may be accepted as often
    or, unless `is_proven`, more often.
    """

    packages: Packages
    accepted: Ints
    gains: NDArray[np.object_]
    draws: int
    bound: int
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
        return max(self.best, self.bound)

    @property
    def is_proven(self) -> bool:
        """No package is accepted more often than the first of those that were looked at."""
        return self.best == self.at_most


def accepted_packages(case: Compiled, seed: int, draws: int, running: Runs | None = None) -> AcceptedPackages:
    """The packages that the most of so many trials accept. case: without levers, as `Tally` takes it. Raises
    KeyboardInterrupt where that was stopped, since nothing is known then.
    """
    runs = running or _InThisProcess()
    size = max(1, MOST_VALUES // table_values(case.structure))
    gatherer = CandidatePackages(case, seed)
    fronts = _whole(runs, GATHERED, gatherer, min(draws, MOST_FRONTS), "trials for packages that many accept").top
    first, rest = range(draws)[:size], range(draws)[size:]
    blocks = CandidatesInBlocks(case, seed, rest, size, fronts.packages[:CLIMBED])
    later = _whole(runs, f"{BOUNDED}/{draws}", blocks, blocks.number, "blocks of trials") if rest else blocks.nothing()
    runs.notice("looking for a package that more trials accept")
    searched = _searched(draw_readings(case, seed, first), fronts + later.top, gatherer)
    packages = searched.packages
    counter = CandidateCounts(case, seed, packages)
    counted: Counted = _whole(runs, COUNTED, counter, draws, "trials in which candidates are counted")
    order = np.lexsort((*packages.T[::-1], -counted.accepted))
    order = order[counted.accepted[order] > 0]
    best = int(counted.accepted.max(initial=0))
    return AcceptedPackages(
        packages=packages[order],
        accepted=counted.accepted[order],
        gains=counter.gains(counted)[order],
        draws=draws,
        bound=searched.bound + later.bound,
        tied_complete=searched.complete and not rest and best == searched.bound,
    )


def _whole(runs: Runs, name: str, work: Any, number: int, what: str) -> Any:
    """What a work adds up to. Raises KeyboardInterrupt where it was stopped before its end."""
    sums = runs.of({name: work}, number, what).sums[name]
    if sums.draws < number:
        raise KeyboardInterrupt
    return sums


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Searched:
    """What the search of the first block gave. bound: no package is accepted in more of its trials. packages: the
    candidates of all blocks, and those that it met. complete: no other package is accepted in so many of its trials.
    """

    bound: int
    packages: Packages
    complete: bool


def _searched(trials: Draws, found: TopPackages, gatherer: CandidatePackages) -> _Searched:
    """The search for a package that more of some trials accept than the candidates. found: those of the others."""
    structure = trials.structure
    try:
        tables = trial_tables(trials)
    except NotBounded:
        return _Searched(bound=len(trials), packages=found.packages, complete=False)
    candidates = (found + gatherer.scored(tables.feasible_responses(structure))).packages
    accepting = DrawEvaluator(View(structure, candidates)).acceptable(trials)
    order = np.argsort(-accepting.sum(axis=0), kind="stable")
    is_all = bool(accepting.all(axis=0).any())
    if is_all or not len(candidates):
        better = candidates[:0]
    elif tables.structure is structure:
        better = climbed(tables, candidates[order[:CLIMBED]])
    else:  # of a relaxation: more packages seem to be accepted than are, so each is counted as it is
        best, _ = best_of(candidates[order[:CLIMBED]], trials, None)
        better = np.array([best or candidates[order[0]]], dtype=np.int16)
    reached = DrawEvaluator(View(structure, better)).acceptable(trials)
    looks = LOOKS if tables.structure is structure else ON_RELAXATION
    bounded = most_accepted_in(tables, np.concatenate([accepting, reached], axis=1), looks)
    met = bounded.packages
    return _Searched(
        bound=bounded.bound,
        packages=each_once(np.concatenate([candidates, better, met[View(structure, met).feasible]]), axis=0),
        complete=bounded.complete,
    )
