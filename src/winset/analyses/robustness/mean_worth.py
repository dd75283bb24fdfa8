"""What options, links and walk-aways are worth in many trials, added up so that the order of the trials is nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Packages, View, holds
from winset.compiled import Compiled
from winset.readings import Draws

PARTS = 10**6
"""Parts of a point in which gains are summed up over draws, so that the order of the draws changes nothing."""
Sums = NDArray[np.object_]
"""Whole parts of a point, as Python's integers."""


def no_worth(case: Compiled) -> Sums:
    """(party, column and then link) nothing yet."""
    return np.zeros((len(case.parties), case.structure.columns + len(case.links)), dtype=object)


def worth_in(draws: Draws) -> tuple[Sums, Sums]:
    """(party, column and then link) and (party) what options and links, and walk-aways, add up to over some trials."""
    parties = draws.worth.shape[1]
    worth = np.zeros((parties, draws.worth.shape[2] + len(draws.link_terms)), dtype=object)
    walk_away = np.zeros(parties, dtype=object)
    for party in range(parties):
        denominator = draws.denominator[:, party]
        mine = np.array([link.party == party for link in draws.link_terms], dtype=bool)
        every = np.concatenate([draws.worth[:, party], np.where(mine, draws.links, 0)], axis=1)
        worth[party] = _divided(every * PARTS, denominator[:, None]).sum(axis=0)
        walk_away[party] = int(_divided(draws.walk_away[:, party] * PARTS, denominator).sum())
    return worth, walk_away


def summed_gains(case: Compiled, packages: Packages, worth: Sums, walk_away: Sums) -> Sums:
    """(package, bargaining party) what packages bring above the walk-away, summed up over the same trials."""
    view = View(case.structure, packages)
    gains = np.zeros((len(packages), len(case.structure.bargaining)), dtype=object)
    for n, party in enumerate(case.structure.bargaining):
        gains[:, n] = worth[party][view.columns].sum(axis=1) - walk_away[party]
        for m, link in enumerate(case.links):
            if link.party == party:
                gains[:, n] += holds(packages, link.when) * worth[party][case.structure.columns + m]
    return gains


def _divided(numerators: NDArray[np.int64], denominators: NDArray[np.int64]) -> Sums:
    """Quotients to the nearest whole number, halves upwards."""
    return np.asarray((2 * numerators.astype(object) + denominators) // (2 * denominators.astype(object)))
