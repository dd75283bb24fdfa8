"""Who gains by moving away together where states are not listed: ways that are found, and proofs that there are none.

What some can bring about together lies within a product: per issue, all options to which any row of their changes
leads. Over that, a weighted sum of what the members gain is largest issue by issue. Where it is not above zero for some
weights, they cannot all gain. Where all gain at the package that it leads to, and a row of moves gets there, they can.
Weights move towards whoever loses; where neither comes about, it is not decided.

Source: Everett 1963, Operations Research 11, 399–417 (weights in place of conditions).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from winset.analyses.stability.coalitions import Coalition, CoalitionVerdicts, Mode
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import CONCEPTS, Concept, Verdict
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.sequences import Path
from winset.analyses.stability.shortest_way import shortest_way
from winset.analyses.stability.space import Bools, Ints
from winset.analyses.stability.stability import PackageStability
from winset.analyses.stability.sweeps import Control, unite_controls

MOST_COALITIONS = 1_000
"""Coalitions that are looked at where states are not listed, the smallest first; beyond, it is not decided of them."""
ROUNDS = 60
"""Times that weights are moved for one coalition; beyond, it is not decided whether it can gain."""
MOST_LISTED = 1 << 16
"""Packages that members can bring about which are all looked at; beyond, weights decide."""
MOST_TRIED = 20
"""Packages better for all members to which a row of moves is looked for; beyond, it is not decided that none leads to
any.
"""
LARGEST = 1 << 40
"""Gains up to which weighted sums of them are exact in 64 bits; beyond, it is not decided."""
SURE, OPEN = "cannot gain", "not decided"
Gain = Path | str
"""A way by which all members gain, that there is none, or that it was not decided."""


def verdicts_nearby(
    graph: ImplicitGraph, package: PackageStability, acting: Sequence[Coalition], mode: Mode
) -> dict[Concept, CoalitionVerdicts]:
    """By concept, what coalitions could gain by leaving a package, as far as it is decided."""
    looked_at = acting[:MOST_COALITIONS]
    leaving = {members: _Leaving(graph=graph, package=package, members=members, mode=mode) for members in looked_at}
    verdicts = {}
    for concept in CONCEPTS:
        paths = {members: leaves.unanswered(concept) for members, leaves in leaving.items()}
        decided: dict[tuple[Coalition, int], Verdict] = {
            (members, package.state): Verdict(movers=members, state=package.state, concept=concept, unanswered=ways)
            for members, ways in paths.items()
            if ways is not None
        }
        verdicts[concept] = CoalitionVerdicts(
            mode=mode,
            concept=concept,
            coalitions=tuple(members for members, _ in decided),
            states=(package.state,),
            verdicts=decided,
            undecided=tuple(members for members in acting if paths.get(members) is None),
        )
    return verdicts


@dataclass(frozen=True, kw_only=True, eq=False)
class _Leaving:
    """What some parties could gain by leaving a package together."""

    graph: ImplicitGraph
    package: PackageStability
    members: Coalition
    mode: Mode

    def unanswered(self, concept: Concept) -> tuple[Path, ...] | None:
        """Ways to gain that nobody can answer, none where it is proven that there are none; None where undecided."""
        alone = self._alone(concept)
        if self.gain == SURE or alone:
            return ()
        if isinstance(self.gain, str):
            return None
        if definitions[concept].by == "nothing" or self._is_unanswerable(self.gain[-1].to):
            return (self.gain,)
        any_answer = definitions[concept].by == "moves" and not definitions[concept].lasting
        return () if any_answer and self._is_answered_whatever_they_do() else None

    def _alone(self, concept: Concept) -> bool:
        """Whether a party that acts by itself is known to stay. Blocks answer otherwise than single parties do."""
        if len(self.members) > 1 or (self.mode == "partition" and definitions[concept].by == "improvements"):
            return False
        return self.package.is_stable(concept, self.members[0]) is True

    @cached_property
    def gain(self) -> Gain:
        """A way by which all members gain."""
        if any(self.graph.rank[party].is_indifferent for party in self.members) or not self._together:
            return SURE
        box = prod(int(can[self.graph.space.option(self.package.state, n)].sum()) for n, can in self._together.items())
        if box <= MOST_LISTED:
            return self._among_all()
        return self._weighted() if all(self.graph.rank[party].kind == "value" for party in self.members) else OPEN

    def _among_all(self) -> Gain:
        """Where the packages that changes of members can lead to are few enough to be listed."""
        space, state = self.graph.space, self.package.state
        ends = space.array([state])
        for issue, can in self._together.items():
            now = space.option(state, issue)
            added = space.array([space.weights[issue] * (to - now) for to in np.flatnonzero(can[now]).tolist()])
            ends = np.add.outer(ends, added).ravel()
        gained = [np.asarray(self.graph.rank[p][ends] - self.graph.rank[p].key(state)) for p in self.members]
        better = np.flatnonzero(np.logical_and.reduce([np.asarray(gain > 0, dtype=bool) for gain in gained]))
        better = better[space.possible(ends[better])]
        best_first = sorted(better.tolist(), key=lambda place: -min(int(gain[place]) for gain in gained))
        all_moves = len(best_first) <= MOST_TRIED
        for place in best_first[:MOST_TRIED]:
            found = shortest_way(self.graph, state, int(ends[place]), self.members, improving=False)
            if found.path is not None:
                return found.path
            all_moves &= found.is_proven
        return SURE if all_moves else OPEN

    @cached_property
    def _together(self) -> Control:
        """Per issue, what any number of changes by members can make of what."""
        return unite_controls(self.graph.moves[party].control for party in self.members)

    @cached_property
    def _others(self) -> list[int]:
        return [party for party in range(self.graph.parties) if party not in self.members]

    def _weighted(self) -> Gain:
        gains, reached = self._tables()
        links = np.array([self._of_links(party) for party in self.members], dtype=np.int64)
        if int(np.abs(gains[:, reached]).max(initial=0)) + int(links.max(initial=0)) > LARGEST // (len(gains) + 1):
            return OPEN
        weight = np.ones(len(self.members), dtype=np.int64)
        for step in range(1, ROUNDS + 1):
            sums = np.where(reached, np.tensordot(weight, gains, axes=1), np.iinfo(np.int64).min)
            best = sums.argmax(axis=1)
            if int(sums.max(axis=1).sum()) + int(weight @ links) <= 0:
                return SURE
            to = self._at(best)
            each = [self.graph.rank[p].key(to) - self.graph.rank[p].key(self.package.state) for p in self.members]
            if min(each) > 0 and self.graph.space.state(to) is not None:
                found = shortest_way(self.graph, self.package.state, to, self.members, improving=False)
                if found.path is not None:
                    return found.path
            lowest = int(np.argmin([gain / w for gain, w in zip(each, weight.tolist(), strict=True)]))
            weight[lowest] += max(1, int(weight.sum()) // (2 + step))
            if weight.max() > 1 << 14:
                break
        return OPEN

    def _of_links(self, party: int) -> int:
        """What combinations can add at most to what a member has of them in the package."""
        order, here = self.graph.rank[party], self.graph.space.array([self.package.state])
        most: int = sum(max(0, worth) for _, worth in order.links) - int(order.of_links(here)[0])
        return most

    def _tables(self) -> tuple[Ints, Bools]:
        """(member, issue, option) what each option adds to a member's value, and (issue, option) which are reached."""
        space = self.graph.space
        gains = np.zeros((len(self.members), len(space.shape), max(space.shape)), dtype=np.int64)
        reached = np.zeros(gains.shape[1:], dtype=bool)
        for issue, size in enumerate(space.shape):
            now = space.option(self.package.state, issue)
            reached[issue, now] = True
            if issue in self._together:
                reached[issue, :size] = self._together[issue][now]
            for row, party in enumerate(self.members):
                table = self.graph.rank[party].tables[issue]
                gains[row, issue, :size] = table - table[now]
        return gains, reached

    def _at(self, options: Ints) -> int:
        return sum(int(option) * weight for option, weight in zip(options, self.graph.space.weights, strict=True))

    def _is_unanswerable(self, state: int) -> bool:
        """Whether wherever the others lead from a state all members still gain; a False is only what is not proven."""
        closure = unite_controls(self.graph.moves[other].control for other in self._others)
        if not closure:
            return True
        if any(self.graph.rank[party].kind != "value" for party in self.members):
            return False
        least = (self._least(party, state, closure) for party in self.members)
        return all(
            worth > self.graph.rank[party].key(self.package.state)
            for party, worth in zip(self.members, least, strict=True)
        )

    def _least(self, party: int, state: int, closure: Mapping[int, Bools]) -> int:
        """At most what a member is left with, wherever the others lead."""
        order, space = self.graph.rank[party], self.graph.space
        worth: int = sum(min(0, link) for _, link in order.links)
        for issue, table in enumerate(order.tables):
            now = space.option(state, issue)
            worth += int(table[np.flatnonzero(closure[issue][now])].min()) if issue in closure else int(table[now])
        return worth

    def _is_answered_whatever_they_do(self) -> bool:
        """Whether, wherever the members lead, one change each by others leaves some member no better off."""
        space, state = self.graph.space, self.package.state
        if space.lawful is not None or not self._others:
            return False
        once: dict[int, Bools] = {}
        for other in self._others:
            for issue, can in self.graph.moves[other].control.items():
                once[issue] = once[issue] | can if issue in once else can
        for party in self.members:
            order = self.graph.rank[party]
            if order.kind != "value":
                continue
            worst = sum(max(0, link) for _, link in order.links)
            for issue, table in enumerate(order.tables):
                now, after = space.option(state, issue), table
                if issue in once:
                    after = np.where(once[issue], table[None, :], np.iinfo(np.int64).max).min(axis=1)
                led = np.flatnonzero(self._together[issue][now]) if issue in self._together else [now]
                worst += int(after[led].max())
            if worst <= order.key(state):
                return True
        return False
