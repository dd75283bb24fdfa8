"""Whether packages are stable: in the central reading, and over readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from winset.analyses.settlement.choose import Package
from winset.analyses.stability.readings import (
    UNDECIDED_SUFFIX,
    StabilityQuestion,
    countable_definitions,
    in_all_readings,
    is_fixed,
)
from winset.analyses.stability.stability import (
    Stability,
    Why,
    in_all_states,
    stability_at,
    with_all_states,
    without_package,
)
from winset.analyses.stability.states import MOST, States, states_of
from winset.errors import TooLarge, WinsetError
from winset.readings.shares import Share
from winset.runs.running import Running
from winset.session import Session

ALL_AT_ONCE = 100_000
"""States up to which all are gone through where one is asked about; beyond, only where all are asked about."""
MOST_DRAWN = 60
"""States, a graph of all of which can be read; beyond, what can follow from the package is drawn instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What lies around packages of a case. by_value: every party ranks by value, whatever statements there are. most:
    packages over the issues that can be moved of which all states are listed, if not as many as memory holds.
    """

    session: Session
    table: str | None
    by_value: bool = False
    most: int | None = None

    def states(self, package: Package | None, most: int | None = None) -> States:
        """The states that moves lead to from a package, made once. most: as above, for this one. Raises UnknownName and
        NumberTooFine.
        """
        session, table = self.session, self.table
        most = most if most is not None else MOST if self.most is None else self.most
        known: list[States] = session.once(("states", table, self.by_value), list)
        for known_states in known:
            if (
                package is not None
                and known_states.state(package) is not None
                and known_states.are_listed == (known_states.total <= most)
            ):
                return known_states
        case, reading = session.compiled(table), session.central(table)
        states = states_of(case, reading, package, by_value=self.by_value, most=most)
        known.append(states)
        return states

    def everywhere(self, package: Package | None, why: Why) -> Stability:
        """Whether a package would hold, and which states are stable, where these are few enough to be gone through at
        once. Raises UnknownName and NumberTooFine.
        """
        return self._stability(package, why, ALL_AT_ONCE)

    def stability(self, package: Package, why: Why, *, whole: bool = False) -> Stability:
        """Whether a package would hold. whole: with a verdict on all states where they are few enough to be drawn.

        Raises UnknownName and NumberTooFine.
        """
        return self._stability(package, why, MOST_DRAWN if whole else 0)

    def nearby(self, package: Package, why: Why) -> Stability:
        """Whether a package would hold, by what lies around it alone. Raises UnknownName and NumberTooFine."""
        return stability_at(self.states(package, most=0), package, why, by_value=self.by_value)

    def all_states(self, stability: Stability) -> Stability:
        """The same with a verdict on all states, where they can be listed; worked out once."""
        looked_at = stability.of_package
        package = None if looked_at is None else looked_at.package
        if stability.states.total > self._most or stability.has_all_states:
            return stability
        return self.session.once(
            ("all states", self.table, self.by_value, package), lambda: in_all_states(self.states(package), stability)
        )

    @property
    def _most(self) -> int:
        return MOST if self.most is None else self.most

    def _stability(self, package: Package | None, why: Why, most: int) -> Stability:
        """Where states are many, a package is looked at by what lies around it; over all of them only where that leaves
        something undecided. most: states of which all are gone through beside it.
        """
        if package is None:
            return without_package(self.states(None), by_value=self.by_value)
        around = self.states(package, most=0)
        if around.total > min(ALL_AT_ONCE, self._most):
            nearby = stability_at(around, package, why, by_value=self.by_value)
            if around.total > self._most or (nearby.of_package is not None and nearby.of_package.is_decided):
                return nearby
        states = self.states(package)
        asked = with_all_states if states.are_listed and states.graph.states <= most else stability_at
        try:
            return asked(states, package, why, by_value=self.by_value)
        except TooLarge:
            return stability_at(around, package, why, by_value=self.by_value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How it is counted in how many readings a package is stable."""

    running: Running
    seed: int
    draws: int

    def shares(
        self, stability: Stability, keys: tuple[str, ...] | None = None, label: str = "case"
    ) -> Mapping[str, Share]:
        """In how many readings the package that was looked at is stable, by definition, and by definition and party.

        keys: of the definitions that are asked about, all if not given. label: of the run among others that are kept
        together. Raises TooLarge and NumberTooFine, and KeyboardInterrupt where nothing was done by then.
        """
        package_stability = stability.of_package
        if package_stability is None:
            raise WinsetError("no package was looked at")
        if is_fixed(stability.case, by_value=stability.by_value):
            stable_by_name = in_all_readings(stability, package_stability)
            return {
                name: Share(number=self.draws if stable else 0, draws=self.draws)
                for name, stable in stable_by_name.items()
                if stable or not name.endswith(UNDECIDED_SUFFIX)
            }
        from winset.analyses.robustness.finding_shares import FindingShares

        question = StabilityQuestion(
            package=tuple(stability.case.package_names(package_stability.package).items()),
            keys=countable_definitions(stability.states.graph, package_stability.state) if keys is None else keys,
            parties=stability.case.parties,
            by_value=stability.by_value,
        )
        work = FindingShares(case=stability.case.without_levers(), question=question, seed=self.seed)
        done = self.running.of({label: work}, self.draws)
        if not done.draws(label):
            raise KeyboardInterrupt
        shares = work.result(done.sums[label])
        return {name: share for name, share in shares.items() if share.number or not name.endswith(UNDECIDED_SUFFIX)}
