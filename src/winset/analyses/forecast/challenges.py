"""What a party expects to gain by challenging another: the expected-utility model of group decisions.

Source: Scholz, Calbert & Smith 2011, Unravelling Bueno De Mesquita's group decision model, ICAART 2011, pages 18–30;
the numbers of equations are theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.averages import weighted_median

Floats = NDArray[np.float64]

SAME = 1e-9
"""Below this two places (of 100), two expected gains (of 4) or two securities are the same. Rounding leaves differences
of some 1e-13 between what would be equal; no published trajectory has a decision nearer than 1e-4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenging:
    """How expected gains are worked out where the sources differ.

    denominator: of the chance to win, the votes on the "pair" of parties or on "all_pairs". votes: by "distance", or by
    the distance to the power of the voter's risk exponent, "risk". risk: each party judges with its "own" exponent, or
    both gains are judged with that of the party that would move, the "viewer". security: what "adversaries" expect to
    gain by challenging a party, or what it gains by its "own" challenges. status_quo_chance: Q, the chance that nothing
    changes without a challenge.
    """

    denominator: Literal["pair", "all_pairs"] = "pair"
    votes: Literal["distance", "risk"] = "distance"
    risk: Literal["own", "viewer"] = "own"
    security: Literal["adversaries", "own"] = "adversaries"
    status_quo_chance: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """The parties on one line, from the lowest position up.

    position: (party) 0 to 100, ascending. salience: (party) 0 to 1. weight: (party) capability × salience, above 0.
    width: what distances are measured in, above 0 and not below the distance of the outermost parties.
    """

    position: Floats
    salience: Floats
    weight: Floats
    width: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChallengeGains:
    """What challenges promise.

    mover: (party, other) what the party expects to gain by challenging the other. proposer: (party, other) what the
    other expects to gain by challenging the party, in the eyes that the rule prescribes. exponent: (party) risk
    exponent, 0.5 to 2. chance: (party, other) chance to win against the other, where party and other stand apart.
    """

    mover: Floats
    proposer: Floats
    exponent: Floats
    chance: Floats


def gains(field: Field, how: Challenging) -> ChallengeGains:
    """What every party expects of challenging every other, after its risk exponent is known from a first pass at 1."""
    distance = np.abs(field.position[:, None] - field.position[None, :]) / field.width
    neutral = np.ones(len(field.position))
    chance = chances(field, distance, neutral, how)
    first = expected_gains(field, distance, neutral, chance, how)[0]
    exponent = risk_exponents(first.sum(axis=0 if how.security == "adversaries" else 1))
    if how.votes == "risk":
        chance = chances(field, distance, exponent, how)
    mover, proposer = expected_gains(field, distance, exponent, chance, how)
    return ChallengeGains(mover=mover, proposer=proposer, exponent=exponent, chance=chance)


def risk_exponents(security: Floats) -> Floats:
    """(party) 0.5 for the largest sum of expected gains to 2 for the least; 1 for all where all are the same.

    Equations 33 and 34.
    """
    low, high = security.min(), security.max()
    if high - low <= SAME:
        return np.ones(len(security))
    basis = np.clip((2 * security - high - low) / (high - low), -1.0, 1.0)
    result: Floats = (1 - basis / 3) / (1 + basis / 3)
    return result


def chances(field: Field, distance: Floats, exponent: Floats, how: Challenging) -> Floats:
    """(party, other) the party's chance to win: votes of those nearer to it, over the votes that count below.

    Those nearer to the lower of two parties are the lowest parties up to the middle between the two, so that sums over
    the sorted parties give all pairs at once. Equations 30 and 31.
    """
    count = len(field.position)
    loss = _power(distance, exponent) if how.votes == "risk" else distance
    below = np.zeros((count + 1, count))
    np.cumsum(field.weight[:, None] * loss, axis=0, out=below[1:])
    middle = (field.position[:, None] + field.position[None, :]) / 2
    number = np.arange(count)
    lower_half = below[np.searchsorted(field.position, middle), number]
    for_lower = lower_half - lower_half.T
    every = below[count]
    from_lower = number[:, None] <= number
    votes = np.maximum(np.where(from_lower, for_lower, every[None, :] - every[:, None] - for_lower), 0.0)
    if how.denominator == "pair":
        total = votes + votes.T
    else:
        rank = 2.0 * number - (count - 1)
        total = np.full((count, count), 2 * (field.weight * (np.sort(loss, axis=1) @ rank)).sum())
    result: Floats = np.where(total > 0, votes / np.where(total > 0, total, 1.0), 0.5)
    return result


def expected_gains(
    field: Field, distance: Floats, exponent: Floats, chance: Floats, how: Challenging
) -> tuple[Floats, Floats]:
    """(party, other) what the party expects of challenging the other, and what the other expects of challenging it.

    Equations 5 to 7, with what success, failure and the status quo are worth from equations 15, 16 and 24.
    """
    half = 0.5 * distance
    success = 2 - 4 * _power(0.5 - half, exponent)
    at_stake = success - 2 + 4 * _power(0.5 + half, exponent)
    mover = success - field.salience * (1 - chance) * at_stake - _unchallenged(field, distance, exponent, how)
    if how.risk == "own":
        return mover, mover.T
    seen = success - field.salience[:, None] * (1 - chance.T) * at_stake
    return mover, seen - _unchallenged(field, distance, exponent, how, of_other=True)


def _unchallenged(
    field: Field, distance: Floats, exponent: Floats, how: Challenging, *, of_other: bool = False
) -> Floats:
    """(party, other) what the challenger expects without its challenge, where the challenged would move to the median.

    of_other: True where the other is the challenger, judged with the party's risk. Equations 22 to 24: better if the
    median is nearer to the challenger than the challenged is.
    """
    stays: Floats = (2 - 4 * 0.5**exponent)[:, None]
    if how.status_quo_chance == 1:
        return stays
    lower, upper = weighted_median(field.position[:, None], field.weight[:, None])
    to_median = np.abs(field.position - (lower + upper) / 2) / field.width
    own = to_median[None, :] if of_other else to_median[:, None]
    shift = 0.25 * (own + distance)
    moved = np.where(
        own < distance - SAME, 2 - 4 * _power(0.5 - shift, exponent), 2 - 4 * _power(0.5 + shift, exponent)
    )
    return how.status_quo_chance * stays + (1 - how.status_quo_chance) * moved


def _power(share: Floats, exponent: Floats) -> Floats:
    """(party, other) a share of 0 to 1 to the power of the party's exponent: by logarithms, several times as fast."""
    if (exponent == 1).all():
        return share
    result: Floats = np.exp(exponent[:, None] * np.log(np.maximum(share, np.finfo(np.float64).tiny)))
    return result
