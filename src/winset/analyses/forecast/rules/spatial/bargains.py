"""What two parties agree on after a challenge, and which of its bargains a party takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.rules.spatial.parameters import Interpolation

Floats = NDArray[np.float64]

SMALLEST_PULL = 1e-6
"""Weight of one's own position, so that nobody moves where neither of two cares or can press the other."""
PLACES = 10_000
"""Steps of the scale to which a bargained position is rounded."""
NOISE = 1e-6
"""Steps within which a position counts as half way between two, and goes to the even one: both ends of the scale are
then rounded alike.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bargain:
    """An initiator and a receiver move towards each other. first, second: (issue) where they would then stand."""

    initiator: int
    receiver: int
    first: Floats
    second: Floats

    def part_of(self, party: int) -> Floats:
        """Where one of the two would stand."""
        return self.first if party == self.initiator else self.second


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One of two who bargain. position, salience: (issue), shares of 1. chance: of this side to win."""

    position: Floats
    salience: Floats
    chance: float


def bargain(rule: Interpolation, who: tuple[int, int], one: Side, other: Side) -> Bargain:
    """On each issue the two meet where salience and chance to win pull them; nobody moves where one has no position."""
    if rule == "s2pmax":
        first, second = _advantage(one, other), _advantage(other, one)
    else:
        power = 2 if rule == "s2p2" else 1
        pull, counter = (one.salience * one.chance) ** power, (other.salience * other.chance) ** power
        total = pull + counter + SMALLEST_PULL
        first = _rounded(((pull + SMALLEST_PULL) * one.position + counter * other.position) / total)
        second = _rounded((pull * one.position + (counter + SMALLEST_PULL) * other.position) / total)
    first = np.where(np.isnan(first), one.position, first)
    second = np.where(np.isnan(second), other.position, second)
    return Bargain(initiator=who[0], receiver=who[1], first=first, second=second)


def _advantage(one: Side, other: Side) -> Floats:
    """Where the one goes who moves only as far as the other is more likely to win."""
    lead = max(0.0, other.chance - one.chance)
    pull, counter = (1 - lead) * one.salience**2, lead * other.salience**2
    return one.position + counter / (counter + SMALLEST_PULL + pull) * (other.position - one.position)


def _rounded(position: Floats) -> Floats:
    steps = np.round(position * PLACES / NOISE) * NOISE
    return np.round(steps) / PLACES


def averaged(one: Bargain, other: Bargain, share: float) -> Bargain:
    """The bargain between two views of it. share: of the first view."""
    return Bargain(
        initiator=one.initiator,
        receiver=one.receiver,
        first=share * one.first + (1 - share) * other.first,
        second=share * one.second + (1 - share) * other.second,
    )
