"""The register of rules of bargaining: one file each under `rules/`, and one line there that imports it; and how
far a forecast hangs on what the sources of a rule leave open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.stances import Stances

Floats = NDArray[np.float64]
Choices = Mapping[str, str]
Settle = Callable[[Stances, Choices], "RuleForecast"]
Points = Callable[[Stances, Choices], Floats]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleForecast:
    """Where one rule settles every issue.

    points: (issue), None where the rule has no forecast. other: (issue) the upper one of two where the rule has a tie,
    else None; empty for a rule without ties. rounds: (round, issue) report by round of a process rule, where round 0 is
    before anybody moves; empty for a point rule. positions: (round, party, issue) of a process rule, NaN where a party
    has no position or no weight; None for a point rule. note: a sentence where something must be known, else empty.
    """

    points: tuple[float | None, ...]
    other: tuple[float | None, ...] = ()
    rounds: tuple[tuple[float | None, ...], ...] = ()
    positions: Floats | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOption:
    """A choice that a rule leaves open.

    choices: what can be chosen; empty where a number is. says: what it decides. within: the least and the largest
    number where one is chosen.
    """

    name: str
    choices: tuple[str, ...]
    default: str
    says: str
    within: tuple[int, int] | None = None

    def allows(self, value: str) -> bool:
        """Whether this value can be chosen."""
        if self.within is None:
            return value in self.choices
        return value.isascii() and value.isdigit() and self.within[0] <= int(value) <= self.within[1]


def _apart(choices: Choices) -> bool:
    """Every issue settles by itself."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class BargainingRule:
    """A rule of bargaining.

    assumes: in one plain sentence. kind: "point" where it is one formula, "process" where parties move round by round.
    presets: choices under one name. settle: from stances to a settlement; choices left out are the defaults. many: the
    points of many trials at once, (trial, issue), NaN where there is no forecast; None where trials go one by one.
    ambiguous: the options on which the sources differ, over which a spread is shown. reported: the options that only
    say what is reported, and when it ends. together: whether, with these choices, where one issue settles depends on
    others.
    """

    key: str
    title: str
    source: str
    assumes: str
    kind: Literal["point", "process"]
    settle: Settle
    options: tuple[RuleOption, ...] = ()
    presets: Mapping[str, Choices] = field(default_factory=dict)
    many: Points | None = None
    ambiguous: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    together: Callable[[Choices], bool] = _apart


RULES: dict[str, BargainingRule] = {}


def register(rule: BargainingRule) -> BargainingRule:
    """The rule, entered under its key."""
    RULES[rule.key] = rule
    return rule


def complete(options: tuple[RuleOption, ...], choices: Choices) -> dict[str, str]:
    """The choice for every option: the one given, else the default. Raises ValueError for what cannot be chosen."""
    by_name = {option.name: option for option in options}
    for name, value in choices.items():
        if name not in by_name:
            raise ValueError(f"no option `{name}`; options: {', '.join(by_name) or 'none'}")
        if not by_name[name].allows(value):
            allowed = by_name[name].choices or tuple(str(bound) for bound in by_name[name].within or ())
            raise ValueError(f"option `{name}` cannot be `{value}`; {', '.join(allowed)}")
    return {option.name: choices.get(option.name, option.default) for option in options}


def of_formula(points: Points) -> Settle:
    """How a rule settles that is one formula of the stances, whether of one case or of many trials."""

    def settle(stances: Stances, choices: Choices) -> RuleForecast:
        return RuleForecast(points=points_of(points(stances, choices)))

    return settle


def points_of(values: Floats) -> tuple[float | None, ...]:
    """(issue) NaN as None: no forecast."""
    return tuple(None if np.isnan(value) else float(value) for value in values)


def settled_many(rule: BargainingRule, batch: Stances, choices: Choices) -> Floats:
    """(trial, issue) points of every trial, NaN where there is no forecast: all at once if the rule can, else one by
    one.
    """
    if rule.many is not None:
        return rule.many(batch, choices)
    settled = [rule.settle(batch.trial(trial), choices).points for trial in range(batch.trials)]
    issues = batch.issues
    return np.array(
        [[np.nan if point is None else point for point in points] for points in settled], dtype=np.float64
    ).reshape(batch.trials, issues)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """One rule under every reading of its sources.

    readings: the choices of each. points: (reading, issue) where it settles, NaN where there is no forecast. low, high:
    (issue) the least and the largest of them, NaN where there is none.
    """

    readings: tuple[Choices, ...]
    points: Floats
    low: Floats
    high: Floats


def spread(stances: Stances, rule: BargainingRule, choices: Choices) -> Spread:
    """The rule under every combination of its ambiguous options, the others as chosen, and under each of its presets.

    Presets keep the report, the number of rounds and the end that were chosen, so that only the reading differs.
    """
    names = rule.ambiguous
    options = {option.name: option for option in rule.options}
    kept = {name: choices.get(name, options[name].default) for name in rule.reported if name in options}
    combined = [
        {**choices, **dict(zip(names, values, strict=True))}
        for values in product(*(options[name].choices for name in names))
    ]
    readings = (*combined, *({**preset, **kept} for preset in rule.presets.values()))
    points = np.array([rule.settle(stances, reading).points for reading in readings], dtype=np.float64)
    known = np.isfinite(points)
    low = np.where(known, points, np.inf).min(axis=0)
    high = np.where(known, points, -np.inf).max(axis=0)
    return Spread(
        readings=readings,
        points=points,
        low=np.where(known.any(axis=0), low, np.nan),
        high=np.where(known.any(axis=0), high, np.nan),
    )
