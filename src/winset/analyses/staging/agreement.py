"""A plan beside the package that it carries out: what each is worth to each party, and whether it would be agreed.

A plan's worth is judged step by step, a package's issue by issue; both count from no deal, and of one agreement they
should agree at least on who is better off. Whether a plan would be kept is another question than whether it would be
agreed: that is asked of the package, under the red lines and walk-aways of those whose consent it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.staging.packages import planned_options
from winset.analyses.staging.plan_terms import affected_parties, plan_terms
from winset.analyses.staging.terms import NEGLIGIBLE, Floats, PlanTerms
from winset.compiled import Compiled, CompiledRedLine, Planned
from winset.readings import Draws, Reading, draw_readings
from winset.readings.exact import fulfils

MIDDLE = (5.0, 95.0)
"""Percentiles between which a number lies in nine of ten trials."""
Package = tuple[int, ...]
Spread = tuple[float, float]
"""Between these a number lies in nine of ten trials, in points."""


def planned_package(case: Compiled, plan: Planned) -> Package | None:
    """The package that a plan carries out: on each issue the option of its steps, and the status quo where none is
    about it. None where no step says what it carries out, where steps are at odds, or where an issue without a status
    quo is left open.
    """
    planned = planned_options(plan)
    chosen = {issue: min(options) for issue, options in planned.options}
    package = tuple(chosen.get(issue, quo) for issue, quo in enumerate(case.structure.status_quo))
    left_out = case.structure.left_out
    known = tuple(0 if option is None and issue in left_out else option for issue, option in enumerate(package))
    whole = tuple(option for option in known if option is not None)
    return None if not chosen or planned.at_odds or len(whole) < len(known) else whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whether a package would be agreed in one reading.

    crossed: the red lines of parties whose consent it needs. below: those of them to which it is worth less than no
    deal. rules: those that it breaks, by their names. others: red lines of parties whose consent it does not need.
    """

    crossed: tuple[CompiledRedLine, ...]
    below: tuple[int, ...]
    rules: tuple[str, ...]
    others: tuple[CompiledRedLine, ...]

    @property
    def is_given(self) -> bool:
        """True where nobody whose consent is needed has a reason to refuse."""
        return not (self.crossed or self.below or self.rules)


def consent(reading: Reading, package: Package) -> Consent:
    """Whether a package would be agreed, and if not, because of what."""
    structure, needed = reading.structure, reading.structure.needed_for(package)
    crossed, others = (
        tuple(
            {
                line.key: line
                for party, lines in enumerate(structure.red_lines)
                if (party in needed) == bound
                for line in lines
                if package[line.issue] == line.option
            }.values()
        )
        for bound in (True, False)
    )
    return Consent(
        crossed=crossed,
        below=tuple(party for party in sorted(needed) if (gain := gain_of(reading, party, package)) and gain < 0),
        rules=tuple(
            rule.name for rule in structure.rules if fulfils(package, rule.if_) and not fulfils(package, rule.then)
        ),
        others=tuple(line for line in others if line not in crossed),
    )


def gain_of(reading: Reading, party: int, package: Package) -> float | None:
    """What a package is worth to a party against no deal, in points; None where its walk-away cannot be derived."""
    walk_away = reading.walk_away[party]
    return None if walk_away is None else float(reading.points(party, reading.value(party, package) - walk_away))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthBeside:
    """A party before a plan and the package that the plan carries out, in points against no deal.

    plan, package: central; package is None where the walk-away of the party cannot be derived. plan_spread,
    package_spread: over the trials, None where no number is a range or nothing was drawn.
    """

    party: int
    plan: float
    package: float | None
    plan_spread: Spread | None = None
    package_spread: Spread | None = None

    @property
    def differs_in_sign(self) -> bool:
        """True where the party is better off by the one and worse off by the other."""
        return (
            self.package is not None
            and min(self.plan, self.package) < -NEGLIGIBLE
            and (max(self.plan, self.package) > NEGLIGIBLE)
        )

    @property
    def difference(self) -> float | None:
        """By how many points the plan is worth more than its package."""
        return None if self.package is None else self.plan - self.package


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A plan beside its package. package: None where the plan carries out none that can be named. consent: to the
    package; None with it. worth: of the parties that have a part in the plan or whose consent its package needs.
    """

    package: Package | None
    consent: Consent | None
    worth: tuple[WorthBeside, ...] = ()

    @property
    def in_the_way(self) -> frozenset[object]:
        """The package's obstacles: red lines, parties and rules; empty where it would be agreed."""
        if self.consent is None:
            return frozenset()
        return frozenset((*(line.key for line in self.consent.crossed), *self.consent.below, *self.consent.rules))


def agreement(case: Compiled, terms: PlanTerms, reading: Reading, seed: int = 1, draws: int = 0) -> Agreement:
    """The plan of a case beside the package that it carries out. draws: the trials over which both are looked at.

    terms, reading: both central. Raises UnknownName where the case has no plan.
    """
    plan = case.plan
    package = None if plan is None else planned_package(case, plan)
    if plan is None or package is None:
        return Agreement(package=None, consent=None)
    parties = sorted(affected_parties(plan) | case.structure.needed_for(package))
    drawn = draw_readings(case, seed, range(draws)) if draws else None
    plans, values = _plan_spreads(case, seed, draws), terms.values()
    return Agreement(
        package=package,
        consent=consent(reading, package),
        worth=tuple(
            WorthBeside(
                party=party,
                plan=float(values[party]),
                package=gain_of(reading, party, package),
                plan_spread=None if plans is None else _spread(plans[:, party]),
                package_spread=None if drawn is None else _package_spread(drawn, party, package),
            )
            for party in parties
        ),
    )


def _plan_spreads(case: Compiled, seed: int, draws: int) -> Floats | None:
    """(draw, party) the worth of the plan; None where none of its numbers is a range."""
    if not draws:
        return None
    from winset.analyses.staging.readings import inputs, plan_draws  # not needed to check a case

    if not inputs(case):
        return None
    drawn = plan_draws(case, seed, range(draws))
    return np.array([plan_terms(case, drawn.of(draw)).values() for draw in range(draws)])


def _package_spread(draws: Draws, party: int, package: Sequence[int]) -> Spread | None:
    if not draws.has_walk_away[party]:
        return None
    columns = [start + option for start, option in zip(draws.structure.offsets, package, strict=True)]
    value = draws.worth[:, party, columns].sum(axis=1) - draws.walk_away[:, party]
    for place, link in enumerate(draws.link_terms):
        if link.party == party and fulfils(tuple(package), link.when):
            value = value + draws.links[:, place]
    return _spread(np.asarray(value / draws.denominator[:, party], dtype=float))


def _spread(points: NDArray[np.float64]) -> Spread:
    low, high = np.percentile(points, MIDDLE)
    return float(low), float(high)
