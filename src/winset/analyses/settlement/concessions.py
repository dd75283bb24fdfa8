"""The concession frontier without going through the packages: a fold of values that stop counting at the walk-away."""

from __future__ import annotations

import numpy as np

from winset.analyses.settlement.blockers import Concession, in_points
from winset.analyses.settlement.fold import fold_nearest
from winset.analyses.settlement.packages import Ints
from winset.analyses.settlement.subproblem import Subproblem, subproblems
from winset.analyses.settlement.voting_readings import are_all, voting_readings
from winset.readings import Reading

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
