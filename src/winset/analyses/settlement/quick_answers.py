"""The settlement answer while numbers of one case move, where it can be given at once: what has been
worked out already is not worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock

import numpy as np

from winset.analyses.settlement.fold import Fronts
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.fold import Fold
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.methods.selection import SolverOptions, select_method
from winset.analyses.settlement.packages import FEW, feasible_packages, few_lawful, total_packages
from winset.analyses.settlement.settle import Settlement, Whether, solve_with, whether_with
from winset.analyses.settlement.subproblem import subproblems
from winset.errors import TooLarge
from winset.readings import Reading

SCANNED = "the frontier is known already: it is read again with the walk-aways moved"


class CachedFrontier:
    """The frontier of a case, kept so that a moved number is answered at once.

    A frontier folded at low walk-aways holds the frontier at every higher one. So it is folded once at the lowest that
    are of interest, and a moved walk-away of a bargaining party is a scan of it; any other number that moves is folded
    anew, and that frontier is held from then on.

    lowest: per party the lowest walk-away that will be asked for, as a numerator; None takes that of the reading.
    Raises TooLarge where the fold does not take the case on.
    """

    def __init__(self, reading: Reading, lowest: tuple[int | None, ...] | None = None) -> None:
        self.lowest = lowest if lowest is not None else reading.walk_away
        self._hold(reading)

    def _hold(self, reading: Reading) -> None:
        low = replace(reading, walk_away=tuple(map(_lower, reading.walk_away, self.lowest)))
        method = select_method(low, SolverOptions(method="fold")).method
        if not isinstance(method, Fold):
            raise TooLarge("the frontier of this case is longer than the fold keeps", 0)
        self._reading, self._fronts = low, method.fronts

    def solve(self, reading: Reading) -> Settlement:
        """The whole settlement answer for a reading of the same case."""
        return solve_with(self.method(reading), SCANNED)

    def method(self, reading: Reading) -> Fold:
        """What the frontier says of a reading of the same case."""
        if not self._holds(reading):
            self._hold(reading)
        posed = list(subproblems(reading))
        known: list[Fronts] = self._fronts
        if len(posed) != len(known) or any(
            subproblem.parties != cached.subproblem.parties for subproblem, cached in zip(posed, known, strict=True)
        ):
            return Fold(reading, posed)
        return Fold(reading, posed, fronts=known)

    def _holds(self, reading: Reading) -> bool:
        """True where the reading differs in walk-aways of bargaining parties alone, none of them below those held."""
        cached = self._reading
        same = (
            reading.structure is cached.structure
            and np.array_equal(reading.worth, cached.worth)
            and reading.links == cached.links
            and reading.floors == cached.floors
            and reading.denominator == cached.denominator
        )
        return same and all(
            (walk_away == low) if party not in reading.structure.bargaining else _reaches(walk_away, low)
            for party, (walk_away, low) in enumerate(zip(reading.walk_away, cached.walk_away, strict=True))
        )


def _lower(first: int | None, other: int | None) -> int | None:
    return first if first is None or other is None else min(first, other)


def _reaches(walk_away: int | None, low: int | None) -> bool:
    return walk_away is low if walk_away is None or low is None else walk_away >= low


AT_ONCE = "packages that no number excludes are known already"


class QuickAnswers:
    """Answers readings of one case that differ in its judged numbers alone: the packages that no number excludes are
    found once, or, where there are too many to keep each, the frontier is held.

    lowest: per party the lowest walk-away that will be asked for, as a numerator; None takes that of the reading.
    Several threads may ask.
    """

    def __init__(self, reading: Reading, lowest: tuple[int | None, ...] | None = None) -> None:
        self._lock = Lock()
        self._solver: SolverOptions | None = None
        self._held: CachedFrontier | None = None
        structure = reading.structure
        if total_packages(structure) <= FEW or few_lawful(structure) is not None:
            self._solver = SolverOptions(feasible=feasible_packages(structure))
            return
        try:
            self._held = CachedFrontier(reading, lowest)
        except (TooLarge, TooJoined):
            self._held = None

    @property
    def are_quick(self) -> bool:
        """False where an answer is searched for anew each time, which takes too long while something is dragged."""
        return self._solver is not None or self._held is not None

    def solve(self, reading: Reading) -> Settlement | None:
        """The whole settlement answer for a reading of the case; None where it cannot be given at once."""
        with self._asked(reading) as method:
            return None if method is None else solve_with(method, AT_ONCE)

    def whether(self, reading: Reading) -> Whether | None:
        """Whether there is a deal, and if not, why not; None where that cannot be said at once."""
        with self._asked(reading) as method:
            return None if method is None else whether_with(method)

    @contextmanager
    def _asked(self, reading: Reading) -> Iterator[Method | None]:
        if self._solver is not None:
            yield select_method(reading, self._solver).method
        elif self._held is None:
            yield None
        else:
            with self._lock:
                yield self._method(self._held, reading)

    @staticmethod
    def _method(held: CachedFrontier, reading: Reading) -> Method | None:
        try:
            return held.method(reading)
        except (TooLarge, TooJoined):
            return None
