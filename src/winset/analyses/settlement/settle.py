"""The settlement question under one reading: is there a deal, which, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from winset.analyses.settlement.blockers import Concession, Constraint, NoDeal, with_walk_away_at
from winset.analyses.settlement.choose import Package, SolutionChoice
from winset.analyses.settlement.frontier import Frontier
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.method_protocol import Method, chosen_by
from winset.analyses.settlement.methods.selection import SolverOptions, select_method
from winset.analyses.settlement.packages import PackageCounts, WinSet
from winset.analyses.settlement.solutions import leading_solution
from winset.compiled import Compiled, CompiledRedLine
from winset.errors import TooLarge
from winset.readings import Reading
from winset.stages import stage

OpeningKind = Literal["price", "inference", "red_line"]
"""A walk-away that falls; a refusal that is inferred and may be none; a red line that is stated and given up. They
stand in this order, for a price is the least that is asked of anybody, and a stated red line the most.
"""
LEADER = leading_solution().key
"""The key of the solution whose choice stands first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A single movement that opens a deal, and a package that it opens.

    constraint: what moves. start, end: the walk-away before and after in points; None for a red line, which is dropped.
    """

    constraint: Constraint
    start: Fraction | None
    end: Fraction | None
    package: Package

    @property
    def kind(self) -> OpeningKind:
        """Whether it is a price, an inference that may be wrong, or a stated red line given up."""
        return kind_of(self.constraint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A red line of a party whose consent the package does not need."""

    party: int
    issue: int
    option: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Whether:
    """Whether there is a deal under one reading, and if not, why not.

    status: "answered" where some package is acceptable, "none" where it is proven that none is, "limit" where a search
    stopped before either. counts: None where nothing was counted. no_deal: why not, where none is.
    """

    reading: Reading
    status: Literal["answered", "none", "limit"]
    counts: PackageCounts | None
    no_deal: NoDeal | None
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Settlement(Whether):
    """The answer under one reading.

    method: how it was found; because: why so. stored_win_set: the win-set, where it was kept. load_bearing: issues that
    no acceptable package leaves at the status quo.
    """

    counts: PackageCounts
    method: str
    because: str
    stored_win_set: WinSet | None
    frontier: Frontier
    choices: dict[str, SolutionChoice]
    load_bearing: tuple[int, ...]

    @property
    def win_set(self) -> WinSet:
        """The acceptable packages. Raises TooLarge where they were not kept."""
        if self.stored_win_set is None:
            raise TooLarge(f"the win-set is not kept by {self.method}", self.counts.total)
        return self.stored_win_set


def solve(reading: Reading, solver: SolverOptions | None = None) -> Settlement:
    """The whole settlement answer for a reading. Raises TooLarge where no method takes it on."""
    with stage("frontier"):
        selected = select_method(reading, solver)
    return solve_with(selected.method, selected.because)


def solve_with(method: Method, because: str) -> Settlement:
    """The whole settlement answer by a method."""
    reading = method.reading
    with stage("frontier"):
        none = not method.has_deal and method.is_proven
        frontier = method.frontier
    with stage("counts"):
        counts = method.counts
    with stage("choices"):
        chosen, load_bearing = method.choices(), method.load_bearing()
    with stage("no_deal"):
        why = method.no_deal() if none else None
        openings = _openings(method, why) if why is not None else ()
    return Settlement(
        reading=reading,
        status="answered" if method.has_deal else "none" if none else "limit",
        counts=counts,
        method=method.key,
        because=because,
        stored_win_set=method.win_set if isinstance(method, Enumeration) else None,
        frontier=frontier,
        choices=chosen,
        no_deal=why,
        openings=openings,
        load_bearing=load_bearing,
    )


def whether_with(method: Method) -> Whether:
    """The same without what a deal would be: which packages lead, and how many are acceptable."""
    none = not method.has_deal and method.is_proven
    why = method.no_deal() if none else None
    return Whether(
        reading=method.reading,
        status="answered" if method.has_deal else "none" if none else "limit",
        counts=None if method.has_deal else method.counts,
        no_deal=why,
        openings=_openings(method, why) if why is not None else (),
    )


def leading_package(reading: Reading, solver: SolverOptions | None = None) -> Package | None:
    """The package that Nash's solution leads with (among the most that can gain), None where nothing is acceptable.

    Where gains cannot be counted, the first of the frontier. Raises TooLarge where a search stopped before that was
    known.
    """
    method = select_method(reading, solver or SolverOptions(frontier=False)).method
    if not method.has_deal and not method.is_proven:
        raise TooLarge("a search stopped before it knew whether any package is acceptable", method.counts.total)
    if (
        solver is None
        and method.key == "search"
        and method.has_deal
        and method.choices(LEADER)[LEADER].status != "found"
    ):
        method = select_method(reading).method  # the first of the frontier leads, so all of it is asked for
    return method.leading_package()


def leading_choice(chosen: dict[str, SolutionChoice], front: Frontier) -> Package | None:
    """The package that leads in an answer, as `leading_package` says."""
    return chosen_by(chosen[LEADER], lambda: front)


def kind_of(constraint: Constraint) -> OpeningKind:
    """Of which kind an opening is that a constraint gives."""
    if constraint.line is None:
        return "price"
    return "inference" if constraint.line.basis == "inferred" else "red_line"


def is_priced(case: Compiled, line: CompiledRedLine) -> bool:
    """True where the case says what the refused option would cost whose red line it is: a score of it is judged, or a
    combination with it. Without that it scores by rule, as an option does that nobody refuses.
    """
    scores = case.cells[line.owner][line.issue].scores
    judged = bool(scores) and scores[line.option] is not None
    linked = (
        options for link in case.links if link.party == line.owner for on, options in link.when if on == line.issue
    )
    return judged or any(line.option in options for options in linked)


def _openings(method: Method, why: NoDeal) -> tuple[Opening, ...]:
    """Single movements by kind: one walk-away lowered, the smallest fall first; one inferred refusal that is none; one
    stated red line given up.
    """
    reading = method.reading
    solver = SolverOptions(method=method.key, plain=method.is_plain)
    moved: list[tuple[Fraction, Opening]] = []
    for item in why.blockers.constraints:
        start = _level(reading, item)
        if item.line is not None or start is None:
            continue
        alone = [concession for concession in why.concessions if _only(reading, concession, item)]
        for concession in alone[:1]:
            points = sum((*concession.points, *concession.bodies), Fraction(0))
            end = start - points
            package = _known(
                with_walk_away_at(reading, item.party, item.body, _numerator(reading, item.party, end)), solver
            )
            if package is not None:
                moved.append((points, Opening(constraint=item, start=start, end=end, package=package)))
    moved.sort(key=lambda pair: pair[0])
    dropped = [
        Opening(constraint=why.blockers.constraints[n], start=None, end=None, package=package)
        for repair in why.blockers.repairs
        if len(repair) == 1
        for n in repair
        if (package := _opened_by(reading, why.blockers.constraints[n], solver)) is not None
    ]
    dropped.sort(key=lambda opening: opening.kind == "red_line")
    return (*(opening for _, opening in moved), *dropped)


def _only(reading: Reading, concession: Concession, item: Constraint) -> bool:
    """True where a concession asks nothing of anyone but the holder of a constraint."""
    names = [floor.name for floor in reading.floors]
    others = [points for party, points in enumerate(concession.points) if item.body is not None or party != item.party]
    others += [points for name, points in zip(names, concession.bodies, strict=True) if name != item.body]
    return not any(others)


def _numerator(reading: Reading, party: int, points: Fraction) -> int:
    return int(points * reading.denominator[party])


def _level(reading: Reading, item: Constraint) -> Fraction | None:
    if item.votes:
        return None
    if item.body is not None:
        return next(reading.points(floor.party, floor.worth) for floor in reading.floors if floor.name == item.body)
    walk_away = reading.walk_away[item.party]
    return reading.points(item.party, walk_away) if walk_away is not None else None


def _opened_by(reading: Reading, item: Constraint, solver: SolverOptions) -> Package | None:
    """The package that leads once a red line is dropped."""
    line = item.line
    if line is None:
        return None
    dropped = line.key
    return _known(replace(reading, structure=reading.structure.with_lines(lambda kept: kept.key != dropped)), solver)


def _known(reading: Reading, solver: SolverOptions) -> Package | None:
    """The package that leads, None also where a search stopped before that was known."""
    try:
        return leading_package(reading, solver)
    except TooLarge:
        return None


def objections(reading: Reading, package: Package) -> tuple[Objection, ...]:
    """Red lines that the package crosses of parties whose consent it does not need."""
    needed = reading.structure.needed_for(package)
    return tuple(
        Objection(party=party, issue=line.issue, option=line.option)
        for party, lines in enumerate(reading.structure.red_lines)
        if party not in needed
        for line in lines
        if package[line.issue] == line.option
    )
