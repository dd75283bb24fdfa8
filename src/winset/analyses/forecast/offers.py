"""Which offers parties make to each other, and which of them each party takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.challenges import SAME, ChallengeGains, Field

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """How parties answer where the sources differ.

    confrontation: of two parties that both expect to gain, the one that expects less moves ("loser_moves"), or nobody
    ("no_move"). capitulation: a party that would lose more than the other gains goes all the way ("moves"), or stays
    ("never"). precedence: offers are judged together ("pooled"), or any confrontation before any compromise before any
    capitulation ("ranked"). choice: the offer that moves the party least ("least_move"), that of the party that expects
    most ("enforceable"), or the one with the lowest mean of the two positions, weighted by the two gains
    ("lowest_average"). ties: a party with equally good offers in two places stays ("stay") or takes the lower
    ("lower").
    """

    confrontation: Literal["loser_moves", "no_move"] = "loser_moves"
    capitulation: Literal["moves", "never"] = "moves"
    precedence: Literal["pooled", "ranked"] = "pooled"
    choice: Literal["least_move", "enforceable", "lowest_average"] = "least_move"
    ties: Literal["stay", "lower"] = "stay"


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


def offers(field: Field, expected: ChallengeGains, how: Answering) -> Offers:
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
        if how.confrontation == "loser_moves"
        else nothing,
        compromise=part,
        capitulation=opposed & ~part if how.capitulation == "moves" else nothing,
        target=np.where(part, place[:, None] + step * share, place[None, :]),
    )


def taken(field: Field, expected: ChallengeGains, made: Offers, how: Answering) -> Floats:
    """(party) where every party stands once each has taken one offer, all at the same time."""
    kinds = (made.confrontation, made.compromise, made.capitulation)
    move = np.abs(made.target - field.position[:, None])
    if how.precedence == "pooled":
        key = _keys(field, expected, move, how)
        return _best(field, made.target, kinds[0] | kinds[1] | kinds[2], key, how)
    result = field.position.copy()
    free = np.ones(len(result), dtype=np.bool_)
    for kind in kinds:
        of_kind = how.choice == "lowest_average" and kind is not made.compromise
        key = (move, -expected.proposer) if of_kind else _keys(field, expected, move, how)
        asked = free & kind.any(axis=1)
        result = np.where(asked, _best(field, made.target, kind, key, how), result)
        free &= ~asked
    return result


def _keys(field: Field, expected: ChallengeGains, move: Floats, how: Answering) -> tuple[Floats, Floats]:
    """(party, other) what is least for the offer that is taken, and what then decides between equals."""
    if how.choice == "least_move":
        return move, -expected.proposer
    if how.choice == "enforceable":
        return -expected.proposer, move
    own, other = np.abs(expected.mover), np.abs(expected.proposer)
    total = np.where(own + other > 0, own + other, 1.0)
    return (own * field.position[:, None] + other * field.position[None, :]) / total, move


def _best(field: Field, target: Floats, open_to: Bools, keys: tuple[Floats, Floats], how: Answering) -> Floats:
    """(party) the place of the offer that is best by the keys; a party without an offer stays."""
    left = open_to
    for key in keys:
        worth = np.where(left, key, np.inf)
        left = left & (worth <= worth.min(axis=1, keepdims=True) + SAME)
    lowest = np.where(left, target, np.inf).min(axis=1)
    highest = np.where(left, target, -np.inf).max(axis=1)
    moves = left.any(axis=1)
    if how.ties == "stay":
        moves &= highest - lowest <= SAME
    return np.where(moves, lowest, field.position)
