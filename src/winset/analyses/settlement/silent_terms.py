"""The terms of a package on which a party is silent whose consent it needs, and what each silence could cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from winset.analyses.settlement.choose import Package
from winset.compiled import Compiled, CompiledCell, Structure
from winset.errors import NumberTooFine
from winset.model.numbers import Span
from winset.readings.exact import PartyReading, central_numbers, fulfils

MOST = Span.of(100)
LEAST = Span.of(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentTerm:
    """A term of a package on which no source says what a party wants whose consent the package needs.

    is_judged: whether a number of that party's is judged for the term all the same. fall: by how many points its gain
    would fall, were that one cell the least favourable (`least_favourable` says what that is). accepts: whether it, and
    every body that follows it, would still accept the package; one that falls below its walk-away already accepts only
    what does not fall further. Both None where no walk-away can be derived, or the numbers are too fine.
    """

    issue: int
    option: int
    party: int
    is_judged: bool
    fall: Fraction | None
    accepts: bool | None


def terms(structure: Structure, package: Package) -> tuple[int, ...]:
    """The issues of the question that the package moves off the status quo; those without one are moved by any
    option.
    """
    return tuple(
        issue
        for issue, (option, quo) in enumerate(zip(package, structure.status_quo, strict=True))
        if issue not in structure.left_out and option != quo
    )


def silent_views(case: Compiled, package: Package) -> tuple[tuple[int, int], ...]:
    """Every issue that the package moves and on which a party is silent that must consent, with that party. A party
    that leaves an issue to another is as silent as that one.
    """
    needed = sorted(case.structure.needed_for(package))
    return tuple(
        (issue, party)
        for issue in terms(case.structure, package)
        for party in needed
        if case.cells[case.root(party, issue)][issue].is_silent
    )


class SilentTerms:
    """The silent terms of packages of one case; what is worked out of a party is worked out once."""

    def __init__(self, case: Compiled) -> None:
        self.case = case
        self._numbers: dict[int, PartyReading | None] = {}
        self._of_views: dict[tuple[int, int, int], list[PartyReading | None]] = {}

    def of(self, package: Package) -> tuple[SilentTerm, ...]:
        """Every term of the package on whose issue a party is silent that must consent, by issue and party."""
        return tuple(self._term(package, issue, party) for issue, party in silent_views(self.case, package))

    def _term(self, package: Package, issue: int, party: int) -> SilentTerm:
        option = package[issue]
        before, worst = self._now(party), self._at_worst(party, issue, option)
        old = _margins(before, self.case.structure, package) if before is not None else ()
        after = [_margins(view, self.case.structure, package) if view is not None else () for view in worst]
        new = min(after)
        known = bool(old and new)
        return SilentTerm(
            issue=issue,
            option=option,
            party=party,
            is_judged=_is_judged(self.case, package, party, issue),
            fall=old[0] - new[0] if known else None,
            accepts=all(now >= 0 or now >= was for was, now in zip(old, new, strict=True)) if known else None,
        )

    def _now(self, party: int) -> PartyReading | None:
        if party not in self._numbers:
            self._numbers[party] = _numbers(self.case, party)
        return self._numbers[party]

    def _at_worst(self, party: int, issue: int, option: int) -> list[PartyReading | None]:
        """The party's numbers where the option is worth least to it."""
        key = (party, issue, option)
        if key not in self._of_views:
            views = least_favourable(self.case, party, issue, option)
            self._of_views[key] = [_numbers(view, party) for view in views]
        return self._of_views[key]


def least_favourable(case: Compiled, party: int, issue: int, option: int) -> tuple[Compiled, ...]:
    """The case with one cell read so that an option there is worth least to the party against having no deal.

    Of all readings of the cell that silence allows (any ideal that it does not refuse, any shape, any salience from 0
    to 100), this one gives the party the smallest gain from a package with the option: salience 100, the option worth
    0, and the status quo, or another option where there is none, worth 100. A party that refuses how things stand wants
    something else most, and may hardly mind how they stand: both are then worth 100. Where it refuses all but the
    option, that is what it wants, and the issue may matter fully or not at all: these are two readings, of which one
    gives the smallest gain. Nothing else of the case changes, and no red line is added.
    """
    quo, size = case.structure.status_quo[issue], case.structure.sizes[issue]
    rejected = case.cells[case.root(party, issue)][issue].rejected
    wished = [wanted for wanted in range(size) if wanted != option and wanted not in rejected]
    best = {quo} if quo is not None and quo != option else set()
    ideal = quo if quo is not None and quo in wished else next(iter(wished), option)
    scores = tuple(MOST if scored in {ideal, *best} else LEAST for scored in range(size))
    kept = case.cells[party][issue].rejects
    cell = CompiledCell(basis="inferred", ideal=ideal, rejects=kept, scores=scores, salience=MOST)
    readings = (cell,) if wished else (cell, replace(cell, salience=LEAST))
    return tuple(case.with_cell(party, issue, reading) for reading in readings)


def _numbers(case: Compiled, party: int) -> PartyReading | None:
    """The party's numbers in the central reading; None where they are too fine to be worked out."""
    try:
        return central_numbers(case, party)
    except NumberTooFine:
        return None


def _margins(numbers: PartyReading, structure: Structure, package: Package) -> tuple[Fraction, ...]:
    """By how many points the package is worth more to a party than its walk-away, and than what each body asks that
    follows it; empty where no walk-away can be derived.
    """
    if numbers.walk_away is None:
        return ()
    value = sum(numbers.worth[start + option] for start, option in zip(structure.offsets, package, strict=True))
    value += sum(link.worth for link in numbers.links if fulfils(package, link.when))
    asked = (numbers.walk_away, *(floor.worth for floor in numbers.floors))
    return tuple(Fraction(value - least, numbers.denominator) for least in asked)


def _is_judged(case: Compiled, package: Package, party: int, issue: int) -> bool:
    """True where a salience or score of the party's own cell is judged, or a link of its that the term fulfils."""
    cell = case.cells[party][issue]
    linked = any(
        link.party == party and fulfils(package, link.when) and any(on == issue for on, _ in link.when)
        for link in case.links
    )
    return cell.salience is not None or cell.has_scores or linked
