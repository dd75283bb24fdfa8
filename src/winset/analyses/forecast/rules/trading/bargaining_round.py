"""One round of exchanges: the best first, then again from where the parties now vote, until none is left.

Positions are on the line of 0 to 100, saliences shares of 1. Of two who exchange, each demands that the outcome of one
issue comes towards it, and gives way on the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from winset.analyses.forecast.register import Choices
from winset.analyses.forecast.rules.trading.outlook import (
    Bargain,
    Bools,
    CurrentOutcomes,
    Floats,
    Outlook,
    OwnOutcomes,
    Terms,
    Votes,
)

LEAST_GAIN = 1e-9
"""Gain, in points × salience, up to which nobody exchanges."""
TIE = 1e-9
"""Difference of gains, in points × salience, below which two exchanges are as good as each other."""
MOST_EXCHANGES = 10_000
"""Exchanges of issues in a round; beyond, the round is cut off, and the answer says so."""

Rank = Callable[[Bargain], tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Two parties give way to each other, and gain as much, by the outcomes with which they reckon.

    first gives way on `given` and gets `wanted`; second the other way round. gain: of each as it reckons, in points ×
    salience. start, end: the places that the first votes for on `given`, the second on `wanted`. before, after: the
    outcomes of `given` and of `wanted`. externalities: (party) what every party gains by these outcomes; the two of
    them `gain`, where they reckon with the outcomes as they are.
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
    where it has no position. capability: (party). Every issue has some weight. customs: what is chosen for every option
    of the rule, where the sources differ.
    """

    position: Floats
    salience: Floats
    capability: Floats
    customs: Choices

    @property
    def weight(self) -> Floats:
        """(party, issue) capability × salience as a share of all on the issue."""
        weight = self.capability[:, None] * self.salience
        return np.asarray(weight / weight.sum(axis=0))

    def start(self) -> Floats:
        """(issue) The outcomes before any exchange."""
        return Votes(position=self.position, weight=self.weight).outcome

    def round(self) -> TradingRound:
        """The exchanges, the one with the highest gain first, until nobody gains."""
        terms, votes = Terms.of(self.salience), Votes(position=self.position, weight=self.weight)
        outlook, start = self._outlook(votes, terms), votes.outcome
        outcome = start
        exchanges: list[Exchange] = []
        while len(exchanges) < MOST_EXCHANGES:
            shift = outlook.shifts(votes)
            bargain = _best(shift * terms.advantage, self._rank(start, outcome))
            if bargain is None:
                return TradingRound(voting=votes.voting, outcome=outcome, exchanges=tuple(exchanges), finished=True)
            wanted, given, first, second = bargain
            places = (float(votes.voting[first, given]), float(votes.voting[second, wanted]))
            votes.give_way(second, wanted, float(self.position[first, wanted]), float(shift[bargain]))
            on_given = float(shift[bargain] * terms.rate[bargain])
            votes.give_way(first, given, float(self.position[second, given]), on_given)
            outlook.exchanged(bargain, votes)
            following = votes.outcome
            exchanges.append(
                Exchange(
                    first=first,
                    second=second,
                    given=given,
                    wanted=wanted,
                    gain=float(shift[bargain] * terms.advantage[bargain]),
                    start=places,
                    end=(float(votes.voting[first, given]), float(votes.voting[second, wanted])),
                    before=(float(outcome[given]), float(outcome[wanted])),
                    after=(float(following[given]), float(following[wanted])),
                    externalities=self._externalities(outcome, following),
                )
            )
            outcome = following
        return TradingRound(voting=votes.voting, outcome=outcome, exchanges=tuple(exchanges), finished=False)

    def _outlook(self, votes: Votes, terms: Terms) -> Outlook:
        sides, supply = self.customs["sides"], self.customs["supply"]
        if self.customs["outcomes"] == "own":
            return OwnOutcomes.of(votes, terms, sides, supply)
        return CurrentOutcomes(terms=terms, start=votes.outcome, sides=sides, supply=supply)

    def _rank(self, start: Floats, outcome: Floats) -> Rank:
        """Which of exchanges that are as good comes first: the one of the lowest rank."""
        if self.customs["ties"] == "listed":
            return _Listed(above=self.position > start)
        distance = np.abs(self.position - outcome)

        def farthest(bargain: Bargain) -> tuple[float, ...]:
            wanted, given, first, second = bargain
            far = distance[first, wanted] + distance[first, given] + distance[second, wanted] + distance[second, given]
            return round(-float(far), 6), round(-float(self.capability[first] + self.capability[second]), 9)

        return farthest

    def _externalities(self, before: Floats, after: Floats) -> tuple[float, ...]:
        """What the outcomes' change is worth to every party."""
        closer = np.abs(before - self.position) - np.abs(after - self.position)
        return tuple(float(gain) for gain in (self.salience * closer).sum(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Listed:
    """The place of an exchange in a published program's list: by pairs of issues, then parties above both outcomes with
    those below both, then the others, by the order of the case. above: (party, issue) at the start.
    """

    above: Bools

    def __call__(self, bargain: Bargain) -> tuple[float, ...]:
        wanted, given, first, second = bargain
        low, high = sorted((wanted, given))
        upper, lower = (first, second) if self.above[first, high] else (second, first)
        return low, high, not self.above[upper, low], upper, lower


def _best(gain: Floats, rank: Rank) -> Bargain | None:
    """The exchange of the highest gain; of several the one of the lowest rank, then the first in the case's order."""
    highest = float(gain.max())
    if highest <= LEAST_GAIN:
        return None
    tied = np.argwhere(gain >= highest - TIE)
    return min(((int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in tied), key=rank)
