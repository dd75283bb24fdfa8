"""Where what a party is judged to gain and what else the case says of it put packages into opposite orders.

A case can say three things of what a party prefers: points, from which the value of a package follows; statements or a
ranking, which order packages outright; and what the steps of a plan are worth to it. Each answers other questions, and
nothing makes them agree. Two packages are ordered oppositely where the value of one is higher and the other stands
higher by statements or ranking; ties contradict nothing. A plan and the package that it carries out are where one is
worth more than no deal and the other less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

import numpy as np

from winset.analyses.settlement.packages import View
from winset.analyses.stability.ranks import order_basis, ranks
from winset.compiled import Compiled
from winset.readings import Reading

Package = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OppositeOrder:
    """Two packages, by their places among those that are shown. higher: the one of higher value. by: what puts the
    other first. gap: points between their values.
    """

    party: int
    higher: int
    lower: int
    by: Literal["statements", "ranking"]
    gap: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class OppositeWorth:
    """A package that a plan carries out, of which the two say the opposite. gain: of the package above the walk-away.
    plan: what the plan is worth to the party above no deal. Both in points, each on its own scale.
    """

    party: int
    package: int
    gain: Fraction
    plan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Where the models of preference disagree about packages that are shown, party by party."""

    packages: tuple[Package, ...]
    pairs: tuple[OppositeOrder, ...]
    worths: tuple[OppositeWorth, ...]

    @property
    def disagree(self) -> bool:
        return bool(self.pairs or self.worths)


def orders(
    case: Compiled,
    reading: Reading,
    packages: Sequence[Package],
    carried: int | None = None,
    plan: Sequence[float] | None = None,
) -> Orders:
    """Where values, statements or rankings, and the plan disagree. packages: those that are shown, each once.

    carried: the place of the package that the plan carries out. plan: per party, what the plan is worth to it.
    """
    shown = np.array([*packages], dtype=np.int16).reshape(len(packages), len(case.issues))
    values = View(case.structure, shown).values(reading)
    return Orders(
        packages=tuple(packages),
        pairs=tuple(_pairs(case, reading, shown, values.tolist())),
        worths=tuple(_worths(reading, values.tolist(), carried, plan)) if carried is not None and plan else (),
    )


def _pairs(case: Compiled, reading: Reading, shown: np.ndarray, values: list[list[int]]) -> list[OppositeOrder]:
    ranked = ranks(case, [shown], reading).tolist()
    pairs = []
    for party, (value, rank) in enumerate(zip(values, ranked, strict=True)):
        basis = order_basis(case, party)
        if basis == "value":
            continue
        by: Literal["statements", "ranking"] = "ranking" if basis == "ranking" else "statements"
        for one, other in combinations(range(len(shown)), 2):
            if (value[one] - value[other]) * (rank[one] - rank[other]) < 0:
                higher, lower = (one, other) if value[one] > value[other] else (other, one)
                gap = reading.points(party, value[higher] - value[lower])
                pairs.append(OppositeOrder(party=party, higher=higher, lower=lower, by=by, gap=gap))
    return pairs


def _worths(reading: Reading, values: list[list[int]], carried: int, plan: Sequence[float]) -> list[OppositeWorth]:
    worths = []
    for party, walk_away in enumerate(reading.walk_away):
        if walk_away is None:
            continue
        gain = reading.points(party, values[party][carried] - walk_away)
        if (gain < 0 < plan[party]) or (plan[party] < 0 < gain):
            worths.append(OppositeWorth(party=party, package=carried, gain=gain, plan=plan[party]))
    return worths
