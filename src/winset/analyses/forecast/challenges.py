"""What a party expects to gain by challenging another, what offers follow from that, and which of them it takes: the
expected-utility model of group decisions.

Source: Scholz, Calbert & Smith 2011, Unravelling Bueno De Mesquita's group decision model, ICAART 2011, pages 18–30;
the numbers of equations are theirs. `how` holds what is chosen for every option of the rule, where the sources differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.register import Choices
from winset.analyses.forecast.stances import weighted_median

Floats = NDArray[np.float64]

SAME = 1e-9
"""Below this two places (of 100), two expected gains (of 4) or two securities are the same. Rounding leaves differences
of some 1e-13 between what would be equal; no published trajectory has a decision nearer than 1e-4."""


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


def gains(field: Field, how: Choices) -> ChallengeGains:
    """What every party expects of challenging every other, after its risk exponent is known from a first pass at 1."""
    distance = np.abs(field.position[:, None] - field.position[None, :]) / field.width
    neutral = np.ones(len(field.position))
    chance = chances(field, distance, neutral, how)
    first = expected_gains(field, distance, neutral, chance, how)[0]
    exponent = risk_exponents(first.sum(axis=0 if how["security"] == "adversaries" else 1))
    if how["votes"] == "risk":
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


def chances(field: Field, distance: Floats, exponent: Floats, how: Choices) -> Floats:
    """(party, other) the party's chance to win: votes of those nearer to it, over the votes that count below.

    Those nearer to the lower of two parties are the lowest parties up to the middle between the two, so that sums over
    the sorted parties give all pairs at once. Equations 30 and 31.
    """
    count = len(field.position)
    loss = _power(distance, exponent) if how["votes"] == "risk" else distance
    below = np.zeros((count + 1, count))
    np.cumsum(field.weight[:, None] * loss, axis=0, out=below[1:])
    middle = (field.position[:, None] + field.position[None, :]) / 2
    number = np.arange(count)
    lower_half = below[np.searchsorted(field.position, middle), number]
    for_lower = lower_half - lower_half.T
    every = below[count]
    from_lower = number[:, None] <= number
    votes = np.maximum(np.where(from_lower, for_lower, every[None, :] - every[:, None] - for_lower), 0.0)
    if how["denominator"] == "pair":
        total = votes + votes.T
    else:
        rank = 2.0 * number - (count - 1)
        total = np.full((count, count), 2 * (field.weight * (np.sort(loss, axis=1) @ rank)).sum())
    result: Floats = np.where(total > 0, votes / np.where(total > 0, total, 1.0), 0.5)
    return result


def expected_gains(
    field: Field, distance: Floats, exponent: Floats, chance: Floats, how: Choices
) -> tuple[Floats, Floats]:
    """(party, other) what the party expects of challenging the other, and what the other expects of challenging it.

    Equations 5 to 7, with what success, failure and the status quo are worth from equations 15, 16 and 24.
    """
    half = 0.5 * distance
    success = 2 - 4 * _power(0.5 - half, exponent)
    at_stake = success - 2 + 4 * _power(0.5 + half, exponent)
    mover = success - field.salience * (1 - chance) * at_stake - _unchallenged(field, distance, exponent, how)
    if how["risk"] == "own":
        return mover, mover.T
    seen = success - field.salience[:, None] * (1 - chance.T) * at_stake
    return mover, seen - _unchallenged(field, distance, exponent, how, of_other=True)


def _unchallenged(field: Field, distance: Floats, exponent: Floats, how: Choices, *, of_other: bool = False) -> Floats:
    """(party, other) what the challenger expects without its challenge, where the challenged would move to the median.

    of_other: True where the other is the challenger, judged with the party's risk. Equations 22 to 24: better if the
    median is nearer to the challenger than the challenged is.
    """
    stays: Floats = (2 - 4 * 0.5**exponent)[:, None]
    chance = float(how["status_quo_chance"])
    if chance == 1:
        return stays
    lower, upper = weighted_median(field.position[:, None], field.weight[:, None])
    to_median = np.abs(field.position - (lower + upper) / 2) / field.width
    own = to_median[None, :] if of_other else to_median[:, None]
    shift = 0.25 * (own + distance)
    moved = np.where(
        own < distance - SAME, 2 - 4 * _power(0.5 - shift, exponent), 2 - 4 * _power(0.5 + shift, exponent)
    )
    return chance * stays + (1 - chance) * moved


def _power(share: Floats, exponent: Floats) -> Floats:
    """(party, other) a share of 0 to 1 to the power of the party's exponent: by logarithms, several times as fast."""
    if (exponent == 1).all():
        return share
    result: Floats = np.exp(exponent[:, None] * np.log(np.maximum(share, np.finfo(np.float64).tiny)))
    return result


Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offers:
    """What every party is offered by every other.

    confrontation, compromise, capitulation: (party, other) whether the party is asked to move in this way. target:
    (party, other) where it would stand then.
    """

    confrontation: Bools
    compromise: Bools
    capitulation: Bools
    target: Floats


def offers(field: Field, expected: ChallengeGains, how: Choices) -> Offers:
    """All offers. The mover expects to lose, or to gain less than the proposer. Equations 35 and 36."""
    mover, proposer, place = expected.mover, expected.proposer, field.position
    step = place[None, :] - place[:, None]
    apart = np.abs(step) > SAME
    strong = apart & (proposer > SAME)
    opposed = strong & (mover < -SAME)
    part = opposed & (proposer > np.abs(mover) + SAME)
    share = np.where(part, np.abs(mover) / np.where(part, proposer, 1.0), 1.0)
    nothing = np.zeros_like(strong)
    return Offers(
        confrontation=strong & (mover > SAME) & (proposer > mover + SAME)
        if how["confrontation"] == "loser_moves"
        else nothing,
        compromise=part,
        capitulation=opposed & ~part if how["capitulation"] == "moves" else nothing,
        target=np.where(part, place[:, None] + step * share, place[None, :]),
    )


def taken(field: Field, expected: ChallengeGains, made: Offers, how: Choices) -> Floats:
    """(party) where every party stands once each has taken one offer, all at the same time."""
    kinds = (made.confrontation, made.compromise, made.capitulation)
    move = np.abs(made.target - field.position[:, None])
    if how["precedence"] == "pooled":
        key = _keys(field, expected, move, how)
        return _best(field, made.target, kinds[0] | kinds[1] | kinds[2], key, how)
    result = field.position.copy()
    free = np.ones(len(result), dtype=np.bool_)
    for kind in kinds:
        of_kind = how["choice"] == "lowest_average" and kind is not made.compromise
        key = (move, -expected.proposer) if of_kind else _keys(field, expected, move, how)
        asked = free & kind.any(axis=1)
        result = np.where(asked, _best(field, made.target, kind, key, how), result)
        free &= ~asked
    return result


def _keys(field: Field, expected: ChallengeGains, move: Floats, how: Choices) -> tuple[Floats, Floats]:
    """(party, other) what is least for the offer that is taken, and what then decides between equals."""
    if how["choice"] == "least_move":
        return move, -expected.proposer
    if how["choice"] == "enforceable":
        return -expected.proposer, move
    own, other = np.abs(expected.mover), np.abs(expected.proposer)
    total = np.where(own + other > 0, own + other, 1.0)
    return (own * field.position[:, None] + other * field.position[None, :]) / total, move


def _best(field: Field, target: Floats, open_to: Bools, keys: tuple[Floats, Floats], how: Choices) -> Floats:
    """(party) the place of the offer that is best by the keys; a party without an offer stays."""
    left = open_to
    for key in keys:
        worth = np.where(left, key, np.inf)
        left = left & (worth <= worth.min(axis=1, keepdims=True) + SAME)
    lowest = np.where(left, target, np.inf).min(axis=1)
    highest = np.where(left, target, -np.inf).max(axis=1)
    moves = left.any(axis=1)
    if how["ties"] == "stay":
        moves &= highest - lowest <= SAME
    return np.where(moves, lowest, field.position)
