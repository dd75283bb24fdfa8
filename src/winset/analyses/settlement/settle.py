"""The settlement question under one reading: is there a deal, which, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from winset.analyses.settlement.blockers import Constraint, NoDeal, no_deal
from winset.analyses.settlement.choose import Choice, choices
from winset.analyses.settlement.frontier import Frontier, frontier
from winset.analyses.settlement.packages import Counts, Packages, WinSet, feasible_packages, total_packages, win_set
from winset.compiled import Structure
from winset.readings import Reading

Package = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A single movement that opens a deal, and a package that it opens.

    constraint: what moves. start, end: the walk-away before and after in points; None for a red line, which is dropped.
    """

    constraint: Constraint
    start: Fraction | None
    end: Fraction | None
    package: Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A red line of a party whose consent the package does not need."""

    party: int
    issue: int
    option: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Settlement:
    """The answer under one reading.

    status: "answered" where some package is acceptable, "none" where none is. no_deal: why not, where none is.
    load_bearing: issues that no acceptable package leaves at the status quo.
    """

    reading: Reading
    status: Literal["answered", "none"]
    counts: Counts
    method: str
    win_set: WinSet
    frontier: Frontier
    choices: dict[str, Choice]
    no_deal: NoDeal | None
    openings: tuple[Opening, ...]
    load_bearing: tuple[int, ...]


def settled(reading: Reading) -> Settlement:
    """The whole settlement answer for a reading, by enumeration.

    Raises TooLarge where there are more packages than enumeration takes on.
    """
    feasible = feasible_packages(reading.structure)
    acceptable = win_set(reading, feasible)
    front = frontier(acceptable)
    why = None if len(acceptable) else no_deal(reading)
    return Settlement(
        reading=reading,
        status="answered" if len(acceptable) else "none",
        counts=Counts(total=total_packages(reading.structure), feasible=len(feasible), acceptable=len(acceptable)),
        method="enumeration",
        win_set=acceptable,
        frontier=front,
        choices=choices(acceptable, front),
        no_deal=why,
        openings=_openings(reading, why, feasible) if why is not None else (),
        load_bearing=_load_bearing(acceptable),
    )


def leading(reading: Reading, feasible: Packages) -> Package | None:
    """The package that Nash's solution leads with (among the most that can gain), None where nothing is acceptable.

    Where gains cannot be counted, the first of the frontier.
    """
    acceptable = win_set(reading, feasible)
    front = frontier(acceptable)
    return first_of(acceptable, front, choices(acceptable, front))


def first_of(acceptable: WinSet, front: Frontier, chosen: dict[str, Choice]) -> Package | None:
    """The package that leads in an answer, as `leading` says."""
    if not len(acceptable):
        return None
    best = chosen["nash_max_support"].packages
    return best[0] if best else acceptable.package(int(front.members[0]))


def _load_bearing(acceptable: WinSet) -> tuple[int, ...]:
    structure = acceptable.reading.structure
    if not len(acceptable):
        return ()
    return tuple(
        issue
        for issue, quo in enumerate(structure.status_quo)
        if quo is not None and issue not in structure.left_out and not (acceptable.packages[:, issue] == quo).any()
    )


def _openings(reading: Reading, why: NoDeal, feasible: Packages) -> tuple[Opening, ...]:
    """Single movements, the cheapest first: one walk-away lowered by so much, then one red line dropped."""
    moved: list[tuple[Fraction, Opening]] = []
    for item in why.blockers.constraints:
        if item.line is not None:
            continue
        alone = [one for one in why.concessions if _only(reading, one.points, one.bodies, item)]
        for one in alone[:1]:
            points = sum((*one.points, *one.bodies), Fraction(0))
            start = _level(reading, item)
            if start is not None:
                moved.append((points, Opening(constraint=item, start=start, end=start - points, package=one.package)))
    moved.sort(key=lambda pair: pair[0])
    dropped = [
        Opening(constraint=why.blockers.constraints[n], start=None, end=None, package=package)
        for repair in why.blockers.repairs
        if len(repair) == 1
        for n in repair
        if (package := _opened_by(reading, why.blockers.constraints[n])) is not None
    ]
    return (*(opening for _, opening in moved), *dropped)


def _only(reading: Reading, points: tuple[Fraction, ...], bodies: tuple[Fraction, ...], item: Constraint) -> bool:
    names = [floor.name for floor in reading.floors]
    others = [one for party, one in enumerate(points) if item.body is not None or party != item.party]
    others += [one for name, one in zip(names, bodies, strict=True) if name != item.body]
    return not any(others)


def _level(reading: Reading, item: Constraint) -> Fraction | None:
    if item.body is not None:
        return next(reading.points(floor.party, floor.worth) for floor in reading.floors if floor.name == item.body)
    walk_away = reading.walk_away[item.party]
    return reading.points(item.party, walk_away) if walk_away is not None else None


def _opened_by(reading: Reading, item: Constraint) -> Package | None:
    """The package that leads once a red line is dropped."""
    line = item.line
    if line is None:
        return None
    key = (line.owner, line.issue, line.option)
    red_lines = tuple(
        tuple(one for one in held if (one.owner, one.issue, one.option) != key) for held in reading.structure.red_lines
    )
    relaxed = replace(reading, structure=replace(reading.structure, red_lines=red_lines))
    return leading(relaxed, feasible_packages(relaxed.structure))


def objections(reading: Reading, package: Package) -> tuple[Objection, ...]:
    """Red lines that the package crosses of parties whose consent it does not need."""
    needed = required(reading.structure, package)
    return tuple(
        Objection(party=party, issue=line.issue, option=line.option)
        for party, held in enumerate(reading.structure.red_lines)
        if party not in needed
        for line in held
        if package[line.issue] == line.option
    )


def required(structure: Structure, package: Package) -> frozenset[int]:
    """The parties whose consent a package needs."""
    return frozenset(structure.always) | {
        party
        for start, option in zip(structure.offsets, package, strict=True)
        for party in range(structure.needs.shape[1])
        if structure.needs[start + option, party]
    }
