"""The way-out margin: by how many points all walk-aways could rise together before no package is acceptable any more.

Below 0 it is by how many points they would have to fall together until one is. Where every package needs the same
parties it is max over packages of min over parties of the gain, the value of the egalitarian solution.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import lcm

import numpy as np

from winset.analyses.settlement.blockers import NoDeal
from winset.analyses.settlement.methods.fold import Fold
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.packages import View
from winset.analyses.timing.paths import moved_reading
from winset.readings import Reading

WIDEST = 1_000
"""Points by which all walk-aways may have to move until a package is acceptable; beyond, the margin is not worked out,
and nothing stands in its place.
"""
FITS = 2**61
HasDeal = Callable[[Reading], bool]


def margin(method: Method, why: NoDeal | None, view: View | None, has_deal: HasDeal) -> Fraction | None:
    """The margin of a method's reading, None where no party has a walk-away or a limit was passed.

    why: there is no deal, where there is none. view: the feasible packages, where they are listed. has_deal: whether
    another reading has a deal.
    """
    reading = method.reading
    if all(walk_away is None for walk_away in reading.walk_away) and not reading.floors:
        return None
    if reading.structure.votes:
        return _searched(reading, has_deal)
    if view is not None:
        return of_packages(reading, view)
    if method.has_deal and isinstance(method, Fold) and method.is_plain_sum and not reading.floors:
        return _of_vectors(reading, method)
    if why is not None and why.all_concessions and why.concessions:
        return -min(max((*concession.points, *concession.bodies)) for concession in why.concessions)
    return _searched(reading, has_deal)


def of_packages(reading: Reading, view: View) -> Fraction | None:
    """The largest of the smallest gains among listed packages; None where there are none, or one that nobody bounds."""
    common = reduce(lcm, reading.denominator, 1)
    values = view.values(reading)
    if values.dtype == object or common * 2 * int(np.abs(values).max(initial=1)) >= FITS:
        values = values.astype(object)
    nobody = np.ones(len(view.packages), dtype=bool)
    least = np.zeros(len(view.packages), dtype=values.dtype)
    thresholds = [(party, level, view.required[party]) for party, level in enumerate(reading.walk_away)]
    thresholds += [(floor.party, floor.worth, np.ones(len(nobody), dtype=bool)) for floor in reading.floors]
    for party, level, needed in thresholds:
        if level is not None:
            gains = (values[party] - level) * (common // reading.denominator[party])
            least = np.where(needed, np.where(nobody, gains, np.minimum(least, gains)), least)
            nobody = nobody & ~needed
    return None if not len(least) or nobody.any() else Fraction(int(least.max()), common)


def _of_vectors(reading: Reading, method: Fold) -> Fraction | None:
    known = [
        (column, party, walk_away)
        for column, party in enumerate(reading.structure.bargaining)
        if (walk_away := reading.walk_away[party]) is not None
    ]
    common = reduce(lcm, (reading.denominator[party] for _, party, _ in known), 1)
    if not known:
        return None
    gains = [
        (method.vectors[:, column].astype(object) - walk_away) * (common // reading.denominator[party])
        for column, party, walk_away in known
    ]
    return Fraction(int(max(np.minimum.reduce(gains))), common)


def _searched(reading: Reading, has_deal: HasDeal) -> Fraction | None:
    """The same by halving: a threshold lies at a whole number of parts of the common unit."""
    common = reduce(lcm, reading.denominator, 1)

    def open_at(parts: int) -> bool:
        return has_deal(moved_reading(reading, (Fraction(parts, common),) * len(reading.denominator)))

    low, high = -WIDEST * common, WIDEST * common
    if not open_at(low) or open_at(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if open_at(middle) else (low, middle)
    return Fraction(low, common)
