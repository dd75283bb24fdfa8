"""On what terms two parties exchange, and with which outcomes they reckon: those of all, or of their exchanges only.

An outlook says how far the outcome of the issue wanted would move if the two exchanged; axes as in Terms. It is given
every exchange that is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.stances import weighted_mean

Floats = NDArray[np.float64]

SAME_PLACE = 1e-9
"""Distance, in points, below which two places are one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """On what terms two parties gain as much; axes: wanted, given, first who wants, second who gives way there.

    advantage: gain of each for one point on the issue wanted; 0 where the first does not care relatively more about it.
    rate: points on the issue given for one point on the issue wanted.
    """

    advantage: Floats
    rate: Floats

    @classmethod
    def of(cls, salience: Floats) -> Terms:
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
        on_wanted, on_given = wanted(room), given(room)
        at_most = np.divide(on_given, self.rate, out=np.zeros_like(self.rate), where=self.rate > 0)
        return np.minimum(on_wanted, at_most)


def wanted(of_pair: Floats) -> Floats:
    """(issue, demander, supplier) as seen on the issue wanted: the first demands it, the second supplies it."""
    return of_pair[:, None, :, :]


def given(of_pair: Floats) -> Floats:
    """(issue, demander, supplier) as seen on the issue given: the second demands it, the first supplies it."""
    return of_pair.transpose(0, 2, 1)[None, :, :, :]


def direction(distance: Floats) -> Floats:
    """-1, 0 or 1; 0 for what is as good as nothing."""
    return np.where(np.abs(distance) <= SAME_PLACE, 0.0, np.sign(distance))


Bools = NDArray[np.bool_]
Indices = NDArray[np.intp]
Bargain = tuple[int, int, int, int]
"""The issue wanted, the issue given, who gives way on it, and to whom."""

LEAST_STEP = 1e-10
"""Points, and points × salience, up to which a step or a gain is none."""
LENGTH = 100.0
"""Length of the line, in points."""


@dataclass(slots=True, kw_only=True, eq=False)
class Votes:
    """Where the parties stand, and what they vote for.

    position: (party, issue) that they prefer; any number where a party has none. weight: (party, issue) as a share of
    all on the issue, 0 where a party has none. voting: (party, issue) the places voted for now, and moved: -1, 0 or 1,
    the way on which a party has left its own place.
    """

    position: Floats
    weight: Floats
    voting: Floats = field(init=False)
    moved: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.voting, self.moved = self.position.copy(), np.zeros_like(self.position)

    @property
    def outcome(self) -> Floats:
        """(issue) The mean of what the parties vote for, by weight."""
        return weighted_mean(self.voting, self.weight)

    def give_way(self, party: int, issue: int, goal: float, shift: float) -> None:
        """The party's vote after it has moved the outcome by a shift towards a goal; exactly there if it arrives."""
        here = float(self.voting[party, issue])
        step, left = shift / float(self.weight[party, issue]), abs(goal - here)
        way = float(np.sign(goal - here))
        self.moved[party, issue] = way
        self.voting[party, issue] = goal if abs(step - left) <= SAME_PLACE else here + way * step


def sides_of(position: Floats, border: Floats, sides: str) -> Floats:
    """(issue, party) the side of the border on which a party stands, 1 above it and -1 below.

    On the border it is on neither (0); by the sides at the start it counts below, as the source has it.
    """
    away = direction(position - border).T
    return np.where(away > 0, 1.0, -1.0) if sides == "start" else away


class Outlook(Protocol):
    """How far exchanges would go."""

    def shifts(self, votes: Votes) -> Floats:
        """How far the outcome of the issue wanted would move, in points; 0 where the two do not exchange."""
        ...

    def exchanged(self, bargain: Bargain, votes: Votes) -> None:
        """Takes note of an exchange; the votes are those after it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurrentOutcomes:
    """Every exchange is looked at anew, by the outcomes as all exchanges have left them.

    start: (issue) the outcomes before the first exchange.
    """

    terms: Terms
    start: Floats
    sides: str
    supply: str

    def shifts(self, votes: Votes) -> Floats:
        return self.terms.shifts(self._room(votes))

    def exchanged(self, bargain: Bargain, votes: Votes) -> None:
        """Nothing: all is in the votes."""

    def _room(self, votes: Votes) -> Floats:
        """(issue, demander, supplier) How far the supplier can bring the outcome towards the demander, in points.

        At most to where the demander stands, with the supplier's vote there too. Nothing where both stand on one side,
        or where the supplier gave way in the other direction before.
        """
        outcome = votes.outcome
        place, vote, weight = votes.position.T, votes.voting.T, votes.weight.T
        way = direction(place - outcome[:, None])[:, :, None]
        on_way = (place[:, :, None] - vote[:, None, :]) * way
        side = sides_of(votes.position, outcome if self.sides == "current" else self.start, self.sides)
        apart = (side[:, :, None] == way) & (side[:, None, :] != way)
        possible = (way != 0) & (on_way > SAME_PLACE) & apart & _free(votes, way, self.supply) & _both(weight)
        limit = np.abs(place - outcome[:, None])[:, :, None]
        return np.where(possible, np.minimum(on_way * weight[:, None, :], limit), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _List:
    """Exchanges, one after the other. wanted, given, first, second: (exchange) as in a bargain. advantage, rate:
    (exchange) their terms.
    """

    wanted: Indices
    given: Indices
    first: Indices
    second: Indices
    advantage: Floats
    rate: Floats

    @property
    def bargains(self) -> tuple[Indices, ...]:
        """(exchange) its place in arrays with the axes of Terms."""
        return self.wanted, self.given, self.first, self.second

    @property
    def places(self) -> tuple[tuple[Indices, ...], tuple[Indices, ...]]:
        """(exchange) the issue, demander and supplier of what the first gives, and of what the second gives."""
        return (self.given, self.second, self.first), (self.wanted, self.first, self.second)


@dataclass(slots=True, kw_only=True, eq=False)
class OwnOutcomes:
    """Exchanges are listed once, and each reckons only with what its two parties have got and given since.

    way: (issue, demander) the way to the demander from the outcome at the start. reckoned: (issue, demander, supplier)
    for what the demander takes the supplier to vote: its own place, or where it first gave way to the demander. open:
    (exchange) still on the list; what is once impossible, or made, never comes back. planned: (2, exchange) the steps
    of the votes that it now plans, of the first and of the second. given_up: (2, exchange) the sum of those planned
    before, each time that the party that was to take it gave way on the issue to somebody else.
    """

    listed: _List
    start: Floats
    way: Floats
    supply: str
    reckoned: Floats
    open: Bools
    planned: Floats
    given_up: Floats

    @classmethod
    def of(cls, votes: Votes, terms: Terms, sides: str, supply: str) -> OwnOutcomes:
        """The list before the first exchange; the issue wanted is that of the lower number."""
        start, place = votes.outcome, votes.position.T
        side = sides_of(votes.position, start, sides)
        apart = (side[:, :, None] != 0) & (side[:, None, :] != side[:, :, None]) & _both(votes.weight.T)
        numbers = np.arange(len(place))
        once = (numbers[:, None] < numbers[None, :])[:, :, None, None]
        found = np.nonzero(wanted(apart) * given(apart) * once * terms.advantage > 0)
        return cls(
            listed=_List(
                wanted=found[0],
                given=found[1],
                first=found[2],
                second=found[3],
                advantage=terms.advantage[found],
                rate=terms.rate[found],
            ),
            start=start,
            way=side,
            supply=supply,
            reckoned=np.repeat(place[:, None, :], len(votes.position), axis=1),
            open=np.ones(len(found[0]), dtype=np.bool_),
            planned=np.zeros((2, len(found[0]))),
            given_up=np.zeros((2, len(found[0]))),
        )

    def shifts(self, votes: Votes) -> Floats:
        """An exchange stops where the outcome, as its parties reckon, comes to the place of whoever wants it moved; not
        where it already is there or beyond.
        """
        place, vote, weight = votes.position.T, votes.voting.T[:, None, :], votes.weight.T[:, None, :]
        way, own_place = self.way[:, :, None], place[:, None, :]
        on_way = (place[:, :, None] - vote) * way
        free = (on_way > SAME_PLACE) & _free(votes, way, self.supply)
        room = np.where(free, on_way * weight, 0.0)
        of_all = self.start[:, None] + ((self.reckoned - own_place) * weight).sum(axis=2)
        before = (place - of_all)[:, :, None] * way
        left = before - (vote - self.reckoned) * weight * way
        stop = np.where(np.abs(self.reckoned - own_place) > LEAST_STEP, before, left)
        uncut, rate = self._least(room), self.listed.rate
        shift = uncut
        for at, worth in zip(self.listed.places, (rate, np.ones_like(rate)), strict=True):
            beyond = (left[at] > SAME_PLACE) & (shift * worth > left[at] + SAME_PLACE)
            shift = np.where(beyond, stop[at] / worth, shift)
        for plan in (uncut, shift):
            self.planned = self._steps(plan, votes)
            self.open &= (plan * self.listed.advantage > LEAST_STEP) & self._possible(votes)
        shape = (len(place), len(place), len(votes.position), len(votes.position))
        shifts = np.zeros(shape)
        shifts[self.listed.bargains] = np.where(self.open, shift, 0.0)
        return shifts

    def exchanged(self, bargain: Bargain, votes: Votes) -> None:
        wanted_, given_, first, second = bargain
        for issue, demander, supplier in ((given_, second, first), (wanted_, first, second)):
            if abs(self.reckoned[issue, demander, supplier] - votes.position[supplier, issue]) <= LEAST_STEP:
                self.reckoned[issue, demander, supplier] = votes.voting[supplier, issue]
            for number, (issues, _, suppliers) in enumerate(self.listed.places):
                left_over = (issues == issue) & (suppliers == supplier)
                self.given_up[number, left_over] += self.planned[number, left_over]
        made = [numbers == number for numbers, number in zip(self.listed.bargains, bargain, strict=True)]
        self.open &= ~np.logical_and.reduce(made)

    def _least(self, room: Floats) -> Floats:
        """(exchange) How far the outcome on the issue wanted moves if both give way as far as they can."""
        on_given, on_wanted = (room[at] for at in self.listed.places)
        return np.minimum(on_wanted, on_given / self.listed.rate)

    def _steps(self, shift: Floats, votes: Votes) -> Floats:
        """(2, exchange) The steps of both votes, below 0 downwards."""
        points = (shift * self.listed.rate, shift)
        return np.stack(
            [
                point * self.way[issue, demander] / votes.weight[supplier, issue]
                for point, (issue, demander, supplier) in zip(points, self.listed.places, strict=True)
            ]
        )

    def _possible(self, votes: Votes) -> Bools:
        """Whether both votes move and stay on the line; and, as the source has it, whether the steps upwards that an
        exchange plans and has given up are not longer together than the line.
        """
        from_ = np.stack([votes.voting[supplier, issue] for issue, _, supplier in self.listed.places])
        to = from_ + self.planned
        on_line = (to >= -LEAST_STEP) & (to <= LENGTH + LEAST_STEP)
        within = self.given_up + self.planned <= LENGTH + LEAST_STEP
        return np.asarray(((np.abs(self.planned) > LEAST_STEP) & on_line & within).all(axis=0))


def _free(votes: Votes, way: Floats, supply: str) -> Bools:
    """(issue, demander, supplier) Whether the supplier may give way on this way."""
    earlier = votes.moved.T[:, None, :]
    return np.asarray((earlier == 0) if supply == "once" else (earlier == 0) | (earlier == way))


def _both(weight: Floats) -> Bools:
    """(issue, demander, supplier) Whether the issue has a weight for both."""
    return np.asarray((weight > 0)[:, :, None] & (weight > 0)[:, None, :])
