"""How firmly a package holds, where some preferences are strong, and where some comparisons are not known.

Both are the analyst's: a statement may be marked as one that separates strongly, and pairs of packages as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import CONCEPTS, Concept, Verdict
from winset.analyses.stability.ranks import decisive_statement
from winset.analyses.stability.stability import Stability
from winset.analyses.stability.strength import Strength, strength
from winset.analyses.stability.unknown import Comparisons, UnknownReading, under_readings
from winset.errors import TooLarge
from winset.readings.exact import fulfils

Firmness = Mapping[Concept, tuple[Strength, ...]]
"""Per concept and party, how firmly the package that was looked at holds."""
Uncertainty = Mapping[Concept, tuple[Mapping[UnknownReading, Verdict], ...]]
"""Per concept and party, the verdict under each of the four readings of what is unknown."""


def firmness(stability: Stability) -> Firmness | None:
    """How firmly the package holds for each party; None where no statement that counts is marked as strong.

    Raises TooLarge where there is one, and states are not listed.

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

    _refuse_unlisted(stability)

    def is_strong(party: int, better: int, worse: int) -> bool:
        if not strong[party]:
            return False
        place = decisive_statement(case, party, stability.states.package(better), stability.states.package(worse))
        return place is not None and (case.statements[party] or ())[place].is_strong

    graph = stability.states.graph
    return {
        key: tuple(strength(graph, is_strong, party, package.state, key) for party in range(graph.parties))
        for key in CONCEPTS
        if definitions[key].by != "nothing"
    }


def uncertainty(stability: Stability) -> Uncertainty | None:
    """The verdicts on the package under each reading of what is unknown; None where the case names nothing unknown.

    Raises TooLarge where it does, and states are not listed.
    """
    case, package = stability.case, stability.of_package
    if package is None or not any(case.unknown):
        return None

    _refuse_unlisted(stability)

    def is_unknown(party: int, state: int, other: int) -> bool:
        first_package, two = stability.states.package(state), stability.states.package(other)
        return any(
            (fulfils(first_package, first) and fulfils(two, second))
            or (fulfils(two, first) and fulfils(first_package, second))
            for first, second in case.unknown[party]
        )

    comparisons = Comparisons(graph=stability.states.graph, unknown=is_unknown)
    return {
        key: tuple(
            under_readings(comparisons, party, package.state, key) for party in range(stability.states.graph.parties)
        )
        for key in CONCEPTS
    }


def _refuse_unlisted(stability: Stability) -> None:
    """Raises TooLarge where states are not listed: all that the others can lead to would have to be gone through."""
    if not stability.states.are_listed:
        raise TooLarge("that is asked where all states are listed", stability.states.total)
