"""The exchange of issues with equal gains: what parties would agree on if they traded support between issues."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.register import (
    BargainingRule,
    Choices,
    Floats,
    RuleForecast,
    RuleOption,
    complete,
    points_of,
    register,
)
from winset.analyses.forecast.rules.trading.bargaining_round import MOST_EXCHANGES, Exchange, Exchangers
from winset.analyses.forecast.stances import Stances

Indices = NDArray[np.intp]

FULL = 100.0
"""A whole salience."""
MOST_ROUNDS = 50
"""Rounds of exchanges that can be asked for; beyond, the option is refused."""
STEADY, CARELESS = 0.1, 0.4
"""Share of the way to its vote that a party's position takes between two rounds: the first whatever it cares, the
second in addition where it does not care at all.
"""
OPTIONS = (
    RuleOption(
        name="rounds",
        choices=(),
        default="1",
        says="rounds of exchanges; between two, positions go part of the way to what the parties voted for",
        within=(1, MOST_ROUNDS),
    ),
    RuleOption(
        name="sides",
        choices=("current", "start"),
        default="current",
        says="whether two parties stand on two sides of an issue by its outcome as it is, or as it was before the "
        "round's first exchange; only the first keeps both gains equal",
    ),
    RuleOption(
        name="supply",
        choices=("again", "once"),
        default="again",
        says="whether a party that gave way on an issue may give way there again, further in the same direction",
    ),
    RuleOption(
        name="outcomes",
        choices=("current", "own"),
        default="current",
        says="whether all exchanges are looked at anew, by the outcomes as they are, or listed once in a round, each "
        "then to reckon only with what its own two parties got and gave; only the first keeps both gains equal",
    ),
    RuleOption(
        name="ties",
        choices=("farthest", "listed"),
        default="farthest",
        says="which of exchanges that are as good comes first: that of the parties farthest from the outcomes, or the "
        "first by the order of issues and parties in the case",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exchanges:
    """The rounds of exchanges. rounds: the exchanges of each, first to last. outcomes: (round, issue) and voting:
    (round, party, issue), the first before any exchange; NaN where nobody has a weight, and for parties and issues
    without. finished: False where a round was cut off.
    """

    rounds: tuple[tuple[Exchange, ...], ...]
    outcomes: Floats
    voting: Floats
    finished: bool


def exchanges(stances: Stances, choices: Choices) -> Exchanges:
    """Every exchange that the rule makes. Parties and issues keep their numbers; those without weight take no part."""
    customs = complete(OPTIONS, choices)
    weight = stances.weight
    parties, issues = np.flatnonzero((weight > 0).any(axis=1)), np.flatnonzero((weight > 0).any(axis=0))
    cell = np.ix_(parties, issues)
    held = weight[cell] > 0
    salience = np.where(held, stances.salience[cell], 0.0) / FULL
    position = np.where(held, stances.position[cell], 0.0)
    capability = stances.capability[parties] / (stances.capability[parties].max(initial=0.0) or 1.0)
    rounds = int(customs["rounds"])
    outcomes = np.full((1 + rounds, stances.issues), np.nan)
    voting = np.full((1 + rounds, stances.parties, stances.issues), np.nan)
    made: list[tuple[Exchange, ...]] = []
    finished = True
    for number in range(rounds if len(issues) else 0):
        traders = Exchangers(position=position, salience=salience, capability=capability, customs=customs)
        if number == 0:
            outcomes[0, issues] = traders.start()
            voting[0][cell] = np.where(held, position, np.nan)
        ended = traders.round()
        finished = finished and ended.finished
        made.append(tuple(_numbered(one, parties, issues, stances.parties) for one in ended.exchanges))
        outcomes[number + 1, issues] = ended.outcome
        voting[number + 1][cell] = np.where(held, ended.voting, np.nan)
        position = position + (STEADY + CARELESS * (1 - salience)) * (ended.voting - position)
    return Exchanges(rounds=tuple(made), outcomes=outcomes, voting=voting, finished=finished)


def _numbered(one: Exchange, parties: Indices, issues: Indices, all_parties: int) -> Exchange:
    """The exchange by the numbers that parties and issues have in the stances."""
    gains = [0.0] * all_parties
    for party, gain in zip(parties, one.externalities, strict=True):
        gains[int(party)] = gain
    return Exchange(
        first=int(parties[one.first]),
        second=int(parties[one.second]),
        given=int(issues[one.given]),
        wanted=int(issues[one.wanted]),
        gain=one.gain,
        start=one.start,
        end=one.end,
        before=one.before,
        after=one.after,
        externalities=tuple(gains),
    )


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    """The mean of what the parties vote for after the last round."""
    result = exchanges(stances, choices)
    note = "" if result.finished else f"A round was cut off after {MOST_EXCHANGES:,} exchanges."
    return RuleForecast(
        points=points_of(result.outcomes[-1]),
        rounds=tuple(points_of(row) for row in result.outcomes),
        positions=result.voting,
        note=note,
    )


RULE = register(
    BargainingRule(
        key="exchange",
        title="Exchange of issues, equal gain",
        source="Stokman & van Oosten 1994, in Bueno de Mesquita & Stokman (eds.), European Community Decision Making, "
        "ch. 5",
        assumes="Two parties on opposite sides of two issues each give way on the one that they care about relatively "
        "less, so that both gain as much; the exchange with the highest gain comes first, and what is left is the mean "
        "of what the parties then vote for, weighted by capability and salience.",
        kind="process",
        settle=settle,
        options=OPTIONS,
        presets={"published_program": {"sides": "start", "outcomes": "own", "ties": "listed", "rounds": "10"}},
        together=lambda _: True,
    )
)
