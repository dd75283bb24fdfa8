"""The settlement answer while numbers of one case move, where it can be given at once."""

from __future__ import annotations

from threading import Lock

from winset.analyses.settlement.cached_frontier import CachedFrontier
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.selection import SolverOptions
from winset.analyses.settlement.packages import FEW, few_lawful, feasible_packages, total_packages
from winset.analyses.settlement.settle import Settlement, solve
from winset.errors import TooLarge
from winset.readings import Reading


class QuickAnswers:
    """Answers readings of one case that differ in its judged numbers alone: the packages that no number excludes are
    found once, or, where there are too many to keep each, the frontier is held.

    lowest: per party the lowest walk-away that will be asked for, as a numerator; None takes that of the reading. Several
    threads may ask.
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
        if self._solver is not None:
            return solve(reading, self._solver)
        if self._held is None:
            return None
        try:
            with self._lock:
                return self._held.solve(reading)
        except (TooLarge, TooJoined):
            return None
