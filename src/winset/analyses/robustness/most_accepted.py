"""In how many trials there is a deal, and which package the most trials accept: what a verdict says first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.robustness.candidates_tables import NotBounded, trial_tables
from winset.analyses.robustness.deals_in_draws import DEAL, NONE, UNDECIDED, DealsInDraws, Memory
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import (
    Ints,
    Packages,
    View,
    all_choices,
    each_once,
    feasible_packages,
    total_packages,
)
from winset.compiled import Compiled, Structure
from winset.errors import TooLarge
from winset.readings import draw_readings
from winset.readings.draws import Draws
from winset.readings.shares import Share
from winset.readings.streams import Table

MOST_PACKAGES = 400_000
"""Packages up to which each is looked at in every trial for a verdict; beyond, the package that the most trials accept
is sought among those that trials were seen to accept, and the verdict says so where another might be accepted more.
"""
MOST_WORK = 60_000_000
"""Values of packages that are looked at in all trials together, about a second; beyond, there are fewer trials."""
FEWEST = 100
"""Trials below which a share says too little."""
AT_ONCE = 4_000_000
"""Values of packages that are held at once."""
AT_SIZE = 100
"""Trials that are taken for a verdict where not every package is looked at, about half a second."""
STARTS = 3
"""Packages from which one is sought that more trials accept, where not every package is looked at for a verdict."""
MOST_CHANGES = 30
"""Changes of one issue by which a package is improved where not every package is looked at for a verdict; beyond, it is
taken as it is, and the verdict says that only some packages were looked at.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MostAccepted:
    """Trials of a case. deal: those in which some package is acceptable, with those of which it is not known. package:
    the one that the most accept; of several the preferred one, or the first in the order of the packages; None where
    none is ever accepted. accepted: those that accept it. others: how many packages are accepted as often, 0 where that
    is not known. vary: whether the trials differ at all. is_most: no package is accepted more often, which is proven.
    """

    seed: int
    deal: Share
    package: Package | None
    accepted: Share
    others: int
    vary: bool
    is_most: bool = True


def most_accepted(case: Compiled, seed: int, draws: int, preferred: Package | None = None) -> MostAccepted | None:
    """The trials of a case counted, the same as `Tally` draws; None where no method takes it on at its size."""
    if total_packages(case.structure) > MOST_PACKAGES:
        return _at_size(case, seed, draws, preferred)
    feasible = feasible_packages(case.structure)
    width = max(1, len(feasible) * len(case.parties))
    affordable = MOST_WORK // width
    if affordable < min(draws, FEWEST):
        return _at_size(case, seed, draws, preferred)
    draws = min(draws, affordable)
    evaluator = DrawEvaluator(View(case.structure, feasible))
    accepted, with_deal = np.zeros(len(feasible), dtype=np.int64), 0
    vary, first = False, None
    step = max(1, AT_ONCE // width)
    for start in range(0, draws, step):
        readings = draw_readings(case, seed, range(start, min(start + step, draws)))
        first = first or readings
        vary = vary or _differ(first, readings)
        fine = evaluator.acceptable(readings)
        accepted += fine.sum(axis=0)
        with_deal += int(fine.any(axis=1).sum())
    best = int(accepted.max(initial=0))
    most = feasible[accepted == best]
    return MostAccepted(
        seed=seed,
        deal=Share(number=with_deal, draws=draws),
        package=_first(most, preferred) if best else None,
        accepted=Share(number=best, draws=draws),
        others=len(most) - 1,
        vary=vary or trials_vary(case, seed),
    )


def _first(most: Packages, preferred: Package | None) -> Package:
    """The preferred one of some packages, or the first."""
    if preferred is not None and bool((most == np.array(preferred)).all(axis=1).any()):
        return preferred
    return tuple(map(int, most[0]))


def _at_size(case: Compiled, seed: int, draws: int, preferred: Package | None) -> MostAccepted | None:
    """The same where not every package is looked at. What is worth most at weights with which walk-aways are hard to
    reach shows of most trials whether there is a deal; the others are searched.
    """
    readings = draw_readings(case, seed, range(min(draws, AT_SIZE)))
    try:
        tables = trial_tables(readings)
    except NotBounded:
        return None
    tried = tables.responses
    if preferred is not None:
        tried = each_once(np.concatenate([np.array([preferred], dtype=np.int16), tried]), axis=0)
    tried = tried[View(case.structure, tried).feasible]
    states = np.where(tables.proven_none, NONE, UNDECIDED)
    states[DrawEvaluator(View(case.structure, tried)).acceptable(readings).any(axis=1)] = DEAL
    rest = states == UNDECIDED
    if rest.any():
        memory = Memory()
        try:
            deals = DealsInDraws(case, seed, warm=1)
            states[rest] = deals.states(readings.only(rest), memory)
        except TooLarge:
            return None
        found = [package for packages in memory.packages.values() for package in packages]
        searched = np.concatenate([deals.pools.packages, np.array(found, np.int16).reshape(-1, tried.shape[1])])
        tried = np.concatenate([tried, searched[View(case.structure, searched).feasible]])
    with_deal, undecided = (int((states == state).sum()) for state in (DEAL, UNDECIDED))
    best, accepted = best_of(tried, readings, preferred)
    return MostAccepted(
        seed=seed,
        deal=Share(number=with_deal, draws=len(readings), undecided=undecided),
        package=best,
        accepted=Share(number=accepted, draws=len(readings)),
        others=0,
        vary=_differ(readings, readings) or trials_vary(case, seed),
        is_most=accepted == with_deal + undecided,
    )


def best_of(tried: Packages, readings: Draws, preferred: Package | None) -> tuple[Package | None, int]:
    """Of some packages, and what changing one issue after the other leads to from the best of them, the one that the
    most trials accept, and how many do; None where none is ever accepted.
    """
    counts = _counts(tried, readings)
    order = np.lexsort((*tried.T[::-1], -counts))
    known = {tuple(map(int, tried[n])): int(counts[n]) for n in order}
    for start in [package for package, count in known.items() if count][:STARTS]:
        package, count = start, known[start]
        for _ in range(MOST_CHANGES):
            others = _changed(readings.structure, package)
            reached = _counts(others, readings)
            if not len(others) or reached.max() <= count:
                break
            package, count = tuple(map(int, others[reached.argmax()])), int(reached.max())
        known.setdefault(package, count)
    best = max(known.values(), default=0)
    if not best:
        return None, 0
    most = sorted(package for package, count in known.items() if count == best)
    return (preferred if preferred in most else most[0]), best


def _counts(packages: Packages, readings: Draws) -> Ints:
    """(package) the trials that accept each."""
    if not len(packages):
        return np.zeros(0, dtype=np.int64)
    return np.asarray(DrawEvaluator(View(readings.structure, packages)).acceptable(readings).sum(axis=0))


def _changed(structure: Structure, package: Package) -> Packages:
    """(package, issue) the feasible ones that differ from a package in one issue."""
    rows = [
        (*package[:issue], option, *package[issue + 1 :])
        for issue, options in enumerate(all_choices(structure))
        for option in options
        if option != package[issue]
    ]
    packages = np.array(rows, dtype=np.int16).reshape(len(rows), len(package))
    return packages[View(structure, packages).feasible]


def trials_vary(case: Compiled, seed: int) -> bool:
    """Whether trials of the case differ at all: whether anything of it is drawn."""
    readings = draw_readings(case, seed, range(FEWEST))
    return _differ(readings, readings)


def _differ(first: Draws, readings: Draws) -> bool:
    """Whether some number of a reading is another than in the first of them."""

    def numbers(of: Draws) -> list[Table]:
        weights = [weight[0] for weight in of.weights if weight is not None]
        return [of.worth, of.denominator, of.walk_away, of.links, *(worth for _, _, worth in of.floors), *weights]

    pairs = zip(numbers(first), numbers(readings), strict=True)
    return any(bool((now != before[:1]).any()) for before, now in pairs)
