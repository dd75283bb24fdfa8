"""The settlement answer while numbers of one case move, where it can be given at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from winset.analyses.settlement.cached_frontier import CachedFrontier
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.methods.selection import SolverOptions, select_method
from winset.analyses.settlement.packages import FEW, feasible_packages, few_lawful, total_packages
from winset.analyses.settlement.settle import Settlement, Whether, solve_with, whether_with
from winset.errors import TooLarge
from winset.readings import Reading

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
