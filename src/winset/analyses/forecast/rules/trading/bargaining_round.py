"""One round of exchanges: the best first, then again from where the parties now vote, until none is left.

Positions are on the line of 0 to 100, saliences shares of 1. Of two who exchange, each demands that the outcome of one
issue comes towards it, and gives way on the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.averages import weighted_mean

Floats = NDArray[np.float64]

Sides = Literal["current", "start"]
Supply = Literal["again", "once"]

LEAST_GAIN = 1e-9
"""Gain, in points × salience, up to which nobody exchanges."""
TIE = 1e-9
"""Difference of gains, in points × salience, below which two exchanges are as good as each other."""
SAME_PLACE = 1e-9
"""Distance, in points, below which two places are one."""
MOST_EXCHANGES = 10_000
"""Exchanges of issues in a round; beyond, the round is cut off, and the answer says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Two parties give way to each other, and gain as much.

    first gives way on `given` and gets `wanted`; second the other way round. gain: of each, in points × salience.
    start, end: the places that the first votes for on `given`, the second on `wanted`. before, after: the outcomes of
    `given` and of `wanted`. externalities: (party) what every party gains, the two of them `gain`.
    """

    first: int
    second: int
    given: int
    wanted: int
    gain: float
    start: tuple[float, float]
    end: tuple[float, float]
    before: tuple[float, float]
    after: tuple[float, float]
    externalities: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TradingRound:
    """Where a round of exchanges ended. voting: (party, issue) the places that the parties now vote for. finished:
    False where it was cut off.
    """

    voting: Floats
    outcome: Floats
    exchanges: tuple[Exchange, ...]
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exchangers:
    """Parties that exchange.

    position: (party, issue) that the parties prefer; any number where a party has none. salience: (party, issue), 0
    where it has no position. capability: (party). Every issue has some weight. sides: whether the parties on the two
    sides of an outcome are those of the outcome as it is, or as it was before the first exchange. supply: whether a
    party that gave way on an issue may do so again, further in the same direction.
    """

    position: Floats
    salience: Floats
    capability: Floats
    sides: Sides = "current"
    supply: Supply = "again"

    @property
    def weight(self) -> Floats:
        """(party, issue) capability × salience as a share of all on the issue."""
        weight = self.capability[:, None] * self.salience
        return np.asarray(weight / weight.sum(axis=0))

    def outcome(self, voting: Floats) -> Floats:
        """(issue) The mean of what the parties vote for, by weight."""
        return weighted_mean(voting, self.weight)

    def round(self) -> TradingRound:
        """The exchanges, the one with the highest gain first, until nobody gains."""
        weight, terms = self.weight, _Terms.of(self.salience)
        voting, direction = self.position.copy(), np.zeros_like(self.position)
        outcome = start = self.outcome(voting)
        exchanges: list[Exchange] = []
        while len(exchanges) < MOST_EXCHANGES:
            way = _direction(self.position - outcome)
            room = self._room(weight, voting, direction, outcome, outcome if self.sides == "current" else start)
            shift = terms.shifts(room)
            deal = self._best(terms, shift, outcome)
            if deal is None:
                return TradingRound(voting=voting, outcome=outcome, exchanges=tuple(exchanges), finished=True)
            wanted, given, first, second = deal
            places = (voting[first, given], voting[second, wanted])
            for party, issue, partner, by in (
                (second, wanted, first, shift[deal]),
                (first, given, second, shift[deal] * terms.rate[deal]),
            ):
                direction[party, issue] = way[partner, issue]
                voting[party, issue] = self._moved(voting, weight, (party, issue, partner), by)
            following = self.outcome(voting)
            exchanges.append(
                Exchange(
                    first=first,
                    second=second,
                    given=given,
                    wanted=wanted,
                    gain=float(shift[deal] * terms.advantage[deal]),
                    start=(float(places[0]), float(places[1])),
                    end=(float(voting[first, given]), float(voting[second, wanted])),
                    before=(float(outcome[given]), float(outcome[wanted])),
                    after=(float(following[given]), float(following[wanted])),
                    externalities=self._externalities(outcome, following),
                )
            )
            outcome = following
        return TradingRound(voting=voting, outcome=outcome, exchanges=tuple(exchanges), finished=False)

    def _room(self, weight: Floats, voting: Floats, direction: Floats, outcome: Floats, border: Floats) -> Floats:
        """(issue, demander, supplier) How far the supplier can bring the outcome towards the demander, in points.

        At most to where the demander stands, with the supplier's vote there too. Nothing where both stand on one side,
        or where the supplier gave way in the other direction before.
        """
        place, vote = self.position.T, voting.T
        way = _direction(place - outcome[:, None])[:, :, None]
        on_way = (place[:, :, None] - vote[:, None, :]) * way
        against = _direction(place - border[:, None])
        apart = (against[:, :, None] == way) & (against[:, None, :] != way)
        earlier = direction.T[:, None, :]
        open_ = (earlier == 0) if self.supply == "once" else (earlier == 0) | (earlier == way)
        some = (weight.T > 0)[:, :, None] & (weight.T > 0)[:, None, :]
        possible = (way != 0) & (on_way > SAME_PLACE) & apart & open_ & some
        limit = np.abs(place - outcome[:, None])[:, :, None]
        return np.where(possible, np.minimum(on_way * weight.T[:, None, :], limit), 0.0)

    def _best(self, terms: _Terms, shift: Floats, outcome: Floats) -> tuple[int, int, int, int] | None:
        """The exchange of the highest gain: the issue wanted, the issue given, who gives way on it, and to whom.

        Of several, the one between the parties that stand farthest from the two outcomes, then of the largest
        capability, then the first in the order of the case.
        """
        gain = shift * terms.advantage
        highest = float(gain.max())
        if highest <= LEAST_GAIN:
            return None
        tied = np.argwhere(gain >= highest - TIE)
        distance = np.abs(self.position - outcome)

        def rank(deal: tuple[int, int, int, int]) -> tuple[float, float]:
            wanted, given, first, second = deal
            far = distance[first, wanted] + distance[first, given] + distance[second, wanted] + distance[second, given]
            return round(-float(far), 6), round(-float(self.capability[first] + self.capability[second]), 9)

        deals = [(int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in tied]
        return min(deals, key=rank)

    def _moved(self, voting: Floats, weight: Floats, who: tuple[int, int, int], shift: float) -> float:
        """The vote after the outcome is moved by a shift: towards the partner, and where it arrives exactly there."""
        party, issue, partner = who
        there, here = float(self.position[partner, issue]), float(voting[party, issue])
        step = shift / float(weight[party, issue])
        return there if step >= abs(there - here) - SAME_PLACE else here + float(np.sign(there - here)) * step

    def _externalities(self, before: Floats, after: Floats) -> tuple[float, ...]:
        """What the outcomes' change is worth to every party."""
        closer = np.abs(before - self.position) - np.abs(after - self.position)
        return tuple(float(gain) for gain in (self.salience * closer).sum(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Terms:
    """On what terms two parties gain as much; axes: wanted, given, first who wants, second who gives way there.

    advantage: gain of each for one point on the issue wanted; 0 where the first does not care relatively more about it.
    rate: points on the issue given for one point on the issue wanted.
    """

    advantage: Floats
    rate: Floats

    @classmethod
    def of(cls, salience: Floats) -> _Terms:
        care = salience.T
        first_wanted, second_wanted = care[:, None, :, None], care[:, None, None, :]
        first_given, second_given = care[None, :, :, None], care[None, :, None, :]
        sum_given = first_given + second_given
        cared = sum_given > 0
        shape = np.broadcast_shapes(first_wanted.shape, second_given.shape, second_wanted.shape, first_given.shape)
        rate = np.divide(first_wanted + second_wanted, sum_given, out=np.zeros(shape), where=cared)
        edge = first_wanted * second_given - first_given * second_wanted
        advantage = np.divide(np.maximum(edge, 0.0), sum_given, out=np.zeros(shape), where=cared)
        return cls(advantage=advantage, rate=rate)

    def shifts(self, room: Floats) -> Floats:
        """How far the outcome on the issue wanted moves: as far as both can give way.

        room: (issue, demander, supplier) in points.
        """
        given = room.transpose(0, 2, 1)[None, :, :, :]
        at_most = np.divide(given, self.rate, out=np.zeros_like(self.rate), where=self.rate > 0)
        return np.minimum(room[:, None, :, :], at_most)


def _direction(distance: Floats) -> Floats:
    """-1, 0 or 1; 0 for what is as good as nothing."""
    return np.where(np.abs(distance) <= SAME_PLACE, 0.0, np.sign(distance))
