"""How parties choose among several things at once: votes, coalitions, victories, and the chance of each.

Axes: `party` who votes; `first` and `second`, of two things voted on. Values are shares of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vote = Literal["proportional", "binary", "proportional_binary", "cubic", "proportional_cubic", "prospect"]
Victory = Literal["linear", "square", "quartic", "octic", "binary"]
Contest = Literal["conditional", "markov_uniform", "markov_incentive"]
RiskRange = Literal["min", "mid", "max"]
RiskEstimate = Literal["own", "one_third", "half", "two_thirds", "true"]
Commitment = Literal["none", "semi", "full"]
Interpolation = Literal["s1p1", "s2p2", "s2pmax"]
Proposal = Literal["initiator", "both", "weighted"]
Choice = Literal["deterministic", "stochastic"]
Ideals = Literal["follow", "fixed"]

MOST_TURNS = 100
"""Turns of the spatial model; beyond, it stops where it is, and the answer says that it had not settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpatialParameters:
    """One variant of the spatial model; the defaults are those of its published program.

    turns: how many are run at most. until_settled: it stops before where little moves. seed: of a stochastic choice.
    same_place: distance, in scales, below which two parties stand at one place when places are elected. The published
    program has 1e-3, which makes chances depend on the order of the parties; bargained positions lie 1e-4 apart.
    """

    vote: Vote = "proportional"
    victory: Victory = "linear"
    contest: Contest = "conditional"
    risk_range: RiskRange = "mid"
    risk_estimate: RiskEstimate = "one_third"
    commitment: Commitment = "semi"
    interpolation: Interpolation = "s2p2"
    proposal: Proposal = "initiator"
    choice: Choice = "deterministic"
    ideals: Ideals = "follow"
    turns: int = MOST_TURNS
    until_settled: bool = True
    seed: int = 1
    same_place: float = 1e-6


Floats = NDArray[np.float64]

SMALLEST_COALITION = 1e-8
"""Strength of a coalition of nobody, in capabilities × value, so that no chance is 0/0."""
AS_LIKELY = 1e-6
"""Difference of chances below which neither is the larger. Two things of equal value differ by 1e-16 or so for each
party, the last binary digit of a value; beside the strength of a coalition of nobody that is 1e-8 of a chance.
"""
INDIFFERENCE = 1e-8
"""Difference of values at which a binary vote is cast in full."""
CLEAR_MAJORITY = 1.10
"""Ratio of two coalitions from which the larger one wins in the binary model of victory."""
REMAINING_CHANCE = 1e-6
"""Weight that the loser keeps against a clear majority."""
SELF_SUPPORT = 1e-10
"""Incentive, in capabilities × value, of the thing in favour to stand again, so that no row is empty."""
MOST_STEPS = 1000
"""Steps of a chain of challenges in the spatial model, whose published program has no bound and may run for ever;
beyond, the last chances are used, and the answer says so.
"""
UNIFORM_PRECISION, INCENTIVE_PRECISION = 1e-6, 1e-8
"""Change of a chance in one step below which a chain has settled."""
_POWERS = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}


def votes(rule: Vote, weight: Floats, first: Floats, second: Floats) -> Floats:
    """What each party casts for the first against the second: positive for the first. The arrays are broadcast."""
    difference = first - second
    return weight * _response(rule, difference)


def _response(rule: Vote, difference: Floats) -> Floats:
    match rule:
        case "proportional":
            return difference
        case "binary":
            return _binary(difference)
        case "proportional_binary":
            return 0.8 * difference + 0.2 * _binary(difference)
        case "cubic":
            return difference**3
        case "proportional_cubic":
            return 0.5 * difference + 0.5 * difference**3
        case "prospect":
            return np.where(difference < 0, difference, 2 * difference / 3)


def _binary(difference: Floats) -> Floats:
    return np.clip(difference / INDIFFERENCE, -1.0, 1.0)


def coalitions(rule: Vote, capability: Floats, value: Floats) -> Floats:
    """(first, second) The strength of everybody who votes for the first against the second. value: (party, thing)."""
    cast = votes(rule, capability[:, None, None], value[:, :, None], value[:, None, :])
    return np.asarray(SMALLEST_COALITION + np.maximum(cast, 0.0).sum(axis=0))


def victories(model: Victory, strength: Floats) -> Floats:
    """(first, second) The chance that the first beats the second; one half against itself."""
    if model == "binary":
        chance = _binary_victories(strength)
    else:
        power = _POWERS[model]
        logs = power * np.log(strength)
        chance = np.exp(logs - np.logaddexp(logs, logs.T))
    np.fill_diagonal(chance, 0.5)
    return chance


def _binary_victories(strength: Floats) -> Floats:
    """All for whoever has a clear majority, and a straight line between the two majorities."""
    share = strength / (strength + strength.T)
    between = (share * (CLEAR_MAJORITY + 1.0) - 1.0) / (CLEAR_MAJORITY - 1.0)
    winner = 1.0 / (1.0 + REMAINING_CHANCE)
    clear = np.where(strength > strength.T, winner, 1.0 - winner)
    majority = np.maximum(strength, strength.T) >= CLEAR_MAJORITY * np.minimum(strength, strength.T)
    return np.where(majority, clear, between)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """The chance of each thing to be chosen. chance: (thing), sums to 1. settled: False where a chain was cut off."""

    chance: Floats
    settled: bool


def chances(model: Contest, strength: Floats, victory: Floats) -> Chances:
    """The probabilistic Condorcet election over things whose coalitions and victories are given."""
    match model:
        case "conditional":
            return Chances(chance=_conditional(victory), settled=True)
        case "markov_uniform":
            return _markov(np.full_like(victory, 1.0 / len(victory)), victory, UNIFORM_PRECISION)
        case "markov_incentive":
            incentive = strength * victory + SELF_SUPPORT * np.eye(len(victory))
            return _markov(incentive / incentive.sum(axis=0), victory, INCENTIVE_PRECISION)


def _conditional(victory: Floats) -> Floats:
    """The chance to beat each of the others, given that something does. Worked out in logarithms: a product of
    hundreds of small chances has no binary representation.
    """
    with np.errstate(divide="ignore"):
        logs = np.log(victory).sum(axis=1)
    chance = np.exp(logs - logs.max())
    return np.asarray(chance / chance.sum())


def _markov(challenge: Floats, victory: Floats, precision: float) -> Chances:
    """Where the chain of favourites settles, begun at equal chances.

    challenge: (challenger, favourite) the chance that the challenger stands up where the favourite is in favour.
    """
    chance = np.full(len(victory), 1.0 / len(victory))
    for _ in range(MOST_STEPS):
        contest = challenge * chance
        following = (victory * (contest + contest.T)).sum(axis=1)
        change = float(np.abs(following - chance).max())
        chance = (chance + following) / 2
        if change <= precision:
            return Chances(chance=chance, settled=True)
    return Chances(chance=chance, settled=False)
