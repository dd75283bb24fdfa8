"""The concession frontier without going through the packages: a fold of values that stop counting at the walk-away.

Where bodies vote there is a reading for each coalition of voters that is enough, in which its members have to be in
favour. Of a party whose consent every package needs nothing is asked so: it counts as in favour, and what keeps it from
that is its own constraint. A party that only some options need counts as in favour of just the packages that hold one
of them; `are_all` says whether there is none, so that what no coalition can carry nobody can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from winset.analyses.settlement.blockers import Concession, in_points
from winset.analyses.settlement.fold import fold_nearest
from winset.analyses.settlement.packages import Ints
from winset.analyses.settlement.subproblem import Subproblem, subproblems
from winset.analyses.votes import minimal_coalitions
from winset.compiled import Structure
from winset.readings import Reading
from winset.readings.exact import FloorWorth

MOST_CONCESSIONS = 20_000
"""Different shortfalls that are kept while issues are added up; beyond, no concessions are listed, and the answer says
so.
"""


def concession_frontier(reading: Reading, posed: list[Subproblem]) -> tuple[tuple[Concession, ...], bool]:
    """The minimal shortfalls over the packages that cross no red line; False where a limit cut them."""
    short = _all_shortfalls(reading, posed)
    return _minimal(reading, [short]) if short is not None else ((), False)


def voted_concession_frontier(reading: Reading) -> tuple[tuple[Concession, ...], bool]:
    """The same where bodies vote, whose voters vote by their walk-aways as they are."""
    parts = []
    width = len(reading.structure.red_lines) + len(reading.floors)
    for carried in voting_readings(reading, (vote.name for vote in reading.structure.votes)):
        short = _all_shortfalls(carried, list(subproblems(carried)))
        if short is None:
            return (), False
        parts.append(short[(short[:, width:] == 0).all(axis=1), :width])
    concessions, complete = _minimal(reading, parts)
    return concessions, complete and are_all(reading.structure)


def _all_shortfalls(reading: Reading, posed: list[Subproblem]) -> Ints | None:
    """(shortfall, party and then body) those that nothing undercuts in its set of required parties; None where there
    are too many.
    """
    rows = [np.zeros((0, reading.worth.shape[0] + len(reading.floors)), dtype=np.int64)]
    for subproblem in posed:
        fronts = fold_nearest(subproblem, MOST_CONCESSIONS)
        if not fronts.complete:
            return None
        rows.append(_shortfalls(reading, subproblem, fronts.last))
    return np.concatenate(rows)


def _minimal(reading: Reading, parts: list[Ints]) -> tuple[tuple[Concession, ...], bool]:
    from winset.analyses.settlement.kernels.dominance import undominated

    short = np.concatenate([np.zeros((0, reading.worth.shape[0] + len(reading.floors)), dtype=np.int64), *parts])
    kept = undominated(np.ascontiguousarray(-short)) if len(short) else np.zeros(0, dtype=np.int64)
    return in_points(reading, short[kept])


def _shortfalls(reading: Reading, subproblem: Subproblem, vectors: Ints) -> Ints:
    """(vector, party and then body) how far each that is required falls below its walk-away, numerators."""
    parties = reading.worth.shape[0]
    result = np.zeros((len(vectors), parties + len(reading.floors)), dtype=np.int64)
    for n, party in enumerate(subproblem.parties):
        walk_away = reading.walk_away[party]
        if party in subproblem.required and walk_away is not None:
            result[:, party] = np.maximum(walk_away - vectors[:, n], 0)
        for m, floor in enumerate(reading.floors):
            if floor.party == party:
                result[:, parties + m] = np.maximum(floor.worth - vectors[:, n], 0)
    return result


def voting_readings(reading: Reading, bodies: Iterable[str], judged: Reading | None = None) -> Iterator[Reading]:
    """The reading without votes, once for each coalition that carries a package through these bodies: every member
    that not all packages need reaches its walk-away, and none of its red lines is crossed. What the members ask for
    stands last among the floors.

    judged: the reading with the walk-aways and red lines that voters vote by, where constraints were taken out of the
    other.
    """
    structure, judged = reading.structure, judged or reading
    asked = frozenset(bodies)
    votes = [vote for vote in structure.votes if vote.name in asked]
    enough = minimal_coalitions(structure.voters, lambda yes: all(vote.passes(yes) for vote in votes))
    always = frozenset(structure.always)
    for voters in dict.fromkeys(coalition - always for coalition in enough):
        red_lines = tuple(
            judged.structure.red_lines[party] if party in voters else lines
            for party, lines in enumerate(structure.red_lines)
        )
        floors = tuple(
            FloorWorth(name=f"in favour {party}", party=party, worth=least)
            for party in sorted(voters)
            if (least := judged.walk_away[party]) is not None
        )
        followed = (*structure.followed, *sorted(voters))
        yield replace(
            reading,
            structure=replace(structure, votes=(), followed=followed, red_lines=red_lines),
            floors=(*reading.floors, *floors),
        )


def are_all(structure: Structure) -> bool:
    """True where no voter is needed for some packages and not for all."""
    some = [party for party in structure.voters if party not in structure.always]
    return not np.asarray(structure.needs[structure.open][:, some]).any()
