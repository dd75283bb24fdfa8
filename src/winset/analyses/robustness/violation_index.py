"""The packages of a case, for a question that is asked of them in every draw.

A draw fixes every number. What a package violates then depends on the draw only through the walk-aways; red lines are
the same in all. So packages are grouped by the red lines that they cross, and a draw is known by which sets of
walk-aways some package of each group falls short of.
"""

from __future__ import annotations

import numpy as np

from winset.analyses.settlement.blockers import constraints
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Bools, Ints, View, all_choices, combinations, each_once, total_packages
from winset.analyses.settlement.violation_masks import WORD, Masks
from winset.compiled import Compiled, Structure
from winset.errors import TooLarge
from winset.readings import central

MOST_PACKAGES = 400_000
"""Packages, each of which is looked at in every reading; beyond, it is known otherwise which readings have a deal and
who blocks, and candidates stand for the packages that the most readings accept.
"""
MOST_WALK_AWAYS = 40
"""Walk-aways, those of bodies included, a set of which fits into one number beside a group of packages; beyond, a case
counts as one with too many packages to look at.
"""

MOST_TICKED = 16
"""Times as many numbers as are given, up to which a list is ticked off; beyond, what is given is sorted, with the same
result.
"""


class ViolationIndex:
    """What holds of the packages of a case in every draw. Raises TooLarge.

    items: every constraint, those that depend on the draw first, `walk_aways` of them. admissible: the packages that
    break no rule and move something, one group after the other. group: (admissible one) which red lines it crosses.
    feasible: those that cross none; is_feasible: (admissible one) whether it is one of them.
    """

    def __init__(self, case: Compiled) -> None:
        self.case, self.items = case, constraints(central(case))
        self.walk_aways = sum(item.line is None for item in self.items)
        refuse_large(case.structure, self.walk_aways)
        view = View(case.structure, combinations(all_choices(case.structure)))
        view = view.only(view.satisfies_rules & view.leaves_status_quo)
        crossed: Masks = np.zeros((len(view.packages), -(-max(1, len(self.items)) // WORD)), dtype=np.uint64)
        for n, item in enumerate(self.items):
            if item.line is not None:
                crossed[:, n // WORD] |= view.crosses(item.line).astype(np.uint64) << np.uint64(n % WORD)
        order = np.lexsort(crossed.T)  # stable, so that the packages of a group stay in order
        crossed = crossed[order]
        begins = np.ones(len(crossed), dtype=bool)
        begins[1:] = (crossed[1:] != crossed[:-1]).any(axis=1)
        self.group: Ints = np.cumsum(begins) - 1
        self.is_feasible: Bools = np.asarray(~crossed.any(axis=1))
        self.admissible = DrawEvaluator(View(case.structure, view.packages[order]))
        self.feasible = DrawEvaluator(self.admissible.view.only(self.is_feasible))
        self._crossed = crossed[begins]
        self._codes: Ints = self.group << self.walk_aways

    @property
    def number_feasible(self) -> int:
        """How many packages cross no red line."""
        return len(self.feasible.view.packages)

    def violation_sets(self, masks: Ints, room: Ints | None = None) -> Masks:
        """(set, word) the different sets of constraints that some admissible package violates.

        masks: (admissible one) the walk-aways that it falls short of, as bits. room: as many numbers, to be overwritten
        where this is asked often.
        """
        met = _distinct(np.bitwise_or(self._codes, masks, out=room), len(self._crossed) << self.walk_aways)
        sets: Masks = self._crossed[met >> self.walk_aways]
        sets[:, 0] |= (met & ((1 << self.walk_aways) - 1)).astype(np.uint64)
        return sets


def _distinct(numbers: Ints, bound: int) -> Ints:
    """Each of the numbers once, in order; all lie from 0 up to below the bound."""
    if bound > MOST_TICKED * max(1, len(numbers)):
        return each_once(numbers)
    ticked = np.zeros(bound, dtype=bool)
    ticked[numbers] = True
    return np.flatnonzero(ticked)


def is_large(structure: Structure, walk_aways: int = 0) -> bool:
    """True where there is more than is looked at in every reading."""
    return total_packages(structure) > MOST_PACKAGES or walk_aways > MOST_WALK_AWAYS


def refuse_large(structure: Structure, walk_aways: int = 0) -> None:
    """Raises TooLarge where there is more than is looked at in every reading."""
    total = total_packages(structure)
    if is_large(structure, walk_aways):
        raise TooLarge(
            f"this case has {total:,} packages{f' and {walk_aways} walk-aways' if walk_aways else ''}; up to "
            f"{MOST_PACKAGES:,} packages and {MOST_WALK_AWAYS} walk-aways are looked at in every reading",
            total,
            "agenda",
        )
