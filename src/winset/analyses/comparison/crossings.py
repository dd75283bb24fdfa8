"""Which packages became acceptable between two versions, which no longer are, and what stood or stands against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from winset.analyses.comparison.answers import Version
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.settle import LEADER, leading_choice
from winset.analyses.settlement.standing import standing

MOST_LISTED = 3
"""Packages that are listed of those that opened or closed; beyond, only how many there are is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurdle:
    """What keeps a package from being acceptable in a version.

    constraint: the walk-away or red line, None for anything else. short: by how many points a value falls below a
    walk-away. rule: the name of a rule. unknown: an option that is not there, as (issue, option). off_agenda: an issue
    that stays there as it is. unsaid: an issue on which the package says nothing, and that has no status quo there.
    """

    constraint: Constraint | None = None
    short: Fraction | None = None
    rule: str | None = None
    unknown: tuple[str, str] | None = None
    off_agenda: str | None = None
    unsaid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A package that is acceptable in one version only. package: in that version. hurdles: in the other one."""

    package: Package
    hurdles: tuple[Hurdle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingPackages:
    """Packages that crossed the line of the acceptable. number: of them. leading: the first ones, by the solution that
    leads in the version that accepts them.
    """

    number: int
    leading: tuple[Crossing, ...]


def crossing_packages(old: Version, new: Version) -> tuple[CrossingPackages, CrossingPackages] | None:
    """The packages that became acceptable, and those that no longer are; None where the win-sets are not kept.

    An issue that one version does not have is taken to stay at its status quo there.
    """
    if old.settlement.stored_win_set is None or new.settlement.stored_win_set is None:
        return None
    issues = tuple(sorted({*_asked(old), *_asked(new)}))
    before, after = (_named(version, issues, other) for version, other in ((old, new), (new, old)))
    was_acceptable, holds = set(before), set(after)
    return (
        _crossed(new, old, [n for n, name in enumerate(after) if name not in was_acceptable]),
        _crossed(old, new, [n for n, name in enumerate(before) if name not in holds]),
    )


def _asked(version: Version) -> list[str]:
    left_out = version.case.structure.left_out
    return [name for n, name in enumerate(version.case.issues) if n not in left_out]


def _status_quo(version: Version) -> dict[str, str]:
    quo = version.case.structure.status_quo
    return {
        name: version.case.options[n][option]
        for n, name in enumerate(version.case.issues)
        if (option := quo[n]) is not None
    }


def _named(version: Version, issues: tuple[str, ...], other: Version) -> list[tuple[str, ...]]:
    """Every acceptable package by its options on the issues of both versions."""
    packages = version.settlement.win_set.packages
    columns: list[Iterable[str]] = []
    stays, on_agenda = {**_status_quo(other), **_status_quo(version)}, set(_asked(version))
    for issue in issues:
        if issue in on_agenda:
            place = version.case.issues.index(issue)
            columns.append(np.array(version.case.options[place], dtype=object)[packages[:, place]])
        else:
            columns.append([stays.get(issue, "")] * len(packages))
    return list(zip(*columns, strict=True))


def _crossed(here: Version, there: Version, rows: list[int]) -> CrossingPackages:
    """Those packages of a version's win-set, the first by its own solution, with what is against them in the other."""
    if not rows:
        return CrossingPackages(number=0, leading=())
    those = Enumeration(here.settlement.reading, here.settlement.win_set.packages[rows])
    chosen = those.choices(LEADER)
    lead = leading_choice(chosen, those.frontier)
    front = [tuple(map(int, package)) for package in those.frontier.packages]
    ranked = dict.fromkeys([*(chosen[LEADER].packages), *([lead] if lead is not None else []), *front])
    leading = tuple(
        Crossing(package=package, hurdles=_hurdles(here, here.case.package_names(package), there))
        for package in [*ranked][:MOST_LISTED]
    )
    return CrossingPackages(number=len(rows), leading=leading)


def _hurdles(here: Version, options: Mapping[str, str], there: Version) -> tuple[Hurdle, ...]:
    """What is against a package of a version in the other: options and issues that differ, rules, red lines and
    walk-aways.
    """
    case, on_agenda = there.case, set(_asked(there))
    stays = _status_quo(there)
    absent_stays = {issue: option for issue, option in _status_quo(here).items() if issue not in case.issues}
    known = {issue: case.options[n] for n, issue in enumerate(case.issues) if issue in on_agenda}
    absent = [
        Hurdle(unknown=(issue, option))
        for issue, option in options.items()
        if (issue in known and option not in known[issue])
        or (issue not in known and (stays | absent_stays).get(issue) != option)
    ]
    if any(hurdle.unknown is not None and hurdle.unknown[0] in known for hurdle in absent):
        return tuple(absent)
    absent += [Hurdle(off_agenda=issue) for issue in known if issue in options and not _may_hold(there, issue, options)]
    unsaid = [Hurdle(unsaid=issue) for issue in case.issues if issue in known and issue not in {*options, *stays}]
    if unsaid or any(hurdle.off_agenda is not None for hurdle in absent):
        return (*absent, *unsaid)
    package = case.package({issue: option for issue, option in options.items() if issue in known})
    return (*absent, *_against(package, there))


def _may_hold(version: Version, issue: str, options: Mapping[str, str]) -> bool:
    """Whether a package may hold the option: one of an issue that is off the agenda of a table holds the status quo."""
    place = version.case.issues.index(issue)
    return version.case.options[place].index(options[issue]) in version.case.structure.choices(place)


def _against(package: Package, there: Version) -> list[Hurdle]:
    """The rules that it breaks, the red lines that it crosses, and what it falls short of."""
    stands = standing(there.settlement.reading, package)
    by_kind = sorted(stands.violated, key=lambda item: item.line is None)
    return [
        *(Hurdle(rule=rule.name) for rule in stands.broken),
        *(Hurdle(constraint=item, short=stands.shortfall(item)) for item in by_kind),
    ]
