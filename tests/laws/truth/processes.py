"""The rules that run in rounds, worked out from the stances of a case by their oracles, round by round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import nan

from tests.oracles.exchange_oracle import Market
from tests.oracles.forecast_oracle import Actor, ExpectedUtility, medians
from tests.oracles.listed_exchanges_oracle import Programme
from tests.oracles.spatial_oracle import Oracle
from winset.analyses.forecast.rules import RULES

CHALLENGES, SPATIAL, EXCHANGE = "expected_utility", "ktab", "exchange"
MOST_TURNS = 100
STEADY, CARELESS = 0.1, 0.4
"""Of the way to its vote a party goes between rounds of exchanges: always, and in addition if it does not care."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A party on an issue. number: its place in the case. place: None where what it wants is not known, or lies off the
    line.
    """

    number: int
    place: Fraction | None
    salience: Fraction
    capability: Fraction

    @property
    def weight(self) -> Fraction:
        return self.capability * self.salience / 100 if self.place is not None else Fraction(0)


Weighed = Mapping[str, Sequence[Stance]]
"""By issue the stances that weigh anything; every issue has some."""
Report = list[float]
"""Round by round, the first before anybody moves."""


def reports(rule: str, weighed: Weighed, choices: Mapping[str, str]) -> dict[str, Report]:
    """By issue what the rule reports; an issue that ends early stays where it is."""
    chosen = {option.name: option.default for option in RULES[rule].options} | dict(choices)
    if rule == CHALLENGES:
        return {issue: challenged(stances, chosen) for issue, stances in weighed.items()}
    if rule == SPATIAL:
        return {issue: report for issue, (report, _) in spatial(weighed, chosen).items()}
    return exchanged(weighed, chosen)


def actors(stances: Sequence[Stance]) -> list[Actor]:
    return [
        Actor(position=float(one.place or 0), salience=float(one.salience) / 100, capability=float(one.capability))
        for one in stances
    ]


def challenged(stances: Sequence[Stance], chosen: Mapping[str, str]) -> Report:
    """The expected-utility model until nobody moves: the mean by weight, or the lower weighted median."""
    who = actors(stances)
    places = [one.position for one in who]
    moved = ExpectedUtility(dict(chosen), max(places) - min(places)).rounds(who, int(chosen["rounds"]))
    return [reported(chosen["report"], who, each) for each in moved]


def reported(report: str, who: Sequence[Actor], places: Sequence[float]) -> float:
    if report == "median":
        moved = [
            Actor(position=place, salience=one.salience, capability=one.capability)
            for one, place in zip(who, places, strict=True)
        ]
        return medians(moved)[0]
    return sum(one.weight * place for one, place in zip(who, places, strict=True)) / sum(one.weight for one in who)


def readings(stances: Sequence[Stance]) -> tuple[float, float]:
    """Between which points the expected-utility model settles in all readings of its sources, and by its presets."""
    rule = RULES[CHALLENGES]
    options = {option.name: option for option in rule.options}
    default = {name: option.default for name, option in options.items()}
    kept = {name: default[name] for name in rule.reported}
    combined = [
        dict(zip(rule.ambiguous, values, strict=True))
        for values in product(*(options[name].choices for name in rule.ambiguous))
    ]
    every = [challenged(stances, default | dict(one) | kept)[-1] for one in [*combined, *rule.presets.values()]]
    return min(every), max(every)


def spatial(weighed: Weighed, chosen: Mapping[str, str]) -> dict[str, tuple[Report, bool]]:
    """The spatial model: by issue the mean by weight, turn by turn, and whether its last turn moved little."""
    groups = [[issue] for issue in weighed] if chosen["issues"] == "apart" else [list(weighed)]
    found = {}
    for issues in groups:
        table = Table({issue: weighed[issue] for issue in issues})
        mean = sum(table.capability) / len(table.capability)
        largest = max(1.0, *(sum(row) for row in table.salience)) if len(issues) > 1 else 1.0
        salience = [[cell / largest for cell in row] for row in table.salience]
        oracle = Oracle([one / mean for one in table.capability], salience, dict(chosen))
        places = [[nan if place is None else place / 100 for place in row] for row in table.places]
        states = oracle.run(places, int(chosen["turns"]))
        for column, issue in enumerate(issues):
            rows = [row for row, held in enumerate(table.places) if held[column] is not None]
            weight = {row: table.capability[row] * salience[row][column] for row in rows}
            report = [
                100 * sum(weight[row] * state[row][column] for row in rows) / sum(weight.values()) for state in states
            ]
            found[issue] = report, oracle.settled
    return found


class Table:
    """Parties with a weight on some of the issues. places: None where a party has no weight; salience then 0."""

    def __init__(self, weighed: Weighed) -> None:
        of_party = {one.number: one.capability for stances in weighed.values() for one in stances}
        cells = {(one.number, issue): one for issue, stances in weighed.items() for one in stances}
        self.capability = [float(of_party[party]) for party in sorted(of_party)]
        self.places = [
            [float(cells[party, issue].place or 0) if (party, issue) in cells else None for issue in weighed]
            for party in sorted(of_party)
        ]
        self.salience = [
            [float(cells[party, issue].salience) / 100 if (party, issue) in cells else 0.0 for issue in weighed]
            for party in sorted(of_party)
        ]


def exchanged(weighed: Weighed, chosen: Mapping[str, str]) -> dict[str, Report]:
    """Exchanges of issues: by issue the outcome, round by round. Made for the default and the preset alone."""
    table = Table(weighed)
    places = table.places
    report: list[list[float]] = []
    for _ in range(int(chosen["rounds"])):
        zeros = [[0.0 if place is None else place for place in row] for row in places]
        market: Market | Programme
        if chosen["outcomes"] == "own":
            market = Programme(places, table.salience, table.capability)
        else:
            market = Market(zeros, table.salience, table.capability, again=chosen["supply"] == "again")
        issues = range(len(weighed))
        report += [] if report else [[market.outcome(issue) for issue in issues]]
        market.run()
        report.append([market.outcome(issue) for issue in issues])
        places = [
            [
                None if place is None else place + (STEADY + CARELESS * (1 - cares)) * (vote - place)
                for place, cares, vote in zip(*one, strict=True)
            ]
            for one in zip(places, table.salience, market.votes, strict=True)
        ]
    return {issue: [row[column] for row in report] for column, issue in enumerate(weighed)}
