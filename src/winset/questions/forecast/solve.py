"""Where each rule settles each issue, over trials too, and the forecast with the errors of the public record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.levers import Pull, pulls
from winset.analyses.forecast.record.distribution import Distribution, forecast
from winset.analyses.forecast.record.residuals import public_record
from winset.analyses.forecast.register import (
    BargainingRule,
    Choices,
    RuleForecast,
    Spread,
    complete,
    settled_many,
    spread,
)
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.stances import Stances
from winset.analyses.forecast.stances_of import CaseStances, IssueLine, drawn_stances, stances_of
from winset.compiled import Compiled
from winset.errors import UnknownName
from winset.questions.forecast.moves import PartyMoves, moves_of
from winset.questions.forecast.package import ForecastPackage, forecast_package
from winset.questions.forecast.request import ForecastRequest
from winset.questions.question import Given

Floats = NDArray[np.float64]
COMPROMISE = "compromise"
LEVEL = 0.8
"""The middle part of a forecast, and of trials, that an interval holds."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RuleAnswer:
    """A rule on every issue. choices: with which it settles. stances: in the central reading. batch: the trials that
    were drawn of it, None for none. presets: its settlement under each preset.

    What only careful readers want, its range over trials and over the readings of its sources, is worked out when it
    is asked for.
    """

    rule: BargainingRule
    choices: Mapping[str, str]
    stances: Stances
    settlement: RuleForecast
    batch: Stances | None
    presets: Mapping[str, RuleForecast]

    @property
    def trials(self) -> int:
        """In how many trials it was settled."""
        return 0 if self.batch is None else self.batch.trials

    @cached_property
    def ranges(self) -> tuple[tuple[float, float] | None, ...]:
        """Per issue, between which points 80 of 100 trials lie, None where none was drawn or none has a point."""
        if self.batch is None:
            return (None,) * len(self.settlement.points)
        points = settled_many(self.rule, self.batch, self.choices)
        return tuple(_range(points[:, issue]) for issue in range(points.shape[1]))

    @cached_property
    def readings(self) -> Spread | None:
        """The rule in every way that its sources allow, None where they are plain."""
        return spread(self.stances, self.rule, self.choices) if self.rule.ambiguous else None

    def read_as(self, issue: int) -> tuple[float, float] | None:
        """Between which points the readings of its sources lie; None where there is one reading, or no forecast."""
        if self.readings is None or not isfinite(self.readings.low[issue]):
            return None
        return float(self.readings.low[issue]), float(self.readings.high[issue])

    def other(self, issue: int) -> float | None:
        """The upper one of two points where the rule has a tie."""
        return self.settlement.other[issue] if self.settlement.other else None

    def places(self, issue: int) -> tuple[float, ...]:
        """Every point of the rule, of a tie and of its presets too."""
        each = (self.settlement.points[issue], self.other(issue), *(one.points[issue] for one in self.presets.values()))
        return tuple(point for point in each if point is not None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IssueForecast:
    """The forecast of one issue. nearest: per option, the mass nearest to it, None for one off the line. refusers: per
    option, whose consent a package with it needs and who rejects it. spread: between the lowest and the highest point
    of the rules and their presets. trials: the width of the compromise's range over trials. pulls: what each party
    does to the compromise, in the central reading.
    """

    issue: int
    line: IssueLine
    distribution: Distribution
    interval: tuple[float, float]
    nearest: tuple[float | None, ...]
    refusers: tuple[tuple[int, ...], ...]
    spread: tuple[float, float]
    trials: tuple[float, float] | None
    pulls: tuple[Pull, ...]

    @property
    def refused(self) -> float:
        """The mass nearest to options that somebody needed rejects."""
        pairs = zip(self.nearest, self.refusers, strict=True)
        return sum((mass for mass, who in pairs if mass is not None and who), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastAnswer:
    """What is forecast. rules: in the order of the register. issues: those with a forecast, in the order of the case.
    package: of the issue-wise forecast, None where there is none. moves: of a party that is named.
    """

    request: ForecastRequest
    case: Compiled
    given: CaseStances
    rules: tuple[RuleAnswer, ...]
    issues: tuple[IssueForecast, ...]
    package: ForecastPackage | None
    moves: PartyMoves | None = None
    stopped: str = ""

    @property
    def status(self) -> str:
        return "answered" if self.issues else "none"

    def rule(self, key: str) -> RuleAnswer:
        """The answer of one rule."""
        return next(answer for answer in self.rules if answer.rule.key == key)


def solve(request: ForecastRequest, given: Given) -> ForecastAnswer:
    """Raises UnknownName for a table or a choice that there is not, BadOption and NumberTooFine."""
    session, chosen = given.session, choices_of(request.choose)
    given.prepare(request.table)
    case = session.compiled(request.table)
    read = stances_of(case)
    batch = drawn_stances(case, request.seed, range(request.trials)) if request.trials else None
    drawn = None if batch is None else settled_many(RULES[COMPROMISE], batch, chosen[COMPROMISE])
    rules = tuple(_rule_answer(rule, read, batch, chosen[key], request.round_trials) for key, rule in RULES.items())
    compromise = next(answer for answer in rules if answer.rule.key == COMPROMISE)
    points = compromise.settlement.points
    carried = _Carried(read=read, rules=rules, compromise=compromise, batch=batch, drawn=drawn)
    issues = tuple(
        _issue_forecast(case, carried, issue, line)
        for issue, line in enumerate(read.lines)
        if line is not None and points[issue] is not None
    )
    return ForecastAnswer(
        request=request,
        case=case,
        given=read,
        rules=rules,
        issues=issues,
        package=forecast_package(session, request.table, read.lines, points) if issues else None,
        moves=moves_of(request, case, read, chosen),
    )


def _rule_answer(
    rule: BargainingRule, read: CaseStances, batch: Stances | None, choices: Mapping[str, str], most: int
) -> RuleAnswer:
    """A rule centrally and under its presets, with its trials; of one that goes round by round so many at most."""
    settlement = rule.settle(read.stances, choices)
    count = 0 if batch is None else batch.trials if rule.kind == "point" else min(batch.trials, most)
    return RuleAnswer(
        rule=rule,
        choices=choices,
        stances=read.stances,
        settlement=settlement,
        batch=batch.trial(slice(count)) if batch is not None and count else None,
        presets={name: rule.settle(read.stances, preset) for name, preset in rule.presets.items()},
    )


def _range(points: Floats) -> tuple[float, float] | None:
    """Between which points 80 of 100 trials lie, of those with a forecast."""
    known = points[np.isfinite(points)]
    return Distribution.of(known, np.ones(len(known))).interval(LEVEL) if len(known) else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Carried:
    """What the forecasts of all issues are made from. batch, drawn: trials and the compromise in them, if any."""

    read: CaseStances
    rules: tuple[RuleAnswer, ...]
    compromise: RuleAnswer
    batch: Stances | None
    drawn: Floats | None


def _issue_forecast(case: Compiled, carried: _Carried, issue: int, line: IssueLine) -> IssueForecast:
    """The compromise with the record's errors, over trials where they were drawn."""
    point, rules = carried.compromise.settlement.points[issue], carried.rules
    points = np.array([np.nan if point is None else point])
    stances = carried.read.stances
    position, weight = stances.position[None, :, issue], stances.weight[None, :, issue]
    batch, drawn = carried.batch, carried.drawn
    if batch is not None and drawn is not None:
        known = np.isfinite(drawn[:, issue])
        points, position, weight = drawn[known, issue], batch.position[known, :, issue], batch.weight[known, :, issue]
    made = forecast(points, position, weight, public_record())
    known_points = [place for answer in rules for place in answer.places(issue)]
    return IssueForecast(
        issue=issue,
        line=line,
        distribution=made,
        interval=made.interval(LEVEL),
        nearest=_nearest(case, issue, line, made),
        refusers=_refusers(case, issue),
        spread=(min(known_points), max(known_points)),
        trials=carried.compromise.ranges[issue],
        pulls=pulls(stances, issue),
    )


def _nearest(case: Compiled, issue: int, line: IssueLine, made: Distribution) -> tuple[float | None, ...]:
    """Per option the mass nearest to it, among those that packages may hold."""
    open_ = case.structure.choices(issue)
    return made.nearest(tuple(place if option in open_ else None for option, place in enumerate(line.places)))


def _refusers(case: Compiled, issue: int) -> tuple[tuple[int, ...], ...]:
    """Per option, the parties that reject it and whose consent every package with it needs, or whom a body follows."""
    structure = case.structure
    elsewhere = {
        party
        for party in range(len(case.parties))
        for other in range(len(structure.sizes))
        if other != issue and all(structure.needs[case.column(other, x), party] for x in structure.choices(other))
    }
    refusers = []
    for option in range(structure.sizes[issue]):
        needed = (
            structure.closing
            | elsewhere
            | {party for party in range(len(case.parties)) if structure.needs[case.column(issue, option), party]}
        )
        lines = ((party, line) for party in sorted(needed) for line in structure.red_lines[party])
        refusers.append(
            tuple(dict.fromkeys(party for party, line in lines if (line.issue, line.option) == (issue, option)))
        )
    return tuple(refusers)


def choices_of(typed: Iterable[str]) -> dict[str, dict[str, str]]:
    """Per rule what is chosen, the later over the earlier. Raises UnknownName for what no rule leaves open."""
    chosen: dict[str, dict[str, str]] = {key: {} for key in RULES}
    for text in typed:
        left, sign, value = text.partition("=")
        key, dot, name = left.partition(".")
        if not sign or key not in RULES:
            raise UnknownName(f"`{text}` is no choice of a rule; rules: {', '.join(RULES)}")
        chosen[key].update({name: value} if dot else _preset(key, value))
    for key, choices in chosen.items():
        try:
            complete(RULES[key].options, choices)
        except ValueError as refusal:
            raise UnknownName(f"rule `{key}`: {refusal}") from None
    return chosen


def _preset(key: str, name: str) -> Choices:
    presets = RULES[key].presets
    if name not in presets:
        raise UnknownName(f"rule `{key}` has no preset `{name}`; presets: {', '.join(presets) or 'none'}")
    return presets[name]
