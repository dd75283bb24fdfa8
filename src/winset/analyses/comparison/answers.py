"""The answer of one version of a case, centrally, in the names that two versions share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.methods.selection import select_method
from winset.analyses.settlement.packages import PackageCounts
from winset.analyses.settlement.settle import LEADER, Settlement, leading_choice, solve
from winset.compiled import Compiled, compiled
from winset.model.case import Case
from winset.readings import Reading, central

PackageNames = tuple[tuple[str, str], ...]
"""A package by the names of its issues and options, in the order of the names of the issues."""
Turned = Literal["deal", "package"]
"""What of an answer is another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAnswer:
    """Whether there is a deal centrally, and which package leads.

    status: "limit" where a search stopped before that was known. leads: every package that Nash among the most that can
    gain chooses; where no gain can be counted, those of the frontier.
    """

    status: Literal["answered", "none", "limit"]
    counts: PackageCounts
    leads: frozenset[PackageNames]

    @property
    def has_deal(self) -> bool:
        return self.status == "answered"

    def turned(self, other: VersionAnswer) -> Turned | None:
        """What of another answer is another one; nothing where a search stopped before that was known."""
        if "limit" in (self.status, other.status):
            return None
        return "deal" if self.has_deal != other.has_deal else "package" if self.leads != other.leads else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Version:
    """One of the two versions with its whole answer. case: in positions. lead: the package that leads."""

    case: Compiled
    settlement: Settlement
    answer: VersionAnswer
    lead: Package | None

    @property
    def pivotal(self) -> tuple[str, ...]:
        """The parties that could open a deal by giving way alone."""
        why = self.settlement.no_deal
        return tuple(self.case.parties[party] for party in why.blockers.pivotal) if why is not None else ()

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Bargaining parties whose walk-away is neither judged nor follows from a status quo."""
        structure, walk_away = self.case.structure, self.settlement.reading.walk_away
        return tuple(self.case.parties[party] for party in structure.bargaining if walk_away[party] is None)


def version(case: Compiled, reading: Reading) -> Version:
    """The whole answer of a version. reading: the central one. Raises TooLarge."""
    settlement = solve(reading)
    lead = leading_choice(settlement.choices, settlement.frontier) if settlement.status == "answered" else None
    chosen = settlement.choices[LEADER].packages or tuple(
        tuple(map(int, package)) for package in settlement.frontier.packages
    )
    answer = VersionAnswer(
        status=settlement.status,
        counts=settlement.counts,
        leads=frozenset(package_names(case, package) for package in chosen)
        if settlement.status == "answered"
        else frozenset(),
    )
    return Version(case=case, settlement=settlement, answer=answer, lead=lead)


def package_names(case: Compiled, package: Package) -> PackageNames:
    return tuple(sorted(case.package_names(package).items()))


class VersionAnswers:
    """The answers of cases to one question; the same reading of the same names is worked out once."""

    def __init__(self, table: str | None) -> None:
        self.table = table
        self._known: dict[object, VersionAnswer] = {}

    def of(self, case: Case) -> VersionAnswer:
        """The answer of a case. Raises UnknownName, TooLarge and NumberTooFine."""
        positions = compiled(case, self.table)
        reading = central(positions)
        key = _read(positions, reading)
        if key not in self._known:
            self._known[key] = _answered(positions, reading)
        return self._known[key]

    def reading(self, case: Case) -> object:
        """All that the answer of a case follows from; equal where two cases are read alike. Raises what `of` does."""
        positions = compiled(case, self.table)
        return _read(positions, central(positions))


def _answered(case: Compiled, reading: Reading) -> VersionAnswer:
    method = select_method(reading).method
    leads: frozenset[PackageNames] = frozenset()
    if method.has_deal:
        chosen = method.choices(LEADER)[LEADER].packages
        packages = chosen or tuple(tuple(map(int, package)) for package in method.frontier.packages)
        leads = frozenset(package_names(case, package) for package in packages)
    known: Literal["none", "limit"] = "none" if method.is_proven else "limit"
    return VersionAnswer(status="answered" if method.has_deal else known, counts=method.counts, leads=leads)


def _read(case: Compiled, reading: Reading) -> object:
    """All that the answer of a reading follows from."""
    structure = reading.structure
    return (
        case.parties,
        case.issues,
        case.options,
        np.asarray(reading.worth).tolist().__repr__(),
        reading.denominator,
        reading.walk_away,
        reading.links,
        reading.floors,
        structure.status_quo,
        structure.open.tobytes(),
        structure.always,
        structure.bargaining,
        structure.needs.tobytes(),
        tuple(tuple(line.key for line in lines) for lines in structure.red_lines),
        structure.rules,
        structure.left_out,
        structure.followed,
        structure.votes,
    )
