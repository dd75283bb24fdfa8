"""What a party changes by another position, salience or capability: exact for the compromise, searched for any rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.register import BargainingRule, Choices, Floats, settled_many
from winset.analyses.forecast.stances import Stances, weighted_mean

ENDS = (0.0, 100.0)

STEADY = 1e-9
"""Forecasts nearer than this, in points, are the same: of two moves that do as well, the smaller one is taken."""

NARROWINGS = (25.0, 5.0, 1.0)
"""Half of the range, in points, in which a search looks again around the best that it has found so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceChange:
    """What a party does otherwise on one issue; None: as it is. A change of capability holds for every issue."""

    party: int
    issue: int
    position: float | None = None
    salience: float | None = None
    capability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What one party does to the compromise on one issue, exactly.

    party: its place. share: its part of the whole weight, which is also how far the compromise moves when the party
    moves by one point. distance: how far the party stands from the compromise, below 0 where it stands lower. without:
    the compromise without the party, None where nobody else cares. at_ends: the compromise with the party at 0 and at
    100. at_most_salience: the compromise if the issue were as salient to the party as can be, 100. per_salience,
    per_capability: how far the compromise moves for each further point of salience and unit of capability, at first.
    """

    party: int
    share: float
    distance: float
    without: float | None
    at_ends: tuple[float, float]
    at_most_salience: float
    per_salience: float
    per_capability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundChange:
    """The best change that a search has found for a party; a better one may exist.

    before, after: the forecast on the issue, None where there is none. aim: where the party wants it. tried: how many
    changes were tried. seed: of the search.
    """

    change: StanceChange
    before: float | None
    after: float | None
    aim: float
    tried: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CounterMoves:
    """Two parties that answer each other's moves on one issue.

    places: the positions that either may take; the first two are where the first and the second stand now. forecast:
    (first's place, second's place) where the rule settles the issue, NaN where it does not. path: the places, by
    number, from where they stand, the first moving first and then in turn. ends: "rest" where neither can gain by
    moving from the last of the path, "circle" where the path comes back to a pair of places with the same party to
    move. left: the pairs of places that are left: the last one, or those of the circle. rest: all pairs of places from
    which neither can gain by moving alone.
    """

    parties: tuple[int, int]
    issue: int
    places: tuple[float, ...]
    forecast: Floats
    path: tuple[tuple[int, int], ...]
    ends: Literal["rest", "circle"]
    left: tuple[tuple[int, int], ...]
    rest: tuple[tuple[int, int], ...]


def changed(stances: Stances, change: StanceChange) -> Stances:
    """The stances with one party changed."""
    position, salience, capability = stances.position.copy(), stances.salience.copy(), stances.capability.copy()
    if change.position is not None:
        position[change.party, change.issue] = change.position
    if change.salience is not None:
        salience[change.party, change.issue] = change.salience
    if change.capability is not None:
        capability[change.party] = change.capability
    return replace(stances, position=position, salience=salience, capability=capability)


def pulls(stances: Stances, issue: int) -> tuple[Pull, ...]:
    """What each party with a weight does to the compromise; empty where nobody has one.

    With O the compromise, w the weight of a party at x and W that of all: moving it by d moves O by w d / W, and O
    changes with its weight by (x − O) / W.
    """
    return tuple(_pull(stances, int(party), issue) for party in np.flatnonzero(stances.weight[:, issue] > 0))


def _pull(stances: Stances, party: int, issue: int) -> Pull:
    position, weight = stances.position[:, issue], stances.weight[:, issue]
    point, total, place = _mean(position, weight), float(weight.sum()), float(position[party])
    share = float(weight[party]) / total
    others = weight.copy()
    others[party] = 0.0
    without = _mean(position, others)
    return Pull(
        party=party,
        share=share,
        distance=place - point,
        without=_number(without),
        at_ends=(point + share * (ENDS[0] - place), point + share * (ENDS[1] - place)),
        at_most_salience=_after(stances, StanceChange(party=party, issue=issue, salience=100.0)),
        per_salience=float(stances.capability[party]) / 100 * (place - point) / total,
        per_capability=float(stances.salience[party, issue]) / 100 * (place - point) / total,
    )


def position_for(stances: Stances, party: int, issue: int, aim: float) -> float | None:
    """The position that brings the compromise as near to the aim as this party can: within the scale, and exactly
    there where that is possible; None where the party has no weight.
    """
    position, weight = stances.position[:, issue], stances.weight[:, issue]
    if weight[party] <= 0:
        return None
    needed = position[party] + (aim - _mean(position, weight)) * weight.sum() / weight[party]
    return float(np.clip(needed, *ENDS))


def _mean(position: Floats, weight: Floats) -> float:
    return float(weighted_mean(position[:, None], weight[:, None])[0])


def _after(stances: Stances, change: StanceChange) -> float:
    after = changed(stances, change)
    return _mean(after.position[:, change.issue], after.weight[:, change.issue])


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasting:
    """The rule that settles, with its choices."""

    rule: BargainingRule
    choices: Choices

    def points(self, stances: Stances, issue: int, changes: list[StanceChange]) -> Floats:
        """(change) where the issue settles after each of the changes, NaN where there is no forecast.

        The other issues take part where the rule, with these choices, settles them together.
        """
        is_together = self.rule.together(self.choices)
        column = slice(None) if is_together else slice(issue, issue + 1)
        cases = [changed(stances, change) for change in changes]
        batch = Stances(
            position=np.stack([case.position[:, column] for case in cases]),
            salience=np.stack([case.salience[:, column] for case in cases]),
            capability=np.stack([case.capability for case in cases]),
            reference=None if stances.reference is None else np.tile(stances.reference[column], (len(cases), 1)),
        )
        return settled_many(self.rule, batch, self.choices)[:, issue if is_together else 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEffort:
    """How much is tried: the number of trials, and the seed that draws them. capability: how many times its capability
    of today a party may reach; at 1 the capability stays as it is.
    """

    trials: int = 400
    seed: int = 0
    capability: float = 1.0


def search(
    stances: Stances, start: StanceChange, forecasting: Forecasting, aim: float, effort: SearchEffort
) -> FoundChange:
    """The change of position, salience and capability, found by seeded trials, that brings the forecast nearest to the
    aim.

    start: the party and the issue; what it sets is kept, and only the rest is searched, capability only where the
    effort lets it grow. A quarter of the trials is spread over the scale, the others narrow down on the best so far. Of
    changes that do as well the one nearest to today's stance is taken, and a party that can do no better stays as it
    is.
    """
    party, issue = start.party, start.issue
    reach = _Reach.of(stances, start, aim, effort)
    rng = np.random.default_rng(effort.seed)
    before = forecasting.points(stances, issue, [StanceChange(party=party, issue=issue)])
    best, best_key = reach.fixed, (np.inf, np.inf)
    found: float | None = None
    tried = 0
    for width in (None, *NARROWINGS):
        shape = (max(1, effort.trials // (len(NARROWINGS) + 1)), len(best))
        drawn = rng.uniform(*ENDS, shape) if width is None else best + rng.uniform(-width, width, shape)
        stances_tried = np.where(reach.free, np.clip(drawn, *ENDS), reach.fixed)
        stances_tried = np.vstack([reach.fixed if width is None else best, reach.corners(), stances_tried])
        points = forecasting.points(stances, issue, [reach.change(start, values) for values in stances_tried])
        tried += len(points)
        for values, point in zip(stances_tried, points, strict=True):
            away = np.inf if np.isnan(point) else abs(float(point) - aim)
            key = (away, float(np.abs(values - reach.now).sum()))
            if (
                found is None
                or key[0] < best_key[0] - STEADY
                or (key[0] <= best_key[0] + STEADY and key[1] < best_key[1])
            ):
                best, best_key, found = values, key, float(point)
    return FoundChange(
        change=reach.change(start, best),
        before=_number(before[0]),
        after=None if found is None or np.isnan(found) else found,
        aim=aim,
        tried=tried,
        seed=effort.seed,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Reach:
    """What a search goes over, each from 0 to 100: position, salience, and capability in parts of the largest one.

    now: today's. fixed: what is kept. free: (3) what is searched. most: the largest capability.
    """

    now: Floats
    fixed: Floats
    free: NDArray[np.bool_]
    most: float

    @staticmethod
    def of(stances: Stances, start: StanceChange, aim: float, effort: SearchEffort) -> _Reach:
        """Of one party on one issue; where it has no position, from the aim and no salience."""
        party, issue = start.party, start.issue
        today = float(stances.capability[party])
        most = max(effort.capability, 1.0) * max(today, start.capability or 0.0)
        scaled = ENDS[1] / most if most > 0 else 0.0
        now = np.array([stances.position[party, issue], stances.salience[party, issue], today * scaled])
        now = np.where(np.isfinite(now), now, [aim, 0.0, 0.0])
        given = (start.position, start.salience, None if start.capability is None else start.capability * scaled)
        grows = effort.capability > 1 and start.capability is None
        return _Reach(
            now=now,
            fixed=np.array([one if value is None else value for one, value in zip(now, given, strict=True)]),
            free=np.array([start.position is None, start.salience is None, grows and most > 0]),
            most=most,
        )

    def corners(self) -> Floats:
        """(corner, 3) both ends of what may change."""
        corners = np.array(list(product(ENDS, repeat=len(self.now))))
        return np.unique(np.where(self.free, corners, self.fixed), axis=0)

    def change(self, start: StanceChange, values: Floats) -> StanceChange:
        """The change that the values stand for; a capability that is kept is not computed again."""
        position, salience, capability = map(float, values)
        changes = replace(start, position=position, salience=salience)
        return replace(changes, capability=capability / ENDS[1] * self.most) if self.free[2] else changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opponents:
    """Who answers whom on which issue. aim: where the first wants the forecast, where it stands today if None. steps:
    of the grid of places.
    """

    issue: int
    parties: tuple[int, int]
    aim: float | None = None
    steps: int = 20


def counter_moves(stances: Stances, answering: Opponents, forecasting: Forecasting) -> CounterMoves:
    """How two parties answer each other, each wanting the forecast where it stands today, or the first at the aim.

    Either may take a place on a grid of so many equal steps over the scale, or a place where one of the two stands
    today. A party moves only if that brings the forecast nearer to its aim; of places that do as well it takes the one
    nearest to today's. Both must have a position.
    """
    issue, parties, aim = answering.issue, answering.parties, answering.aim
    today = tuple(float(stances.position[party, issue]) for party in parties)
    if not all(np.isfinite(today)):
        raise ValueError("both parties need a position on the issue")
    aims = (today[0] if aim is None else aim, today[1])
    grid = np.linspace(*ENDS, answering.steps + 1)
    places = (*today, *(float(place) for place in grid if place not in today))
    first = [changed(stances, StanceChange(party=parties[0], issue=issue, position=place)) for place in places]
    answers = [StanceChange(party=parties[1], issue=issue, position=place) for place in places]
    forecast = np.array([forecasting.points(case, issue, answers) for case in first])
    away = tuple(np.where(np.isnan(forecast), np.inf, np.abs(np.nan_to_num(forecast) - aim)) for aim in aims)
    path, left, ends = _path(away, np.array(places))
    best_first, best_second = away[0].min(axis=0, keepdims=True), away[1].min(axis=1, keepdims=True)
    rests = (away[0] <= best_first + STEADY) & (away[1] <= best_second + STEADY)
    return CounterMoves(
        parties=parties,
        issue=issue,
        places=places,
        forecast=forecast,
        path=path,
        ends=ends,
        left=left,
        rest=tuple((int(one), int(other)) for one, other in np.argwhere(rests)),
    )


def _path(
    away: tuple[Floats, ...], places: Floats
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], Literal["rest", "circle"]]:
    """The pairs of places from today's on, until both stay or a pair comes back with the same party to move; and those
    of them that are left in the end.
    """
    at, mover = (0, 1), 0
    path, seen, stayed = [at], {(at, mover): 0}, 0
    while stayed < 2:
        row = away[0][:, at[1]] if mover == 0 else away[1][at[0], :]
        best = _reply(row, places, at[mover], mover)
        stayed = stayed + 1 if best == at[mover] else 0
        at = (best, at[1]) if mover == 0 else (at[0], best)
        mover = 1 - mover
        if stayed == 0:
            path.append(at)
            if (at, mover) in seen:
                return tuple(path), tuple(path[seen[at, mover] : -1]), "circle"
            seen[at, mover] = len(path) - 1
    return tuple(path), (at,), "rest"


def _reply(away: Floats, places: Floats, now: int, today: int) -> int:
    """The number of the best place, and the present one where no other is better."""
    if away[now] <= away.min() + STEADY:
        return now
    best = np.flatnonzero(away <= away.min() + STEADY)
    return int(best[np.argmin(np.abs(places[best] - places[today]))])
