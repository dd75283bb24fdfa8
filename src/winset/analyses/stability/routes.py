"""How things can get from where they stand to the package that was looked at, and to the stable states.

Reached by improvements alone, every step is to the advantage of whoever takes it; by moves, some cost those who make
them; and some states are reached only where several move together, all to their advantage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from winset.analyses.stability.coalitions import with_coalitions
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.paths import (
    CoalitionPath,
    StatusQuoAnalysis,
    by_coalitions,
    status_quo_analysis,
    way_to,
)
from winset.analyses.stability.stability import Stability

MOST_TOGETHER = 300
"""States up to which it is worked out what coalitions can bring about; beyond, paths are those of single parties alone.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StableStateCounts:
    """How many stable states are reached from how things stand.

    improvements: by improvements alone. moves: not so, but by moves some of which cost those who make them. unreached:
    by no moves of parties. together: of those that improvements alone do not reach, how many are reached where several
    may move together, each time to the advantage of all who move; None where that was not worked out.
    """

    improvements: int
    moves: int
    together: int | None
    unreached: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Routes:
    """From how things stand. around: the states around the status quo. from_status_quo: what is reached, and how the
    targets are.

    stable_state_counts: by definition, None where its stable states are not known; empty where states are not listed,
    and only the package is looked for. together: how coalitions bring the
    targets about; None where that was not worked out. target: the package that was looked at, None where it differs
    from how things stand on an issue that nobody can move alone. apart: those issues.
    """

    around: Stability
    from_status_quo: StatusQuoAnalysis
    stable_state_counts: Mapping[str, StableStateCounts | None]
    nearest: Mapping[str, tuple[int, ...]]
    together: Mapping[int, CoalitionPath] | None
    target: int | None
    apart: tuple[int, ...]


def routes(around: Stability, start: int, package: Sequence[int] | None, keys: Sequence[str], most: int) -> Routes:
    """How the package and the stable states are reached from a state. around: the states that contain it.

    most: stable states of each definition that are listed one by one.
    """
    states = around.states
    still = states.package(start)
    apart = tuple(
        issue for issue, option in enumerate(package or still) if option != still[issue] and issue not in states.moving
    )
    target = states.state(tuple(package)) if package is not None and not apart else None
    if isinstance(states.graph, ImplicitGraph):
        return Routes(
            around=around,
            from_status_quo=way_to(states.graph, start, start if target is None else target),
            stable_state_counts={},
            nearest={},
            together=None,
            target=target,
            apart=apart,
        )
    stable = {key: around.equilibria(key) for key in keys}
    reached = status_quo_analysis(states.graph, start, ())
    together = None
    if states.graph.states <= MOST_TOGETHER:
        everyone = range(states.graph.states)
        together = {path.state: path for path in by_coalitions(with_coalitions(states.graph), start, everyone)}
    nearest = {
        key: () if which is None else _nearest(np.flatnonzero(which).tolist(), reached, together or {}, most)
        for key, which in stable.items()
    }
    targets = dict.fromkeys(
        [*([target] if target is not None else []), *(n for states_near in nearest.values() for n in states_near)]
    )
    return Routes(
        around=around,
        from_status_quo=status_quo_analysis(states.graph, start, targets),
        stable_state_counts={
            key: None if which is None else _counted(np.flatnonzero(which).tolist(), reached, together)
            for key, which in stable.items()
        },
        nearest=nearest,
        together=together,
        target=target,
        apart=apart,
    )


def _nearest(
    stable: Sequence[int], reached: StatusQuoAnalysis, together: Mapping[int, CoalitionPath], most: int
) -> tuple[int, ...]:
    """The stable states that improvements lead to, then joint improvements, then moves; each time the nearest first."""

    def order(state: int) -> tuple[int, int, int]:
        if state in reached.improvements:
            return 0, reached.improvements[state], state
        if state in together and together[state].reached:
            return 1, len(together[state].legs or ()), state
        return (2, reached.moves[state], state) if state in reached.moves else (3, 0, state)

    return tuple(sorted(stable, key=order)[:most])


def _counted(
    stable: Sequence[int], reached: StatusQuoAnalysis, together: Mapping[int, CoalitionPath] | None
) -> StableStateCounts:
    improving = sum(state in reached.improvements for state in stable)
    moving = [state for state in stable if state not in reached.improvements and state in reached.moves]
    rest = [state for state in stable if state not in reached.improvements and state not in reached.moves]
    return StableStateCounts(
        improvements=improving,
        moves=len(moving),
        together=None if together is None else sum(together[state].reached for state in (*moving, *rest)),
        unreached=len(rest),
    )
