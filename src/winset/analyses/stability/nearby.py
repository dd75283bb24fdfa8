"""What others can do in answer to an improvement where states are not listed: by searches around it, and by bounds.

An answer that is found is checked move by move. That there is none is proven in one of two ways: all states are gone
through that the others can lead to, or the least that the party could be left with, over everything that they can
change, is more than it had. Where neither is done within the states that are looked at, it is not decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from winset.analyses.stability.countermoves import Countermove, Deviation, Reply, steps_of
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.implicit import ImplicitMoves, ImplicitOrder, ImplicitRanks, ImplicitSpace
from winset.analyses.stability.ranks import AT_ONCE
from winset.analyses.stability.space import Bools, Ints
from winset.analyses.stability.sweeps import Control, unite_controls
from winset.errors import TooLarge

if TYPE_CHECKING:
    from winset.analyses.stability.one_move import SumOrders

MOST_LOOKED_AT = 20_000
"""States that are looked at for one improvement where states are not listed; beyond, whether it is answered is not
decided, and the answer says so.
"""
MOST_ORDERED = 20_000
"""Combinations of the options that statements or a ranking name that are gone through for a bound; beyond, there is
none.
"""
MOST_IN_ONE_KEY = 2 * AT_ONCE
"""Statements of a party whose keys fit 64 bits; beyond, each reply of the party is looked at by itself."""
NOT_DECIDED = "whether the others could answer was not decided within the states that are looked at"


@dataclass(frozen=True, kw_only=True, eq=False)
class ImplicitGraph(Graph):
    """A conflict whose states are not listed."""

    rank: ImplicitRanks  # type: ignore[assignment]
    moves: tuple[ImplicitMoves, ...]
    space: ImplicitSpace
    _near: dict[int, Surrounding] = field(default_factory=dict, init=False, repr=False)

    @property
    def states(self) -> int:
        return self.space.total

    @cached_property
    def chained(self) -> tuple[bool, ...]:
        return (False,) * self.parties

    @property
    def is_listed(self) -> bool:
        return False

    @property
    def products(self) -> None:
        """No sweep goes over all states."""

    @cached_property
    def sum_orders(self) -> SumOrders | None:
        """How the parties order packages, as sums; None where some order is none."""
        from winset.analyses.stability.one_move import sum_orders

        return sum_orders(self)

    @cached_property
    def replies_are_bounded(self) -> bool:
        """Whether single issues tell of every party what it can reply at most: no facts, and orders by value alone."""
        return all(self.around(party).replied is not None for party in range(self.parties))

    def around(self, party: int) -> Surrounding:
        """What is known of what the others can do to a party."""
        if party not in self._near:
            self._near[party] = Surrounding(graph=self, party=party)
        return self._near[party]


@dataclass(frozen=True, kw_only=True, eq=False)
class Surrounding:
    """What a party can be left with by the others, and what it can reply. tables: per issue (position of an option)
    what it is worth; where the party orders by value.
    """

    graph: ImplicitGraph
    party: int
    _least: dict[tuple[int, ...], int] = field(default_factory=dict, init=False, repr=False)

    @property
    def order(self) -> ImplicitOrder:
        order: ImplicitOrder = self.graph.rank[self.party]
        return order

    @cached_property
    def others(self) -> list[int]:
        return [other for other in range(self.graph.parties) if other != self.party and self.graph.moves[other].control]

    @cached_property
    def closure(self) -> Control:
        """Per issue, what any number of changes by the others can make of what."""
        return unite_controls(self.graph.moves[other].control for other in self.others)

    @cached_property
    def once(self) -> dict[int, Bools]:
        """Per issue, what one of the others can make of what in one change."""
        united: dict[int, Bools] = {}
        for other in self.others:
            for issue, can in self.graph.moves[other].control.items():
                united[issue] = united[issue] | can if issue in united else can
        return united

    @cached_property
    def replied_at_most(self) -> list[Ints] | None:
        """Of an order by value: per issue (position), the most that the party can make of an option by its own reply,
        whether or not facts rule it out; None of other orders.
        """
        if self.order.kind != "value":
            return None
        control = self.graph.moves[self.party].control
        return [
            np.where(control[issue], table[None, :], np.iinfo(np.int64).min).max(axis=1) if issue in control else table
            for issue, table in enumerate(self.order.tables)
        ]

    @property
    def replied(self) -> list[Ints] | None:
        """The same where no fact can rule it out; None where that is not known from single issues."""
        return self.replied_at_most if self.graph.space.lawful is None else None

    def deterring(self, states: Ints, threshold: int, *, lasting: bool, keys: Any = None) -> tuple[Bools, Bools]:
        """(state) whether the party is no better off there than before, and whether that is not known. lasting: even
        after its best reply; then of those of which single issues do not tell, only the first is found, and only where
        they tell it of none. keys: (state) to the party, where they are known.
        """
        enough = np.asarray((self.order[states] if keys is None else keys) <= threshold, dtype=bool)
        unknown = np.zeros(len(states), dtype=bool)
        own = self.graph.moves[self.party]
        if not lasting or not enough.any() or not own.control:
            return enough, unknown
        among = np.flatnonzero(enough)
        enough[among] = self._surely_below(states[among], threshold)
        if enough.any() or (self.replied is not None and not self.order.links):
            return enough, unknown
        among = among[~self._surely_above(states[among], threshold)]
        for place in among.tolist():
            replies, (worth,), complete = own.ranked(int(states[place]), [self.order])
            if len(replies) and (worth > threshold).any():
                continue
            enough[place], unknown[place] = complete, not complete
            if complete:
                break
        return enough, unknown

    def _surely_below(self, states: Ints, threshold: int) -> Bools:
        """(state) whether single issues tell that no reply of the party makes it better off than before."""
        replied = self.replied_at_most
        if self.order.kind == "statements" and len(self.order.statements) <= MOST_IN_ONE_KEY:
            return np.asarray(self._held_at_most(states) <= threshold, dtype=bool)
        if replied is None:
            return np.zeros(len(states), dtype=bool)
        worth = np.zeros(len(states), dtype=np.int64)
        for issue, table in enumerate(replied):
            worth += table[self.graph.space.positions(states, issue)] if issue in self.order.issues else table[0]
        return np.asarray(worth + sum(max(0, link) for _, link in self.order.links) <= threshold, dtype=bool)

    def _surely_above(self, states: Ints, threshold: int) -> Bools:
        """(state) whether a reply that makes one statement hold after the other, where that raises what the party has,
        makes it better off than before; a False is only what this does not find.
        """
        if self.order.kind != "statements" or not len(states):
            return np.zeros(len(states), dtype=bool)
        space, after, reached = self.graph.space, states, self.order[states]
        for conditions in self.order.statements:
            for when in conditions:
                changed, fulfilled = self._replied_with(states, after, when)
                keys = self.order[changed]
                raised = fulfilled & space.possible(changed) & np.asarray(keys > reached, dtype=bool)
                after, reached = np.where(raised, changed, after), np.where(raised, keys, reached)
        return np.asarray(reached > threshold, dtype=bool)

    def _replied_with(self, states: Ints, after: Ints, when: dict[int, Bools]) -> tuple[Ints, Bools]:
        """(state) a reply with a condition fulfilled as well, and whether there is one. after: (state) the reply."""
        control, space = self.graph.moves[self.party].control, self.graph.space
        fulfilled = np.ones(len(states), dtype=bool)
        for issue, named in when.items():
            now = space.positions(after, issue)
            if issue not in control:
                fulfilled &= named[now]
                continue
            can, before = np.asarray(control[issue] & named, dtype=bool), space.positions(states, issue)
            to = np.where(named[now], now, can.argmax(axis=1)[before])
            fulfilled &= named[now] | (can.sum(axis=1)[before] > 0)
            after = after + (to - now).astype(after.dtype) * space.weights[issue]
        return after, fulfilled

    def _held_at_most(self, states: Ints) -> Ints:
        """(state) the key of an order by statements were all to hold that some reply of the party makes hold."""
        control, space = self.graph.moves[self.party].control, self.graph.space
        holding = []
        for conditions in self.order.statements:
            holds = np.zeros(len(states), dtype=bool)
            for when in conditions:
                fulfilled = np.ones(len(states), dtype=bool)
                for issue, named in when.items():
                    can = control[issue] @ named if issue in control else named
                    fulfilled &= can[space.positions(states, issue)]
                holds |= fulfilled
            holding.append(holds.astype(np.int64))
        return np.asarray(self.order.of_statements(holding), dtype=np.int64)

    def least(self, state: int, *, lasting: bool) -> int | None:
        """At most what the party is left with wherever the others lead from a state; None where no bound is known."""
        space, order = self.graph.space, self.order
        ends = {issue: np.flatnonzero(can[space.option(state, issue)]) for issue, can in self.closure.items()}
        if order.kind == "value":
            replying = lasting and self.replied is not None
            tables = self.replied if replying and self.replied is not None else order.tables
            worth = 0
            for issue, table in enumerate(tables):
                worth += int(table[ends[issue]].min()) if issue in ends else int(table[space.option(state, issue)])
            for when, link in order.links:
                can = replying or all(
                    named[ends[issue]].any() if issue in ends else named[space.option(state, issue)]
                    for issue, named in when.items()
                )
                worth += min(0, link) if can else 0
                if link > 0 and not replying:
                    worth += self._certain(when, link, state, ends)
            return worth
        named_issues = [issue for issue in order.issues if issue in ends]
        if prod(len(ends[issue]) for issue in named_issues) > MOST_ORDERED:
            return self._held_everywhere(state, ends) if order.kind == "statements" else None
        kept = (*(space.option(state, issue) for issue in order.issues), *(len(ends[issue]) for issue in named_issues))
        if kept not in self._least:
            places = space.array([state])
            for issue in named_issues:
                added = space.weights[issue] * space.array((ends[issue] - space.option(state, issue)).tolist())
                places = np.add.outer(places, added).ravel()
            self._least[kept] = int(np.min(order[places]))
        return self._least[kept]

    def _held_everywhere(self, state: int, ends: dict[int, Ints]) -> int:
        """The key of an order by statements were none to hold but those that do wherever the others lead."""
        space = self.graph.space
        return int(
            self.order.of_statements(
                [
                    any(
                        all(
                            named[ends[issue]].all() if issue in ends else bool(named[space.option(state, issue)])
                            for issue, named in when.items()
                        )
                        for when in conditions
                    )
                    for conditions in self.order.statements
                ]
            )
        )

    def _certain(self, when: dict[int, Bools], link: int, state: int, ends: dict[int, Ints]) -> int:
        """The worth of a combination that holds wherever the others lead."""
        space = self.graph.space
        holds_everywhere = all(
            named[ends[issue]].all() if issue in ends else named[space.option(state, issue)]
            for issue, named in when.items()
        )
        return link if holds_everywhere else 0

    def answers_all(self, state: int, threshold: int, *, lasting: bool) -> bool:
        """Whether every improvement from a state is answered by one change each of what the others can change; a False
        is only what this does not prove.
        """
        tables = self.replied if lasting else self.order.tables
        if self.order.kind != "value" or self.order.links or self.graph.space.lawful is not None or tables is None:
            return False
        space, own = self.graph.space, self.graph.moves[self.party].control
        worst = 0
        for issue, table in enumerate(tables):
            after = table
            if issue in self.once:
                after = np.where(self.once[issue], table[None, :], np.iinfo(np.int64).max).min(axis=1)
            now = space.option(state, issue)
            worst += int(after[np.flatnonzero(own[issue][now])].max()) if issue in own else int(after[now])
        return worst <= threshold

    def is_best(self, state: int) -> bool:
        """Whether no move of the party from a state makes it better off; a False is only what this does not prove."""
        replied = self.replied
        if replied is None or self.order.links:
            return False
        space = self.graph.space
        return sum(int(table[space.option(state, n)]) for n, table in enumerate(replied)) <= int(self.order[state])

    def led_down(self, state: int, *, lasting: bool) -> tuple[Reply, ...]:
        """One change by each of the others, one after the other, that leaves the party with the least on each issue by
        itself; empty where nothing is to be changed.
        """
        space = self.graph.space
        tables = self.replied if lasting and self.replied is not None else self.order.tables
        steps, here = [], state
        for other in self.others:
            to = here
            for issue, can in self.graph.moves[other].control.items():
                now = space.option(here, issue)
                ends = np.flatnonzero(can[now])
                best = int(ends[np.argmin(tables[issue][ends])])
                if tables[issue][best] < tables[issue][now]:
                    to += space.weights[issue] * (best - now)
            if to != here and space.state(to) is not None:
                steps.append(Reply(party=other, to=int(to)))
                here = to
        return tuple(steps)


def nearby_countermove(at: Deviation, *, improving: bool, lasting: bool) -> Countermove | None:
    """An answer to an improvement that leaves the party no better off, of one move where one of the nearest is enough;
    None where there is none. Raises TooLarge where that is not decided.
    """
    graph = at.graph
    if not isinstance(graph, ImplicitGraph):
        raise TypeError("the states of this graph are listed")
    steps = _Search(graph=graph, at=at, improving=improving, lasting=lasting).steps()
    if steps is None:
        return None
    end = steps[-1].to
    return Countermove(steps=steps, end=end, reply=at.reply(end) if lasting else None)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Search:
    """For one improvement, the states around it."""

    graph: ImplicitGraph
    at: Deviation
    improving: bool
    lasting: bool

    @cached_property
    def near(self) -> Surrounding:
        return self.graph.around(self.at.party)

    @cached_property
    def threshold(self) -> int:
        return int(self.near.order.key(self.at.start))

    def steps(self) -> tuple[Reply, ...] | None:
        near, to = self.near, self.at.to
        least = near.least(to, lasting=self.lasting)
        if not near.others or (least is not None and least > self.threshold):
            return None
        if not self.improving and near.order.kind == "value":
            steps = self._shortened(near.led_down(to, lasting=self.lasting))
            if steps:
                return steps
        return self._first_by_worth()

    def _shortened(self, steps: Sequence[Reply]) -> tuple[Reply, ...]:
        """One of the steps where it is enough by itself, else the fewest first of them that are; empty where all are
        not.
        """
        for number in range(1, len(steps) + 1):
            enough, _ = near_enough(self.near, [steps[number - 1].to], self.threshold, lasting=self.lasting)
            if enough:
                return tuple(steps[:number])
        return ()

    def _first_by_worth(self) -> tuple[Reply, ...] | None:
        """Where the others lead, those states first that leave the party with the least."""
        first = (self.at.to, -1)
        came: dict[tuple[int, int], tuple[int, int] | None] = {first: None}
        todo: list[tuple[int, int, tuple[int, int]]] = [(0, 0, first)]
        looked, all_seen = 0, True
        while todo:
            _, depth, node = heappop(todo)
            ends, movers, keys, complete = self._from(*node)
            looked += len(ends)
            all_seen &= complete
            enough, unknown = self.near.deterring(ends, self.threshold, lasting=self.lasting, keys=keys)
            all_seen &= not unknown.any()
            if enough.any():
                place = int(enough.argmax())
                reached = (int(ends[place]), int(movers[place]))
                came[reached] = node
                return steps_of(came, reached)
            if looked > MOST_LOOKED_AT:
                raise TooLarge(NOT_DECIDED, looked)
            for key, end, mover in zip(keys.tolist(), ends.tolist(), movers.tolist(), strict=True):
                if (end, mover) not in came:
                    came[end, mover] = node
                    heappush(todo, (key, depth + 1, (end, mover)))
        if not all_seen:
            raise TooLarge(NOT_DECIDED, looked)
        return None

    def _from(self, state: int, last: int) -> tuple[Ints, Ints, Any, bool]:
        """Where one move of the others leads, whose it is, its key to the party, and whether these are all moves."""
        parts, movers, keys, all_moves = [self.graph.space.array([])], [np.zeros(0, dtype=np.int64)], [], True
        for other in self.near.others:
            if other == last:
                continue
            orders = [self.near.order, self.graph.rank[other]] if self.improving else [self.near.order]
            ends, (worth, *own), complete = self.graph.moves[other].ranked(state, orders)
            all_moves &= complete
            if self.improving and len(ends):
                better = np.asarray(own[0] > orders[1].key(state), dtype=bool)
                ends, worth = ends[better], worth[better]
            parts.append(ends)
            keys.append(worth)
            movers.append(np.full(len(ends), other, dtype=np.int64))
        return np.concatenate(parts), np.concatenate(movers), np.concatenate(keys) if keys else parts[0], all_moves


def near_enough(near: Surrounding, states: Sequence[int], threshold: int, *, lasting: bool) -> tuple[bool, bool]:
    """Whether the first of some states deters the party, and whether that is not known."""
    enough, unknown = near.deterring(near.graph.space.array(list(states)), threshold, lasting=lasting)
    return bool(enough[0]), bool(unknown[0])
