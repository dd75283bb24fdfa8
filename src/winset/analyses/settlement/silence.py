"""What the silence of the sources does to the answer, under each of its three rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.methods.selection import SolverOptions, select_method
from winset.analyses.settlement.packages import CHUNK, Packages, View
from winset.analyses.settlement.search.tree import Budget, Effort
from winset.analyses.settlement.settle import Settlement
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import Draws, Reading, central, draw_readings

MOST_WORK = 300_000_000
"""Package values that the draws of silence may take together; beyond, there are fewer draws, and the answer says how
many.
"""
FEWEST = 50
DRAWS_AT_ONCE = 1000
MOST_SEARCHES = 200
"""Draws of silence that are searched one by one where the packages are too many to go through; beyond, none is drawn,
and the answer says how many were.
"""
MOST_KNOWN = 500
"""Packages, acceptable in a draw or at a date before, that are tried first in the next one; beyond, the oldest are
forgotten, which costs time alone.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The answer on the issues alone on which no needed party is silent.

    issues: those that were left out. applies: False where none is left. acceptable: how many packages are; error: its
    standard error where that is an estimate. proven: False where a search stopped before it found one or proved that
    there is none.
    """

    issues: tuple[int, ...]
    applies: bool
    acceptable: int
    error: float = 0.0
    proven: bool = True

    @property
    def has_deal(self) -> bool:
        return self.acceptable > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """The answer over draws of the silent cells, every judgement held at its central value.

    with_deal: number of draws with an acceptable package. low, median, high: acceptable packages per draw, None where
    they were not counted.
    """

    draws: int
    seed: int
    with_deal: int
    low: int | None
    median: int | None
    high: int | None

    @property
    def share(self) -> float:
        return self.with_deal / self.draws

    @property
    def error(self) -> float:
        """The standard error of the share, by the binomial formula."""
        return sqrt(self.share * (1 - self.share) / self.draws)


def left_out(case: Compiled, solver: SolverOptions | None = None, answer: Settlement | None = None) -> LeftOut:
    """The question without every issue on which a party is silent whose consent it may need.

    solver: by which method. answer: to the whole question by that method, where it is known, which is the same answer
    where nothing is left out.
    """
    structure = case.structure
    dropped = tuple(
        issue
        for issue in range(len(case.issues))
        if issue not in structure.left_out
        and any(case.cells[case.root(party, issue)][issue].is_silent for party in _needed_on(case, issue))
    )
    remaining = set(range(len(case.issues))) - set(dropped) - structure.left_out
    if not any(len(structure.choices(issue)) > 1 for issue in remaining):
        return LeftOut(issues=dropped, applies=False, acceptable=0)
    if answer is not None and not dropped:
        whole = answer.counts
        proven = answer.status != "limit"
        return LeftOut(issues=(), applies=True, acceptable=whole.acceptable, error=whole.error, proven=proven)
    without = central(case.without_issues(dropped))
    method = select_method(without, replace(solver or SolverOptions(), frontier=False)).method
    counts = method.counts
    return LeftOut(
        issues=dropped,
        applies=True,
        acceptable=counts.acceptable,
        error=counts.error,
        proven=method.has_deal or method.is_proven,
    )


def _needed_on(case: Compiled, issue: int) -> tuple[int, ...]:
    """Parties whose consent every package needs, and those that a body which must ratify follows, and those needed
    for some open option of the issue.
    """
    structure = case.structure
    start = structure.offsets[issue]
    columns = [start + option for option in structure.choices(issue)]
    followed = [floor.party for floor in case.floors]
    return tuple(
        party
        for party in range(len(case.parties))
        if party in structure.always or party in followed or structure.needs[columns, party].any()
    )


def unresolved(case: Compiled, feasible: Packages, seed: int, draws: int) -> Unresolved:
    """In how many draws of the silent cells some package is acceptable.

    feasible: the packages that no rule and no red line excludes; silence changes none of them.
    """
    affordable = MOST_WORK // max(1, len(feasible) * len(case.parties) * len(case.issues))
    draws = max(min(draws, FEWEST), min(draws, affordable))
    counts = np.concatenate(
        [
            acceptable_counts(
                draw_readings(case, seed, range(start, min(start + DRAWS_AT_ONCE, draws)), "silence"), feasible
            )
            for start in range(0, draws, DRAWS_AT_ONCE)
        ]
    )
    ordered = np.sort(counts)
    return Unresolved(
        draws=draws,
        seed=seed,
        with_deal=int((counts > 0).sum()),
        low=int(ordered[0]),
        median=int(ordered[len(ordered) // 2]),
        high=int(ordered[-1]),
    )


def unresolved_at_size(case: Compiled, seed: int, draws: int, effort: Effort) -> Unresolved:
    """The same where there are too many packages to go through: each draw is asked for one acceptable package.

    Raises TooJoined.
    """
    draws = min(draws, MOST_SEARCHES)
    known = np.zeros((0, len(case.issues)), dtype=np.int16)
    with_deal = 0
    for start in range(0, draws, DRAWS_AT_ONCE):
        batch = draw_readings(case, seed, range(start, min(start + DRAWS_AT_ONCE, draws)), "silence")
        for n in range(len(batch)):
            has_deal, known = deal_in(batch.reading(n), known, effort)
            if has_deal is None:
                raise TooLarge("a search stopped before it knew whether a draw of the silence has a deal", 0)
            with_deal += has_deal
    return Unresolved(draws=draws, seed=seed, with_deal=with_deal, low=None, median=None, high=None)


def deal_in(reading: Reading, known: Packages, effort: Effort | None = None) -> tuple[bool | None, Packages]:
    """Whether a reading has a deal, None where a search stopped before that was known, with the packages that are worth
    trying next, the one found among them. known: that were acceptable in a reading before, and are tried first.
    """
    from winset.analyses.settlement.search.joined_question import some_acceptable

    if len(known):
        view = View(reading.structure, known)
        if bool((~view.falls_short(reading, view.values(reading))).any()):
            return True, known
    example = some_acceptable(reading, Budget(effort or Effort()))
    if example.package is None:
        return False if example.proven else None, known
    return True, np.concatenate([known, np.array([example.package], dtype=np.int16)])[-MOST_KNOWN:]


def acceptable_counts(draws: Draws, feasible: Packages) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """(draw) how many of the feasible packages are acceptable."""
    counts = np.zeros(len(draws), dtype=np.int64)
    step = max(1, CHUNK // max(1, len(draws) // 16))
    for start in range(0, len(feasible), step):
        view = View(draws.structure, feasible[start : start + step])
        counts += DrawEvaluator(view).acceptable(draws).sum(axis=1)
    return counts
