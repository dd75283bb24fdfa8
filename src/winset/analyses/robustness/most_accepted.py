"""In how many trials there is a deal, and which package the most trials accept: what a verdict says first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import View, feasible_packages, total_packages
from winset.compiled import Compiled
from winset.readings import draw_readings
from winset.readings.draws import Draws
from winset.readings.shares import Share
from winset.readings.streams import Table

MOST_PACKAGES = 400_000
"""Packages up to which trials are counted for a verdict; beyond, it says that they were not."""
MOST_WORK = 60_000_000
"""Values of packages that are looked at in all trials together, about a second; beyond, there are fewer trials."""
FEWEST = 100
"""Trials below which a share says too little."""
AT_ONCE = 4_000_000
"""Values of packages that are held at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MostAccepted:
    """Trials of a case. deal: those in which some package is acceptable. package: the one that the most accept; of
    several the preferred one, or the first in the order of the packages; None where none is ever accepted. accepted:
    those that accept it. others: how many packages are accepted as often. vary: whether the trials differ at all.
    """

    seed: int
    deal: Share
    package: Package | None
    accepted: Share
    others: int
    vary: bool


def most_accepted(case: Compiled, seed: int, draws: int, preferred: Package | None = None) -> MostAccepted | None:
    """The trials of a case counted, the same as `Tally` draws; None where there are too many packages for that."""
    if total_packages(case.structure) > MOST_PACKAGES:
        return None
    feasible = feasible_packages(case.structure)
    width = max(1, len(feasible) * len(case.parties))
    affordable = MOST_WORK // width
    if affordable < min(draws, FEWEST):
        return None
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
    is_preferred = preferred is not None and bool((most == np.array(preferred)).all(axis=1).any())
    return MostAccepted(
        seed=seed,
        deal=Share(number=with_deal, draws=draws),
        package=None if not best else preferred if is_preferred else tuple(map(int, most[0])),
        accepted=Share(number=best, draws=draws),
        others=len(most) - 1,
        vary=vary,
    )


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
