"""Stability by the definitions, as slowly and plainly as they are written: sets, sequences, no graph search.

A model is a rank per party and state and a set of (from, to) pairs per party. A set of joint moves is grown one move
at a time until nothing is added, exactly as it is defined: every entry is a state together with who moved last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, combinations, permutations, product
from random import Random

import numpy as np

from winset.analyses.stability.graph import Graph, Moves

Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """rank[party][state], the larger the better; can[party], its moves as (from, to)."""

    rank: tuple[tuple[int, ...], ...]
    can: tuple[Pairs, ...]

    @property
    def parties(self) -> range:
        return range(len(self.rank))

    @property
    def states(self) -> range:
        return range(len(self.rank[0]))

    def graph(self) -> Graph:
        """The same as the package holds it."""
        return Graph(
            rank=np.array([dense(row) for row in self.rank], dtype=np.int64),
            moves=tuple(
                Moves.from_lists([[b for a, b in pairs if a == state] for state in self.states]) for pairs in self.can
            ),
        )


def dense(row: Iterable[int]) -> list[int]:
    values = list(row)
    order = sorted(set(values))
    return [order.index(value) for value in values]


def random_model(random: Random, *, most_states: int = 7, most_parties: int = 4) -> Model:
    """2 to `most_parties` parties, hand-made moves: irreversible, not transitive, with many ties in the rankings."""
    states = random.randint(2, most_states)
    parties = random.randint(2, most_parties)
    levels = random.choice([2, 3, states])
    density = random.choice([0.15, 0.3, 0.5])
    return Model(
        rank=tuple(tuple(random.randrange(levels) for _ in range(states)) for _ in range(parties)),
        can=tuple(
            frozenset((a, b) for a in range(states) for b in range(states) if a != b and random.random() < density)
            for _ in range(parties)
        ),
    )


def option_model(random: Random) -> Model:
    """A model in option form: each party owns yes-no options, some of one direction only; some states are forbidden."""
    parties = random.randint(2, 3)
    owners = [random.randrange(parties) for _ in range(random.randint(parties, 4))]
    ways = [random.choice(["both", "both", "up", "down"]) for _ in owners]
    names = [bits for bits in product((0, 1), repeat=len(owners)) if random.random() < 0.85] or [(0,) * len(owners)]

    def allowed(party: int, a: tuple[int, ...], b: tuple[int, ...]) -> bool:
        changed = [k for k in range(len(owners)) if a[k] != b[k]]
        return bool(changed) and all(
            owners[k] == party and (ways[k] == "both" or (ways[k] == "up") == (b[k] > a[k])) for k in changed
        )

    levels = random.choice([3, len(names)])
    return Model(
        rank=tuple(tuple(random.randrange(levels) for _ in names) for _ in range(parties)),
        can=tuple(
            frozenset((m, n) for m, a in enumerate(names) for n, b in enumerate(names) if allowed(party, a, b))
            for party in range(parties)
        ),
    )


def improving(model: Model, party: int) -> Pairs:
    rank = model.rank[party]
    return frozenset((a, b) for a, b in model.can[party] if rank[b] > rank[a])


def after(can: dict[object, Pairs], start: int) -> set[int]:
    """Every state reached from a start by one move or more of the movers, none of them twice in succession."""
    found = {(b, mover) for mover, pairs in can.items() for a, b in pairs if a == start}
    while True:
        more = {
            (b, mover)
            for state, last in found
            for mover, pairs in can.items()
            if mover != last
            for a, b in pairs
            if a == state
        } - found
        if not more:
            return {state for state, _ in found}
        found |= more


def by_moves(model: Model, parties: Iterable[int], start: int) -> set[int]:
    return after({party: model.can[party] for party in parties}, start)


def by_improvements(model: Model, parties: Iterable[int], start: int) -> set[int]:
    return after({party: improving(model, party) for party in parties}, start)


def plainly(model: Model, parties: Iterable[int], start: int) -> set[int]:
    """Reachable in the union of their moves, whoever moved last."""
    pairs = set(chain.from_iterable(model.can[party] for party in parties))
    found = {b for a, b in pairs if a == start}
    while more := {b for a, b in pairs if a in found} - found:
        found |= more
    return found


def shortest(
    model: Model, start: int, target: int, most: int, only_improving: bool = False
) -> list[tuple[object, ...]]:
    """All shortest legal sequences to a state, by trying every sequence of each length in turn."""
    can = [improving(model, party) if only_improving else model.can[party] for party in model.parties]
    sequences: list[tuple[tuple[int, int], ...]] = [()]
    for _ in range(most):
        grown = []
        for sequence in sequences:
            here = sequence[-1][1] if sequence else start
            for party in model.parties:
                if not sequence or sequence[-1][0] != party:
                    grown += [(*sequence, (party, b)) for a, b in can[party] if a == here]
        arrived = [sequence for sequence in grown if sequence[-1][1] == target]
        if arrived:
            return sorted(arrived)
        sequences = grown
    return []


def subsets(parties: Iterable[int]) -> list[tuple[int, ...]]:
    members = sorted(parties)
    return [combination for size in range(1, len(members) + 1) for combination in combinations(members, size)]


def all_gain(model: Model, coalition: Iterable[int], state: int, than: int) -> bool:
    return all(model.rank[party][state] > model.rank[party][than] for party in coalition)


Joint = dict[tuple[int, ...], Pairs]
"""By the parties who must consent, the joint changes."""


def agreed(model: Model, coalition: tuple[int, ...], joint: Joint, state: int) -> set[int]:
    """Where a joint change that all of them gain by leads."""
    return {t for s, t in joint.get(coalition, ()) if s == state and all_gain(model, coalition, t, s)}


def coalition_improvements(model: Model, coalition: tuple[int, ...], joint: Joint) -> Pairs:
    return frozenset(
        (s, t)
        for s in model.states
        for t in by_moves(model, coalition, s) | agreed(model, coalition, joint, s)
        if all_gain(model, coalition, t, s)
    )


def holds(
    concept: str, model: Model, focus: tuple[tuple[int, ...], int], acting: list[tuple[int, ...]], joint: Joint
) -> bool:
    """Coalition stability by the definition. focus: the coalition and the state. acting: who may act together."""
    coalition, state = focus
    rest = [party for party in model.parties if party not in coalition]
    allowed = [one for one in acting if not set(one) & set(coalition)]

    def answered(t: int) -> bool:
        if concept == "nash":
            return False
        if concept == "seq":
            reach = after({one: coalition_improvements(model, one, joint) for one in allowed}, t)
        else:
            reach = by_moves(model, rest, t)
        for u in reach:
            if all_gain(model, coalition, u, state):
                continue
            if concept != "smr" or not any(
                all_gain(model, coalition, v, state)
                for v in by_moves(model, coalition, u) | agreed(model, coalition, joint, u)
            ):
                return True
        return False

    return all(answered(t) for a, t in coalition_improvements(model, coalition, joint) if a == state)


def alone(concept: str, model: Model, party: int, state: int) -> bool:
    """Individual stability, section 1.2 of the definitions, written out by itself."""
    rank = model.rank[party]
    rest = [other for other in model.parties if other != party]
    for a, t in improving(model, party):
        if a != state:
            continue
        reach = set() if concept == "nash" else (by_improvements if concept == "seq" else by_moves)(model, rest, t)
        good = [u for u in reach if rank[u] <= rank[state]]
        if concept == "smr":
            good = [u for u in good if all(rank[v] <= rank[state] for x, v in model.can[party] if x == u)]
        if not good:
            return False
    return True


Relation = Callable[[int, int, int], str]
READINGS = {"a": ("+U", "-="), "b": ("+", "-="), "c": ("+U", "-=U"), "d": ("+", "-=U")}


def unsure(reading: str, concept: str, model: Model, relation: Relation, focus: tuple[int, int]) -> bool:
    """Stability where preferences are partly unknown. relation(party, t, s): how t compares with s, one of + = - U."""
    party, state = focus
    leaves, deters = READINGS[reading]
    rest = [other for other in model.parties if other != party]
    credible: dict[object, Pairs] = {
        other: frozenset((a, b) for a, b in model.can[other] if concept != "seq" or relation(other, b, a) in "+U")
        for other in rest
    }
    for a, t in model.can[party]:
        if a != state or relation(party, t, state) not in leaves:
            continue
        reach = set() if concept == "nash" else after(credible, t)
        good = [u for u in reach if relation(party, u, state) in deters]
        if concept == "smr":
            good = [u for u in good if all(relation(party, v, state) in deters for x, v in model.can[party] if x == u)]
        if not good:
            return False
    return True


def weak_orders(count: int) -> list[tuple[int, ...]]:
    """Every ranking of a few states, ties allowed, as dense ranks."""
    return sorted({tuple(dense(row)) for row in product(range(count), repeat=count)})


def strict_orders(count: int) -> list[tuple[int, ...]]:
    return list(permutations(range(count)))


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def differing(one: Iterable[int], other: Iterable[int]) -> int:
    """Pairs of states that two rankings compare differently."""
    first, second = list(one), list(other)
    return sum(sign(first[a] - first[b]) != sign(second[a] - second[b]) for a, b in combinations(range(len(first)), 2))
