"""Stability by the definitions alone: sets and loops, slow and obvious. Shares no code with the package.

A conflict is what can be moved, `moves[party][state]` a set of states, and payoffs, `pay[party][state]`. For changes at
the same time a state is a tuple of options, and `names` lists them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """names: per state its options, in order of issues; None where states are no packages."""

    moves: list[list[set[int]]]
    pay: list[list[int]]
    names: list[tuple[int, ...]] | None = None

    @property
    def states(self) -> range:
        return range(len(self.pay[0]))

    @property
    def parties(self) -> range:
        return range(len(self.pay))

    def better(self, party: int, state: int) -> set[int]:
        return {to for to in self.moves[party][state] if self.pay[party][to] > self.pay[party][state]}


def joint(conflict: Conflict, who: list[int], start: int, *, improving: bool) -> set[int]:
    """All states at the end of a legal sequence of one or more moves by these parties."""
    found: set[tuple[int, int]] = set()
    fresh = {(start, -1)}
    while fresh:
        following = set()
        for state, last in fresh:
            for party in who:
                if party != last:
                    ends = conflict.better(party, state) if improving else conflict.moves[party][state]
                    following |= {(end, party) for end in ends}
        fresh = following - found
        found |= following
    return {state for state, _ in found}


def simultaneous(conflict: Conflict, party: int, start: int, to: int) -> set[int]:
    """All states that changes of the others at the same moment lead to."""
    names = conflict.names
    assert names is not None
    others = [other for other in conflict.parties if other != party]
    found = set()
    for profile in product(*[[start, *conflict.better(other, start)] for other in others]):
        options: list[int] | None = list(names[start])
        for issue in range(len(names[start])):
            new = {names[end][issue] for end in (to, *profile) if names[end][issue] != names[start][issue]}
            if len(new) > 1:
                options = None
                break
            if new and options is not None:
                options[issue] = new.pop()
        if options is not None and tuple(options) in names:
            found.add(names.index(tuple(options)))
    return found


def is_stable(conflict: Conflict, key: str, party: int, start: int) -> bool:
    pay = conflict.pay[party]
    others = [other for other in conflict.parties if other != party]

    def deters(end: int) -> bool:
        if pay[end] > pay[start]:
            return False
        return key not in ("smr", "sseq") or all(pay[reply] <= pay[start] for reply in conflict.moves[party][end])

    for to in conflict.better(party, start):
        if key == "nash":
            return False
        if key == "sim":
            ends = simultaneous(conflict, party, start, to)
        else:
            ends = joint(conflict, others, to, improving=key in ("seq", "sseq"))
        if not any(deters(end) for end in ends):
            return False
    return True


def random_conflict(rng: random.Random) -> Conflict:
    """One to four parties; packages with forbidden states, irreversible and shared moves that need not chain, ties."""
    parties = rng.randint(1, 4)
    sizes = [rng.choice([2, 2, 3]) for _ in range(rng.randint(1, 4))]
    names = [one for one in product(*map(range, sizes)) if rng.random() > 0.2] or [(0,) * len(sizes)]
    shape = rng.random()
    allowed = []
    for _ in range(parties):
        pairs = set()
        for issue, size in enumerate(sizes):
            if rng.random() < 0.5:
                density = 1.0 if shape < 0.3 else 0.5
                pairs |= {(issue, a, b) for a in range(size) for b in range(size) if a != b and rng.random() < density}
        allowed.append(pairs)
    moves = [[_targets(names, state, allowed[party]) for state in range(len(names))] for party in range(parties)]
    pay = [[rng.randint(0, rng.choice([2, 5, len(names)])) for _ in names] for _ in range(parties)]
    return Conflict(moves=moves, pay=pay, names=names)


def _targets(names: list[tuple[int, ...]], state: int, allowed: set[tuple[int, int, int]]) -> set[int]:
    return {
        to
        for to, name in enumerate(names)
        if to != state
        and all(a == b or (issue, a, b) in allowed for issue, (a, b) in enumerate(zip(names[state], name, strict=True)))
    }


def hand_made(rng: random.Random) -> Conflict:
    """Moves between any states, as they come: they chain nowhere."""
    parties, states = rng.randint(1, 4), rng.randint(2, 9)
    density = rng.uniform(0.05, 0.4)
    moves = [
        [{to for to in range(states) if to != state and rng.random() < density} for state in range(states)]
        for _ in range(parties)
    ]
    return Conflict(moves=moves, pay=[[rng.randint(0, 4) for _ in range(states)] for _ in range(parties)])
