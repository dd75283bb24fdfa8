"""What a position is worth to a party, how boldly it bargains, and what it gains by challenging another.

Axes: `viewer` whose estimate it is; `party` to whom a position has a value; `holder` whose position. Positions are
shares of the scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.rules.spatial.collective_choice import Commitment, RiskEstimate, RiskRange, Vote, votes

EQUAL_CHANCES = 1e-12
"""Spread of chances below which nobody stands out, so that all are neutral to risk."""
_SHARE_OF_TRUE = {"own": 0.0, "one_third": 1 / 3, "half": 1 / 2, "two_thirds": 2 / 3, "true": 1.0}


def distances(ideal: Floats, salience: Floats, position: Floats) -> Floats:
    """(party, holder) How far a position lies from a party's ideal, in the party's saliences; 0 to 1.

    ideal, salience: (party, issue). position: (holder, issue). An issue on which one of the two has no position does
    not count; where none is left, nothing stands between them.
    """
    gap = ideal[:, None, :] - position[None, :, :]
    weight = np.where(np.isnan(gap), 0.0, salience[:, None, :] ** 2)
    total = weight.sum(axis=2)
    squares = (weight * np.where(np.isnan(gap), 0.0, gap) ** 2).sum(axis=2)
    return np.asarray(np.sqrt(np.divide(squares, total, out=np.zeros_like(total), where=total > 0)))


def values(distance: Floats, risk: Floats) -> Floats:
    """What lies at a distance is worth: 1 at one's own place, 0 at the other end. risk: -1 bold to 1 cautious."""
    return np.where(distance <= 1, (1 - distance) * (1 + distance * risk), (1 - distance) * (1 + risk))


def risks(span: RiskRange, chance: Floats) -> Floats:
    """(party) Who is close to winning is cautious, who is far from it is bold; all are neutral where all are equal."""
    low, high = float(chance.min()), float(chance.max())
    if high - low < EQUAL_CHANCES:
        return np.zeros_like(chance)
    match span:
        case "min":
            return (chance - low) / (high - low)
        case "mid":
            return (3 * chance - (high + 2 * low)) / (2 * (high - low))
        case "max":
            return (2 * chance - (high + low)) / (high - low)


def estimated_risks(model: RiskEstimate, risk: Floats) -> Floats:
    """(viewer, party) What a viewer takes for the risk of a party: something between its own and the true one."""
    share = _SHARE_OF_TRUE[model]
    return (1 - share) * risk[:, None] + share * risk[None, :]


Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

SMALLEST_SIDE = 1e-10
"""Strength of a side of nobody in a contest of two, in capabilities × value, so that no chance is 0/0."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Challenges that are estimated. viewer, initiator, receiver: (pair) parties."""

    viewer: Indices
    initiator: Indices
    receiver: Indices


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """What viewers expect of challenges. chance: (pair) that the initiator wins. gain: (pair) what the initiator is
    better off than without, in value: 2 for the positions of both, -2 at worst.
    """

    chance: Floats
    gain: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contestants:
    """Who votes in a contest of two, and how. weight: (party) capability × salience. salience: (party) of all issues
    together, 0 to 1. value: (viewer, party, holder) of the holder's position to the party, as the viewer sees it.
    """

    vote: Vote
    commitment: Commitment
    weight: Floats
    salience: Floats
    value: Floats

    def estimates(self, pairs: Pairs) -> Estimates:
        """A contest of the two that every other party may join; where the receiver does not care, it gives way."""
        viewer, one, other = pairs.viewer, pairs.initiator, pairs.receiver
        mine, theirs = self.value[viewer, one, one], self.value[viewer, one, other]
        first = votes(self.vote, self.weight[one], mine, theirs)
        second = votes(self.vote, self.weight[other], self.value[viewer, other, one], self.value[viewer, other, other])
        for_one = SMALLEST_SIDE + np.maximum(first, 0.0) + np.maximum(second, 0.0)
        for_other = SMALLEST_SIDE + np.maximum(-first, 0.0) + np.maximum(-second, 0.0)
        third = self._third_parties(pairs, for_one[:, None], for_other[:, None])
        support = for_one + np.maximum(third, 0.0).sum(axis=1)
        opposition = for_other + np.maximum(-third, 0.0).sum(axis=1)
        chance = support / (support + opposition)
        cares = self.salience[other]
        won, lost = 2 * mine, 2 * theirs
        gain = (1 - cares) * won + cares * (chance * won + (1 - chance) * lost) - (mine + theirs)
        return Estimates(chance=chance, gain=gain)

    def _third_parties(self, pairs: Pairs, for_one: Floats, for_other: Floats) -> Floats:
        """(pair, party) What the others throw in, positive for the initiator; 0 of the two themselves.

        A third party reckons with a contest of the two and itself, then votes between joining the one and the other.
        Who joins a side keeps its own position if that side wins (semi commitment). Where a third party is bound to a
        side in full, or not at all, it ends the same whichever it joins, so that it throws in nothing.
        """
        parties = len(self.weight)
        if self.commitment != "semi":
            return np.zeros((len(pairs.viewer), parties))
        everybody = np.arange(parties)
        viewer, one, other = pairs.viewer, pairs.initiator, pairs.receiver
        of_holder = np.ascontiguousarray(self.value.transpose(0, 2, 1))
        of_one, of_other = of_holder[viewer, one], of_holder[viewer, other]
        own = self.value[:, everybody, everybody][viewer]
        leaning = votes(self.vote, self.weight, of_one, of_other)
        joined = for_one + np.maximum(leaning, 0.0)
        chance = joined / (for_one + for_other + np.abs(leaning))
        with_one = chance * (own - of_one)
        with_other = (1 - chance) * (own - of_other)
        cast = votes(self.vote, self.weight, with_one, with_other)
        pair = np.arange(len(viewer))
        cast[pair, one] = 0.0
        cast[pair, other] = 0.0
        return cast
