"""How firmly a package holds, where some preferences are strong, and where some comparisons are not known.

Both are the analyst's: a statement may be marked as one that separates strongly, and pairs of packages as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import CONCEPTS, Concept, Verdict
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.listed_around import listed_around
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.ranks import Package, decisive_statement
from winset.analyses.stability.stability import Stability
from winset.analyses.stability.states import States
from winset.analyses.stability.strength import Strength, strength
from winset.analyses.stability.unknown import Comparisons, UnknownReading, under_readings
from winset.readings.exact import fulfils

Firmness = Mapping[Concept, tuple[Strength, ...]]
"""Per concept and party, how firmly the package that was looked at holds."""
Uncertainty = Mapping[Concept, tuple[Mapping[UnknownReading, Verdict], ...]]
"""Per concept and party, the verdict under each of the four readings of what is unknown."""


def firmness(stability: Stability) -> Firmness | None:
    """How firmly the package holds for each party; None where no statement that counts is marked as strong.

    Raises TooLarge where there is one, states are not listed, and too much can follow from the package.

    A preference is strong where the first statement that tells two packages apart is marked as strong.
    Source: the degrees, Hamouda, Kilgour & Hipel 2004; that statements carry them is this package's rule.
    """
    case, package = stability.case, stability.of_package
    strong = [
        stability.order_basis(party) == "statements"
        and any(statement.is_strong for statement in case.statements[party] or ())
        for party in range(len(case.parties))
    ]
    if package is None or not any(strong):
        return None

    among = _Among.around(stability, package.state)

    def is_strong(party: int, better: int, worse: int) -> bool:
        if not strong[party]:
            return False
        place = decisive_statement(case, party, among.package(better), among.package(worse))
        return place is not None and (case.statements[party] or ())[place].is_strong

    return {
        key: tuple(strength(among.graph, is_strong, party, among.state, key) for party in range(among.graph.parties))
        for key in CONCEPTS
        if definitions[key].by != "nothing"
    }


def uncertainty(stability: Stability) -> Uncertainty | None:
    """The verdicts on the package under each reading of what is unknown; None where the case names nothing unknown.

    Raises TooLarge where it does, states are not listed, and too much can follow from the package.
    """
    case, package = stability.case, stability.of_package
    if package is None or not any(case.unknown):
        return None

    among = _Among.around(stability, package.state)

    def is_unknown(party: int, state: int, other: int) -> bool:
        first_package, two = among.package(state), among.package(other)
        return any(
            (fulfils(first_package, first) and fulfils(two, second))
            or (fulfils(two, first) and fulfils(first_package, second))
            for first, second in case.unknown[party]
        )

    comparisons = Comparisons(graph=among.graph, unknown=is_unknown)
    return {
        key: tuple(under_readings(comparisons, party, among.state, key) for party in range(among.graph.parties))
        for key in CONCEPTS
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Among:
    """The states among which a package is looked at, where they are all or those around it. state: the package, by its
    number among them. numbers: (state) the number of each among all states, None where they are all.
    """

    states: States
    graph: Graph
    state: int
    numbers: list[int] | None

    @classmethod
    def around(cls, stability: Stability, state: int) -> _Among:
        """Raises TooLarge where all states are too many to list and those around the package as well."""
        graph = stability.states.graph
        if not isinstance(graph, ImplicitGraph):
            return cls(states=stability.states, graph=graph, state=state, numbers=None)
        near, numbers = listed_around(graph, state)
        return cls(states=stability.states, graph=near, state=numbers.index(state), numbers=numbers)

    def package(self, state: int) -> Package:
        """The package that a state is."""
        return self.states.package(state if self.numbers is None else self.numbers[state])
