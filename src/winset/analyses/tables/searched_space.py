"""Tables of a case with more packages than can be kept: each question is put to the methods of settlement.

Consent that depends on the package answers both questions exactly. For what the seated can agree on, they alone are
required. For what holds, the ratifiers are required too, and the parties that an option needs. A needed party that
gains or loses by refusing stands in the question a second time, as a party with the same values and red lines and with
its own least value for its part, so that where it is seated it has to reach both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from winset.analyses.settlement.choose import SolutionChoice, gain_scale, rank_packages
from winset.analyses.settlement.clusters import build_clusters
from winset.analyses.settlement.counting import CountEstimate, count_packages
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.joined import Joined
from winset.analyses.settlement.methods.method_protocol import TIES, Method
from winset.analyses.settlement.methods.selection import SOME, SOON, SolverOptions, select_method
from winset.analyses.settlement.packages import total_packages
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.tables.ballots import Ballot, enough
from winset.analyses.tables.package_space import NASH, PackageSet, less, none_exists
from winset.analyses.tables.terms import Package, TableTerms, with_agenda
from winset.analyses.votes import dividends, minimal_coalitions
from winset.compiled import CompiledTable, Floor, Structure
from winset.readings import Reading
from winset.readings.exact import FloorWorth


class SearchedSpace:
    """The packages of a case, none of which is kept. effort: of each search. among: per issue the options to which
    they are held.
    """

    def __init__(
        self, terms: TableTerms, effort: Effort | None = None, among: Mapping[int, frozenset[int]] | None = None
    ) -> None:
        self.terms, self.effort, self.among = terms, effort, among or {}
        self._known: dict[tuple[object, ...], Method] = {}

    @property
    def method(self) -> str:
        return "streaming" if total_packages(self.terms.structure) <= SOME else "search"

    def reachable(self, table: CompiledTable) -> PackageSet:
        method = self._asked(agreement_reading(self.terms, table), ("agree", table))
        return PackageSet(number=_number(method), deal=method.choices(NASH.key)[NASH.key])

    def holding(self, table: CompiledTable) -> PackageSet:
        return PackageSet(number=self._counted(table, with_others=True), deal=self.above(table, ()))

    def signed(self, table: CompiledTable) -> SolutionChoice:
        """The deal of a table that looks at nobody outside."""
        method = self._asked(agreement_reading(self.terms, table), ("agree", table))
        return method.choices(NASH.key)[NASH.key]

    def something_holds(self, table: CompiledTable, floors: tuple[Floor, ...] = ()) -> bool | None:
        """floors: of further bodies that follow parties."""
        known = True
        for voters in enough(self.terms.case, table, with_others=True):
            method = method_for(self._held(holding_reading(self.terms, table, floors, voters)), self.effort)
            if method.has_deal:
                return True
            known = known and method.is_proven
        return False if known else None

    def surely_ratified(self, table: CompiledTable) -> CountEstimate:
        return self._counted(table, with_others=False)

    def holding_count(self, table: CompiledTable) -> CountEstimate:
        return self._counted(table, with_others=True)

    def decided(self, table: CompiledTable, ballot: Ballot, party: int) -> CountEstimate:
        others = [voter for voter, _ in ballot.voters if voter != party]
        with_it, without = (
            self._added_up(table, minimal_coalitions(others, passes))
            for passes in (
                lambda yes: ballot.passes(yes | {party}, with_others=True),
                lambda yes: ballot.passes(yes, with_others=True),
            )
        )
        return less(with_it, without)

    def _counted(self, table: CompiledTable, *, with_others: bool) -> CountEstimate:
        return self._added_up(table, enough(self.terms.case, table, with_others=with_others))

    def _added_up(self, table: CompiledTable, minimal: tuple[frozenset[int], ...]) -> CountEstimate:
        """Added up over sets of voters that are all in favour (Harsanyi's dividends)."""
        total, variance = 0, 0.0
        for voters, times in dividends(minimal).items():
            number = _number(self._holding(table, (), voters))
            total += times * number.packages
            variance += (times * number.error) ** 2
        return CountEstimate(packages=max(0, total), error=variance**0.5)

    def above(self, table: CompiledTable, floors: Iterable[Floor]) -> SolutionChoice:
        further = tuple(floors)
        choices = [
            self._holding(table, further, voters).choices(NASH.key)[NASH.key]
            for voters in enough(self.terms.case, table, with_others=True)
        ]
        return self._united(choices, table) if choices else none_exists("no package is acceptable")

    def _united(self, choices: list[SolutionChoice], table: CompiledTable) -> SolutionChoice:
        """The best of several sets of packages that may overlap."""
        if len(choices) == 1:
            return choices[0]
        unknown = [choice for choice in choices if choice.status in ("limit", "not computed")]
        known = [choice for choice in choices if choice.status == "found"]
        if unknown or not known:
            return unknown[0] if unknown else choices[0]
        best = max(choice.key for choice in known)
        tied = [choice for choice in known if choice.key == best]
        reading = agreement_reading(self.terms, table)
        scale = gain_scale(reading)
        rows = np.array(sorted({package for choice in tied for package in choice.packages}), dtype=np.int16)
        packages: tuple[Package, ...] = tied[0].packages if scale is None else rank_packages(reading, rows, scale, bool)
        complete = all(choice.complete for choice in tied) and len(packages) <= TIES
        return replace(tied[0], packages=packages[:TIES], complete=complete)

    def load_bearing(self, table: CompiledTable) -> tuple[int, ...]:
        each = [
            set(method.load_bearing())
            for voters in enough(self.terms.case, table, with_others=True)
            if (method := self._holding(table, (), voters)).has_deal
        ]
        return tuple(sorted(set.intersection(*each))) if each else ()

    def _holding(self, table: CompiledTable, floors: tuple[Floor, ...], voters: frozenset[int]) -> Method:
        return self._asked(holding_reading(self.terms, table, floors, voters), ("hold", table, floors, voters))

    def _held(self, reading: Reading) -> Reading:
        return replace(reading, structure=only(reading.structure, self.among)) if self.among else reading

    def _asked(self, reading: Reading, key: tuple[object, ...]) -> Method:
        """The method for a question. Raises TooLarge where none takes it on."""
        if key not in self._known:
            reading = self._held(reading)
            self._known[key] = method_for(reading, self.effort)
        return self._known[key]


def method_for(reading: Reading, effort: Effort | None) -> Method:
    """The method that counts packages and finds Nash's deal soonest. Raises TooLarge where none takes it on."""
    if total_packages(reading.structure) > SOME and gain_scale(reading) is not None:
        from winset.analyses.settlement.methods.search import Search

        try:
            return Search(reading, effort=effort)
        except TooJoined:
            pass
    return select_method(reading, SolverOptions(effort=effort)).method


def is_gone_through(reading: Reading) -> bool:
    """True where there are many packages, and rules and links join so many issues that each question goes through all
    of them.
    """
    try:
        total = total_packages(reading.structure)
        return SOME < total <= SOON and not build_clusters(reading.structure, reading.links)
    except TooJoined:
        return True


def agreement_reading(terms: TableTerms, table: CompiledTable) -> Reading:
    """The question whose acceptable packages are those that the seated can agree on."""
    structure = replace(
        with_agenda(terms.structure, table.agenda),
        always=table.seated,
        bargaining=table.seated,
        needs=np.zeros_like(terms.structure.needs),
    )
    return replace(terms.reading, structure=structure)


def holding_reading(
    terms: TableTerms, table: CompiledTable, floors: tuple[Floor, ...], voters: frozenset[int]
) -> Reading:
    """The question whose acceptable packages are those that hold, with these voters in favour."""
    reading = terms.reading
    structure = replace(
        with_agenda(terms.structure, table.agenda),
        always=tuple(sorted({*table.seated, *table.ratifiers, *voters})),
        bargaining=table.seated,
        followed=tuple(sorted({floor.party for floor in (*table.floors, *floors)})),
    )
    worth = [(floor, terms.least(floor)) for floor in (*table.floors, *floors)]
    reading = replace(
        reading,
        structure=structure,
        floors=tuple(FloorWorth(name=f.name, party=f.party, worth=least) for f, least in worth if least is not None),
    )
    for party in range(len(terms.carry)):
        if terms.carry[party] != terms.agree[party]:
            reading = standing_twice(reading, party, terms.carry[party])
    return reading


def standing_twice(reading: Reading, party: int, carry: int | None) -> Reading:
    """The same question with a party's part asked of a second party in its place."""
    structure, twin = reading.structure, reading.worth.shape[0]
    needs = np.concatenate([structure.needs, structure.needs[:, party : party + 1]], axis=1)
    needs[:, party] = False
    return replace(
        reading,
        structure=replace(structure, needs=needs, red_lines=(*structure.red_lines, structure.red_lines[party])),
        worth=np.concatenate([reading.worth, reading.worth[party : party + 1]]),
        denominator=(*reading.denominator, reading.denominator[party]),
        walk_away=(*reading.walk_away, carry),
        links=(*reading.links, *(replace(link, party=twin) for link in reading.links if link.party == party)),
        weights=(*reading.weights, reading.weights[party]),
    )


def only(structure: Structure, options_of: Mapping[int, frozenset[int]]) -> Structure:
    """The packages that hold such options."""
    open_ = structure.open.copy()
    for issue, options in options_of.items():
        for option in range(structure.sizes[issue]):
            if option not in options:
                open_[structure.offsets[issue] + option] = False
    return replace(structure, open=open_)


def _number(method: Method) -> CountEstimate:
    if not method.has_deal and not method.is_proven:  # a sample may have missed them all
        estimate = method.estimate if isinstance(method, Joined) else count_packages(method.reading)[1]
        return CountEstimate(packages=estimate.packages, error=max(1.0, estimate.error))
    counts = method.counts
    return CountEstimate(packages=counts.acceptable, error=counts.error)
