"""The package that an issue-wise forecast comes to, beside those of `winset deal`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.forecast.stances_of import IssueLine
from winset.analyses.settlement.blockers import Constraint, constraints, violates
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.packages import View
from winset.analyses.settlement.settle import Settlement
from winset.compiled import Compiled
from winset.errors import NumberTooFine, TooLarge
from winset.readings import Reading
from winset.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPackage:
    """The options nearest to the compromise, the status quo where there is no forecast. broken: what it violates of
    what a deal must respect. unknown: parties whose consent a deal or this package needs, and of whom it is not known
    what no deal is worth. breaks_rule: a rule of the case. moves: whether it differs from the status quo. leading: the
    package of a deal that shares most options with it, and how many; None where there is no deal, or it was not worked
    out, and then why.
    """

    options: Package
    broken: tuple[Constraint, ...]
    unknown: tuple[int, ...]
    breaks_rule: bool
    moves: bool
    leading: Package | None
    shared: int
    is_deal: bool
    refusal: str = ""

    @property
    def is_acceptable(self) -> bool | None:
        """None where it is not known."""
        if not self.moves or self.breaks_rule or self.broken:
            return False
        return None if self.unknown else True


def forecast_package(
    session: Session, table: str | None, lines: tuple[IssueLine | None, ...], points: tuple[float | None, ...]
) -> ForecastPackage | None:
    """None where an issue has neither a forecast nor a status quo. Raises NumberTooFine."""
    case = session.compiled(table)
    options = _options(case, lines, points)
    if options is None:
        return None
    reading = session.central(table)
    view = View(reading.structure, np.array([options], dtype=np.int16))
    leading, is_deal, refusal = None, False, ""
    try:
        settlement = session.settlement(table)
        leading, is_deal = _nearest(settlement, options, case), settlement.status == "answered"
    except (TooLarge, NumberTooFine) as error:
        refusal = str(error)
    return ForecastPackage(
        options=options,
        broken=_broken(view, reading),
        unknown=_unknown(case, options, reading),
        breaks_rule=not bool(view.satisfies_rules[0]),
        moves=bool(view.leaves_status_quo[0]),
        leading=leading,
        shared=0 if leading is None else _shared(leading, options, case),
        is_deal=is_deal,
        refusal=refusal,
    )


def _options(
    case: Compiled, lines: tuple[IssueLine | None, ...], points: tuple[float | None, ...]
) -> tuple[int, ...] | None:
    chosen = []
    for issue, (line, point) in enumerate(zip(lines, points, strict=True)):
        quo = case.structure.status_quo[issue]
        option = quo
        if line is not None and point is not None:
            near = line.nearest(point, case.structure.choices(issue))
            option = quo if near is None else near
        if option is None and issue not in case.structure.left_out:
            return None
        chosen.append(option or 0)
    return tuple(chosen)


def _broken(view: View, reading: Reading) -> tuple[Constraint, ...]:
    """What the package violates: walk-aways, bodies and red lines."""
    values = view.values(reading)
    refused = view.refusals(reading, values)
    return tuple(item for item in constraints(reading) if violates(view, values, reading, item, refused)[0])


def _unknown(case: Compiled, options: tuple[int, ...], reading: Reading) -> tuple[int, ...]:
    """Of whom it is not known whether it would accept the package, or any."""
    structure = case.structure
    columns = [case.column(issue, option) for issue, option in enumerate(options) if issue not in structure.left_out]
    needed = np.logical_or.reduce(structure.needs[columns], axis=0)
    return tuple(
        party
        for party in range(len(case.parties))
        if reading.walk_away[party] is None
        and (party in structure.always or party in structure.bargaining or needed[party])
    )


def _nearest(settlement: Settlement, options: tuple[int, ...], case: Compiled) -> Package | None:
    """Of the packages that solutions choose, or without a deal that single movements open, the one that shares most
    options; the first of equals.
    """
    chosen = [choice.packages[0] for choice in settlement.choices.values() if choice.packages]
    candidates = chosen or [opening.package for opening in settlement.openings]
    return max(candidates, key=lambda package: _shared(package, options, case), default=None)


def _shared(package: Package, options: tuple[int, ...], case: Compiled) -> int:
    left_out = case.structure.left_out
    pairs = zip(package, options, strict=True)
    return sum(one == other for issue, (one, other) in enumerate(pairs) if issue not in left_out)
