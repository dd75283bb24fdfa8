"""In how many trials there is a deal, and which package the most trials accept: what a verdict says first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import View, feasible_packages, total_packages
from winset.compiled import Compiled
from winset.readings import draw_readings
from winset.readings.shares import Share

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
    """Trials of a case. deal: those in which some package is acceptable. package: the one that the most accept, the
    first of several in the order of the packages; None where none is ever accepted. accepted: those that accept it.
    """

    seed: int
    deal: Share
    package: Package | None
    accepted: Share


def most_accepted(case: Compiled, seed: int, draws: int) -> MostAccepted | None:
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
    step = max(1, AT_ONCE // width)
    for start in range(0, draws, step):
        fine = evaluator.acceptable(draw_readings(case, seed, range(start, min(start + step, draws))))
        accepted += fine.sum(axis=0)
        with_deal += int(fine.any(axis=1).sum())
    best = int(accepted.max(initial=0))
    return MostAccepted(
        seed=seed,
        deal=Share(number=with_deal, draws=draws),
        package=tuple(int(option) for option in feasible[int(accepted.argmax())]) if best else None,
        accepted=Share(number=best, draws=draws),
    )
