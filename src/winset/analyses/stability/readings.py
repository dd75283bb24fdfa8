"""Whether a package is stable, asked of many readings: a question as the robustness analysis takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import prod
from typing import ClassVar

import numpy as np

from winset.analyses.settlement.packages import Bools
from winset.analyses.stability.countermoves import MOST_PROFILES
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.ranks import Package, order_basis
from winset.analyses.stability.stability import PackageStability, Stability, can_be_asked_about
from winset.analyses.stability.states import States, states_of
from winset.analyses.stability.verdicts import has_unanswered
from winset.compiled import Compiled
from winset.errors import TooLarge, UnknownName
from winset.readings import Draws, central

MOST = 1 << 16
"""States that are all ranked anew in every reading; beyond, they are worked out as they are asked about, and it may be
that a reading is not decided, which is counted apart.
"""
UNDECIDED_SUFFIX = "?"
"""At the end of a finding: that it was not decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityQuestion:
    """Whether a package, given by its options, is stable under each definition: for all parties, and for each.

    A package that another version of the case does not have, or that breaks a rule there, is stable in no reading.
    """

    program_words: ClassVar[frozenset[str]] = frozenset({"keys"})
    package: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    parties: tuple[str, ...]
    by_value: bool = False

    @property
    def findings(self) -> tuple[str, ...]:
        """KEY for all parties, KEY.PARTY for one; with a question mark behind, that it was not decided."""
        names = [name for key in self.keys for name in (key, *(finding_name(key, party) for party in self.parties))]
        return (*names, *(f"{name}{UNDECIDED_SUFFIX}" for name in names))

    def __call__(self, case: Compiled) -> Callable[[Draws], Mapping[str, Bools]]:
        states, state = self._at(case)

        def answer(draws: Draws) -> Mapping[str, Bools]:
            if states is None or state is None:
                return {name: np.zeros(len(draws), dtype=bool) for name in self.findings}
            count = 1 if is_fixed(case, by_value=self.by_value) else len(draws)
            by_draw = [self._of(states.graph_in(draws.reading(n), by_value=self.by_value), state) for n in range(count)]
            return {
                name: np.broadcast_to(np.array([verdicts[name] for verdicts in by_draw], dtype=bool), len(draws))
                for name in self.findings
            }

        return answer

    def _at(self, case: Compiled) -> tuple[States | None, int | None]:
        try:
            package = case.package(dict(self.package))
        except UnknownName:
            return None, None
        states = _states(case, package, self.by_value)
        return states, states.state(package) if can_be_asked_about(case, package) else None

    def _of(self, graph: Graph, state: int) -> dict[str, bool]:
        verdicts: dict[str, bool | None] = {}
        for party, name in enumerate(self.parties):
            for key, stable in stable_at(graph, party, state, self.keys).items():
                verdicts[finding_name(key, name)] = stable
        for key in self.keys:
            by_party = [verdicts[finding_name(key, name)] for name in self.parties]
            verdicts[key] = False if False in by_party else None if None in by_party else True
        return {
            **{name: verdict is True for name, verdict in verdicts.items()},
            **{f"{name}{UNDECIDED_SUFFIX}": verdict is None for name, verdict in verdicts.items()},
        }


@lru_cache(maxsize=1)
def _states(case: Compiled, package: Package, by_value: bool) -> States:
    """Kept from some draws to the next."""
    return states_of(case, central(case), package, by_value=by_value, most=MOST)


def finding_name(key: str, party: str) -> str:
    """The name of the finding that a package is stable for one party."""
    return f"{key}.{party}"


def is_fixed(case: Compiled, *, by_value: bool) -> bool:
    """True where no reading changes a rank: every party has statements or a ranking."""
    return all(order_basis(case, party, by_value=by_value) != "value" for party in range(len(case.parties)))


def in_all_readings(stability: Stability, package: PackageStability) -> dict[str, bool]:
    """The findings on the package that was looked at where no reading changes a rank."""
    findings: dict[str, bool] = {}
    for key in countable_definitions(stability.states.graph, package.state):
        verdicts = {key: package.holds(key)}
        for party, name in enumerate(stability.case.parties):
            verdicts[finding_name(key, name)] = package.is_stable(key, party)
        for name, verdict in verdicts.items():
            findings[name] = verdict is True
            findings[f"{name}{UNDECIDED_SUFFIX}"] = verdict is None
    return findings


def countable_definitions(graph: Graph, state: int) -> tuple[str, ...]:
    """The definitions that can be asked of one state in every reading, whatever its ranks are."""
    ways = prod(1 + len(moves.of(state)) for moves in graph.moves)
    few = graph.is_listed and graph.space is not None and ways <= MOST_PROFILES
    return tuple(key for key, definition in definitions.items() if definition.is_quick or few)


@cache
def _quickest_first() -> tuple[str, ...]:
    """The definitions: those that ask no reply first, and of the others those that imply most."""

    def order(key: str) -> tuple[bool, int]:
        implied = sum(key in other.implied_by for other in definitions.values())
        return definitions[key].lasting, -implied if definitions[key].lasting else 0

    return tuple(sorted(definitions, key=order))


def stable_at(graph: Graph, party: int, state: int, keys: tuple[str, ...]) -> dict[str, bool | None]:
    """Whether one state is stable for a party, None where that is not decided; what follows from another definition is
    not worked out again.
    """
    known: dict[str, bool | None] = {}
    for key in (key for key in _quickest_first() if key in keys):
        definition = definitions[key]
        weaker = [other for other, each in definitions.items() if key in each.implied_by]
        if any(known.get(other, False) for other in definition.implied_by):
            known[key] = True
        elif any(known.get(other) is False for other in weaker):
            known[key] = False
        else:
            try:
                known[key] = not has_unanswered(graph, definition, party, state)
            except TooLarge:
                if graph.is_listed:
                    raise
                known[key] = None
    return known
