"""The spatial model, turn by turn, until little moves: who challenges whom, what two of them agree on, and which of its
bargains a party takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.rules.spatial.challenges import (
    Contestants,
    Estimates,
    Pairs,
    distances,
    estimated_risks,
    risks,
    values,
)
from winset.analyses.forecast.rules.spatial.collective_choice import (
    AS_LIKELY,
    Chances,
    Interpolation,
    SpatialParameters,
    chances,
    coalitions,
    victories,
)

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


Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

LEAST_TURNS = 2
"""Turns that are run before the model may count as settled."""
STILL = 0.02
"""Share of the first turn's movement below which it has settled."""
SMALLEST_MOVEMENT = 1e-4
"""Added to the first turn's movement, in scales, so that no movement at all has settled too."""
LEAST_GAIN = 1e-5
"""Expected gain, in value, up to which nobody is challenged."""
TIE = 1e-9
"""Difference of gains, in value, below which neither is the larger."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """The parties at the beginning of a turn, as each sees them.

    chance: (party) that its position wins against those of all others, if nobody minded risk. risk: (party) -1 bold to
    1 cautious. contestants: who votes on a challenge. settled: False where a chain was cut off.
    """

    position: Floats
    ideal: Floats
    chance: Floats
    risk: Floats
    contestants: Contestants
    settled: bool

    def challenge(self, initiator: Indices, receiver: Indices, viewer: Indices) -> Estimates:
        """What the viewers expect of the challenges."""
        return self.contestants.estimates(Pairs(viewer=viewer, initiator=initiator, receiver=receiver))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trajectory:
    """Where the parties stood.

    positions: (turn, party, issue) shares of the scale, the first before anybody moves. chances: (turn, party) that the
    position where a party stands is chosen; parties at one place have the same. settled: False where the last turn
    still moved much. cut_off: True where a Markov chain did not settle in its steps.
    """

    positions: Floats
    chances: Floats
    settled: bool
    cut_off: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpatialModel:
    """Parties on lines. capability: (party), above 0. salience: (party, issue) shares of 1, of a party not above 1
    together and not all 0.
    """

    capability: Floats
    salience: Floats
    parameters: SpatialParameters

    def run(self, position: Floats) -> Trajectory:
        """The turns from a first position, (party, issue) shares of the scale, NaN where a party has none."""
        generator = np.random.default_rng(self.parameters.seed)
        positions, first_ideal = [position], position
        situation = self.situation(position, first_ideal)
        wins, cut_off, settled = [self.standing(situation)], not situation.settled, False
        for turn in range(1, self.parameters.turns + 1):
            position, chains_settled = self.following(situation, generator)
            positions.append(position)
            ideal = position if self.parameters.ideals == "follow" else first_ideal
            situation = self.situation(position, ideal)
            wins.append(self.standing(situation))
            cut_off = cut_off or not chains_settled or not situation.settled
            settled = turn >= LEAST_TURNS and _movement(positions[-2:]) < STILL * (
                _movement(positions[:2]) + SMALLEST_MOVEMENT
            )
            if settled and self.parameters.until_settled:
                break
        return Trajectory(positions=np.array(positions), chances=np.array(wins), settled=settled, cut_off=cut_off)

    def situation(self, position: Floats, ideal: Floats) -> Situation:
        """What everybody reckons with at the beginning of a turn."""
        distance = distances(ideal, self.salience, position)
        neutral = self._election(values(distance, np.zeros((len(position), 1))))
        risk = risks(self.parameters.risk_range, neutral.chance)
        estimated = estimated_risks(self.parameters.risk_estimate, risk)
        salience = self.salience.sum(axis=1)
        contestants = Contestants(
            vote=self.parameters.vote,
            commitment=self.parameters.commitment,
            weight=self.capability * salience,
            salience=salience,
            value=values(distance[None, :, :], estimated[:, :, None]),
        )
        return Situation(
            position=position,
            ideal=ideal,
            chance=neutral.chance,
            risk=risk,
            contestants=contestants,
            settled=neutral.settled,
        )

    def standing(self, situation: Situation) -> Floats:
        """(party) The chance of the place where a party stands, in an election over the places."""
        place = np.nan_to_num(situation.position, nan=-1.0)
        near = np.sqrt(((place[:, None, :] - place[None, :, :]) ** 2).sum(axis=2)) < self.parameters.same_place
        places: list[int] = []
        at = np.empty(len(place), dtype=np.intp)
        for party in range(len(place)):
            same = [number for number, holder in enumerate(places) if near[party, holder]]
            at[party] = same[0] if same else len(places)
            if not same:
                places.append(party)
        each = np.arange(len(place))
        value = situation.contestants.value[each, each, :][:, places]
        return np.asarray(self._election(value).chance[at])

    def following(self, situation: Situation, generator: np.random.Generator) -> tuple[Floats, bool]:
        """Where the parties stand after a turn, and whether every chain settled."""
        bargains = self._bargains(situation)
        worth = self._worth(situation, bargains)
        queues: list[list[int]] = [[] for _ in situation.position]
        for number, one in enumerate(bargains):
            queues[one.initiator].append(number)
            queues[one.receiver].append(number)
        position, settled = situation.position.copy(), True
        for party, queue in enumerate(queues):
            if not queue:
                continue
            election = self._election(worth[:, [0, *(number + 1 for number in queue)]])
            settled = settled and election.settled
            parts = np.array([position[party], *(bargains[number].part_of(party) for number in queue)])
            if self.parameters.choice == "stochastic":
                position[party] = parts[generator.choice(len(parts), p=election.chance)]
            else:
                position[party] = _mean(parts[election.chance >= election.chance.max() - AS_LIKELY])
        return position, settled

    def _election(self, value: Floats) -> Chances:
        strength = coalitions(self.parameters.vote, self.capability, value)
        return chances(self.parameters.contest, strength, victories(self.parameters.victory, strength))

    def _bargains(self, situation: Situation) -> list[Bargain]:
        """What the parties propose to each other.

        A party that gains as much from several challenges makes all of them: in which order they stand does not matter.
        """
        parties = len(situation.position)
        if parties == 1:
            return []
        initiator, receiver = np.nonzero(~np.eye(parties, dtype=bool))
        estimates = situation.challenge(initiator, receiver, initiator)
        gain = estimates.gain.reshape(parties, parties - 1)
        most = gain.max(axis=1, keepdims=True)
        best = np.flatnonzero((gain >= most - TIE) & (most > LEAST_GAIN))
        return [
            proposal
            for pair in best
            for proposal in self._proposals(
                situation, (int(initiator[pair]), int(receiver[pair])), float(estimates.chance[pair])
            )
        ]

    def _proposals(self, situation: Situation, who: tuple[int, int], chance: float) -> list[Bargain]:
        """What comes of a challenge: as the initiator sees it, as both do, or between the two.

        chance: of the initiator to win, as it sees it.
        """
        views = [chance]
        if self.parameters.proposal != "initiator":
            of_receiver = situation.challenge(np.array([who[0]]), np.array([who[1]]), np.array([who[1]]))
            views.append(float(of_receiver.chance[0]))
        proposals = []
        for view in views:
            one, other = (
                Side(position=situation.position[party], salience=self.salience[party], chance=share)
                for party, share in zip(who, (view, 1 - view), strict=True)
            )
            proposals.append(bargain(self.parameters.interpolation, who, one, other))
        if self.parameters.proposal != "weighted":
            return proposals
        weight = situation.contestants.weight
        share = float(weight[who[0]] / (weight[who[0]] + weight[who[1]]))
        return [averaged(proposals[0], proposals[1], share)]

    def _worth(self, situation: Situation, bargains: Sequence[Bargain]) -> Floats:
        """(party, bargain) The mean value of all positions, first as they are, then after each bargain."""
        parties = len(situation.position)
        each = np.arange(parties)
        now = situation.contestants.value[each, each, :]
        total = now.sum(axis=1, keepdims=True)
        if not bargains:
            return np.asarray(total / parties)
        moved = np.array([part for one in bargains for part in (one.first, one.second)])
        after = values(distances(situation.ideal, self.salience, moved), situation.risk[:, None])
        left = now[:, [one.initiator for one in bargains]] + now[:, [one.receiver for one in bargains]]
        return np.asarray(np.hstack([total, total - left + after[:, 0::2] + after[:, 1::2]]) / parties)


def _mean(parts: Floats) -> Floats:
    """The part, or where several are as likely the mean of them."""
    return parts[0] if len(parts) == 1 else np.asarray(parts.mean(axis=0))


def _movement(positions: Sequence[Floats]) -> float:
    """How far the parties moved between two turns, all together, in scales."""
    step = np.nan_to_num(positions[1] - positions[0])
    return float(np.sqrt((step**2).sum(axis=1)).sum())
