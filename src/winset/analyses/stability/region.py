"""How few moves some parties need to bring about what is wanted, from every package that they can reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.stability.moves import AnyRank, ProductMoves
from winset.analyses.stability.space import Bools, Ints, StateSpace
from winset.analyses.stability.sweeps import Control, sweep


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """The packages that agree on all issues that some parties cannot change. states: (package) the state that each is,
    −1 where there is none. places: (package) ascending. shape: options of each issue that they can change.
    movers: who they are; controls: what each can change, by the position of an issue in the shape.
    """

    states: Ints
    places: Ints
    shape: tuple[int, ...]
    movers: tuple[int, ...]
    controls: tuple[Control, ...]
    space: StateSpace

    @classmethod
    def around(cls, moves: Sequence[ProductMoves], state: int, movers: Sequence[int]) -> Region:
        """Around a state."""
        space = moves[0].space
        issues = sorted({issue for party in movers for issue in moves[party].control})
        places = space.around(space.place(state), issues)
        controls = ({issues.index(issue): can for issue, can in moves[party].control.items()} for party in movers)
        return cls(
            states=space.states_at(places),
            places=places,
            shape=tuple(space.shape[issue] for issue in issues),
            movers=tuple(movers),
            controls=tuple(controls),
            space=space,
        )

    def position(self, state: int) -> int:
        """Which of the packages a state is."""
        return int(np.searchsorted(self.places, self.space.place(state)))

    def positions(self, states: Ints) -> Ints:
        """Which of the packages some states are."""
        return np.searchsorted(self.places, self.space.places_of(states))

    def distances(self, goal: Bools, rank: AnyRank | None, until: int) -> NDArray[np.int32] | None:
        """(mover, package) the fewest moves from it to a goal, no party twice in succession, of which the first is not
        the mover's; −1 where they have not been counted. None where none lead there from the state `until`, to which
        and no farther they are counted. The last row leaves every first move open.

        goal: (package). rank: (party, state), where every move must be an improvement of the party that makes it.
        """
        lawful = self.states >= 0
        movers = range(len(self.movers))
        own = [None if rank is None else np.where(lawful, rank[party][self.states], -1) for party in self.movers]
        first = np.zeros((len(movers), len(goal)), dtype=bool)
        near = np.broadcast_to(goal, (len(movers) + 1, len(goal))).copy()
        distance = np.where(near, 0, -1).astype(np.int32)
        last, steps = self.position(until), 0
        while not near[-1, last]:
            for mover in movers:
                first[mover] |= lawful & self._led_to(mover, near[mover], own[mover])
            steps += 1
            before = near.copy()
            for mover in range(len(movers) + 1):
                near[mover] |= first[[other for other in movers if other != mover]].any(axis=0)
            if (near == before).all():
                return None
            distance[near & ~before] = steps
        return distance

    def _led_to(self, mover: int, near: Bools, own: NDArray[np.int32] | Ints | None) -> Bools:
        """(package) whether one move leads from it to what is near. own: (package) what it improves, if it has to."""
        control = self.controls[mover]
        if own is None:
            ways = sweep(np.add, near.astype(np.int32), self.shape, control)
            return np.asarray(ways > near)
        return np.asarray(sweep(np.maximum, np.where(near, own, -1).astype(np.int32), self.shape, control) > own)
